"""The table of acts over a snapshot of their ids, the newest first."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QModelIndex, QObject, QRect, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ticketdesk.store.queries.audit import AuditPage, AuditRow
from ticketdesk.ui import labels
from ticketdesk.ui.delegates.cells import CellDelegate
from ticketdesk.ui.delegates.chips import chip_column
from ticketdesk.ui.delegates.order import ChipCell
from ticketdesk.ui.labels import Label
from ticketdesk.ui.models.snapshot import Column, Index, SnapshotModel
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.settings.audit import kinds
from ticketdesk.ui.settings.audit.subjects import Subject, arguments, names_of, said, subjects
from ticketdesk.ui.settings.audit.values import named
from ticketdesk.ui.widgets.table_view import TableView
from ticketdesk.ui.world import World
from ticketdesk.words import tr

TIME, WHO, WHAT, ABOUT, STATE = range(5)
_ROW: Final = 34
_NAMING: Final = (
    "agent_name", "role_name", "shop_name", "view_name", "type_name", "type_key", "buyer_nick", "key", "kind", "how",
    "path",
)  # fmt: skip


class AuditLine(NamedTuple):
    """One act as the table shows it, and what its detail begins from."""

    id: int
    row: AuditRow
    who: str
    what: str
    about: str
    subjects: tuple[Subject, ...]
    state: Label


class AuditModel(SnapshotModel):
    """Keyset pages of acts: `add_page` appends what is older, `add_new` puts what was just done on top.

    ``more_wanted`` once when the end comes into sight and something older is known to be there.
    """

    more_wanted = Signal()

    def __init__(self, world: World, parent: QObject | None = None) -> None:
        columns = (
            Column(tr("Time"), width=112),
            Column(tr("Who"), width=104),
            Column(tr("What was done"), width=150),
            Column(tr("About"), width=160),
            Column(tr("State"), width=chip_column(kinds.states())),
        )
        super().__init__(columns, self._read, self._texts_of, parent)
        self._world = world
        self._lines: dict[int, AuditLine] = {}
        self._next: int | None = None
        self._asking = False

    @property
    def next(self) -> int | None:
        """The act before which the next page begins, None at the end."""
        return self._next

    def line(self, number: int | None) -> AuditLine | None:
        """Return the act of this id, None where it is not shown."""
        return None if number is None else self._lines.get(number)

    def show_page(self, page: AuditPage) -> None:
        """Show the first page of another filter."""
        self._lines = {line.id: line for line in lines(self._world, page.rows)}
        self._next, self._asking = page.next, False
        self.reset_ids(array("q", self._lines))

    def add_page(self, page: AuditPage) -> None:
        """Append a page of older acts."""
        self._lines |= {line.id: line for line in lines(self._world, page.rows)}
        self._next, self._asking = page.next, False
        self.set_ids(array("q", self._lines))

    def add_new(self, page: AuditPage) -> bool:
        """Put the acts of a first page that are newer on top; False where they do not meet what is shown."""
        known = [row.id for row in page.rows if row.id in self._lines]
        if self._lines and not known:
            return False
        fresh = {line.id: line for line in lines(self._world, page.rows)}
        self._lines = {**fresh, **{number: line for number, line in self._lines.items() if number not in fresh}}
        self.set_ids(array("q", self._lines))
        self.refresh(known)
        return True

    @override
    def canFetchMore(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008 - Qt's own default
        return not parent.isValid() and self._next is not None and not self._asking

    @override
    def fetchMore(self, parent: Index = QModelIndex()) -> None:  # noqa: B008 - Qt's own default
        if self.canFetchMore(parent):
            self._asking = True
            self.more_wanted.emit()

    def _read(self, ids: Sequence[int]) -> list[AuditLine]:
        return [self._lines[number] for number in ids if number in self._lines]

    def _texts_of(self, line: AuditLine) -> tuple[str, ...]:
        at = labels.date_text(line.row.at, self._world.clock())
        return (at, line.who, line.what, line.about, line.state.text)


def lines(world: World, rows: Sequence[AuditRow]) -> list[AuditLine]:
    """Return acts with words for who, what and about."""
    found = [(row, tuple(subjects(arguments(row.args)))) for row in rows]
    wanted = [(each.column, number) for _row, named in found for each in named for number in each.ids[:1]]
    names = names_of(world.reader, wanted)
    return [_line(row, named, said(named, names)) for row, named in found]


def _line(row: AuditRow, named: tuple[Subject, ...], about: str) -> AuditLine:
    inner = arguments(row.args)
    what = labels.command(row.command)
    if row.command == "Denied":
        what = tr("denied: {0}", labels.command(str(inner.get("command", ""))))
    return AuditLine(
        row.id, row, one_line(row.agent_name, 40) or tr("The program"), what, _told(inner, about), named,
        kinds.state(row.command, row.state),
    )  # fmt: skip


def _told(inner: dict[str, Any], about: str) -> str:
    """What an act was about: the title of a new ticket, the rows named, else a colleague, a file, a setting."""
    title = inner.get("title")
    if isinstance(title, str) and title:
        return one_line(title, 60)
    for name in () if about else _NAMING:
        value = inner.get(name)
        if isinstance(value, str) and value:
            return one_line(value.replace("\\", "/").rsplit("/", 1)[-1] if name == "path" else named(name, value), 60)
    return about


class AuditTable(TableView):
    """Rows are lower than elsewhere: a log is read by the eye that runs down."""

    def __init__(self, model: AuditModel, parent: QWidget | None = None) -> None:
        super().__init__(model, tr("Log of acts"), parent=parent)
        self.setItemDelegate(CellDelegate(self, ink="text.second"))
        self.setItemDelegateForColumn(WHAT, CellDelegate(self, bold=True))
        self.setItemDelegateForColumn(STATE, StateCell(_chip, self))
        self.verticalHeader().setMinimumSectionSize(_ROW)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        head = self.horizontalHeader()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(ABOUT, head.ResizeMode.Stretch)


class StateCell(ChipCell):
    """The chip of an act that does not simply stand; nothing for one that does."""

    def paint_cell(self, painter: QPainter, area: QRect, index: Index) -> None:
        """Paint the chip where there is one."""
        if index.data():
            super().paint_cell(painter, area, index)


def _chip(line: AuditLine) -> Label:
    return line.state
