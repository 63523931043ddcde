"""The pages of one window: made when they are wanted, taken away when another agent comes in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Final, TypeGuard

import shiboken6
from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from ticketdesk.ui import pages
from ticketdesk.ui.settings import kept as remembered
from ticketdesk.ui.settings.kept import Settings
from ticketdesk.ui.turns import next_turn
from ticketdesk.ui.world import World

if TYPE_CHECKING:
    from ticketdesk.ui.reception.outlet import Outlet

_MADE: Final = object()


class Rooms:
    """Pages by name, on ``ground``; their splitters stand where ``kept`` says.

    ``outlet`` makes what replies leave through, for the page that needs it.
    """

    def __init__(
        self, world: World, kept: Settings, outlet: Callable[[], Outlet] | None, ground: QStackedWidget
    ) -> None:
        self._world, self._kept, self._outlet, self._ground = world, kept, outlet, ground
        self._made: dict[str, QWidget] = {}
        self._making: dict[str, Iterator[None]] = {}
        self._round = 0

    def page(self, name: str) -> QWidget:
        """Return the page called ``name``, made on first use."""
        for _step in self._begun(name):
            pass
        return self._made[name]

    def steps(self, name: str, *, seen: bool = True) -> Iterator[None]:
        """Make a page in turns, so that none holds the window; ``seen`` paints it once out of sight, that its texts are
        shaped and its icons drawn when it is shown.
        """
        making = self._begun(name)
        while next(making, _MADE) is not _MADE:  # not "yield from": who leaves this ends not what another goes on with
            yield
        page = self._made.get(name)
        for work in (partial(pages.dress, name), _polish, *((self._look,) if seen else ())):
            if not self._stands(page, name):
                return
            for part in pages.parts(page):
                if self._stands(page, name) and shiboken6.isValid(part):
                    work(part)
                    yield

    def made(self, name: str) -> QWidget | None:
        """Return a page that is there already, else None."""
        return self._made.get(name)

    def names(self) -> tuple[str, ...]:
        """The pages that are there."""
        return tuple(self._made)

    def clear(self) -> None:
        """Take every page away, each in a turn of its own: all at once would hold the window."""
        current = self._ground.currentWidget()
        # The one in front last: each time it went, the next one would be shown.
        for page in sorted(self._made.values(), key=lambda page: page is current):
            self._ground.removeWidget(page)
            page.hide()
            next_turn(page, partial(_let_go, page))
        self._made.clear()
        self._making.clear()
        self._round += 1

    def remember(self) -> None:
        """Note where the splitters stand, and what a page has not kept yet."""
        for name, page in self._made.items():
            remember = getattr(page, "remember", None)
            if remember is not None:
                remember()
            splitter = page.findChild(QSplitter)
            if splitter is not None:
                self._kept.put(remembered.splitter(name), splitter.saveState())

    def _begun(self, name: str) -> Iterator[None]:
        """The making of a page, also where it was begun by another who waits between two turns."""
        if name not in self._making and name not in self._made:
            self._making[name] = self._make(name, self._round)
        return self._making.get(name, iter(()))

    def _make(self, name: str, begun: int) -> Iterator[None]:
        try:
            yield from self._turns(name, begun)
        except Exception:
            if begun == self._round:
                self._making.pop(name, None)  # the next one who wants the page tries anew
            raise

    def _turns(self, name: str, begun: int) -> Iterator[None]:
        outlet = self._outlet() if self._outlet is not None and name == "reception" else None
        part = yield from pages.making_part(name, self._world, outlet)
        if part is not None:
            yield
            if begun != self._round:  # another agent came in meanwhile
                part.deleteLater()
                return
        made = pages.make_page(name, self._world, outlet, part)
        self._made[name] = made
        self._ground.addWidget(made)
        self._restore(name, made)
        yield
        begin = getattr(made, "begin", None)
        if part is not None and begin is not None and shiboken6.isValid(made):
            begin()
            yield

    def _stands(self, page: QWidget | None, name: str) -> TypeGuard[QWidget]:
        """Whether the page is still the one of its name: another agent may have come in."""
        return page is not None and self._made.get(name) is page

    def _look(self, part: QWidget) -> None:
        if not part.isVisible():
            part.grab()

    def _restore(self, name: str, page: QWidget) -> None:
        state: QByteArray = self._kept.get(remembered.splitter(name))
        splitter = page.findChild(QSplitter)
        if splitter is not None and not state.isEmpty():
            splitter.restoreState(state)


def _let_go(page: QWidget) -> None:
    """Take away a page, and before it, in turns of their own, those of its parts that can go alone."""
    if any(part.loosen() for part in getattr(page, "loose", (page,)) if hasattr(part, "loosen")):
        next_turn(page, partial(_let_go, page))
    else:
        page.deleteLater()


def _polish(part: QWidget) -> None:
    for each in part.findChildren(QWidget):
        each.ensurePolished()
