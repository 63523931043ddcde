"""The rows of the import dialog: problem rows with what becomes of them, and values that stay as edited here."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QPainter

from ticketdesk.desk.imports import Difference
from ticketdesk.domain.orders import Problem
from ticketdesk.ui import labels
from ticketdesk.ui.delegates.cells import CellDelegate, Index, paint_text
from ticketdesk.ui.delegates.chips import HEIGHT, ChipText, paint_chip
from ticketdesk.ui.models.snapshot import Column, RowRole, SnapshotModel
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import one_line, tooltip
from ticketdesk.ui.theme import current_theme
from ticketdesk.words import tr
from ticketdesk.words.problems import sentence

FATE: Final = 3
_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_TOOLTIP: Final = int(Qt.ItemDataRole.ToolTipRole)


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A problem as the table shows it.

    ``corrected`` says that its suggestion is taken, ``typed`` is what the agent wrote in the place of its cell, and
    ``taken`` that the row comes in since another one was mended.
    """

    id: int
    problem: Problem
    corrected: bool = False
    typed: str | None = None
    taken: bool = False

    @property
    def column(self) -> str:
        """The column whose cell is wrong; "" where it is the row as a whole."""
        return dict(self.problem.args).get("column", "")

    @property
    def cell(self) -> str:
        """What stands in the wrong cell; "" where that is not told."""
        return dict(self.problem.args).get("value", "")

    @property
    def stays_out(self) -> bool:
        """Whether the row is left out of the import as it stands."""
        return not (self.corrected or self.taken or self.typed is not None)


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A value of the file that does not replace the one edited here."""

    id: int
    difference: Difference


class ProblemModel(SnapshotModel):
    """Problem rows of one file; `toggle` takes a row's suggestion or gives it up."""

    def __init__(self, parent: QObject | None = None) -> None:
        columns = (
            Column(tr("Line"), width=70), Column(tr("Problem"), width=330), Column(tr("Original text"), width=280),
            Column(tr("What happens"), width=180),
        )  # fmt: skip
        self._problems: dict[int, ProblemRow] = {}
        self._mends: dict[tuple[int, str], str] = {}
        super().__init__(columns, self._found, _present_problem, parent)

    def show(self, problems: Sequence[Problem]) -> None:
        """Show the problems of another file by their lines: what only the store tells is found after the cells."""
        by_line = sorted(problems, key=lambda each: each.line)
        self._problems = {place: ProblemRow(place, problem) for place, problem in enumerate(by_line, start=1)}
        self._mends = {}
        self.reset_ids(array("q", self._problems))

    def toggle(self, number: int) -> bool:
        """Take or give up the suggestion of a row; False where it has none."""
        row = self._problems.get(number)
        if row is None or row.problem.suggestion is None:
            return False
        self._problems[number] = ProblemRow(row.id, row.problem, not row.corrected)
        self.refresh([number])
        return True

    def mend(self, number: int, text: str) -> bool:
        """Take ``text`` in the place of the row's wrong cell; False where no cell of it is wrong."""
        row = self._problems.get(number)
        if row is None or not row.column:
            return False
        self._problems[number] = replace(row, corrected=False, typed=text)
        self._mends[row.problem.line, row.column] = text
        self.refresh([number])
        return True

    def settle(self, problems: Sequence[Problem]) -> None:
        """Show what became of the rows after another look at the file: which are still wrong, and which no more."""
        wrong = {problem.line: problem for problem in problems}
        changed = {}
        for number, row in self._problems.items():
            found = wrong.get(row.problem.line)
            if found is not None and not row.stays_out:
                if row.corrected and row.problem.suggestion is not None:  # it stays taken, another cell is wrong too
                    self._mends[row.problem.line, row.column] = row.problem.suggestion
                changed[number] = ProblemRow(number, found)
            elif found is None and row.stays_out:
                changed[number] = replace(row, taken=True)
        self._problems |= changed
        self.refresh(list(changed))

    def row(self, number: int | None) -> ProblemRow | None:
        """Return a row by its id; None where there is none."""
        return self._problems.get(number) if number is not None else None

    def mends(self) -> list[tuple[int, str, str]]:
        """Return all that the agent wrote in place of cells: (line, column, text)."""
        return [(line, column, text) for (line, column), text in self._mends.items()]

    def corrections(self) -> frozenset[int]:
        """Return the lines whose suggestion is taken."""
        return frozenset(row.problem.line for row in self._problems.values() if row.corrected)

    def left_out(self) -> list[Problem]:
        """Return the problems that stay out of the import."""
        return [row.problem for row in self._problems.values() if row.stays_out]

    @override
    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if role == _TOOLTIP and index.isValid():
            row = self.row_at(index)
            return tooltip(f"{sentence(row.problem)}\n{row.problem.original}") if row is not None else None
        return super().data(index, role)

    def _found(self, ids: Sequence[int]) -> list[ProblemRow]:
        return [self._problems[key] for key in ids]


class DifferenceModel(SnapshotModel):
    """Values that stay as an agent edited them."""

    def __init__(self, parent: QObject | None = None) -> None:
        columns = (
            Column(tr("Order number"), width=190), Column(tr("Field"), width=110),
            Column(tr("In the file"), width=270), Column(tr("Stays"), width=280),
        )  # fmt: skip
        self._rows_by_id: dict[int, DifferenceRow] = {}
        super().__init__(columns, self._found, _present_difference, parent)

    def show(self, differences: Sequence[Difference]) -> None:
        """Show the differences of another file."""
        self._rows_by_id = {place: DifferenceRow(place, each) for place, each in enumerate(differences, start=1)}
        self.reset_ids(array("q", self._rows_by_id))

    def _found(self, ids: Sequence[int]) -> list[DifferenceRow]:
        return [self._rows_by_id[key] for key in ids]


class FateCell(CellDelegate):
    """What becomes of a problem row: left out, or its suggestion as a chip that can be pressed."""

    def paint_cell(self, painter: QPainter, area: QRect, index: Index) -> None:
        """Paint the chip of a suggestion, else quiet words."""
        row: ProblemRow | None = index.data(RowRole)
        if row is None:
            return
        mended = row.taken or row.typed is not None
        if row.problem.suggestion is None and not mended:
            theme = current_theme()
            painter.setPen(theme.color("text.third"))
            paint_text(painter, area, index.data() or "", theme.font())
            return
        good = row.corrected or mended
        chip = ChipText(index.data() or "", "ok" if good else "accent", "check" if good else "pencil")
        paint_chip(painter, area.x(), area.y() + (area.height() - HEIGHT) // 2, chip, area.width())


def _present_problem(row: ProblemRow) -> tuple[str, ...]:
    problem = row.problem
    return str(problem.line), one_line(sentence(problem)), one_line(problem.original), _fate(row)


def _fate(row: ProblemRow) -> str:
    suggestion = row.problem.suggestion
    if row.typed is not None:
        return tr("Taken as {0}", one_line(row.typed, 40))
    if row.taken:
        return tr("Taken")
    if suggestion is None:
        return tr("Left out")
    return tr("Taken as {0}", suggestion) if row.corrected else tr("Left out; take {0}?", suggestion)


def _present_difference(row: DifferenceRow) -> tuple[str, ...]:
    found = row.difference
    kept = one_line(str(found.desk_value))
    if found.field == "flag":
        kept = labels.flag_name(int(found.desk_value)) if str(found.desk_value).isdigit() else kept
    return found.number, labels.field_name(found.field), one_line(str(found.file_value)), kept
