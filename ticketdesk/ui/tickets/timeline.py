"""The timeline of a ticket: what was said, noted and changed, each with its author and time."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ticketdesk.store.queries.tickets import AttachmentRow, EventRow
from ticketdesk.ui import labels
from ticketdesk.ui.safe_text import label, set_tooltip
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.tickets.event_words import icon_of, lead_of, line_of
from ticketdesk.ui.tickets.pictures import Thumbnail
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.flow import FlowLayout
from ticketdesk.ui.widgets.frames import IconMark
from ticketdesk.ui.widgets.marks import Avatar, Chip
from ticketdesk.ui.world import World
from ticketdesk.words import tr

PAGE: Final = 60
# An event takes one to two milliseconds to make: those in sight come at once, the rest of a page a few a turn.
_AT_ONCE: Final = 10
_A_TURN: Final = 4
_SPOKEN: Final = frozenset({"created", "reply", "note"})


class Timeline(QScrollArea):
    """Shows events oldest first and keeps the newest in sight; older ones come 60 at a time."""

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._events: tuple[EventRow, ...] = ()
        self._shown = self._wanted = self._gap = 0
        self._more = QTimer(self)
        self._more.setSingleShot(True)
        self._more.setInterval(0)
        self._more.timeout.connect(self._add_later)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Timeline"))
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(SIZES.l, SIZES.m, SIZES.l, SIZES.m)
        self._column.setSpacing(SIZES.m)
        self._older = button("", kind="link", small=True)
        self._older.clicked.connect(self._show_older)
        self._lead = QVBoxLayout()
        self._column.addLayout(self._lead)
        self._column.addWidget(self._older, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(1)
        self.setWidget(inner)
        self.verticalScrollBar().rangeChanged.connect(self._reach_end)
        self._at_end = True

    def take_lead(self, widget: QWidget) -> None:
        """Let `widget` scroll above the events, where the window is too low for both."""
        self._lead.addWidget(widget)

    def show_events(self, events: tuple[EventRow, ...], *, fresh: bool) -> None:
        """Show these; `fresh` says that it is another ticket, else only what is new is appended."""
        kept = events[: len(self._events)] == self._events and not fresh and bool(self._events)
        self._at_end, self._gap = True, 0
        if kept:
            fresh = events[len(self._events) :]
            self._wanted += len(fresh)
            self._append(fresh)
            self._events = events
            return
        self._clear()
        self._events = events
        self._wanted = min(PAGE, len(events))
        self._append(events[-_AT_ONCE:])
        self._name_older()
        self._more.start()

    def _append(self, events: tuple[EventRow, ...]) -> None:
        for event in events:
            self._column.insertWidget(self._column.count() - 1, self._view(event))
        self._shown += len(events)

    def _add_later(self) -> None:
        """Put a few more above, without moving what is in sight."""
        bar = self.verticalScrollBar()
        self._gap = bar.maximum() - bar.value()
        self._put_above(min(_A_TURN, self._wanted - self._shown))
        if self._shown < self._wanted:
            self._more.start()

    def _put_above(self, count: int) -> None:
        rest = len(self._events) - self._shown
        older = self._events[max(0, rest - count) : rest]
        for place, event in enumerate(older):
            self._column.insertWidget(2 + place, self._view(event))
        self._shown += len(older)

    def _show_older(self) -> None:
        self._more.stop()
        self._at_end = False
        self._wanted = min(self._wanted + PAGE, len(self._events))
        self._put_above(self._wanted - self._shown)
        self._name_older()

    def _name_older(self) -> None:
        rest = len(self._events) - self._wanted
        self._older.setVisible(rest > 0)
        words = tr("Show {0} earlier", min(rest, PAGE))
        self._older.setText(words)
        self._older.setAccessibleName(words)

    def _clear(self) -> None:
        while self._column.count() > 3:
            item = self._column.takeAt(2)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._shown = 0
        self._more.stop()

    def _reach_end(self, _low: int, high: int) -> None:
        if self._at_end:
            self.verticalScrollBar().setValue(high - self._gap)

    def _view(self, event: EventRow) -> QWidget:
        now = self._world.clock()
        return _spoken(self._world, event, now) if event.kind in _SPOKEN else _line(event, now)


def _spoken(world: World, event: EventRow, now: int) -> QWidget:
    """Something said: avatar, author with what was done and when, the words, the pictures."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SIZES.s)
    row.addWidget(Avatar(event.author, 24), 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(SIZES.xs)
    words.addLayout(_head(event, now))
    if event.text:
        text = label(event.text, wrap=True, role=_role(event.kind))
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.addWidget(text)
    if event.pictures:
        words.addWidget(_pictures(world, event.pictures))
    row.addLayout(words, 1)
    return made


def _role(kind: str) -> str:
    return {"note": "note", "created": "second"}.get(kind, "")


def _head(event: EventRow, now: int) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(6)
    line.addWidget(label(event.author, role="strong"))
    if event.kind == "note":
        line.addWidget(Chip(tr("Internal note"), "note"))
    elif event.kind == "reply":
        line.addWidget(Chip(tr("To the buyer"), "accent"))
    else:
        line.addWidget(label(lead_of(event)))
    when = label(labels.time_text(event.at, now), role="third")
    set_tooltip(when, labels.date_text(event.at, now))
    line.addWidget(when)
    line.addStretch(1)
    return line


def _pictures(world: World, files: tuple[AttachmentRow, ...]) -> QWidget:
    made = QWidget()
    flow = FlowLayout(made, spacing=8)
    for file in files:
        flow.addWidget(Thumbnail(world, file))
    return made


def _line(event: EventRow, now: int) -> QWidget:
    """Something changed: one line of small words."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(5, 0, 0, 0)
    row.setSpacing(SIZES.s)
    row.addWidget(IconMark(icon_of(event), "text.third", 14), 0, Qt.AlignmentFlag.AlignTop)
    words = label(f"{line_of(event)}  {labels.time_text(event.at, now)}", wrap=True, role="third")
    set_tooltip(words, labels.date_text(event.at, now))
    row.addWidget(words, 1)
    return made
