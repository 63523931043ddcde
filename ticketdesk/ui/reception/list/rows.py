"""The rows of the list: what is shown of a reading, and the row in work that is held until it is left."""

from __future__ import annotations

from array import array

from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer, Signal

from ticketdesk.store.queries import conversations
from ticketdesk.ui.models import listing
from ticketdesk.ui.reception.conversation_model import ConversationModel
from ticketdesk.ui.reception.list.chosen import Chosen
from ticketdesk.ui.reception.list.held import held_in
from ticketdesk.ui.reception.list.source import ListSource
from ticketdesk.ui.reception.list.view import ConversationView
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class HeldRows(QObject):
    """Model and ``view`` of the list. ``picked(id or None)`` when another row becomes current, ``shown`` after every
    reading; ``released`` when a row was left that stood where it no longer belongs; ``asked(bool)`` around a reading
    that may take long.
    """

    picked = Signal(object)
    shown = Signal()
    released = Signal()
    asked = Signal(bool)

    def __init__(self, world: World, parent: QObject) -> None:
        super().__init__(parent)
        self._world = world
        self._fresh = True
        self._displaced = False
        self._below: int | None = None
        self.model = ConversationModel(world.reader, world.clock, self)
        self.view = ConversationView(self.model, tr("Conversations"))
        self._source = ListSource(world, self._show_read, self)
        self._source.asked.connect(self.asked)
        self.view.selectionModel().currentRowChanged.connect(self._current_changed)

    def read(self, chosen: Chosen, *, fresh: bool = False) -> None:
        """Read the list again; a ``fresh`` one is another list, in which no row is held."""
        self._fresh = self._fresh or fresh
        self._source.read(chosen, fresh=self._fresh)

    def stop(self) -> bool:
        """Break off a reading that takes long; whether rows of it are shown already."""
        self._source.stop()
        some, self._fresh = not self._fresh, False
        return some

    def show_head(self, chosen: Chosen, head: array[int], number: int) -> bool:
        """Show ``head`` with ``number`` as the current row, and the whole list once it is read."""
        self._show(head, fresh=True)
        found = self.view.set_current_id(number)
        # In the whole list it goes to its place: it stood at the end of the head only for want of a better one.
        self._fresh = len(head) >= listing.HEAD
        self._below = number
        self._source.follow(chosen, head)
        return found

    def step(self, by: int) -> None:
        """Go ``by`` rows down (or up, if negative), as far as there are rows."""
        row = self.view.currentIndex().row() + by
        if 0 <= row < self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(row, 0))

    def open_first(self, chosen: Chosen) -> None:
        """Make the first row current, or the first one that comes."""
        self.step(1)
        if not chosen.quick:  # narrowed as last time: its rows come from a worker
            self.shown.connect(self._first_shown, Qt.ConnectionType.SingleShotConnection)

    def _first_shown(self) -> None:
        if self.view.current_id() is None:
            self.step(1)

    def _show_read(self, ids: array[int], whole: bool) -> None:
        """Show the head or the whole; the current row may stand further down than the head."""
        current = self.view.current_id()
        self._show(ids, fresh=self._fresh)
        self._fresh = False
        if whole and self._below is not None and self.view.current_id() is None:
            self.view.quiet = True
            self.view.set_current_id(self._below)
            self.view.quiet = False
        self._below = None if whole else current

    def _show(self, ids: array[int], *, fresh: bool) -> None:
        current = self.view.current_id()
        self.view.quiet = True
        if fresh:
            self._displaced = False
            self.model.reset_ids(ids)
            self.view.set_current_id(current)
        else:
            held = held_in(ids, self.model.ids(), self._still_there(current))
            self._displaced = held != ids
            self.model.set_ids(held)
        self.view.quiet = False
        self.shown.emit()
        if not fresh and self.view.current_id() != current:
            self.picked.emit(self.view.current_id())

    def _still_there(self, current: int | None) -> int | None:
        """A conversation that was taken back by undo is not kept in the list."""
        gone = current is not None and conversations.one(self._world.reader, current) is None
        return None if gone else current

    def _current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        if self.view.quiet:
            return
        self.picked.emit(self.model.id_at(index) if index.isValid() else None)
        if self._displaced:
            # It may go to its place now, but not from inside the selection's own signal.
            self._displaced = False
            QTimer.singleShot(0, self, self.released.emit)
