"""The list of phrases that opens over the composer on a /word; the caret stays in the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QVBoxLayout,
    QWidget,
)

from ticketdesk.store.queries.phrases import PhraseRow
from ticketdesk.ui.delegates import paint
from ticketdesk.ui.override import override
from ticketdesk.ui.phrases.shelf import Shelf
from ticketdesk.ui.reception.phrase_list import ROW, PhraseDelegate, PhraseModel
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.words import tr

MOST_OFFERED: Final = 10_000
"""Phrases that are looked through while a word is typed: the agent's own first, then the most used."""

_MOST_ROWS: Final = 6
_WIDTH: Final = 560


class PhrasePopup(QFrame):
    """`chosen(PhraseRow, send: bool)`, `stacked(PhraseRow)` for one that is put in while the list stays, `left()` when
    it is closed by Esc, `rest_wanted(query)` where more phrases stand than are known here and few of these answer,
    `manage_wanted()`; it never takes the focus."""

    chosen = Signal(object, bool)
    stacked = Signal(object)
    left = Signal()
    rest_wanted = Signal(str)
    manage_wanted = Signal()
    shown_changed = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = parent
        self.model = PhraseModel(self)
        self._query = ""
        self._asked: str | None = None
        self._known = False
        self._now = self._bottom = 0
        self._group: str | None = None
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
        self._empty = label(role="third")
        self._empty.setContentsMargins(SIZES.m, SIZES.s, SIZES.m, SIZES.s)
        column.addWidget(self._empty)
        foot = QHBoxLayout()
        foot.setContentsMargins(SIZES.xs, 2, SIZES.m, 2)
        manage = button(tr("Manage phrases"), kind="link", small=True)
        manage.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        manage.clicked.connect(self.manage_wanted)
        foot.addWidget(manage)
        foot.addStretch(1)
        foot.addWidget(label(tr("Tab insert and stay   PgUp/PgDn group"), role="third"))
        column.addLayout(foot)

    def _head(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(SIZES.m, 6, SIZES.m, 6)
        row.addWidget(label(tr("Phrases"), role="third"))
        self._typed = label(role="accent")
        self._grouped = label(role="second")
        row.addSpacing(SIZES.s)
        row.addWidget(self._typed)
        row.addWidget(self._grouped)
        row.addStretch(1)
        row.addWidget(label(tr("↑↓ choose   Enter insert   Ctrl+Enter send"), role="third"))
        return head

    def set_shelf(self, shelf: Shelf) -> None:
        """Know these phrases; what was asked for before they were read, or is shown, is answered with them."""
        self.model.set_shelf(shelf)
        waiting, self._known = not self._known, True
        if self._asked is not None and (waiting or not self.isHidden()):
            self.ask(self._asked, self._now)
            self.place(self._bottom)

    def ask(self, query: str | None, now: int = 0) -> None:
        """Open with the answers to ``query`` at ``now`` (UTC ms); None, or a word that no phrase answers, closes it.

        Before the phrases are read it only remembers the question.
        """
        self._asked, self._now = query, now
        if query is None:
            self.close_list()
            return
        if not self._known:
            return
        found = self.model.ask(query, now, self._group)
        self._query = query
        if query and self.model.known >= MOST_OFFERED and self._group is None:
            self.rest_wanted.emit(query)
        if found == 0 and self.model.known and self._group is None:
            self.close_list()
            return
        self._open(query)

    def add_rest(self, query: str, rows: Sequence[PhraseRow]) -> None:
        """Show further answers to what is still asked, below those that stand: what is chosen stays."""
        if query != self._asked or not rows or self._group is not None:
            return
        row = max(0, self.view.currentIndex().row())
        self.model.add(rows)
        self._open(query)
        self.view.setCurrentIndex(self.model.index(row))
        self.place(self._bottom)

    def _open(self, query: str) -> None:
        self._typed.setText(f"/{query}")
        self._show_found()
        if self.isHidden():
            self.show()
            self.raise_()
            self.shown_changed.emit(True)

    def _show_found(self) -> None:
        found = self.model.rowCount()
        self._grouped.setText(one_line(self._group or "", 24))
        none = tr("No phrase of this group") if self.model.known else tr("No phrases yet. Add what you type often.")
        self._empty.setText(none)
        self._empty.setVisible(found == 0)
        self.view.setVisible(found > 0)
        self.view.setFixedHeight(min(found, _MOST_ROWS) * ROW)
        self.view.setCurrentIndex(self.model.index(0))

    def close_list(self) -> None:
        """Go away."""
        if not self.isHidden():
            self._group = None
            self.hide()
            self.shown_changed.emit(False)

    def place(self, bottom: int) -> None:
        """Stand with the lower edge at ``bottom`` (pixels of the parent)."""
        width = min(_WIDTH, self._ground.width() - 2 * SIZES.l)
        layout = self.layout()
        height = layout.totalSizeHint().height() if layout is not None else 0
        self._bottom = bottom
        self.setGeometry(SIZES.l, max(0, bottom - height), width, height)

    def key(self, key: Qt.Key, ctrl: bool, shift: bool = False) -> None:
        """Take a key of the text field: arrows move, Page keys go through the groups, Enter inserts, Tab and
        Shift+Enter insert and stay, Ctrl+Enter sends, Esc closes."""
        row = self.view.currentIndex().row()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            count = max(1, self.model.rowCount())
            row = (row + (1 if key == Qt.Key.Key_Down else -1)) % count
            self.view.setCurrentIndex(self.model.index(row))
            self._speak(str(self.model.index(row).data() or ""))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._turn(1 if key == Qt.Key.Key_PageDown else -1)
        elif key == Qt.Key.Key_Escape:
            self.close_list()
            self.left.emit()
        elif (found := self.model.phrase(row)) is not None:
            if key == Qt.Key.Key_Tab or (shift and not ctrl):
                self.stacked.emit(found)
                return
            self.close_list()
            self.chosen.emit(found, ctrl)

    def _turn(self, step: int) -> None:
        """Show the next group, or all again after the last."""
        groups: list[str | None] = [None, *self.model.groups()]
        at = groups.index(self._group) if self._group in groups else 0
        self._group = groups[(at + step) % len(groups)]
        self.model.ask(self._query, self._now, self._group)
        self._show_found()
        self.place(self._bottom)
        self._speak(self._group or tr("All phrases"))

    def _speak(self, words: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _clicked(self, index: QModelIndex) -> None:
        found = self.model.phrase(index.row())
        if found is not None:
            self.close_list()
            self.chosen.emit(found, False)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        paint.rounded(QPainter(self), self.rect(), theme.color("raised"), SIZES.radius, theme.color("line.strong"))
