"""The strip over the chat that brings due reminders back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.reminders import DoneReminder
from ticketdesk.desk.desk import Done
from ticketdesk.store.queries import reminders
from ticketdesk.store.queries.reminders import ReminderRow
from ticketdesk.ui.delegates.paint import level_tokens, rounded
from ticketdesk.ui.override import override
from ticketdesk.ui.reception.acts.when_field import moment_text
from ticketdesk.ui.safe_text import ElidedLabel, label, one_line
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.frames import IconMark
from ticketdesk.ui.world import Place, World
from ticketdesk.words import tr

_MOST = 50


def about(row: ReminderRow) -> str:
    """Return what a reminder is about, on one line: the buyer or the ticket, then its words."""
    return one_line(" · ".join(part for part in (row.nick or row.ticket_number, row.text) if part), 200)


def place_of(row: ReminderRow) -> Place | None:
    """Return where a reminder leads, None for one of words alone."""
    if row.conversation_id is not None:
        return Place("conversation", row.conversation_id)
    return Place("ticket", row.ticket_id) if row.ticket_id is not None else None


class ReminderStrip(QWidget):
    """The reminder that is due longest, and how many more; `move_wanted(ReminderRow)`; hidden while none is due."""

    move_wanted = Signal(object)

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._rows: list[ReminderRow] = []
        self._next: int | None = None
        self._back = False
        self.setAccessibleName(tr("Due reminders"))
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.line = ElidedLabel("", role="warn")
        self.more = label(role="warn")
        self.open = button(tr("Open it"), kind="link", small=True)
        self.done = button(tr("Done"), "check", "link", small=True, name=tr("Reminder done"))
        self.later = button(tr("Put off"), "alarm-clock", "link", small=True, name=tr("Put the reminder off"))
        self._build()
        self.open.clicked.connect(self._open)
        self.done.clicked.connect(self.finish)
        self.later.clicked.connect(self.put_off)
        world.changed.connect(self._changed)
        self.hide()
        self.refresh()

    def _build(self) -> None:
        frame = _Ground()
        row = QHBoxLayout(frame)
        row.setContentsMargins(SIZES.m, 4, SIZES.s, 4)
        row.setSpacing(SIZES.s)
        row.addWidget(IconMark("alarm-clock", level_tokens("warn")[0], 15))
        row.addWidget(self.line, 1)
        for part in (self.more, self.open, self.done, self.later):
            row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.l, SIZES.s, SIZES.l, 0)
        column.addWidget(frame)

    def current(self) -> ReminderRow | None:
        """The reminder shown."""
        return self._rows[0] if self._rows else None

    def stand_back(self) -> None:
        """Stay out of sight, for another strip says it; the keys still reach this one."""
        self._back = True
        self.hide()

    def refresh(self) -> None:
        """Read what is due now, and when the next one will be."""
        agent, now = self._world.agent_id, self._world.clock()
        found = reminders.reminders(self._world.reader, agent, limit=_MOST) if agent is not None else []
        self._rows = [row for row in found if row.due_at <= now]
        self._next = next((row.due_at for row in found if row.due_at > now), None)
        if len(self._rows) == _MOST:
            self._next = None
        self._say(now)

    def tick(self, now: int) -> None:
        """Read again once the next reminder is due (``now`` in UTC ms); nothing is read before."""
        if self._next is not None and self._next <= now:
            self.refresh()

    def finish(self) -> None:
        """The agent is through with the reminder shown."""
        row = self.current()
        if row is not None:
            self._world.post(DoneReminder(reminder_ids=(row.id,)), self._finished)

    def put_off(self) -> None:
        """Ask for another moment for the reminder shown."""
        row = self.current()
        if row is not None:
            self.move_wanted.emit(row)

    def _finished(self, _done: Done) -> None:
        self._world.notices.say(tr("Reminder done"), undoable=True)

    def _say(self, now: int) -> None:
        row = self.current()
        shown = row is not None and not self._back
        if shown:
            current_theme().dress(self, plain=True)
        self.setVisible(shown)
        if row is None:
            return
        words = tr("{0}: {1}", moment_text(row.due_at, now), about(row))
        self.line.setText(words)
        self.setAccessibleDescription(words)
        others = len(self._rows) - 1
        self.more.setText(tr("and {0} more", others))
        self.more.setVisible(others > 0)
        self.open.setVisible(place_of(row) is not None)

    def _open(self) -> None:
        row = self.current()
        place = place_of(row) if row is not None else None
        if place is not None:
            self._world.go.emit(place)

    def _changed(self, changes: Changes) -> None:
        if changes.touches("reminder"):
            self.refresh()


class _Ground(QFrame):
    """The rounded ground in the colour of warnings."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        rounded(QPainter(self), self.rect(), current_theme().color(level_tokens("warn")[1]), SIZES.radius)
