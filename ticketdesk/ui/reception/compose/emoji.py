"""The emoji panel: a grid by keys, searched by English or Chinese names, the recent ones first."""

from __future__ import annotations

import json
from functools import cache
from typing import Final, NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListView, QListWidget, QListWidgetItem, QWidget

from ticketdesk.domain.text import fold
from ticketdesk.resources import resource_path
from ticketdesk.ui.reception.compose.popup import ComposePopup
from ticketdesk.ui.safe_text import label, tooltip
from ticketdesk.ui.settings.kept import Setting, Settings
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.turns import Turn
from ticketdesk.words import current_language, tr

RECENT: Final = Setting("reply/emoji", "")
MOST_RECENT: Final = 18
_WIDTH: Final = 400
_CELL: Final = 41
_ROWS: Final = 5
_SLICE: Final = 24


class Emoji(NamedTuple):
    """One sign with its names."""

    sign: str
    english: str
    chinese: str

    def name(self) -> str:
        """Its first name in the language of the window."""
        names = self.chinese if current_language() == "zh_CN" else self.english
        return names.split("|")[0]


@cache
def every_emoji() -> tuple[Emoji, ...]:
    """Return the signs of ``resources/emoji.json``."""
    return tuple(Emoji(*each) for each in json.loads(resource_path("emoji.json").read_text(encoding="utf-8")))


def search(words: str) -> list[Emoji]:
    """Return the signs that have every word of ``words`` in one of their names."""
    wanted = fold(words).split()
    return [each for each in every_emoji() if all(word in fold(f"{each.english} {each.chinese}") for word in wanted)]


class EmojiPanel(ComposePopup):
    """`chosen(sign)` on Enter or a click."""

    chosen = Signal(str)

    def __init__(self, ground: QWidget, kept: Settings) -> None:
        super().__init__(ground, tr("Emoji"), tr("Arrows choose   Enter insert"), _WIDTH)
        self._kept = kept
        self._found: list[Emoji] = []
        # The grid is filled in turns: the first signs of a session read a font of ten megabytes.
        self._filling = Turn(self, self._more)
        self.field.setPlaceholderText(tr("Search emoji"))
        self.field.setAccessibleName(tr("Search emoji"))
        self.field.textChanged.connect(self._fill)
        self.grid = QListWidget()
        self._dress_grid(self.grid)
        self.grid.itemClicked.connect(self._take)
        self._none = label(tr("No emoji of this name"), role="third")
        self._none.setContentsMargins(SIZES.m, 0, SIZES.m, SIZES.m)
        self.column.addWidget(self.grid)
        self.column.addWidget(self._none)
        self.column.addSpacing(SIZES.s)

    def _dress_grid(self, grid: QListWidget) -> None:
        grid.setViewMode(QListView.ViewMode.IconMode)
        grid.setMovement(QListView.Movement.Static)
        grid.setResizeMode(QListView.ResizeMode.Adjust)
        grid.setUniformItemSizes(True)
        grid.setGridSize(QSize(_CELL, _CELL))
        grid.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        grid.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        grid.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        grid.setFont(current_theme().font("title"))
        grid.setFixedHeight(_ROWS * _CELL)
        grid.setAccessibleName(tr("Emoji"))

    def begin(self) -> None:
        self._fill("")

    def signs(self) -> list[str]:
        """What is shown, in its order."""
        return [each.sign for each in self._found]

    def recent(self) -> list[str]:
        """What was chosen last, the newest first."""
        return self._kept.get(RECENT).split()

    def _fill(self, words: str) -> None:
        found = search(words)
        if not words.strip():
            known = {each.sign: each for each in found}
            recent = [known.pop(sign) for sign in self.recent() if sign in known]
            found = [*recent, *known.values()]
        self._found = found
        self.grid.clear()
        self.grid.setVisible(bool(found))
        self._none.setVisible(not found)
        self._filling.start()
        self.fit()

    def _more(self) -> None:
        """Show the next signs."""
        begun = self.grid.count()
        for each in self._found[begun : begun + _SLICE]:
            item = QListWidgetItem(each.sign)
            item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            item.setSizeHint(QSize(_CELL, _CELL))
            item.setToolTip(tooltip(each.name()))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, each.name())
            self.grid.addItem(item)
        if not begun:
            self.grid.setCurrentRow(0)
        if self.grid.count() < len(self._found):
            self._filling.start()

    def steer(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if not self.grid.count():
            self._more()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            current = self.grid.currentItem()
            if current is not None:
                self._take(current)
            return True
        across = max(1, self.grid.viewport().width() // _CELL)
        steps = {
            Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: across, Qt.Key.Key_Up: -across,
            Qt.Key.Key_PageDown: across * _ROWS, Qt.Key.Key_PageUp: -across * _ROWS,
        }  # fmt: skip
        if self.grid.count():
            self.grid.setCurrentRow(min(max(0, self.grid.currentRow() + steps[key]), self.grid.count() - 1))
        return True

    def _take(self, item: QListWidgetItem) -> None:
        sign = item.text()
        recent = [sign, *(each for each in self.recent() if each != sign)][:MOST_RECENT]
        self._kept.put(RECENT, " ".join(recent))
        self.close_popup()
        self.chosen.emit(sign)
