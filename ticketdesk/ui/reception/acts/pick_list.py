"""A short list to pick from by typing: a field that filters, rows with words and a chip; one pick or several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ticketdesk.domain.text import fold, letters
from ticketdesk.ui.delegates import paint
from ticketdesk.ui.delegates.chips import HEIGHT, ChipText, chip_width, paint_chip
from ticketdesk.ui.icons import paint_icon
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.words import tr

ROW: Final = 40
_AVATAR: Final = 26
_TICK: Final = 16
_ROLE: Final = int(Qt.ItemDataRole.UserRole)
Index = QModelIndex | QPersistentModelIndex


class Pick(NamedTuple):
    """One row: its key, its name, small words behind it, a chip; ``icon`` takes the place of the avatar.

    ``also`` are further words that typing finds it by (initials).
    """

    key: str
    name: str
    detail: str = ""
    chip: ChipText | None = None
    icon: str = ""
    also: str = ""

    @property
    def spoken(self) -> str:
        """What a reader says."""
        return one_line(
            " · ".join(part for part in (self.name, self.detail, self.chip.text if self.chip else "") if part)
        )


class PickModel(QAbstractListModel):
    """The rows that hold what was typed, in their order; with ``several`` each can be ticked."""

    def __init__(self, parent: QObject | None = None, *, several: bool = False) -> None:
        super().__init__(parent)
        self.several = several
        self.ticked: dict[str, None] = {}
        self._all: tuple[Pick, ...] = ()
        self._keys: tuple[str, ...] = ()
        self._shown: list[Pick] = []

    def set_picks(self, picks: Sequence[Pick]) -> None:
        """Offer these."""
        self._all = tuple(picks)
        self._keys = tuple(letters(fold(f"{pick.name} {pick.also} {pick.detail}")) for pick in picks)
        self.ask("")

    def ask(self, words: str) -> None:
        """Show the rows that hold ``words``."""
        wanted = letters(fold(words))
        self.beginResetModel()
        self._shown = [pick for pick, key in zip(self._all, self._keys, strict=True) if wanted in key]
        self.endResetModel()

    def pick(self, row: int) -> Pick | None:
        """The pick of a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def turn(self, row: int) -> None:
        """Tick a row, or take its tick away."""
        pick = self.pick(row)
        if pick is None:
            return
        if pick.key in self.ticked:
            del self.ticked[pick.key]
        else:
            self.ticked[pick.key] = None
        self.dataChanged.emit(self.index(row), self.index(row))

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._shown)

    @override
    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        pick = self.pick(index.row()) if index.isValid() else None
        if pick is None:
            return None
        if role == _ROLE:
            return pick, pick.key in self.ticked
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            return tr("chosen: {0}", pick.spoken) if pick.key in self.ticked else pick.spoken
        return None


class _PickDelegate(QStyledItemDelegate):
    """A row of 40 px: tick, avatar or icon, name, small words, chip."""

    def __init__(self, several: bool, parent: QObject) -> None:
        super().__init__(parent)
        self._several = several

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, ROW)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        found = index.data(_ROLE)
        if found is None:
            return
        pick, ticked = found
        rect: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            paint.rounded(painter, rect.adjusted(2, 1, -2, -1), current_theme().color("selected"), SIZES.radius)
        left = rect.x() + SIZES.m
        if self._several:
            mark = QRect(left, rect.y() + (ROW - _TICK) // 2, _TICK, _TICK)
            paint_icon(painter, mark, "circle-check" if ticked else "circle", "accent" if ticked else "text.third")
            left += _TICK + SIZES.s
        self._row(painter, QRect(left, rect.y(), rect.right() - SIZES.m - left, ROW), pick)
        painter.restore()

    def _row(self, painter: QPainter, rect: QRect, pick: Pick) -> None:
        theme = current_theme()
        face = QRect(rect.x(), rect.y() + (ROW - _AVATAR) // 2, _AVATAR, _AVATAR)
        if pick.icon:
            paint_icon(painter, face.adjusted(4, 4, -4, -4), pick.icon, "text.second")
        else:
            paint.avatar(painter, face, pick.name)
        left, right = rect.x() + _AVATAR + 10, rect.right()
        if pick.chip is not None:
            width = chip_width(pick.chip)
            paint_chip(painter, right - width, rect.y() + (ROW - HEIGHT) // 2, pick.chip)
            right -= width + SIZES.s
        name = QRect(left, rect.y(), right - left, ROW)
        used = paint.text_line(painter, name, one_line(pick.name, 60), theme.font("base"), theme.color("text"))
        rest = QRect(left + used + SIZES.s, rect.y(), right - left - used - SIZES.s, ROW)
        if pick.detail and rest.width() > 24:
            paint.text_line(painter, rest, one_line(pick.detail, 120), theme.font("small"), theme.color("text.third"))


class PickList(QWidget):
    """A field that filters over a list; ↑ ↓ move, Enter tells ``chosen(key)``, with ``several`` it ticks with blank.

    The field keeps the focus. ``moved(key or "")`` when another row is current, ``ticks_changed()`` after a tick.
    """

    chosen = Signal(str)
    moved = Signal(str)
    ticks_changed = Signal()

    def __init__(self, name: str, hint: str, *, several: bool = False, rows: int = 6, parent: QWidget | None = None):
        super().__init__(parent)
        self.model = PickModel(self, several=several)
        self.field = QLineEdit()
        self.field.setAccessibleName(name)
        self.field.setPlaceholderText(hint)
        self.field.setMaxLength(200)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(_PickDelegate(several, self.view))
        self.view.setUniformItemSizes(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(name)
        self._rows = rows
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.xs)
        column.addWidget(self.field)
        column.addWidget(self.view)
        self.setFocusProxy(self.field)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._ask)
        self.view.clicked.connect(self._clicked)
        self.view.selectionModel().currentChanged.connect(self._moved)

    def set_picks(self, picks: Sequence[Pick]) -> None:
        """Offer these, as far as they hold what is typed; the first is current."""
        self.model.set_picks(picks)
        self.model.ask(self.field.text())
        self.view.setFixedHeight(max(1, min(self._rows, len(picks))) * ROW + 2)
        self._first()

    def current(self) -> str:
        """The key of the current row, "" for none."""
        pick = self.model.pick(self.view.currentIndex().row())
        return pick.key if pick else ""

    def ticked(self) -> list[str]:
        """The keys that were ticked, in the order of ticking."""
        return list(self.model.ticked)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._key(event)

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if key == Qt.Key.Key_Down else -1)
            return True
        if key == Qt.Key.Key_Space and self.model.several and not self.field.text():
            self._turn(self.view.currentIndex().row())
            return True
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and self.current():
            self.chosen.emit(self.current())
            return True
        return False

    def _step(self, by: int) -> None:
        count = self.model.rowCount()
        if count:
            self.view.setCurrentIndex(self.model.index((self.view.currentIndex().row() + by) % count))

    def _turn(self, row: int) -> None:
        self.model.turn(row)
        self.ticks_changed.emit()

    def _ask(self, words: str) -> None:
        self.model.ask(words)
        self._first()

    def _first(self) -> None:
        self.view.setCurrentIndex(self.model.index(0))
        self.moved.emit(self.current())

    def _moved(self) -> None:
        self.moved.emit(self.current())

    def _clicked(self, index: QModelIndex) -> None:
        if self.model.several:
            self._turn(index.row())
        self.field.setFocus()
