"""Somebody is away, and a colleague stands in: the dialog, the list of what waits for the absent one, home."""

from __future__ import annotations

from ticketdesk.desk.commands.people import AddAgent
from ticketdesk.desk.commands.stand_ins import EndStandIn, NameStandIn
from ticketdesk.desk.commands.ticket_replies import NoteOnTicket
from ticketdesk.desk.commands.tickets import TransferTicket
from ticketdesk.domain.moments import DAY, HOUR
from ticketdesk.store.queries import agents, stand_ins, tickets
from ticketdesk.store.queries.tickets import TicketView
from ticketdesk.tour.agent import Agent
from ticketdesk.tour.book import Scene
from ticketdesk.tour.scenes import clear
from ticketdesk.ui.people.stand_in_dialog import StandInDialog
from ticketdesk.ui.tickets.page import TicketsPage
from ticketdesk.words import mark, tr

_AWAY = "阿泽"
_TICKETS = 2


def _absent(agent: Agent) -> int:
    found = agents.named(agent.reader, _AWAY)
    return found.id if found is not None else int(str(agent.parts.desk.run(AddAgent(agent_name=_AWAY)).result))


def _away(agent: Agent) -> None:
    """阿泽 is away, was given two tickets meanwhile, and is called in one of the agent's own."""
    desk, world, absent = agent.parts.desk, agent.world, _absent(agent)
    now = world.clock()
    if stand_ins.covered(stand_ins.not_over(agent.reader, now), world.agent_id, now):
        return
    for each in stand_ins.not_over(agent.reader, now):
        desk.run(EndStandIn(stand_in_ids=(each.id,)))
    desk.run(NameStandIn(agent_id=absent, stand_in_id=world.agent_id or 0, from_at=now - HOUR, until_at=now + 2 * DAY))
    ids = tickets.snapshot(agent.reader, TicketView("open"), limit=_TICKETS + 1)
    desk.run(TransferTicket(ticket_ids=tuple(ids[:_TICKETS]), assignee_id=absent, reason="shift_end"))
    desk.run(NoteOnTicket(ticket_id=ids[-1], text=f"@{_AWAY} 仓库还有两件，今天能发吗？"))


def _naming(agent: Agent) -> None:
    clear(agent)
    _away(agent)
    agent.goes_to("home")
    agent.act("stand_in")
    dialog = agent.dialog(tr("Stand-in"))
    assert isinstance(dialog, StandInDialog)
    dialog.until.choose("4")
    agent.settle()


def _listed(agent: Agent) -> None:
    clear(agent)
    _away(agent)
    agent.goes_to("tickets")
    page = agent.there(lambda: next(agent.shown(TicketsPage), None), "the tickets are there")
    page.views.set_current("standin")
    page.views.chosen.emit("standin")
    agent.until(lambda: page.list.model.rowCount() > 0, "what waits for the absent one is listed")
    agent.settle()


def _home(agent: Agent) -> None:
    clear(agent)
    _away(agent)
    agent.goes_to("home")
    agent.settle()


STAND_IN_SCENES: tuple[Scene, ...] = (
    Scene("stand-in", mark("An absence is given a stand-in"), _naming, (StandInDialog,)),
    Scene("stand-in-list", mark("What stands with the agent for an absent colleague"), _listed),
    Scene("stand-in-home", mark("Home shows what waits for an absent colleague"), _home),
)
