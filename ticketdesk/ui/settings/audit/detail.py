"""One act of the log: who, when, what, with which words, and every field it changed, from what to what."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ticketdesk.domain.money import YUAN
from ticketdesk.store.queries import audit
from ticketdesk.store.queries.audit import FieldChange
from ticketdesk.ui.labels import Label
from ticketdesk.ui.moments import clock_text, date_text
from ticketdesk.ui.safe_text import ElidedLabel, label
from ticketdesk.ui.settings.audit.audit_model import AuditLine
from ticketdesk.ui.settings.audit.subjects import CURRENCY, Names, names_of, place, row_column
from ticketdesk.ui.settings.audit.ticket_words import filled, filled_names, said_by_itself
from ticketdesk.ui.settings.audit.told import moneyed, told
from ticketdesk.ui.settings.audit.values import shown, turned
from ticketdesk.ui.slices import run_slice
from ticketdesk.ui.strip import Strip
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.turns import Turn
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.frames import EmptyState
from ticketdesk.ui.widgets.marks import Chip, Divider
from ticketdesk.ui.world import Place, World
from ticketdesk.words import tr, trn
from ticketdesk.words.records import column_name, is_shown, table_name

MOST: Final = 20
_AT_ONCE: Final = 0.016

Changed = Sequence[FieldChange]
"""The fields of one row that an act changed, at least one."""


class Field(NamedTuple):
    """One value of a row: its name, and the words before and after ("" for none)."""

    name: str
    before: str
    after: str


class AuditDetail(Strip):
    """`show_act(line)`; `opened(Place)` leads to what the act was about."""

    opened = Signal(object)

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent=parent)
        self._world = world
        self.setMinimumWidth(260)
        self.setAccessibleName(tr("What the act changed"))
        self._steps: Iterator[None] = iter(())
        self._timer = Turn(self, self._more, again=True)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(self.accessibleName())
        self._area.viewport().setAutoFillBackground(False)
        self.empty = EmptyState("history", tr("No act chosen"), tr("Choose a line to see what it changed."))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.addWidget(self.empty)
        column.addWidget(self._area)
        self.show_act(None)

    def show_act(self, line: AuditLine | None) -> None:
        """Show an act; None shows that none is chosen."""
        self._timer.stop()
        self.empty.setVisible(line is None)
        self._area.setVisible(line is not None)
        if line is not None:
            inner = self._built(line)
            self._area.setWidget(inner)
            inner.setAutoFillBackground(False)  # the area has just turned it on

    def open_subject(self, line: AuditLine) -> None:
        """Go to what the act was about, where that has a page."""
        where = place(line.subjects)
        if where is not None:
            self.opened.emit(where)

    def words(self) -> str:
        """Return every word shown, for tests and for copying."""
        run_slice(self._steps, math.inf)
        inner = self._area.widget()
        return "\n".join(each.text() for each in inner.findChildren(ElidedLabel)) if inner is not None else ""

    def _built(self, line: AuditLine) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(SIZES.l, SIZES.m, SIZES.l, SIZES.m)
        column.setSpacing(6)
        self._head(column, line)
        self._steps = self._body(column, line)
        if run_slice(self._steps, _AT_ONCE):
            self._timer.start()
        return inner

    def _more(self) -> None:
        """Add some more of what an act changed; a hundred lines at once would hold the window."""
        if not run_slice(self._steps):
            self._timer.stop()

    def _body(self, column: QVBoxLayout, line: AuditLine) -> Iterator[None]:
        rows = by_row(audit.details(self._world.reader, line.id, limit=MOST + 1))
        names = self._names(line, rows)
        args = [Field(name, "", words) for name, words in told(line, names, self._world.clock())]
        if args:
            column.addWidget(Divider(dashed=True))
            for field in args:
                column.addWidget(_field_line(field))
                yield
        for row in rows[:MOST]:
            yield from self._change(column, row, names)
        self._foot(column, rows)
        column.addStretch(1)

    def _head(self, column: QVBoxLayout, line: AuditLine) -> None:
        head = QHBoxLayout()
        head.addWidget(ElidedLabel(line.what, role="strong"), 1)
        if line.state.text:
            head.addWidget(Chip(line.state.text, line.state.level))
        column.addLayout(head)
        now = self._world.clock()
        moment = f"{date_text(line.row.at, now).rsplit(' ', 1)[0]} {clock_text(line.row.at)}"
        column.addWidget(ElidedLabel(f"{line.who} · {moment}", role="third"))
        where = place(line.subjects)
        if line.about:
            row = QHBoxLayout()
            row.addWidget(ElidedLabel(line.about, role="second"), 1)
            if where is not None:
                go = button(tr("Open it"), kind="link", small=True, name=tr("Open {0}", line.about))
                go.clicked.connect(partial(self._open, where))
                row.addWidget(go)
            column.addLayout(row)

    def _open(self, where: Place, _checked: bool = False) -> None:
        self.opened.emit(where)

    def _change(self, column: QVBoxLayout, row: Changed, names: Names) -> Iterator[None]:
        fields = fields_of(row, self._world.clock(), names)
        manner = _manner(row)
        if not fields and manner.level != "bad":
            return
        column.addWidget(Divider(dashed=True))
        head = QHBoxLayout()
        head.addWidget(ElidedLabel(table_name(row[0].table), role="strong"))
        head.addWidget(Chip(manner.text, manner.level))
        head.addStretch(1)
        column.addLayout(head)
        for field in fields:
            column.addWidget(_field_line(field))
            yield

    def _foot(self, column: QVBoxLayout, rows: Sequence[Changed]) -> None:
        if not rows:
            column.addWidget(Divider(dashed=True))
            column.addWidget(label(tr("No row was changed."), role="third"))
        elif len(rows) > MOST:
            text = trn(MOST, "The first {0} row is shown.", "The first {0} rows are shown.")
            column.addWidget(label(text, role="third"))

    def _names(self, line: AuditLine, rows: Sequence[Changed]) -> dict[tuple[str, int], str]:
        wanted = [(each.column, number) for each in line.subjects for number in each.ids[:1]]
        for change in (each for row in rows[:MOST] for each in row):
            for value in (change.before, change.after):
                column = row_column(change.field)
                if column.endswith("_id") and isinstance(value, int):
                    wanted.append((column, value))
                if column.endswith("_cents"):
                    wanted.append((CURRENCY, change.id))
        wanted += moneyed(line)
        values = {row[0].id for row in rows[:MOST] if row[0].table == "ticket_value"}
        names = names_of(self._world.reader, wanted)
        return names | filled_names(self._world.reader, values) if values else names


def by_row(changes: Sequence[FieldChange]) -> list[Changed]:
    """Return the changed fields row by row, in the order of the act."""
    found: dict[tuple[str, int], list[FieldChange]] = {}
    for change in changes:
        found.setdefault((change.table, change.id), []).append(change)
    return list(found.values())


def fields_of(row: Changed, now: int, names: Names) -> list[Field]:
    """Return the changed fields of one row that mean something to an agent, in words."""
    found: list[Field] = []
    if row[0].table == "ticket_event" and not said_by_itself(row):
        return found
    currency = names.get((CURRENCY, row[0].id), YUAN)
    for change in row:
        if change.field == "permissions":
            found.append(Field(column_name(change.field), "", turned(change.before, change.after)))
            continue
        if (change.table, change.field) == ("ticket_value", "value"):
            found.append(Field(*filled(change, names)))
            continue
        before = shown(change.table, change.field, change.before, now, names, currency)
        after = shown(change.table, change.field, change.after, now, names, currency)
        if is_shown(change.table, change.field) and (before or after):
            found.append(Field(column_name(change.field, change.table), before, after))
    return found


def _manner(row: Changed) -> Label:
    """Whether the row came, went or changed; one that came names several fields that were nothing before."""
    if any(change.field == "deleted" and change.after for change in row):
        return Label(tr("removed"), "bad")
    fresh = len(row) > 1 and row[0].before is None and row[1].before is None
    return Label(tr("new"), "ok") if fresh else Label(tr("changed"), "plain")


def _field_line(field: Field) -> QWidget:
    """The name over "before → after"; a new value stands alone."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SIZES.s)
    name = ElidedLabel(field.name, role="third")
    name.setFixedWidth(84)
    words = f"{field.before} → {field.after or '—'}" if field.before else field.after
    value = label(words, wrap=True)
    made.setAccessibleName(f"{field.name}: {words}")
    row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(value, 1)
    return made
