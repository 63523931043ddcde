"""The timeline of a ticket: what was said, noted and changed, each with its author and time."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ticketdesk.store.queries import ticket_timeline
from ticketdesk.store.queries.ticket_timeline import PAGE, EventRow
from ticketdesk.ui.after_frame import AfterFrame
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.tickets.detail.event_views import SPOKEN, ChangedView, EventView, EventViews, SpokenView
from ticketdesk.ui.tickets.detail.pictures import Reply
from ticketdesk.ui.turns import Turn
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.world import World
from ticketdesk.words import tr

# An event takes one to two milliseconds to make: those in sight come at once, the rest of a page a few a turn
# once these are painted.
_LINE: Final = 50
"""What a line takes at least with the space around it, in pixels."""
_A_TURN: Final = 4
_FIRST: Final = 2
"""The place of the first line in its column: above it stand what leads it and the button for older ones."""


class Timeline(QScrollArea):
    """Shows events oldest first and keeps the newest in sight; older ones are read 60 at a time.

    `picture_drawn(QImage)`: a picture of a line that was drawn upon, for the answer; offered while `answering`.
    """

    picture_drawn = Signal(object)

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self.answering = False
        self._views = EventViews(world, self._reply)
        self._events: tuple[EventRow, ...] = ()
        self._ticket: int | None = None
        self._whole = True
        self._shown = self._wanted = self._gap = 0
        self._more = Turn(self, self._add_later)
        self._after = AfterFrame(self.viewport(), self)
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
        self.verticalScrollBar().valueChanged.connect(self._moved)
        self._at_end = True

    def take_lead(self, widget: QWidget) -> None:
        """Let `widget` scroll above the events, where the window is too low for both."""
        self._lead.insertWidget(0, widget)

    def show_events(self, events: tuple[EventRow, ...], *, fresh: bool, ticket: int | None = None) -> None:
        """Show these, the newest page; `fresh` says that it is another ticket, else only what is new is appended."""
        self._ticket = ticket
        known = [each for each in self._events if events and each.key >= events[0].key]
        kept = not fresh and bool(known) and list(events[: len(known)]) == known
        if kept and len(events) == len(known):
            return
        self._hold_end()
        if kept:
            added = events[len(known) :]
            self._wanted += len(added)
            self._append(added)
            self._events = (*self._events, *added)
            return
        self._more.stop()
        self._events, self._whole = events, len(events) < PAGE
        self._wanted = len(events)
        self._renew(events[-(self.viewport().height() // _LINE + 1) :])
        self._name_older()
        if self._shown < self._wanted:
            self._after.do(self._more.start)

    def _hold_end(self) -> None:
        """Go to the end, and stay there when what follows has its place."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum())
        self._at_end, self._gap = True, 0

    def _append(self, events: tuple[EventRow, ...]) -> None:
        for event in events:
            self._put(self._column.count() - 1, event)
        self._shown += len(events)

    def _add_later(self) -> None:
        """Put a few more above, without moving what is in sight."""
        self._put_above(min(_A_TURN, self._wanted - self._shown))
        if self._shown < self._wanted:
            self._more.start()

    def _put_above(self, count: int) -> None:
        rest = len(self._events) - self._shown
        older = self._events[max(0, rest - count) : rest]
        for place, event in enumerate(older):
            self._put(_FIRST + place, event)
        self._shown += len(older)

    def _put(self, place: int, event: EventRow) -> None:
        view = self._views.take(event, self._world.clock(), own=self._owns(event))
        self._column.insertWidget(place, view)
        view.show()

    def _renew(self, events: tuple[EventRow, ...]) -> None:
        """Show these alone, from the end upwards in the views that stand there: hiding and showing one costs more
        than all that it shows."""
        place = self._column.count() - 2
        for event in reversed(events):
            if place < _FIRST:
                self._put(_FIRST, event)
            else:
                if not self._refill(place, event):
                    self._put(place, event)
                place -= 1
        while place >= _FIRST:
            self._take_away(place)
            place -= 1
        self._shown = len(events)

    def _refill(self, place: int, event: EventRow) -> bool:
        """Let the view here show ``event``; False, and it is gone, where it is made for another kind of line."""
        item = self._column.itemAt(place)
        view = item.widget() if item is not None else None
        if isinstance(view, SpokenView if event.kind in SPOKEN else ChangedView):
            view.show_event(event, self._world.clock(), own=self._owns(event))
            return True
        self._take_away(place)
        return False

    def _reply(self) -> Reply | None:
        return self.picture_drawn.emit if self.answering else None

    def _owns(self, event: EventRow) -> bool:
        return self._ticket in (None, event.ticket_id) or event.kind == "merged"

    def _show_older(self) -> None:
        self._more.stop()
        self._at_end = False
        self._read_older()
        self._put_above(self._wanted - self._shown)
        self._name_older()

    def _read_older(self) -> None:
        if self._ticket is None or not self._events:
            return
        older = ticket_timeline.lines(self._world.reader, self._ticket, self._events[0].key)
        self._events, self._whole = (*older, *self._events), len(older) < PAGE
        self._wanted += len(older)

    def _name_older(self) -> None:
        self._older.setVisible(not self._whole)
        self._older.setText(tr("Show earlier lines"))
        self._older.setAccessibleName(tr("Show earlier lines"))

    def _take_away(self, place: int) -> None:
        item = self._column.takeAt(place)
        view = item.widget() if item is not None else None
        if isinstance(view, EventView):
            self._views.give_back(view, PAGE)

    def _moved(self, value: int) -> None:
        """Remember how far above the end is read: what comes above shall not move it."""
        self._gap = self.verticalScrollBar().maximum() - value

    def _reach_end(self, _low: int, high: int) -> None:
        if self._at_end:
            self.verticalScrollBar().setValue(high - self._gap)
