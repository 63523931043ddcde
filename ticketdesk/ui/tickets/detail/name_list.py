"""The list of colleagues that opens on "@" in a note and in the words of a ticket; the caret stays in the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QStringListModel, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QListView, QPlainTextEdit, QVBoxLayout

from ticketdesk.domain.mentions import Typing, offered, typed
from ticketdesk.ui.delegates import paint
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.units import head, units
from ticketdesk.ui.world import World
from ticketdesk.words import tr

_MOST: Final = 6
_WIDTH: Final = 240
_KEYS: Final = frozenset(
    {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Escape}
)


def colleagues(world: World) -> Callable[[], list[str]]:
    """Return what gives the names of everybody who works here but the agent."""
    return lambda: [each.name for each in world.people if each.id != world.agent_id]


class NameList(QFrame):
    """Follows what is typed in ``text`` while `on` is set; Enter, Tab or a click writes the name, Esc puts it away."""

    def __init__(self, text: QPlainTextEdit, names: Callable[[], Sequence[str]]) -> None:
        super().__init__(text.parentWidget())
        self._text, self._names = text, names
        self._typing: Typing | None = None
        self._left: tuple[int, int] | None = None  # where Esc was pressed: that sign opens nothing again
        self.on = False
        self.model = QStringListModel(self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setUniformItemSizes(True)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(tr("Colleagues to call"))
        self.view.clicked.connect(self._clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.s, SIZES.xs, SIZES.s, SIZES.s)
        column.setSpacing(SIZES.xs)
        column.addWidget(label(tr("Enter calls, Esc leaves"), role="third"))
        column.addWidget(self.view)
        self.setAccessibleName(tr("Colleagues to call"))
        text.cursorPositionChanged.connect(self._follow)
        text.textChanged.connect(self._follow)
        text.installEventFilter(self)
        self.hide()

    def close_list(self) -> None:
        """Go away."""
        self._typing = None
        self.hide()

    def _follow(self) -> None:
        cursor = self._text.textCursor()
        before = head(cursor.block().text(), cursor.positionInBlock()) if self.on else ""
        found = typed(before, len(before))
        at = None if found is None else (cursor.blockNumber(), found.at)
        if at is None or at != self._left:
            self._left = None
        fitting = offered(found.word, self._names()) if found is not None and self._left is None else ()
        # A name that is written whole needs no list any more.
        if found is None or not fitting or fitting == (found.word,):
            self.close_list()
            return
        self._typing = found
        if self.model.stringList() != list(fitting):
            self.model.setStringList(list(fitting))
        self.view.setCurrentIndex(self.model.index(0))
        self._open()

    def _open(self) -> None:
        ground = self.parentWidget()
        if ground is None:
            return
        if self.isHidden():
            if self.parentWidget() is not self._text.window():
                self.setParent(self._text.window())
            current_theme().dress(self)
            self.show()
            self.raise_()
            self._speak()
        self.view.setFixedHeight(min(self.model.rowCount(), _MOST) * max(1, self.view.sizeHintForRow(0)))
        layout = self.layout()
        high = layout.totalSizeHint().height() if layout is not None else 0
        at = self._text.mapTo(self._text.window(), self._text.cursorRect().topLeft() + QPoint(0, -SIZES.xs))
        left = max(0, min(at.x(), self._text.window().width() - _WIDTH))
        self.setGeometry(left, max(0, at.y() - high), _WIDTH, high)

    def _write(self, name: str) -> None:
        typing, cursor = self._typing, self._text.textCursor()
        self.close_list()
        if typing is None:
            return
        end = cursor.position()
        cursor.setPosition(end - units(typing.word))
        cursor.setPosition(end, cursor.MoveMode.KeepAnchor)
        cursor.insertText(f"{name} ")
        self._text.setTextCursor(cursor)

    def _clicked(self, index: QModelIndex) -> None:
        self._write(str(index.data() or ""))

    def _take(self, key: Qt.Key) -> None:
        index = self.view.currentIndex()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if key == Qt.Key.Key_Down else -1
            self.view.setCurrentIndex(self.model.index((index.row() + step) % self.model.rowCount()))
            self._speak()
        elif key == Qt.Key.Key_Escape:
            cursor = self._text.textCursor()
            self._left = (cursor.blockNumber(), self._typing.at) if self._typing is not None else None
            self.close_list()
        else:
            self._write(str(index.data() or ""))

    def _speak(self) -> None:
        words = one_line(str(self.view.currentIndex().data() or ""))
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.isHidden():
            return False
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.close_list()
        taken = event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if taken and isinstance(event, QKeyEvent) and Qt.Key(event.key()) in _KEYS:
            if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                return False
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self._take(Qt.Key(event.key()))
            return True
        return False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        paint.rounded(QPainter(self), self.rect(), theme.color("raised"), SIZES.radius, theme.color("line.strong"))
