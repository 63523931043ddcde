"""The shelf behind the workshop: read, searched and compared in tasks, told on the window's thread."""

from __future__ import annotations

from array import array
from typing import Final

from PySide6.QtCore import QObject, Signal

from ticketdesk.ui.phrases.shelf import ALL, NEAR, Shelf, load_shelf, near
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.world import World

_LOAD: Final = "phrases.load"
_SEARCH: Final = "phrases.search"
_NEAR: Final = "phrases.near"
_AT_ONCE: Final = 3_000
"""Phrases searched on the window's thread; more take longer than a frame."""


class Shelves(QObject):
    """``loaded(first)`` when the phrases were read, ``compared()`` when the near-equal ones are known,
    ``found(ids, fresh)`` with the answer to ``ask``."""

    loaded = Signal(bool)
    compared = Signal()
    found = Signal(object, bool)

    def __init__(self, world: World, parent: QObject) -> None:
        super().__init__(parent)
        self._world = world
        self._near: list[list[int]] = []
        self.shelf = Shelf({}, [])

    @property
    def near_count(self) -> int:
        """How many phrases nearly say what another one says."""
        return sum(map(len, self._near))

    def read(self) -> None:
        """Read all phrases again."""
        reader, agent = self._world.reader, self._world.agent_id

        def work(_progress: Progress, cancelled: Cancelled) -> Shelf:
            return load_shelf(reader, agent, cancelled)

        self._world.tasks.start(_LOAD, work, self._loaded, self._world.notices.refuse)

    def ask(self, view: str, words: str, *, fresh: bool) -> None:
        """Look ``words`` up in a view; ``found`` follows, at once for a short list."""
        shelf, within = self.shelf, self._within(view or ALL)
        self._world.tasks.cancel(_SEARCH)
        if len(shelf.keys) <= _AT_ONCE:
            self.found.emit(shelf.search(words, within), fresh)
            return

        def work(_progress: Progress, _cancelled: Cancelled) -> array[int]:
            return shelf.search(words, within)

        def done(ids: array[int]) -> None:
            self.found.emit(ids, fresh)

        self._world.tasks.start(_SEARCH, work, done, self._world.notices.refuse)

    def _within(self, view: str) -> list[int]:
        if view == NEAR:
            return [number for group in self._near for number in group if number in self.shelf.rows]
        return [row.id for row in self.shelf.view(view, self._world.clock())]

    def _loaded(self, shelf: Shelf) -> None:
        first, self.shelf = not self.shelf.rows, shelf
        self.loaded.emit(first)

        def work(_progress: Progress, cancelled: Cancelled) -> list[list[int]]:
            return near(shelf, cancelled)

        self._world.tasks.start(_NEAR, work, self._compared, self._world.notices.refuse)

    def _compared(self, groups: list[list[int]]) -> None:
        self._near = groups
        self.compared.emit()
