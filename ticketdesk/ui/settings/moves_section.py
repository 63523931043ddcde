"""Which moves between states of a ticket the shop allows: the table of the trade, from which moves can be taken out."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.desk import Done
from ticketdesk.domain.ticket_moves import FORBIDDEN_MOVES, MOVES, written
from ticketdesk.domain.tickets import TicketState
from ticketdesk.ui import labels
from ticketdesk.ui.safe_text import label, set_tooltip
from ticketdesk.ui.settings.frame import SectionFrame
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.world import World
from ticketdesk.words import tr

_TO: Final = 84


class MovesSection(SectionFrame):
    """A row for the state a ticket is in, a column for the one it goes to; a ticked box is a move that is allowed."""

    remade = True

    def __init__(self, world: World) -> None:
        super().__init__(
            tr("Ticket states"),
            tr("From the state at the left a ticket may go to those ticked. Without a tick nobody can."),
        )
        self._world = world
        self.boxes: dict[tuple[TicketState, TicketState], QCheckBox] = {}
        self.all = button(tr("Allow everything"), "refresh-cw", small=True)
        self.all.clicked.connect(lambda: self._keep(""))
        self.head.addWidget(self.all)
        self.card(tr("Allowed moves")).body.addWidget(self._table())
        world.changed.connect(self._changed)
        self._refresh()

    def _table(self) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SIZES.s)
        grid.setVerticalSpacing(SIZES.m)
        old_states = [state for state in TicketState if any(old is state for old, _ in MOVES)]
        new_states = [state for state in TicketState if any(new is state for _, new in MOVES)]
        for place, state in enumerate(new_states, start=1):
            grid.addWidget(_head(state), 0, place, Qt.AlignmentFlag.AlignBottom)
        for place, state in enumerate(old_states, start=1):
            grid.addWidget(label(labels.ticket_state(state.value).text), place, 0)
        for old, new in MOVES:
            line, place = old_states.index(old) + 1, new_states.index(new) + 1
            grid.addWidget(self._box(old, new), line, place, Qt.AlignmentFlag.AlignCenter)
        grid.setColumnStretch(len(new_states) + 1, 1)
        return made

    def _box(self, old: TicketState, new: TicketState) -> QCheckBox:
        box = self.boxes[old, new] = QCheckBox()
        names = labels.ticket_state(old.value).text, labels.ticket_state(new.value).text
        box.setAccessibleName(tr("From {0} to {1}", *names))
        set_tooltip(box, box.accessibleName())
        box.clicked.connect(partial(self._turned, old, new))
        return box

    def _turned(self, old: TicketState, new: TicketState, allowed: bool) -> None:
        move = (old, new)
        forbidden = self._world.flow.forbidden
        self._keep(written(forbidden - {move} if allowed else forbidden | {move}))

    def _keep(self, value: str) -> None:
        self._world.post(SetSetting(key=FORBIDDEN_MOVES.key, value=value), self._done, self._refused)

    def _done(self, done: Done) -> None:
        if done.act_id is not None:
            self._world.notices.say(tr("The moves of tickets are changed"), undoable=True)

    def _refused(self, error: BaseException) -> None:
        self._refresh()
        self._world.notices.refuse(error)

    def _changed(self, changes: Changes) -> None:
        if changes.touches("setting"):
            self._refresh()

    def _refresh(self) -> None:
        forbidden = self._world.flow.forbidden
        for move, box in self.boxes.items():
            box.setChecked(move not in forbidden)
        self.all.setEnabled(bool(forbidden))


def _head(state: TicketState) -> QLabel:
    made = label(labels.ticket_state(state.value).text, role="second", wrap=True)
    made.setFixedWidth(_TO)
    made.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
    return made


def make(world: World) -> QWidget:
    """Return the section."""
    return MovesSection(world)
