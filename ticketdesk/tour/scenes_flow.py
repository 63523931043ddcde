"""The flow of a ticket: suspended until a moment, taken up again, the shop's own table of moves."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox

from ticketdesk.desk.commands.handing import AddGroup, SetGroupMember
from ticketdesk.desk.commands.queues import ClaimTicket
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.commands.suspending import SuspendTicket
from ticketdesk.desk.commands.tickets import SetTicketState, TransferTicket
from ticketdesk.domain.moments import DAY, day_start
from ticketdesk.domain.ticket_moves import FORBIDDEN_MOVES
from ticketdesk.domain.tickets import TicketState
from ticketdesk.store.queries import serving, tickets
from ticketdesk.store.queries.tickets import TicketView
from ticketdesk.tour.agent import Agent, Entry
from ticketdesk.tour.book import Scene
from ticketdesk.tour.scenes import clear
from ticketdesk.ui import labels
from ticketdesk.ui.settings.moves_section import MovesSection
from ticketdesk.ui.tickets.acts.state_dialogs import ReopenDialog, SuspendDialog
from ticketdesk.ui.tickets.acts.transfer_dialog import GROUP, TransferDialog
from ticketdesk.ui.tickets.list import ticket_views
from ticketdesk.ui.tickets.list.views_panel import ViewsPanel
from ticketdesk.ui.world import Place
from ticketdesk.words import mark, tr


def _newest(agent: Agent) -> int:
    """The open ticket that was made last."""
    return max(tickets.snapshot(agent.reader, TicketView("open")))


def _open(agent: Agent, ticket: int) -> None:
    clear(agent)
    agent.goes_to("tickets")
    agent.window.go(Place("ticket", ticket))


def _suspend(agent: Agent) -> None:
    ticket = _newest(agent)
    _open(agent, ticket)
    agent.settle()
    state = tickets.rows(agent.reader, [ticket])[0].state
    agent.press(f"{tr('State')}: {labels.ticket_state(state).text}")
    agent.picks(tr("{0}…", labels.ticket_state(TicketState.SUSPENDED.value).text))
    agent.dialog(tr("Suspend ticket"))
    agent.fills(Entry(tr("Moment in own words"), "明天 10:00"), Entry(tr("Reason"), "等仓库查件"))


def _suspended(agent: Agent) -> None:
    ticket = _newest(agent)
    clear(agent)
    until = day_start(agent.world.clock()) + 2 * DAY + DAY // 2
    agent.parts.desk.run(SuspendTicket(ticket_ids=(ticket,), until=until, reason="等仓库查件"))
    _open(agent, ticket)
    agent.settle()


def _reopen(agent: Agent) -> None:
    ticket = _newest(agent)
    clear(agent)
    agent.parts.desk.run(SetTicketState(ticket_ids=(ticket,), state=TicketState.DONE.value))
    _open(agent, ticket)
    agent.press(tr("Reopen"))
    agent.dialog(tr("Reopen ticket"))
    agent.fills(Entry(tr("Reason"), "买家说件还没到"))


def _department(agent: Agent) -> int:
    """A department to which the agent belongs, made once."""
    name = "售后部"
    found = {row.name: row.id for row in serving.groups(agent.reader)}
    if name not in found:
        found[name] = int(str(agent.parts.desk.run(AddGroup(group_name=name)).result))
        agent.parts.desk.run(SetGroupMember(group_id=found[name], agent_id=agent.world.agent_id or 0))
    return found[name]


def _to_department(agent: Agent) -> None:
    clear(agent)
    group = _department(agent)
    ticket = _newest(agent)
    _open(agent, ticket)
    agent.settle()
    agent.press(tr("Transfer"))
    dialog = agent.dialog(tr("Transfer"))
    box = next(each for each in dialog.findChildren(QComboBox))
    box.setCurrentIndex(box.findData(f"{GROUP}{group}"))
    agent.fills(Entry(tr("Note for the colleague"), "请核实库存后回复"))


def _queue(agent: Agent) -> None:
    clear(agent)
    group = _department(agent)
    ids = sorted(tickets.snapshot(agent.reader, TicketView("open")))[-3:]
    agent.parts.desk.run(TransferTicket(ticket_ids=tuple(ids), assignee_id=None, group_id=group, reason="other_duty"))
    agent.parts.desk.run(ClaimTicket(ticket_id=ids[0]))
    agent.goes_to("tickets")
    agent.settle()
    views = agent.there(lambda: next(agent.shown(ViewsPanel), None), "the views are there")
    key = next(ticket_views.key_of(row) for row in serving.groups(agent.reader) if row.id == group)
    views.set_current(key)
    views.chosen.emit(key)
    agent.chooses_row(tr("Tickets"), ids[0])


def _moves(agent: Agent) -> None:
    clear(agent)
    agent.parts.desk.run(SetSetting(key=FORBIDDEN_MOVES.key, value="open>done,waiting_buyer>done"))
    agent.window.go(Place("settings.moves"))
    agent.until(lambda: any(each.updatesEnabled() for each in agent.shown(MovesSection)), "the section is painted")


FLOW_SCENES: tuple[Scene, ...] = (
    Scene("ticket-suspend", mark("A ticket rests until a moment in own words"), _suspend, (SuspendDialog,)),
    Scene("ticket-suspended", mark("A suspended ticket says when it comes back"), _suspended),
    Scene("ticket-reopen", mark("An ended ticket is taken up again with a reason"), _reopen, (ReopenDialog,)),
    Scene("ticket-to-department", mark("A ticket is handed to a department"), _to_department, (TransferDialog,)),
    Scene("ticket-queue", mark("A department's queue, and the ticket that somebody took"), _queue),
    Scene("settings-moves", mark("Which moves between states the shop allows"), _moves, (MovesSection,)),
)
