"""The head of a ticket: number, title, and the chips by which state, type, priority and assignee are changed."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.tickets import ENDED, Forbidden, Priority, TicketState, can_move
from ticketdesk.store.queries.tickets import TicketRow
from ticketdesk.ui import labels
from ticketdesk.ui.delegates import chips
from ticketdesk.ui.delegates.ticket import span_start
from ticketdesk.ui.orders.order_card import refusal
from ticketdesk.ui.safe_text import clamp, label, one_line
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.tickets.acts.transfer_dialog import GROUP
from ticketdesk.ui.tickets.detail.chip_button import ChipButton, Option
from ticketdesk.ui.widgets.buttons import IconButton
from ticketdesk.ui.widgets.flow import FlowLayout
from ticketdesk.ui.widgets.marks import Chip
from ticketdesk.ui.world import Place, World
from ticketdesk.words import tr

CLAIM: Final = "claim"
RELEASE: Final = "release"
PUT_OFF: Final = "put_off"
"""What the chip of the state carries for a suspended ticket that is to come back at another moment."""


class DetailHead(QWidget):
    """`state_chosen`, `type_chosen`, `priority_chosen` and `assignee_chosen` carry the new value as text."""

    state_chosen = Signal(str)
    type_chosen = Signal(str)
    priority_chosen = Signal(str)
    assignee_chosen = Signal(str)
    fields_asked = Signal()
    words_asked = Signal()

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._row: TicketRow | None = None
        self.number = label(role="third")
        self.copy = IconButton("copy", tr("Copy the number"), size=13)
        self.history = IconButton("history", tr("Who did what here"), size=13)
        self.fields = IconButton("list-todo", tr("Fields of the ticket"), size=13)
        self.words = IconButton("pencil", tr("Title, demand and problem"), size=13)
        self.title = label(role="dialog", wrap=True)
        self.state = ChipButton(tr("State"))
        self.type = ChipButton(tr("Type"))
        self.priority = ChipButton(tr("Priority"))
        self.assignee = ChipButton(tr("Assignee"))
        self.watching = ChipButton(tr("Watchers"))
        self.deadline = Chip(icon="clock")
        self.deadline.setFixedHeight(chips.HEIGHT + 4)
        self._place()
        self.copy.clicked.connect(self._copy)
        self.history.clicked.connect(self._show_history)
        self.fields.clicked.connect(self.fields_asked)
        self.words.clicked.connect(self.words_asked)
        self.state.chosen.connect(self.state_chosen)
        self.type.chosen.connect(self.type_chosen)
        self.priority.chosen.connect(self.priority_chosen)
        self.assignee.chosen.connect(self.assignee_chosen)

    def show_ticket(self, row: TicketRow, now: int) -> None:
        """Show this ticket; ``now`` is UTC ms."""
        self._row = row
        self.number.setText(one_line(row.number))
        self.history.setVisible(self._world.may(Permission.INSIGHTS_VIEW))
        self.title.setText(clamp(one_line(row.title)))
        why = refusal(self._world, Permission.TICKET_HANDLE)
        ended = TicketState(row.state) in ENDED
        self.fields.setVisible(not why)
        self.words.setVisible(not why and not ended)
        closed = why or (tr("This ticket is ended. Take it up again to change it.") if ended else "")
        level = labels.ticket_state(row.state).level
        self.state.set_chip(_state_words(row, now), level, partial(self._ways, row), row.state, refusal=closed)
        self.type.set_chip(labels.ticket_type(row.type), "plain", _types(), row.type, refusal=closed)
        urgent = labels.priority(row.priority)
        self.priority.set_chip(
            tr("Priority {0}", urgent.text), urgent.level, _priorities(), str(row.priority), refusal=closed
        )
        current = str(row.assignee_id) if row.assignee_id else f"{GROUP}{row.group_id}" if row.group_id else "0"
        self.assignee.set_chip(
            _holder(row), "plain" if row.assignee_id else "warn", partial(self._takers, row), current, refusal=closed
        )
        self.tick(now)

    def tick(self, now: int) -> None:
        """Show what is left; ``now`` is UTC ms."""
        row = self._row
        running = row is not None and row.due_at is not None and row.closed_at is None
        self.deadline.setVisible(running)
        if row is not None and running:
            level = labels.urgency_level(span_start(row), row.due_at, now)
            self.deadline.set_chip(labels.remaining(row.due_at, now), level, icon="clock")

    def _ways(self, row: TicketRow) -> list[Option]:
        return _states(row.state, self._world.flow.forbidden)

    def _takers(self, row: TicketRow) -> list[Option]:
        """Taking it or giving it back at once, then whom it can be handed to: people, departments, nobody."""
        mine = row.assignee_id is not None and row.assignee_id == self._world.agent_id
        act = (
            [Option(CLAIM, tr("Take the ticket"))]
            if row.assignee_id is None
            else [Option(RELEASE, tr("Give the ticket back"))] * mine
        )
        groups = [
            Option(f"{GROUP}{each.id}", tr("{0} (department)", one_line(each.name, 40)))
            for each in self._world.flow.departments
        ]
        nobody = [] if row.group_id else [Option("0", tr("Nobody"))]
        return [*act, *self._people(), *groups, *nobody]

    def _people(self) -> list[Option]:
        """Everybody a ticket can belong to, the agent first."""
        me = self._world.agent_id
        known = sorted(self._world.people, key=lambda agent: agent.id != me)
        return [Option(str(agent.id), tr("{0} (me)", agent.name) if agent.id == me else agent.name) for agent in known]

    def _copy(self) -> None:
        if self._row is not None:
            QGuiApplication.clipboard().setText(self._row.number)
            self._world.notices.say(tr("Copied {0}", self._row.number))

    def _show_history(self) -> None:
        if self._row is not None:
            self._world.go.emit(Place("settings.audit.ticket", self._row.id))

    def _place(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.l, SIZES.m, SIZES.l, SIZES.m)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.setSpacing(SIZES.xs)
        top.addWidget(self.number)
        top.addWidget(self.copy)
        top.addWidget(self.history)
        top.addWidget(self.fields)
        top.addWidget(self.words)
        top.addStretch(1)
        column.addLayout(top)
        column.addWidget(self.title)
        row = QWidget()
        flow = FlowLayout(row, spacing=6, line_spacing=4)
        for chip in (self.state, self.type, self.priority, self.assignee, self.watching, self.deadline):
            flow.addWidget(chip)
        column.addWidget(row)


def _holder(row: TicketRow) -> str:
    """Who has it: the assignee with the department, the department's queue, nobody."""
    if row.assignee_name and row.group_name:
        return f"{row.assignee_name} · {row.group_name}"
    return row.assignee_name or (tr("{0} (queue)", row.group_name) if row.group_name else tr("Nobody"))


def _state_words(row: TicketRow, now: int) -> str:
    """The state; of a suspended ticket with the moment at which it comes back."""
    words = labels.ticket_state(row.state).text
    return words if row.resume_at is None else f"{words} · {labels.date_text(row.resume_at, now)}"


def _states(current: str, forbidden: Forbidden) -> list[Option]:
    """The state itself and those it may move to; cancelling asks a reason and has its own button.

    Suspending asks for a moment, and a suspended ticket may be put off to another.
    """
    here = TicketState(current)
    ways = {here, *(new for new in TicketState if can_move(here, new, forbidden))} - {TicketState.CANCELLED}
    made = [Option(state.value, _way(state, here)) for state in TicketState if state in ways]
    return [*made, Option(PUT_OFF, tr("Put off…"))] if here is TicketState.SUSPENDED else made


def _way(state: TicketState, here: TicketState) -> str:
    name = labels.ticket_state(state.value).text
    return tr("{0}…", name) if state is TicketState.SUSPENDED and here is not state else name


def _types() -> list[Option]:
    return [Option(kind, labels.ticket_type(kind)) for kind in labels.ticket_types()]


def _priorities() -> list[Option]:
    return [Option(str(int(each)), labels.priority(int(each)).text) for each in reversed(Priority)]
