"""What the import dialog shows of a file: counts, problem rows, values that stay, progress."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ticketdesk.desk.imports import ImportReport
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.exchange.layouts import ANY_COLUMNS, PARCELS, REFUNDS
from ticketdesk.ui.delegates.cells import CellDelegate
from ticketdesk.ui.errors import words
from ticketdesk.ui.orders.import_mend import MendLine
from ticketdesk.ui.orders.import_model import FATE, DifferenceModel, FateCell, ProblemModel
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.frames import Banner, BusyBar, Card
from ticketdesk.ui.widgets.marks import SectionTitle
from ticketdesk.ui.widgets.table_view import TableView
from ticketdesk.words import tr

_MOST_ROWS = 5
_MOST_COLUMNS = 8


class CountCard(Card):
    """One count with its name."""

    def __init__(self, title: str, role: str) -> None:
        super().__init__(margin=SIZES.m, spacing=2)
        self._title = title
        self.body.addWidget(label(title, role="small"))
        self.number = label("0", role="big")
        self._role = role
        self.body.addWidget(self.number)
        self.setMinimumWidth(110)

    def set_count(self, count: int) -> None:
        """Show ``count``; none is quiet."""
        self.number.setText(f"{count:,}")
        self.number.setProperty("role", self._role if count else "third")
        self.number.style().unpolish(self.number)
        self.number.style().polish(self.number)
        self.setAccessibleName(f"{self._title} {count}")


class ProblemTable(TableView):
    """Space or a click takes the suggestion of a row: ``toggled(id)``."""

    toggled = Signal(object)

    def __init__(self, model: ProblemModel) -> None:
        super().__init__(model, tr("Problem rows"))
        self._problems = model
        self.setItemDelegate(CellDelegate(self, ink="text.second"))
        self.setItemDelegateForColumn(0, CellDelegate(self))
        self.setItemDelegateForColumn(1, CellDelegate(self, ink="bad"))
        self.setItemDelegateForColumn(FATE, FateCell(self))
        self.clicked.connect(self._clicked)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.current_id() is not None:
            self.toggled.emit(self.current_id())
        else:
            super().keyPressEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == FATE:
            self.toggled.emit(self._problems.id_at(index))


class ReportView(QWidget):
    """The report of one file; ``save_wanted`` asks for a file of the problem rows, ``toggled(id)`` for a suggestion,
    ``mended(id, text)`` for another text of the row's wrong cell, ``columns_wanted`` to say what the unknown columns
    are."""

    save_wanted = Signal()
    columns_wanted = Signal()
    toggled = Signal(object)
    mended = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.cards = {
            "new": CountCard(tr("New"), "ok"),
            "changed": CountCard(tr("Changed"), "accent"),
            "unchanged": CountCard(tr("Unchanged"), "second"),
            "older": CountCard(tr("Older, left alone"), "second"),
            "problems": CountCard(tr("Problem rows"), "bad"),
        }
        self.problems = ProblemModel(self)
        self.differences = DifferenceModel(self)
        self.problem_table = ProblemTable(self.problems)
        self.difference_table = TableView(self.differences, tr("Values that stay as edited here"))
        self.difference_table.setItemDelegate(CellDelegate(self.difference_table, ink="text.second"))
        self.result = Banner(level="ok")
        self.progress = BusyBar()
        self.progress_text = label(role="small")
        self.progress_hint = label(tr("Cancelling takes everything back"), role="third")
        self.mend = MendLine()
        self.save = button(tr("Save problem rows…"), "download", small=True)
        self.columns = button(tr("Say what these columns are…"), kind="link", small=True)
        self._build()

    def show_report(self, report: ImportReport, *, keep_rows: bool = False) -> None:
        """Show counts and rows; ``keep_rows`` leaves the problem rows as they are (a suggestion was taken)."""
        counts = {
            "new": report.new, "changed": report.changed, "unchanged": report.unchanged, "older": report.older,
            "problems": report.problem_count,
        }  # fmt: skip
        for name, count in counts.items():
            self.cards[name].set_count(count)
        if keep_rows:
            self.problems.settle(report.problems)
        else:
            self.problems.show(report.problems)
        self._offer_mend(self.problem_table.current_id())
        self.differences.show(report.differences)
        self._show_part(self._problem_part, self.problem_table, self.problems.rowCount())
        self._show_part(self._difference_part, self.difference_table, self.differences.rowCount())
        lines = []
        if report.known:
            lines.append(tr("This very file was imported before: what was said since stays as it is."))
        if report.layout == REFUNDS:
            lines.append(_refunds())
        if report.layout == PARCELS:
            lines.append(_parcels())
        if report.unknown_columns:
            lines.append(tr("Columns kept as they are: {0}", _columns(report.unknown_columns)))
        self._unknown.setText("\n".join(lines))
        self._unknown.setVisible(bool(lines))
        self.columns.setVisible(bool(report.unknown_columns) and report.layout in ANY_COLUMNS)

    def show_progress(self, text: str, share: float | None, *, writing: bool) -> None:
        """Show work; while ``writing`` it says what cancelling does."""
        self.progress.set_busy(share)
        self.progress_text.setText(text)
        self._progress_row.show()
        self.progress_hint.setVisible(writing)

    def hold(self, *, on: bool) -> None:
        """Let nothing be said anew while it is being written."""
        self.mend.setEnabled(not on)
        self.columns.setEnabled(not on)

    def hide_progress(self) -> None:
        """The work is over."""
        self.progress.set_idle()
        self._progress_row.hide()

    def say(self, text: str, *, undoable: bool = False, level: Literal["ok", "warn"] = "ok") -> None:
        """Tell the result above everything, with Undo where it can be taken back; "" hides it."""
        self.result.set_banner(text, level, action=tr("Undo") if undoable else "")
        self.result.setVisible(bool(text))

    def _build(self) -> None:
        cards = QHBoxLayout()
        cards.setSpacing(SIZES.m)
        for card in self.cards.values():
            cards.addWidget(card)
        self._problem_part = self._part(tr("Problem rows"), self.problem_table, self.save, self.mend)
        self._difference_part = self._part(tr("Values that stay as edited here"), self.difference_table)
        self._unknown = label(role="third", wrap=True)
        self._progress_row = QWidget()
        row = QHBoxLayout(self._progress_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.progress_text)
        row.addStretch(1)
        row.addWidget(self.progress_hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.m)
        column.addWidget(self.result)
        column.addLayout(cards)
        for part in (self._problem_part, self._difference_part, self._unknown):
            column.addWidget(part)
        column.addWidget(self.columns, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self._progress_row, self.progress):
            column.addWidget(part)
        column.addStretch(1)
        self.save.clicked.connect(self.save_wanted)
        self.columns.clicked.connect(self.columns_wanted)
        self.problem_table.toggled.connect(self.toggled)
        self.problem_table.current_changed.connect(self._offer_mend)
        self.problem_table.opened.connect(self._reach_mend)
        self.mend.mended.connect(self.mended)
        self.result.hide()
        self.hide_progress()

    def _offer_mend(self, number: int | None) -> None:
        self.mend.show_row(self.problems.row(number))

    def _reach_mend(self, _number: int) -> None:
        """Enter or a double click on a row: the keyboard goes to its wrong cell."""
        if self.mend.field.isEnabled():
            self.mend.field.setFocus()
            self.mend.field.selectAll()

    def _part(
        self, title: str, table: TableView, extra: QWidget | None = None, below: QWidget | None = None
    ) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.s)
        head = SectionTitle(title)
        if extra is not None:
            head.add(extra)
        column.addWidget(head)
        column.addWidget(table)
        if below is not None:
            column.addWidget(below)
        part.hide()
        return part

    def _show_part(self, part: QWidget, table: TableView, rows: int) -> None:
        part.setVisible(rows > 0)
        table.setFixedHeight(SIZES.table_head + SIZES.table_row * min(max(rows, 1), _MOST_ROWS) + 2)


def why_not(*, denied: bool) -> str:
    """Return why the file that is shown cannot be taken."""
    if denied:
        return words(DeskError("denied", permission=Permission.ORDER_SHIP.value)) or ""
    return tr("Nothing in this file is new to the desk.")


def _refunds() -> str:
    return tr("Refunds are taken for orders that are here; the platform's state and deadline win.")


def _parcels() -> str:
    return tr("Orders that wait to be shipped become shipped; others get the parcel and keep their state.")


def outcome(report: ImportReport) -> str:
    """Return what an import did, as one sentence."""
    if report.layout == REFUNDS:
        return tr("Refunds taken in: {0} new, {1} changed.", f"{report.new:,}", f"{report.changed:,}")
    if report.layout == PARCELS:
        return tr("Orders with parcels from the list: {0}.", f"{report.changed:,}")
    return tr("Orders taken in: {0} new, {1} changed.", f"{report.new:,}", f"{report.changed:,}")


def _columns(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    first = ", ".join(one_line(name, 40) for name in names[:_MOST_COLUMNS])
    rest = len(names) - _MOST_COLUMNS
    return tr("{0}, … and {1} more", first, rest) if rest > 0 else first
