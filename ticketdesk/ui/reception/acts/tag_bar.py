"""The tags of a buyer in the head of a conversation: chips that can be taken away, and a way to add one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QWidget

from ticketdesk.desk.commands.marks import MOST_TAG
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.widgets.buttons import IconButton
from ticketdesk.ui.widgets.marks import Chip
from ticketdesk.words import tr

_PLUS: Final = 22
_FIELD: Final = 110
_KEPT: Final = 160
"""Pixels that chips keep beside the words on their line."""


class TagBar(QWidget):
    """`added(tag)`, `removed(tag)`, `known_wanted()` before words are offered (answer with `offer`).

    Chips that find no room stand in the menu of the button that counts them.
    """

    added = Signal(str)
    removed = Signal(str)
    known_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tags: tuple[str, ...] = ()
        self._chips: list[_TagChip] = []
        self.setAccessibleName(tr("Tags of the buyer"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.more = IconButton("ellipsis", tr("Further tags"), size=12)
        self.plus = IconButton("plus", tr("Add a tag"), size=12)
        self.field = QLineEdit()
        self.field.setAccessibleName(tr("Tag"))
        self.field.setPlaceholderText(tr("Tag"))
        self.field.setMaxLength(MOST_TAG)
        self.field.setFixedWidth(_FIELD)
        self.field.installEventFilter(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        for part in (self.more, self.plus, self.field):
            self._row.addWidget(part)
        self._row.addStretch(1)
        self.more.hide()
        self.field.hide()
        self.plus.clicked.connect(self.begin)
        self.field.returnPressed.connect(self._take)
        self.more.setMenu(QMenu(self))

    def tags(self) -> tuple[str, ...]:
        """The tags shown."""
        return self._tags

    def show_tags(self, tags: Sequence[str], *, editable: bool = True) -> None:
        """Show these; without ``editable`` nothing can be added or taken away."""
        self.plus.setEnabled(editable)
        if tuple(tags) == self._tags:
            return
        self._tags = tuple(tags)
        for old in self._chips:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._chips = [_TagChip(tag, editable, self) for tag in tags]
        for place, chip in enumerate(self._chips):
            chip.removed.connect(self.removed)
            self._row.insertWidget(place, chip)
        self.updateGeometry()
        self._fit()

    def begin(self) -> None:
        """Let the agent type a tag; the words in use are offered."""
        self.plus.hide()
        self.field.show()
        self._fit()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.known_wanted.emit()

    def offer(self, words: Sequence[str]) -> None:
        """Complete what is typed from these words."""
        completer = QCompleter([word for word in words if word not in self._tags], self.field)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.field.setCompleter(completer)

    def leave(self) -> None:
        """Put the field away."""
        self.field.clear()
        self.field.hide()
        self.plus.show()
        self._fit()

    @override
    def minimumSizeHint(self) -> QSize:
        wanted = sum(chip.sizeHint().width() + 4 for chip in self._chips)
        return QSize(min(wanted, _KEPT) + 2 * _PLUS, _PLUS + 2)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                self.plus.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        elif event.type() == QEvent.Type.FocusOut and not self._offering() and not self.field.text():
            self.leave()
        return False

    def _offering(self) -> bool:
        completer = self.field.completer()
        popup = completer.popup() if completer is not None else None
        return popup is not None and popup.isVisible()

    def _take(self) -> None:
        words = self.field.text().strip()
        if words:
            self.added.emit(words)
        self.leave()
        self.plus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        """Show as many chips as there is room for, the others in the menu."""
        room = self.width() - (_FIELD if self.field.isVisibleTo(self) else _PLUS) - 4
        widths = [chip.sizeHint().width() + 4 for chip in self._chips]
        fits = sum(widths) <= room
        left, shown = room if fits else room - _PLUS - 4, 0
        for width in widths:
            if width > left:
                break
            left -= width
            shown += 1
        for place, chip in enumerate(self._chips):
            chip.setVisible(place < shown)
        self.more.setVisible(shown < len(self._chips))
        self._fill_menu(self._tags[shown:])

    def _fill_menu(self, tags: Sequence[str]) -> None:
        menu = self.more.menu()
        menu.clear()
        for tag in tags:
            act = menu.addAction(tr("Take {0} away", one_line(tag).replace("&", "&&")))
            act.triggered.connect(partial(self._remove, tag))
        self.more.set_name(tr("Further tags: {0}", ", ".join(one_line(tag) for tag in tags)))

    def _remove(self, tag: str, _checked: bool = False) -> None:
        self.removed.emit(tag)


class _TagChip(QWidget):
    """One tag with its ×."""

    removed = Signal(str)

    def __init__(self, tag: str, editable: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._tag = tag
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(Chip(tag, "note"))
        if editable:
            away = IconButton("x", tr("Take {0} away", one_line(tag)), size=10)
            away.setFixedSize(18, 18)
            away.clicked.connect(self._away)
            row.addWidget(away)

    def _away(self) -> None:
        self.removed.emit(self._tag)
