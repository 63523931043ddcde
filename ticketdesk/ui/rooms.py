"""The pages of one window: made when they are wanted, taken away when another agent comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QTimer
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from ticketdesk.ui import pages
from ticketdesk.ui.settings import kept as remembered
from ticketdesk.ui.settings.kept import Settings
from ticketdesk.ui.world import World

if TYPE_CHECKING:
    from ticketdesk.ui.reception.chat_panel import ChatPanel
    from ticketdesk.ui.reception.outlet import Outlet

_APART: Final = 60


class Rooms:
    """Pages by name, on ``ground``; their splitters stand where ``kept`` says."""

    def __init__(self, world: World, kept: Settings, outlet: Outlet | None, ground: QStackedWidget) -> None:
        self._world, self._kept, self._outlet, self._ground = world, kept, outlet, ground
        self._made: dict[str, QWidget] = {}
        self._begun: dict[str, ChatPanel] = {}

    def page(self, name: str) -> QWidget:
        """Return the page called ``name``, made on first use."""
        if name not in self._made:
            made = pages.make_page(name, self._world, self._outlet, self._begun.pop(name, None))
            self._made[name] = made
            self._ground.addWidget(made)
            self._restore(name, made)
        return self._made[name]

    def begin(self, name: str) -> None:
        """Make a part of a page that is not there yet; the rest is left to `page`, a turn later."""
        if name not in self._made and name not in self._begun:
            part = pages.make_part(name, self._world, self._outlet)
            if part is not None:
                self._begun[name] = part

    def made(self, name: str) -> QWidget | None:
        """Return a page that is there already, else None."""
        return self._made.get(name)

    def names(self) -> tuple[str, ...]:
        """The pages that are there."""
        return tuple(self._made)

    def clear(self) -> None:
        """Take every page away; all at once would hold the window."""
        for turn, page in enumerate(self._made.values()):
            self._ground.removeWidget(page)
            page.hide()
            QTimer.singleShot(turn * _APART, page, page.deleteLater)
        self._made.clear()
        self._begun.clear()

    def remember(self) -> None:
        """Note where the splitters stand."""
        for name, page in self._made.items():
            splitter = page.findChild(QSplitter)
            if splitter is not None:
                self._kept.put(remembered.splitter(name), splitter.saveState())

    def _restore(self, name: str, page: QWidget) -> None:
        state: QByteArray = self._kept.get(remembered.splitter(name))
        splitter = page.findChild(QSplitter)
        if splitter is not None and not state.isEmpty():
            splitter.restoreState(state)
