"""The list of those who may work at this desk: avatar, name, role, and whether a password is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ticketdesk.ui.delegates.paint import avatar, rounded, text_line
from ticketdesk.ui.icons import paint_icon
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.theme import SIZES, current_theme

Index = QModelIndex | QPersistentModelIndex

ROW: Final = 52
MOST_ROWS: Final = 5
_PERSON: Final = int(Qt.ItemDataRole.UserRole) + 1
_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_ACCESSIBLE: Final = int(Qt.ItemDataRole.AccessibleTextRole)


class Person(NamedTuple):
    """Someone to choose; ``role`` is already in words, ``guarded`` says that a password is asked."""

    id: int
    name: str
    role: str
    guarded: bool


class _People(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.people: tuple[Person, ...] = ()

    def set_people(self, people: Sequence[Person]) -> None:
        self.beginResetModel()
        self.people = tuple(people)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.people)

    @override
    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if not 0 <= index.row() < len(self.people):
            return None
        person = self.people[index.row()]
        if role == _PERSON:
            return person
        if role == _DISPLAY:
            return one_line(person.name)
        return f"{one_line(person.name)}, {person.role}" if role == _ACCESSIBLE else None


class PeopleList(QListView):
    """`chosen(id)` follows the current row, `taken(id)` Enter or a click on it."""

    chosen = Signal(object)
    taken = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = _People()
        self.setModel(self._rows)
        self.setItemDelegate(_PersonCell(self))
        self.setAccessibleName(name)
        self.setProperty("role", "bare")
        self.setMouseTracking(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self._take)

    def set_people(self, people: Sequence[Person], current: int | None = None) -> None:
        """Offer these people; the current one is ``current``, else the first."""
        self._rows.set_people(people)
        self.setFixedHeight(max(1, min(len(people), MOST_ROWS)) * ROW + 2)
        ids = [person.id for person in people]
        if ids:
            self.setCurrentIndex(self._rows.index(ids.index(current) if current in ids else 0))

    def people(self) -> tuple[Person, ...]:
        """Everybody offered."""
        return self._rows.people

    def current(self) -> Person | None:
        """Who is chosen now."""
        index = self.currentIndex()
        return self._rows.people[index.row()] if index.isValid() else None

    @override
    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        super().currentChanged(current, previous)
        person = self.current()
        if person is not None and current.row() != previous.row():
            self.chosen.emit(person.id)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.current() is not None:
            self._take(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _take(self, index: Index) -> None:
        person = self._rows.data(index, _PERSON)
        if isinstance(person, Person):
            self.taken.emit(person.id)


class _PersonCell(QStyledItemDelegate):
    """Avatar, name over role, a lock at the right where a password is asked."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, ROW)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        person: Person = index.data(_PERSON)
        area: QRect = option.rect.adjusted(1, 1, -1, -1)
        theme = current_theme()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            ring = theme.color("accent") if chosen and option.state & QStyle.StateFlag.State_HasFocus else None
            rounded(painter, area, theme.color("selected" if chosen else "hover"), SIZES.radius, ring)
        avatar(painter, QRect(area.x() + 10, area.center().y() - 16, 32, 32), person.name)
        left, room = area.x() + 54, area.width() - 54 - (34 if person.guarded else 10)
        name, role = QRect(left, area.y() + 7, room, 19), QRect(left, area.y() + 26, room, 17)
        text_line(painter, name, one_line(person.name), theme.font("base", bold=True), theme.color("text"))
        text_line(painter, role, person.role, theme.font("small"), theme.color("text.third"))
        if person.guarded:
            paint_icon(painter, QRect(area.right() - 26, area.center().y() - 7, 14, 14), "lock", "text.third")
        painter.restore()
