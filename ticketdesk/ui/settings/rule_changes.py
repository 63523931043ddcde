"""What other rules change, rule by rule and field by field, in words: before a pack is taken in."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ticketdesk.desk.rule_packs import PackReport
from ticketdesk.domain.rules.pack_text import Difference
from ticketdesk.ui.delegates.cells import CellDelegate
from ticketdesk.ui.models.snapshot import Column, SnapshotModel
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.settings.rule_model import place_name
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.frames import BusyBar
from ticketdesk.ui.widgets.table_view import TableView
from ticketdesk.words import tr, trn
from ticketdesk.words.rule_fields import rule_field_name, rule_value


@dataclass(frozen=True, slots=True)
class _Line:
    """A difference with its place, from 1."""

    id: int
    change: Difference


class ChangesModel(SnapshotModel):
    """What a pack of rules changes, in its order; ``then`` heads the column of what would stand there."""

    def __init__(self, then: str, parent: QObject | None = None) -> None:
        columns = (
            Column(tr("Rule"), width=170), Column(tr("What changes"), width=150), Column(tr("Stands now"), width=270),
            Column(then, width=270),
        )  # fmt: skip
        self._changes: tuple[Difference, ...] = ()
        super().__init__(columns, self._found, _present, parent)

    def show(self, changes: tuple[Difference, ...]) -> None:
        """Show these differences."""
        self._changes = changes
        self.reset_ids(array("q", range(1, len(changes) + 1)))

    def _found(self, ids: Sequence[int]) -> list[_Line]:
        return [_Line(key, self._changes[key - 1]) for key in ids]


class ChangesView(QWidget):
    """What the pack is, the differences, and a bar while they are looked for."""

    def __init__(self, then: str) -> None:
        super().__init__()
        self.told = label(wrap=True)
        self.model = ChangesModel(then, self)
        self.table = TableView(self.model, tr("Differences"), multiple=False)
        self.table.setItemDelegate(CellDelegate(self.table))
        self.table.setItemDelegateForColumn(2, CellDelegate(self.table, ink="text.second"))
        self.busy = BusyBar()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.m)
        column.addWidget(self.told)
        column.addWidget(self.table, 1)
        column.addWidget(self.busy)

    def show_busy(self, words: str) -> None:
        """Say what is being done."""
        self.told.setText(words)
        self.busy.set_busy(None)

    def show_report(self, report: PackReport) -> None:
        """Say what the pack would change."""
        self.told.setText(_told(report))
        self.model.show(report.changes)
        self.busy.set_idle()


def _told(report: PackReport) -> str:
    before, after = (one_line(each.version, 40) for each in (report.before, report.pack))
    count = trn(
        len(report.changes), "Version {1} follows {2}: {0} difference.", "Version {1} follows {2}: {0} differences.",
        after, before,
    )  # fmt: skip
    since = tr(
        "It holds for tickets that are opened from {0} on and never before it is taken in; the others keep theirs.",
        report.pack.made_on,
    )
    return f"{count} {since}"


def _present(row: _Line) -> tuple[str, ...]:
    change = row.change
    if not change.field:
        came = tr("Rule comes in") if change.after else tr("Rule goes")
        return one_line(change.rule, 60), came, *(one_line(tr(each) if each else "", 160) for each in change[2:])
    sides = (_said(change.field, each) for each in (change.before, change.after))
    return one_line(change.rule, 60), rule_field_name(change.field), *sides


def _said(field: str, text: str) -> str:
    """What stands in a field, in words."""
    return one_line(place_name(text) if field == "platform" and text else rule_value(field, text), 160)
