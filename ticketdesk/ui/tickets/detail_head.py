"""The head of a ticket: number, title, and the chips by which state, type, priority and assignee are changed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.tickets import ENDED, TRANSITIONS, Priority, TicketState
from ticketdesk.store.queries.tickets import TicketRow
from ticketdesk.ui import labels
from ticketdesk.ui.delegates import chips
from ticketdesk.ui.delegates.ticket import span_start
from ticketdesk.ui.orders.order_card import refusal
from ticketdesk.ui.safe_text import clamp, label, one_line
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.tickets.chip_button import ChipButton, Option
from ticketdesk.ui.widgets.buttons import IconButton
from ticketdesk.ui.widgets.flow import FlowLayout
from ticketdesk.ui.widgets.marks import Chip
from ticketdesk.ui.world import Place, World
from ticketdesk.words import tr


class DetailHead(QWidget):
    """`state_chosen`, `type_chosen`, `priority_chosen` and `assignee_chosen` carry the new value as text."""

    state_chosen = Signal(str)
    type_chosen = Signal(str)
    priority_chosen = Signal(str)
    assignee_chosen = Signal(str)
    fields_asked = Signal()

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._row: TicketRow | None = None
        self.number = label(role="third")
        self.copy = IconButton("copy", tr("Copy the number"), size=13)
        self.history = IconButton("history", tr("Who did what here"), size=13)
        self.fields = IconButton("list-todo", tr("Fields of the ticket"), size=13)
        self.title = label(role="dialog", wrap=True)
        self.state = ChipButton(tr("State"))
        self.type = ChipButton(tr("Type"))
        self.priority = ChipButton(tr("Priority"))
        self.assignee = ChipButton(tr("Assignee"))
        self.deadline = Chip(icon="clock")
        self.deadline.setFixedHeight(chips.HEIGHT + 4)
        self._place()
        self.copy.clicked.connect(self._copy)
        self.history.clicked.connect(self._show_history)
        self.fields.clicked.connect(self.fields_asked)
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
        self.fields.setVisible(self._world.may(Permission.TICKET_HANDLE))
        why = refusal(self._world, Permission.TICKET_HANDLE)
        ended = TicketState(row.state) in ENDED
        closed = why or (tr("This ticket is ended. Take it up again to change it.") if ended else "")
        state = labels.ticket_state(row.state)
        self.state.set_chip(state.text, state.level, _states(row.state), row.state, refusal=closed)
        self.type.set_chip(labels.ticket_type(row.type), "plain", _types(), row.type, refusal=closed)
        urgent = labels.priority(row.priority)
        self.priority.set_chip(
            tr("Priority {0}", urgent.text), urgent.level, _priorities(), str(row.priority), refusal=closed
        )
        self.assignee.set_chip(
            row.assignee_name or tr("Nobody"), "plain" if row.assignee_id else "warn", self._people(),
            str(row.assignee_id or 0), refusal=closed,
        )  # fmt: skip
        self.tick(now)

    def tick(self, now: int) -> None:
        """Show what is left; ``now`` is UTC ms."""
        row = self._row
        running = row is not None and row.due_at is not None and row.closed_at is None
        self.deadline.setVisible(running)
        if row is not None and running:
            level = labels.urgency_level(span_start(row), row.due_at, now)
            self.deadline.set_chip(labels.remaining(row.due_at, now), level, icon="clock")

    def _people(self) -> list[Option]:
        """Everybody a ticket can belong to, the agent first."""
        me = self._world.agent_id
        known = sorted(self._world.people, key=lambda agent: agent.id != me)
        return [
            Option(str(agent.id), tr("{0} (me)", agent.name) if agent.id == me else agent.name) for agent in known
        ] + [Option("0", tr("Nobody"))]

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
        top.addStretch(1)
        column.addLayout(top)
        column.addWidget(self.title)
        row = QWidget()
        flow = FlowLayout(row, spacing=6, line_spacing=4)
        for chip in (self.state, self.type, self.priority, self.assignee, self.deadline):
            flow.addWidget(chip)
        column.addWidget(row)


def _states(current: str) -> list[Option]:
    """The state itself and those it may move to; cancelling asks a reason and has its own button."""
    ways = {TicketState(current), *TRANSITIONS[TicketState(current)]} - {TicketState.CANCELLED}
    return [Option(state.value, labels.ticket_state(state.value).text) for state in TicketState if state in ways]


def _types() -> list[Option]:
    return [Option(kind, labels.ticket_type(kind)) for kind in labels.ticket_types()]


def _priorities() -> list[Option]:
    return [Option(str(int(each)), labels.priority(int(each)).text) for each in reversed(Priority)]
