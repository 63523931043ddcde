"""The list of views at the left of a page: headings, icons or flags, words, counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ticketdesk.ui.delegates.paint import flag, rounded, text_line
from ticketdesk.ui.icons import paint_icon
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import one_line, tooltip
from ticketdesk.ui.theme import SIZES, current_theme

_MOST_WIDE: Final = 280
_SCROLL: Final = 8
_ENTRY: Final = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class NavEntry:
    """One view, or a heading where `key` is "". `level` "bad" paints it as a warning; `flag` is a flag's token."""

    key: str
    text: str
    count: int | None = None
    icon: str = ""
    flag: str = ""
    level: str = ""

    @property
    def heading(self) -> bool:
        """Whether it only names the group below it."""
        return not self.key


class _NavModel(QAbstractListModel):
    """A handful of entries."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: list[NavEntry] = []

    def set_entries(self, entries: Sequence[NavEntry]) -> None:
        """Show these; only a change of keys resets."""
        same = [entry.key for entry in entries] == [entry.key for entry in self.entries]
        if same:
            self.entries = list(entries)
            if entries:
                self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))
            return
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.entries)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.entries[index.row()].heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @override
    def data(self, index: Index, role: int = 0) -> Any:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.text if entry.count is None else f"{entry.text} {entry.count}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(one_line(entry.text)) if len(entry.text) > 12 else None
        return entry if role == _ENTRY else None


class NavList(QListView):
    """Shows NavEntry rows; `chosen(key)` when the user goes to another one with mouse or arrows."""

    chosen = Signal(str)

    def __init__(self, name: str, entries: Sequence[NavEntry] = (), *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _NavModel(self)
        self._quiet = False
        self._measured: tuple[list[NavEntry], QSize] | None = None
        self.setModel(self._model)
        self.setItemDelegate(_NavDelegate(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.set_entries(entries)

    def set_entries(self, entries: Sequence[NavEntry]) -> None:
        """Show these entries; the current key stays current where it still is."""
        current = self.current()
        self._model.set_entries(entries)
        self.set_current(current)

    def set_counts(self, counts: Mapping[str, int | None]) -> None:
        """Show these numbers; keys not named keep theirs."""
        self._model.set_entries(
            [replace(entry, count=counts.get(entry.key, entry.count)) for entry in self._model.entries]
        )

    def text_of(self, key: str) -> str:
        """Return the words of an entry, "" where there is none."""
        return next((entry.text for entry in self._model.entries if entry.key == key), "")

    def current(self) -> str:
        """The key of the current entry, "" for none."""
        return self.key_at(self.currentIndex())

    def key_at(self, index: Index) -> str:
        """The key of the entry at an index, "" for none or a heading."""
        return self._model.entries[index.row()].key if index.isValid() else ""

    def set_current(self, key: str) -> None:
        """Make an entry current without a signal; "" or an unknown key makes none current."""
        places = [place for place, entry in enumerate(self._model.entries) if key and entry.key == key]
        self._quiet = True
        if places:
            self.setCurrentIndex(self._model.index(places[0]))
        else:
            self.selectionModel().clear()
        self._quiet = False

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if not self._quiet and current.isValid():
            self.chosen.emit(self.current())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.current():
            self.chosen.emit(self.current())
        else:
            super().keyPressEvent(event)

    @override
    def sizeHint(self) -> QSize:
        # Asked some dozen times while a page is laid out, and each entry is measured in two fonts.
        entries = self._model.entries
        if self._measured is None or self._measured[0] is not entries:
            height = sum(_height(entry) for entry in entries)
            width = min(max(SIZES.ticket_views, *map(_width, entries), 0), _MOST_WIDE)
            self._measured = (entries, QSize(width, height + 8))
        return QSize(self._measured[1])


class _NavDelegate(QStyledItemDelegate):
    """Paints an entry: rounded selection, icon or flag, words, count in a pill at the right."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, _height(index.data(_ENTRY)))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: NavEntry = index.data(_ENTRY)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if entry.heading:
            _paint_heading(painter, area, entry)
        else:
            _paint_entry(painter, area.adjusted(8, 1, -8, -1), entry, state)
        painter.restore()


def _height(entry: NavEntry) -> int:
    return SIZES.nav_row + (4 if entry.heading else 1)


def _width(entry: NavEntry) -> int:
    """What `_paint_entry` needs for the whole of an entry."""
    words = QFontMetrics(current_theme().font("base", bold=True)).horizontalAdvance(one_line(entry.text))
    mark = 20 if entry.flag else 23 if entry.icon else 0
    count = (
        0 if entry.count is None else QFontMetrics(current_theme().font("tiny")).horizontalAdvance(f"{entry.count:,}")
    )
    return 8 + 12 + mark + words + 6 + max(20, count + 12) + 10 + 10 + 8 + _SCROLL


def _paint_heading(painter: QPainter, area: QRect, entry: NavEntry) -> None:
    theme = current_theme()
    text_line(
        painter, area.adjusted(20, 12, -12, 0), one_line(entry.text), theme.font("small"), theme.color("text.third")
    )


def _paint_entry(painter: QPainter, area: QRect, entry: NavEntry, state: QStyle.StateFlag) -> None:
    theme = current_theme()
    chosen = bool(state & QStyle.StateFlag.State_Selected)
    ring = theme.color("accent") if chosen and state & QStyle.StateFlag.State_HasFocus else None
    if chosen or state & QStyle.StateFlag.State_MouseOver:
        rounded(painter, area, theme.color("selected" if chosen else "hover"), SIZES.radius, ring)
    ink = "accent.text" if chosen else "bad" if entry.level == "bad" else "text.second"
    left = area.x() + 12
    if entry.flag:
        flag(painter, left, area.center().y() - 6, entry.flag, 12)
        left += 20
    elif entry.icon:
        paint_icon(painter, QRect(left, area.center().y() - 7, 16, 16), entry.icon, ink)
        left += 23
    right = area.right() - 10 - _paint_count(painter, area, entry.count, chosen=chosen)
    row = QRect(left, area.y(), right - left - 6, area.height())
    text_line(painter, row, one_line(entry.text), theme.font("base", bold=chosen), theme.color(ink))


def _paint_count(painter: QPainter, area: QRect, count: int | None, *, chosen: bool) -> int:
    if count is None:
        return 0
    theme = current_theme()
    painter.setFont(theme.font("tiny", bold=chosen))
    words = f"{count:,}"
    width = max(20, painter.fontMetrics().horizontalAdvance(words) + 12)
    pill = QRect(area.right() - 10 - width, area.center().y() - 8, width, 18)
    rounded(painter, pill, theme.color("surface" if chosen else "plain.weak"), 9)
    painter.setPen(theme.color("accent.text" if chosen else "text.second"))
    painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), words)
    return width
