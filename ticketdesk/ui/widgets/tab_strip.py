"""Underlined tabs with count chips, moved through by arrow keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QTabBar, QWidget

from ticketdesk.ui.delegates.chips import ChipText, chip_width, paint_chip
from ticketdesk.ui.delegates.paint import rounded
from ticketdesk.ui.override import override
from ticketdesk.ui.theme import SIZES, current_theme

_PAD = 10
_CHIP_GAP = 6


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: the key it stands for, its words, the number in its chip (None for no chip)."""

    key: str
    text: str
    count: int | None = None


class TabStrip(QTabBar):
    """A QTabBar (so readers know it) painted as in the design; `chosen(key)` when the user changes it."""

    chosen = Signal(str)

    def __init__(self, tabs: Sequence[Tab], *, name: str = "", pad: int = _PAD, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pad = pad
        self._tabs = list(tabs)
        self._quiet = False
        self.setAccessibleName(name)
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(False)
        self.setMouseTracking(True)
        self.setFixedHeight(SIZES.tab_row)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for tab in tabs:
            self.addTab(tab.text.replace("&", "&&"))
        self._name_tabs()
        self.currentChanged.connect(self._changed)

    def current(self) -> str:
        """The key of the tab in front."""
        return self._tabs[self.currentIndex()].key if self._tabs else ""

    def keys(self) -> list[str]:
        """The keys of the tabs in their order."""
        return [tab.key for tab in self._tabs]

    def set_current(self, key: str) -> None:
        """Bring a tab to the front without a signal."""
        keys = [tab.key for tab in self._tabs]
        self._quiet = True
        if key in keys:
            self.setCurrentIndex(keys.index(key))
        self._quiet = False

    def set_counts(self, counts: Mapping[str, int | None]) -> None:
        """Show these numbers in the chips; keys not named keep theirs."""
        fresh = [replace(tab, count=counts.get(tab.key, tab.count)) for tab in self._tabs]
        if fresh != self._tabs:
            self._tabs = fresh
            self._name_tabs()
            self.setIconSize(self.iconSize())
            self.updateGeometry()
            self.resize(self.size())
            self.update()

    @override
    def tabSizeHint(self, index: int) -> QSize:
        tab = self._tabs[index]
        width = QFontMetrics(current_theme().font("base", bold=True)).horizontalAdvance(tab.text) + 2 * self._pad
        return QSize(width + (chip_width(_chip(tab)) + _CHIP_GAP if tab.count is not None else 0), SIZES.tab_row)

    @override
    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, current_theme().color("line"))
        for place in filter(self.isTabVisible, range(self.count())):
            self._paint_tab(painter, place, self.tabRect(place))

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's arrows pass over a tab that has no room; here it comes to the front, where it is given some."""
        here, last = self.currentIndex(), self.count() - 1
        places = {Qt.Key.Key_Left: max(0, here - 1), Qt.Key.Key_Right: min(last, here + 1), Qt.Key.Key_Home: 0,
                  Qt.Key.Key_End: last}  # fmt: skip
        if event.key() in places:
            self.setCurrentIndex(places[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _paint_tab(self, painter: QPainter, place: int, area: QRect) -> None:
        theme, tab, front = current_theme(), self._tabs[place], place == self.currentIndex()
        over = self.underMouse() and area.contains(self.mapFromGlobal(self.cursor().pos()))
        ink = "accent.text" if front else "text" if over else "text.second"
        font = theme.font("base", bold=front)
        painter.setFont(font)
        painter.setPen(theme.color(ink))
        painter.drawText(area.adjusted(self._pad, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), tab.text)
        if tab.count is not None:
            left = area.x() + self._pad + QFontMetrics(font).horizontalAdvance(tab.text) + _CHIP_GAP
            paint_chip(painter, left, area.center().y() - 9, _chip(tab, front=front))
        if front:
            painter.fillRect(area.x(), self.height() - 2, area.width(), 2, theme.color("accent"))
            if self.hasFocus():
                rounded(painter, area.adjusted(2, 6, -2, -6), theme.color("clear"), SIZES.radius, theme.color("accent"))

    def _name_tabs(self) -> None:
        for place, tab in enumerate(self._tabs):
            self.setAccessibleTabName(place, tab.text if tab.count is None else f"{tab.text} {tab.count}")

    def _changed(self, place: int) -> None:
        if not self._quiet and 0 <= place < len(self._tabs):
            self.chosen.emit(self._tabs[place].key)


def _chip(tab: Tab, *, front: bool = False) -> ChipText:
    return ChipText(f"{tab.count:,}", "accent" if front else "plain")
