"""The differences of a file of phrases: counts, one row for each, and what else is worth saying."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ticketdesk.desk.phrase_import import PhraseChange, PhraseReport
from ticketdesk.domain.orders import Problem
from ticketdesk.ui.delegates.cells import CellDelegate
from ticketdesk.ui.models.snapshot import Column, SnapshotModel
from ticketdesk.ui.orders.import_report import CountCard
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.frames import BusyBar
from ticketdesk.ui.widgets.table_view import TableView
from ticketdesk.words import tr, trn
from ticketdesk.words.problems import sentence


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of the table: a change, or a problem of the file."""

    id: int
    line: int
    what: str
    code: str
    before: str
    after: str
    group: str


class DifferenceModel(SnapshotModel):
    """What differs, in the order of the file."""

    def __init__(self, parent: QObject | None = None) -> None:
        columns = (
            Column(tr("Line"), width=60), Column(tr("What happens"), width=150), Column(tr("Code"), width=110),
            Column(tr("Stands now"), width=290), Column(tr("In the file"), width=290), Column(tr("Group"), width=130),
        )  # fmt: skip
        self._items: list[Problem | PhraseChange] = []
        super().__init__(columns, self._found, _present, parent)

    def show(self, report: PhraseReport) -> None:
        """Show the differences and problems of a file."""
        self._items = sorted((*report.problems, *report.changes), key=lambda each: each.line)
        self.reset_ids(array("q", range(1, len(self._items) + 1)))

    def _found(self, ids: Sequence[int]) -> list[_Line]:
        return [_line(key, self._items[key - 1]) for key in ids]


class PhraseReportView(QWidget):
    """``told(share)`` may be emitted from any thread while the file is written."""

    told = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.cards = {
            "new": CountCard(tr("New"), "ok"), "changed": CountCard(tr("Changed"), "accent"),
            "unchanged": CountCard(tr("Unchanged"), "second"), "problems": CountCard(tr("Problem rows"), "bad"),
        }  # fmt: skip
        self.model = DifferenceModel(self)
        self.table = TableView(self.model, tr("Differences"))
        self.table.setItemDelegate(CellDelegate(self.table))
        self.table.setItemDelegateForColumn(3, CellDelegate(self.table, ink="text.second"))
        self.notes = label(role="second", wrap=True)
        self.progress = BusyBar()
        self.words = label(role="small")
        cards = QHBoxLayout()
        cards.setSpacing(SIZES.m)
        for card in self.cards.values():
            cards.addWidget(card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.m)
        column.addLayout(cards)
        column.addWidget(self.notes)
        column.addWidget(self.table, 1)
        column.addWidget(self.words)
        column.addWidget(self.progress)
        self.told.connect(self._written)
        self.show_report(PhraseReport())

    def show_report(self, report: PhraseReport) -> None:
        """Show counts, differences and notes."""
        counts = {
            "new": report.new, "changed": report.changed, "unchanged": report.unchanged,
            "problems": report.problem_count,
        }  # fmt: skip
        for name, count in counts.items():
            self.cards[name].set_count(count)
        self.model.show(report)
        notes = " · ".join(_notes(report))
        self.notes.setText(notes)
        self.notes.setVisible(bool(notes))
        self.words.hide()
        self.progress.set_idle()

    def show_progress(self, words: str, share: float | None) -> None:
        """Show work, ``share`` of it done (None: not known)."""
        self.words.setText(words)
        self.words.show()
        self.progress.set_busy(share)

    def _written(self, share: float) -> None:
        self.show_progress(tr("Writing"), share)


def _notes(report: PhraseReport) -> Iterator[str]:
    rest = report.new + report.changed - len(report.changes)
    if rest > 0:
        yield tr("{0} more differences are not listed", f"{rest:,}")
    if report.empty_codes:
        yield trn(report.empty_codes, "{0} phrase without a code", "{0} phrases without a code")
    if report.repeated:
        yield trn(len(report.repeated), "{0} code stands more than once", "{0} codes stand more than once")
    if report.shadowed:
        yield trn(len(report.shadowed), "{0} code is also one of your own", "{0} codes are also among your own")
    if report.near:
        yield trn(len(report.near), "{0} near-duplicate", "{0} near-duplicates")
    if report.rows and report.near is None:
        yield tr("So many phrases: near-duplicates were not looked for.")


def _line(place: int, item: Problem | PhraseChange) -> _Line:
    return _Line(place, *(_problem(item) if isinstance(item, Problem) else _change(item)))


def _change(change: PhraseChange) -> tuple[int, str, str, str, str, str]:
    before = change.before
    if before is None:
        return change.line, tr("New"), one_line(change.code, 40), "", one_line(change.text), one_line(change.group, 40)
    parts = [
        name
        for name, differs in (
            (tr("Text"), before.text != change.text),
            (tr("Code"), before.code != change.code),
            (tr("Group"), before.grouping != change.group),
        )
        if differs
    ]
    what = tr("Changed: {0}", ", ".join(parts)) if parts else tr("Changed: {0}", tr("Validity"))
    code = _arrow(before.code, change.code)
    stands = one_line(before.text) if before.text != change.text else ""
    return change.line, what, code, stands, one_line(change.text), _arrow(before.grouping, change.group)


def _arrow(before: str, after: str) -> str:
    old, new = one_line(before, 40), one_line(after, 40)
    return new if old == new else f"{old or '–'} → {new or '–'}"


def _problem(problem: Problem) -> tuple[int, str, str, str, str, str]:
    return problem.line, tr("Left out"), "", one_line(sentence(problem)), one_line(problem.original), ""


def _present(line: _Line) -> tuple[str, ...]:
    return str(line.line), line.what, line.code, line.before, line.after, line.group
