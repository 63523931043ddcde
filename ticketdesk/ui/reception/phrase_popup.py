"""The list of phrases that opens over the composer on a /word; the caret stays in the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ticketdesk.domain.phrases import PhraseKey, match
from ticketdesk.domain.text import fold, letters
from ticketdesk.store.queries.phrases import PhraseRow
from ticketdesk.ui.delegates import chips, paint
from ticketdesk.ui.delegates.chips import ChipText
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.words import tr

_ROW: Final = 35
_MOST_ROWS: Final = 6
_MOST_FOUND: Final = 50
_WIDTH: Final = 470

Index = QModelIndex | QPersistentModelIndex


class PhraseModel(QAbstractListModel):
    """The phrases that answer what was typed, best first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: dict[int, PhraseRow] = {}
        self._keys: list[PhraseKey] = []
        self._found: list[PhraseRow] = []

    def set_phrases(self, rows: Sequence[PhraseRow]) -> None:
        """Know these phrases."""
        self._all = {row.id: row for row in rows}
        self._keys = [PhraseKey(row.id, row.code.lower(), row.initials, letters(fold(row.text))) for row in rows]

    @property
    def known(self) -> int:
        """How many phrases there are at all."""
        return len(self._all)

    def holds(self, phrase_id: int) -> bool:
        """Whether there is such a phrase, shown or not."""
        return phrase_id in self._all

    def ask(self, query: str) -> int:
        """Show the answers to ``query``; returns how many."""
        self.beginResetModel()
        self._found = [self._all[key.id] for key in match(query, self._keys)[:_MOST_FOUND]]
        self.endResetModel()
        return len(self._found)

    def phrase(self, row: int) -> PhraseRow | None:
        """The phrase of a row."""
        return self._found[row] if 0 <= row < len(self._found) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._found)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        found = self.phrase(index.row()) if index.isValid() else None
        if found is None:
            return None
        if role == int(Qt.ItemDataRole.UserRole):
            return found
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            return one_line(f"{found.code} {found.text}".strip())
        return None


class PhraseDelegate(QStyledItemDelegate):
    """A row: the code as a chip, then the text on one line."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        phrase = index.data(int(Qt.ItemDataRole.UserRole))
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        theme = current_theme()
        painter.save()
        if chosen:
            painter.fillRect(rect, theme.color("selected"))
        left = rect.x() + SIZES.m
        if phrase is not None and phrase.code:
            chip = ChipText(one_line(phrase.code, 16), "accent" if chosen else "plain")
            left += chips.paint_chip(painter, left, rect.y() + (_ROW - chips.HEIGHT) // 2, chip, 120) + 10
        if phrase is not None:
            room = QRect(left, rect.y(), rect.right() - SIZES.m - left, rect.height())
            paint.text_line(painter, room, one_line(phrase.text), theme.font("base"), theme.color("text"))
        painter.restore()


class PhrasePopup(QFrame):
    """`chosen(PhraseRow, send: bool)`, `manage_wanted()`; it never takes the focus."""

    chosen = Signal(object, bool)
    manage_wanted = Signal()
    shown_changed = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = parent
        self.model = PhraseModel(self)
        self._query = ""
        self._build()
        self.setAccessibleName(tr("Phrases"))
        self.hide()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._head())
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(PhraseDelegate(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(tr("Phrases"))
        self.view.clicked.connect(self._clicked)
        column.addWidget(self.view)
        self._empty = label(tr("No phrases yet. Add what you type often."), role="third")
        self._empty.setContentsMargins(SIZES.m, SIZES.s, SIZES.m, SIZES.s)
        column.addWidget(self._empty)
        foot = QHBoxLayout()
        foot.setContentsMargins(SIZES.xs, 2, SIZES.xs, 2)
        manage = button(tr("Manage phrases"), kind="link", small=True)
        manage.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        manage.clicked.connect(self.manage_wanted)
        foot.addWidget(manage)
        foot.addStretch(1)
        column.addLayout(foot)

    def _head(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(SIZES.m, 6, SIZES.m, 6)
        row.addWidget(label(tr("Phrases"), role="third"))
        self._typed = label(role="accent")
        row.addSpacing(SIZES.s)
        row.addWidget(self._typed)
        row.addStretch(1)
        row.addWidget(label(tr("↑↓ choose   Enter insert   Ctrl+Enter send"), role="third"))
        return head

    def ask(self, query: str | None) -> None:
        """Open with the answers to ``query``; None, or a word that no phrase answers, closes it."""
        if query is None or (self.model.ask(query) == 0 and self.model.known):
            self.close_list()
            return
        self._query = query
        self._typed.setText(f"/{query}")
        self._empty.setVisible(self.model.rowCount() == 0)
        self.view.setVisible(self.model.rowCount() > 0)
        self.view.setFixedHeight(min(self.model.rowCount(), _MOST_ROWS) * _ROW)
        self.view.setCurrentIndex(self.model.index(0))
        if self.isHidden():
            self.show()
            self.raise_()
            self.shown_changed.emit(True)

    def close_list(self) -> None:
        """Go away."""
        if not self.isHidden():
            self.hide()
            self.shown_changed.emit(False)

    def place(self, bottom: int) -> None:
        """Stand with the lower edge at ``bottom`` (pixels of the parent)."""
        width = min(_WIDTH, self._ground.width() - 2 * SIZES.l)
        layout = self.layout()
        height = layout.totalSizeHint().height() if layout is not None else 0
        self.setGeometry(SIZES.l, max(0, bottom - height), width, height)

    def key(self, key: Qt.Key, ctrl: bool) -> None:
        """Take a key of the text field: arrows move, Enter inserts, Ctrl+Enter sends, Esc closes."""
        row = self.view.currentIndex().row()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            count = max(1, self.model.rowCount())
            row = (row + (1 if key == Qt.Key.Key_Down else -1)) % count
            self.view.setCurrentIndex(self.model.index(row))
            spoken = str(self.model.index(row).data() or "")
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, spoken))
        elif key == Qt.Key.Key_Escape:
            self.close_list()
        elif (found := self.model.phrase(row)) is not None:
            self.close_list()
            self.chosen.emit(found, ctrl)

    def _clicked(self, index: QModelIndex) -> None:
        found = self.model.phrase(index.row())
        if found is not None:
            self.close_list()
            self.chosen.emit(found, False)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        paint.rounded(QPainter(self), self.rect(), theme.color("raised"), SIZES.radius, theme.color("line.strong"))
