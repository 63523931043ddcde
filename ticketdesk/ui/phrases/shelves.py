"""The shelf behind the workshop: read, searched and compared in tasks, told on the window's thread."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import chain
from typing import Final

from PySide6.QtCore import QObject, Signal

from ticketdesk.ui.phrases.shelf import ALL, ENDED, NEAR, OWN, UNUSED, Overview, Shelf, load_shelf, near, renewed
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.world import World

_LOAD: Final = "phrases.load"
_SEARCH: Final = "phrases.search"
_NEAR: Final = "phrases.near"
_FORGET: Final = "phrases.forget"
_AT_ONCE: Final = 1_000
"""Phrases searched on the window's thread; more take longer than a frame."""

_UNASKED: Final = 20_000
"""Among so many phrases near-equal ones are looked for unasked; among more (a minute) when their view is chosen."""

NOTHING: Final = Overview(dict.fromkeys((ALL, OWN, ENDED, UNUSED), 0), {})


class Shelves(QObject):
    """``loaded(first)`` when the phrases were read, ``compared()`` when the near-equal ones are known,
    ``comparing(share)`` while they are looked for, ``found(ids, fresh)`` with the answer to ``ask``."""

    loaded = Signal(bool)
    compared = Signal()
    comparing = Signal(float)
    found = Signal(object, bool)

    def __init__(self, world: World, parent: QObject) -> None:
        super().__init__(parent)
        self._world = world
        self._near: list[list[int]] | None = None
        self._old: list[Shelf] = []
        self.shelf = Shelf({}, [])
        self.known = False  # whether the phrases were read at all
        self.overview = NOTHING

    @property
    def near_count(self) -> int | None:
        """How many phrases nearly say what another one says; None where that is not known."""
        return None if self._near is None else sum(map(len, self._near))

    def read(self, changed: Iterable[int] | None = None) -> None:
        """Read all phrases again, or only those that were ``changed``."""
        reader, agent, now, before = self._world.reader, self._world.agent_id, self._world.clock(), self.shelf
        # A reading under way is dropped, and with it what it would have told of earlier changes.
        ids = None if changed is None or self._world.tasks.running(_LOAD) else tuple(changed)

        def work(_progress: Progress, cancelled: Cancelled) -> tuple[Shelf, Overview]:
            shelf = renewed(reader, before, ids, agent) if ids is not None else None
            shelf = shelf or load_shelf(reader, agent, cancelled)
            return shelf, shelf.overview(now)

        self._world.tasks.start(_LOAD, work, self._loaded, self._world.notices.refuse)

    def ask(self, view: str, words: str, *, fresh: bool) -> None:
        """Look ``words`` up in a view; ``found`` follows, at once for a short list."""
        shelf, now = self.shelf, self._world.clock()
        within = self._near_ids() if view == NEAR else None
        self._world.tasks.cancel(_SEARCH)

        def work(_progress: Progress, _cancelled: Cancelled) -> array[int]:
            return shelf.search(words, shelf.view(view or ALL, now) if within is None else within)

        def done(ids: array[int]) -> None:
            self.found.emit(ids, fresh)
            self._let_go()

        if len(shelf.keys) <= _AT_ONCE:
            self.found.emit(work(_unheard, _never), fresh)
            self._old.clear()
        else:
            self._world.tasks.start(_SEARCH, work, done, self._world.notices.refuse)

    def compare(self) -> bool:
        """Look for near-equal phrases unless they are known; whether that is under way."""
        if self._near is None and not self._world.tasks.running(_NEAR):
            self._compare()
        return self._world.tasks.running(_NEAR)

    def stop_comparing(self) -> None:
        """Look for near-equal phrases no longer."""
        self._world.tasks.cancel(_NEAR)

    def stop(self) -> None:
        """Want nothing more: the workshop is closed."""
        for name in (_LOAD, _SEARCH, _NEAR):
            self._world.tasks.cancel(name)

    def _let_go(self) -> None:
        """Forget shelves that nothing shows any more, row by row in a worker: to free a hundred thousand rows at once
        takes longer than a frame, and no other thread runs meanwhile."""
        old, self._old = self._old, []

        def work(_progress: Progress, _cancelled: Cancelled) -> None:
            for shelf in old:
                while shelf.rows:
                    shelf.rows.popitem()
                    shelf.keys.pop()

        if old:
            self._world.tasks.start(_FORGET, work, _unheard, self._world.notices.refuse)

    def _near_ids(self) -> array[int]:
        return array("q", (number for number in chain(*(self._near or ())) if number in self.shelf.rows))

    def _loaded(self, read: tuple[Shelf, Overview]) -> None:
        first, before = not self.shelf.rows, self.shelf
        self.shelf, self.overview = read
        self.known = True
        self._near = None
        self._world.tasks.cancel(_NEAR)
        self.loaded.emit(first)
        if before.rows:
            self._old.append(before)
        if len(self.shelf.rows) <= _UNASKED:
            self._compare()

    def _compare(self) -> None:
        shelf = self.shelf

        def work(progress: Progress, cancelled: Cancelled) -> list[list[int]]:
            return near(shelf, progress, cancelled)

        self._world.tasks.start(_NEAR, work, self._compared, self._world.notices.refuse, self._stepped)

    def _stepped(self, share: object) -> None:
        if isinstance(share, float):
            self.comparing.emit(share)

    def _compared(self, groups: list[list[int]]) -> None:
        self._near = groups
        self.compared.emit()


def _unheard(_what: object) -> None:
    return None


def _never() -> bool:
    return False
