"""A table over a snapshot of ids: 8 bytes a row, pages of 32 rows read by id when they come into sight."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, Literal, NamedTuple, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ticketdesk.ui.models.changes import Insert, Move, Remove, Step, steps_between
from ticketdesk.ui.override import override

PAGE: Final = 32
MOST_PAGES: Final = 128
MOST_TOLD: Final = 32
RowRole: Final = int(Qt.ItemDataRole.UserRole) + 1
IdRole: Final = int(Qt.ItemDataRole.UserRole) + 2
_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_ALIGN: Final = int(Qt.ItemDataRole.TextAlignmentRole)
_ACCESSIBLE: Final = int(Qt.ItemDataRole.AccessibleTextRole)
_ALIGNMENTS: Final = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignHCenter,
}

Index = QModelIndex | QPersistentModelIndex


class Row(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> int: ...


class Column(NamedTuple):
    """One column: its heading, the key it is sorted by ("" for none), its width in pixels, how its text stands."""

    title: str
    key: str = ""
    width: int = 120
    align: Literal["left", "right", "center"] = "left"


class _Shown:
    """A row that was read; its texts are made when it is first painted, since half a page is never in sight."""

    __slots__ = ("row", "texts")

    def __init__(self, row: Any, texts: tuple[str, ...] | None = None) -> None:
        self.row, self.texts = row, texts


class SnapshotModel(QAbstractTableModel):
    """Rows of an id snapshot; `fetch_rows(ids)` reads those that still are, `present(row)` gives one text a column.

    A row that vanished between snapshot and reading is shown blank. The model reads at most one page a call and
    keeps the 128 pages last read. `ids_changed()` tells of rows that came, went or moved, `all_changed()` that all of
    them read differently. What paints asks ``text_at``, ``row_at`` and ``align`` instead of ``data``: the way
    through Qt and back costs three times as much.
    """

    ids_changed = Signal()
    all_changed = Signal()

    def __init__(
        self,
        columns: Sequence[Column],
        fetch_rows: Callable[[Sequence[int]], Iterable[Any]],
        present: Callable[[Any], tuple[str, ...]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._fetch, self._present = fetch_rows, present
        self._ids: array[int] = array("q")
        self._rows: OrderedDict[int, _Shown] = OrderedDict()
        self._blank = _Shown(None, ("",) * len(self.columns))
        self._aligns = [
            int((_ALIGNMENTS[column.align] | Qt.AlignmentFlag.AlignVCenter).value) for column in self.columns
        ]

    def ids(self) -> "array[int]":
        """A copy of the snapshot, in the order shown."""
        return self._ids[:]

    def set_ids(self, ids: "array[int]") -> None:
        """Show this snapshot: few differences are told as inserts, removes and moves, many as a reset.

        Rows already read stay; call `refresh` for those whose content changed.
        """
        steps = steps_between(self._ids, ids)
        if steps is None:
            self.reset_ids(ids)
        elif len(steps) == 1 and isinstance(steps[0], Insert):
            # Put in one by one they would take a sixteenth more room than they need, and a second copy meanwhile.
            with self._telling(steps[0]):
                self._ids = ids[:]
            self.ids_changed.emit()
        elif steps:
            for step in steps:
                self._apply(step)
            self.ids_changed.emit()

    def reset_ids(self, ids: "array[int]") -> None:
        """Show this snapshot as another list: selection and everything read are forgotten."""
        self.beginResetModel()
        self._ids = ids[:]
        self._rows.clear()
        self.endResetModel()
        self.ids_changed.emit()

    def refresh(self, ids: Iterable[int]) -> None:
        """Read these rows again where they were read before; unread ones need no word."""
        known = [number for number in ids if self._rows.pop(number, None) is not None]
        if len(known) > MOST_TOLD:
            self._tell_all()
            return
        for number in known:
            place = self.place_of(number)
            if place >= 0:
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.columns) - 1))

    def refresh_all(self) -> None:
        """Read everything shown again (the clock ticked, a wording changed)."""
        self._rows.clear()
        self._tell_all()

    def repaint_column(self, column: int, ids: Iterable[int] | None = None) -> None:
        """Say that what is painted in `column` changed with the clock, of these rows or all; nothing is read again."""
        spans = [(0, len(self._ids) - 1)] if ids is None else [(place, place) for place in map(self.place_of, ids)]
        for first, last in spans:
            if last >= 0:
                self.dataChanged.emit(self.index(first, column), self.index(last, column), [_DISPLAY])

    def id_at(self, index: Index | int) -> int | None:
        """The id at an index or row number; None outside."""
        place = index if isinstance(index, int) else index.row()
        return self._ids[place] if 0 <= place < len(self._ids) else None

    def row_at(self, index: Index | int) -> Any:
        """The row as `fetch_rows` gave it; None outside or where it vanished."""
        place = index if isinstance(index, int) else index.row()
        return self._shown(place).row if 0 <= place < len(self._ids) else None

    def text_at(self, place: int, column: int) -> str:
        """The text of a cell; "" where its row vanished or is none."""
        return self._texts_at(place)[column] if 0 <= place < len(self._ids) else ""

    def align(self, column: int) -> int:
        """How the text of a column stands, as Qt's alignment flags."""
        return self._aligns[column]

    def place_of(self, number: int) -> int:
        """The row number of an id, -1 where it is not shown."""
        return place_in(self._ids, number)

    def index_of(self, number: int, column: int = 0) -> QModelIndex:
        """The index of an id; an invalid one where it is not shown."""
        place = self.place_of(number)
        return self.index(place, column) if place >= 0 else QModelIndex()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._ids)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.columns)

    @override
    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY:
            place = index.row()
            return self._texts_at(place)[index.column()] if 0 <= place < len(self._ids) else None
        if role < IdRole - 1 and role not in (_ALIGN, _ACCESSIBLE):
            return None
        return self._rarer(index, role)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == _ALIGN:
            return self._aligns[section]
        return self.columns[section].title if role in (_DISPLAY, _ACCESSIBLE) else None

    def _tell_all(self) -> None:
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(self.columns) - 1))
            self.all_changed.emit()

    def _rarer(self, index: Index, role: int) -> Any:
        place = index.row()
        if not 0 <= place < len(self._ids):
            return None
        if role == IdRole:
            return self._ids[place]
        if role == RowRole:
            return self._shown(place).row
        if role == _ALIGN:
            return self._aligns[index.column()]
        return self._texts_at(place)[index.column()] if role == _ACCESSIBLE else None

    def _shown(self, place: int) -> _Shown:
        found = self._rows.get(self._ids[place])
        if found is None:
            self._read_page(place - place % PAGE)
            found = self._rows.get(self._ids[place], self._blank)
        return found

    def _texts_at(self, place: int) -> tuple[str, ...]:
        shown = self._shown(place)
        texts = shown.texts
        if texts is None:
            made = self._present(shown.row)
            texts = shown.texts = made + ("",) * (len(self.columns) - len(made))
        return texts

    def _read_page(self, first: int) -> None:
        wanted = [number for number in self._ids[first : first + PAGE] if number not in self._rows]
        for number in wanted:
            self._rows[number] = self._blank
        for row in self._fetch(wanted):
            self._rows[row.id] = _Shown(row)
        while len(self._rows) > PAGE * MOST_PAGES:
            self._rows.popitem(last=False)

    def _apply(self, step: Step) -> None:
        with self._telling(step):
            if isinstance(step, Insert):
                self._ids[step.at : step.at] = array("q", step.ids)
            elif isinstance(step, Remove):
                del self._ids[step.at : step.at + step.length]
            else:
                self._ids.insert(step.target, self._ids.pop(step.source))

    @contextmanager
    def _telling(self, step: Step) -> Iterator[None]:
        root = QModelIndex()
        if isinstance(step, Insert):
            self.beginInsertRows(root, step.at, step.at + len(step.ids) - 1)
            yield
            self.endInsertRows()
        elif isinstance(step, Remove):
            self.beginRemoveRows(root, step.at, step.at + step.length - 1)
            yield
            self.endRemoveRows()
        else:
            yield from self._telling_move(step)

    def _telling_move(self, step: Move) -> Iterator[None]:
        root = QModelIndex()
        # Qt counts the target before the row is taken out.
        target = step.target + 1 if step.target > step.source else step.target
        self.beginMoveRows(root, step.source, step.source, root, target)
        yield
        self.endMoveRows()


def place_in(ids: "array[int]", number: int) -> int:
    """Where `number` stands in a snapshot, -1 if nowhere: 3 ms in a million, and no second index."""
    if len(ids) < 4096:
        return ids.index(number) if number in ids else -1
    packed, sought = ids.tobytes(), array("q", (number,)).tobytes()
    at = packed.find(sought)
    while at >= 0 and at % 8:
        at = packed.find(sought, at + 1)
    return at // 8 if at >= 0 else -1
