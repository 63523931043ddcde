"""The tabs of the list: as many as have room, the others in a menu behind them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from ticketdesk.ui.override import override
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.widgets.buttons import IconButton
from ticketdesk.ui.widgets.tab_strip import Tab, TabStrip
from ticketdesk.words import tr

_PAD: Final = 8
_MORE: Final = 30


def _tabs() -> list[Tab]:
    return [
        Tab("waiting", tr("To answer"), 0), Tab("open", tr("In service"), 0), Tab("recent", tr("Recent")),
        Tab("team", tr("Team")), Tab("all_buyers", tr("All buyers")),
    ]  # fmt: skip


class ScopeTabs(QWidget):
    """``strip`` holds the tabs; ``chosen(scope)`` when the agent chooses another, by a tab or by the menu."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all = _tabs()
        self.strip = TabStrip(self._all, name=tr("Conversation lists"), pad=_PAD)
        self.more = IconButton("ellipsis", tr("More lists"), size=16)
        self.menu = QMenu(self)
        self.more.setMenu(self.menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.strip, 1)
        row.addWidget(self.more)
        self.setFixedHeight(SIZES.tab_row)
        self.strip.chosen.connect(self._chosen)
        self._fit()

    def set_counts(self, counts: Mapping[str, int | None]) -> None:
        """Show these numbers in the chips."""
        self.strip.set_counts(counts)
        self._fit()

    def set_current(self, scope: str) -> None:
        """Bring a tab to the front without a signal, also one that stands in the menu."""
        self.strip.set_current(scope)
        self._fit()

    @override
    def minimumSizeHint(self) -> QSize:
        """The tabs would ask for all their room; those without it stand in the menu."""
        return QSize(120, SIZES.tab_row)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        # The line below the tabs goes on below the menu's button.
        QPainter(self).fillRect(0, self.height() - 1, self.width(), 1, current_theme().color("line"))

    def _fit(self) -> None:
        """Show the tabs from the left as long as there is room, and the one in front always."""
        widths = [self.strip.tabSizeHint(place).width() for place in range(len(self._all))]
        front = self.strip.currentIndex()
        whole = sum(widths) <= self.width()
        room = self.width() - (0 if whole else _MORE) - widths[front]
        hidden: list[int] = []
        for place, width in enumerate(widths):
            if place == front:
                continue
            if hidden or width > room:
                hidden.append(place)
            else:
                room -= width
        seen = [place not in hidden for place in range(len(self._all))]
        if seen != [self.strip.isTabVisible(place) for place in range(len(self._all))]:
            for place, there in enumerate(seen):
                self.strip.setTabVisible(place, there)
            # A tab that comes back has no room until Qt lays the bar out again, which new words make it do.
            self.strip.setTabText(front, self.strip.tabText(front))
        self.more.setVisible(bool(hidden))
        self._offer(hidden)

    def _offer(self, hidden: list[int]) -> None:
        wanted = [self._all[place].text for place in hidden]
        if [line.text() for line in self.menu.actions()] == wanted:
            return
        self.menu.clear()
        for place in hidden:
            line = QAction(self._all[place].text, self.menu)
            line.triggered.connect(partial(self._pick, self._all[place].key))
            self.menu.addAction(line)

    def _pick(self, scope: str, _checked: bool = False) -> None:
        self.set_current(scope)
        self.chosen.emit(scope)

    def _chosen(self, scope: str) -> None:
        self._fit()
        self.chosen.emit(scope)
