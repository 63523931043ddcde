"""What became of a ticket: its order's flag in the timeline, and the ticket at two moments of its life."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ticketdesk.domain.flags import Flag
from ticketdesk.store.queries import orders
from ticketdesk.store.queries.ticket_timeline import EventRow
from ticketdesk.store.queries.tickets import TicketDetail
from ticketdesk.tour.agent import Agent
from ticketdesk.tour.book import Scene
from ticketdesk.tour.sample_talks import DEER_ERRAND
from ticketdesk.tour.scenes_ticket_list import plain_list
from ticketdesk.ui.tickets.detail.event_words import line_of
from ticketdesk.ui.tickets.detail.life_slider import LifeSlider
from ticketdesk.ui.tickets.detail.past_dialog import PastDialog
from ticketdesk.words import mark, tr


def _deer(agent: Agent) -> TicketDetail:
    return agent.there(lambda: agent.ticket_called(DEER_ERRAND.title), "the exchange is there")


def _flags_told(agent: Agent) -> list[EventRow]:
    return [line for line in _deer(agent).events if line.kind == "flag"]


def _shown(agent: Agent) -> None:
    plain_list(agent)
    agent.chooses_row(tr("Tickets"), _deer(agent).row.id)
    agent.settle()


def _flagged(agent: Agent) -> None:
    order = _deer(agent).row.order_id
    plain_list(agent)
    agent.goes_to("orders")
    flag, told = orders.rows(agent.reader, [order or 0])[0].flag, len(_flags_told(agent))
    agent.chooses_row(tr("Orders"), order or 0)
    agent.keys(str(int(Flag.BLUE if flag != Flag.BLUE else Flag.RED)))
    agent.until(lambda: len(_flags_told(agent)) == told + 1, "the ticket tells of the flag")
    _shown(agent)


def _compared(agent: Agent) -> None:
    told = _flags_told(agent)
    agent.press(tr("Undo: {0}", line_of(told[-1])))
    agent.until(lambda: len(_flags_told(agent)) == len(told) - 1, "the flag is taken back from its line")
    _shown(agent)
    agent.keys("Ctrl+Alt+H")
    agent.dialog(tr("The ticket as it was"))
    agent.keys("End")
    slider = agent.find(LifeSlider, tr("{0}: along the life of the ticket", tr("Beside")))
    slider.setFocus(Qt.FocusReason.TabFocusReason)
    agent.keys("Left")
    agent.sees(slider.point().at < agent.world.clock(), "the second moment is that of the newest act")


PAST_SCENES: tuple[Scene, ...] = (
    Scene("ticket-order-events", mark("What becomes of the order stands in the ticket's timeline"), _flagged),
    Scene("ticket-compared", mark("A ticket at two moments of its life"), _compared, (PastDialog,)),
)
