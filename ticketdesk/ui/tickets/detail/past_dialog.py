"""How a ticket was: at one moment beside another moment or now, field by field, what differs marked."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ticketdesk.domain.ticket_past import Field, Image, Point, after_step, difference, own_fields, points
from ticketdesk.store.queries import ticket_past
from ticketdesk.store.queries.ticket_past import MOST
from ticketdesk.store.queries.tickets import TicketRow
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.tickets.detail.moment_row import MomentRow
from ticketdesk.ui.tickets.detail.past_words import PastWords
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn

_WIDE: Final = 980
_LIST: Final = QSize(280, 340)


class PastDialog(ModalDialog):
    """Two moments, each typed, picked or moved to along the life; ↑ and ↓ in the list go through the acts."""

    def __init__(self, world: World, row: TicketRow, parent: QWidget) -> None:
        super().__init__(parent, tr("The ticket as it was"), f"{row.number} {one_line(row.title, 40)}", width=_WIDE)
        found = ticket_past.past(world.reader, row.id)
        self._image: Image = found.now if found else {}
        self._steps = found.steps if found else ()
        self._own = own_fields(self._image, self._steps)
        self._words = PastWords(world, row.type, found.kinds if found else {})
        self._life = points(self._steps, world.clock())
        self._chosen = (self._life[-1], self._life[-1])
        self.then, self.beside = MomentRow(tr("Then")), MomentRow(tr("Beside"))
        self.acts = QListWidget()
        self.acts.setAccessibleName(tr("Acts on the ticket, the newest first"))
        self.acts.setProperty("kind", "choice")
        self.acts.setProperty("role", "bare")
        self.table = _table(len(self.fields_at(self._life[-1], self._life[-1])))
        self.changed = label(role="second")
        self.only = QCheckBox(tr("Only what differs"))
        self.only.setAccessibleName(tr("Only what differs"))
        self._place()
        self._connect()
        self._begin()
        if found is not None and not found.whole:
            self.set_status(tr("Only the newest {0} changes are told here", MOST))

    def fields(self) -> tuple[Field, ...]:
        """Return the fields at the two moments chosen."""
        return self.fields_at(*self._chosen)

    def fields_at(self, then: Point, beside: Point) -> tuple[Field, ...]:
        """Return the fields at two moments."""
        return difference(self._at(then), self._at(beside), self._own)

    def _at(self, point: Point) -> Image | None:
        return after_step(self._image, self._steps, point.place)

    def _begin(self) -> None:
        """How it was before its newest act beside how it is."""
        self.acts.addItems([f"{self._words.at(step.at)}  {self._words.act(step)}" for step in self._steps])
        for row in (self.then, self.beside):
            row.set_life(self._life)
        self._chosen = (self._life[max(0, len(self._life) - 3)], self._life[-1])
        self._show()
        self.acts.setFocus()

    def _choose_then(self, point: Point) -> None:
        self._chosen = (point, self._chosen[1])
        self._show()

    def _choose_beside(self, point: Point) -> None:
        self._chosen = (self._chosen[0], point)
        self._show()

    def _choose_act(self, row: int) -> None:
        if 0 <= row < len(self._steps):
            self._choose_then(Point(self._steps[row].at, row))

    def _show(self) -> None:
        for row, point in zip((self.then, self.beside), self._chosen, strict=True):
            row.show_point(point, self._words.moment(point, self._steps, now=point == self._life[-1]))
        with QSignalBlocker(self.acts):
            place = self._chosen[0].place
            self.acts.setCurrentRow(place if place < len(self._steps) else -1)
        self._show_fields()

    def _show_fields(self) -> None:
        names = [tr("Field"), *(f"{title} · {when}" for title, when in zip(_titles(), self._moments(), strict=True))]
        self.table.setHorizontalHeaderLabels(names)
        fields = self.fields()
        for row, field in enumerate(fields):
            self._show_field(row, field)
        named = [self._words.field(field.name) for field in fields if field.changed]
        words = trn(len(named), "{0} field differs", "{0} fields differ") if named else tr("Nothing differs")
        self.changed.setText(words)
        self.table.setAccessibleDescription(f"{words}: {tr(', ').join(named)}" if named else words)

    def _show_field(self, row: int, field: Field) -> None:
        texts = (self._words.field(field.name), *(self._words.value(field.name, at) for at in (field.then, field.now)))
        for column, text in enumerate(texts):
            item = QTableWidgetItem(("≠ " if field.changed and column == 0 else "") + one_line(text, 300))
            if field.changed:
                bold = self.table.font()
                bold.setBold(True)
                item.setForeground(current_theme().color("warn"))
                item.setFont(bold)
            self.table.setItem(row, column, item)
        self.table.setRowHidden(row, self.only.isChecked() and not field.changed)

    def _moments(self) -> list[str]:
        return [tr("Now") if point == self._life[-1] else self._words.at(point.at) for point in self._chosen]

    def _copy(self) -> None:
        head = "\t".join((tr("Field"), *self._moments()))
        shown = [each for each in self.fields() if each.changed or not self.only.isChecked()]
        texts = [(each.name, each.then, each.now) for each in shown]
        value = self._words.value
        lines = [f"{self._words.field(name)}\t{value(name, then)}\t{value(name, now)}" for name, then, now in texts]
        QGuiApplication.clipboard().setText("\n".join((head, *lines)))
        self.set_status(tr("Copied"))

    def _connect(self) -> None:
        self.then.chosen.connect(self._choose_then)
        self.beside.chosen.connect(self._choose_beside)
        self.acts.currentRowChanged.connect(self._choose_act)
        self.only.toggled.connect(self._show_fields)
        current_theme().changed.connect(self._show_fields)

    def _place(self) -> None:
        for row in (self.then, self.beside):
            self.body.addWidget(row)
        below, right, above = QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        below.setSpacing(SIZES.m)
        self.acts.setMinimumSize(_LIST)
        self.acts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        below.addWidget(self.acts)
        above.addWidget(self.changed)
        above.addStretch(1)
        above.addWidget(self.only)
        right.addLayout(above)
        right.addWidget(self.table, 1)
        below.addLayout(right, 1)
        self.body.addLayout(below)
        copy, close = button(tr("Copy")), button(tr("Close"))
        copy.clicked.connect(self._copy)
        close.clicked.connect(self.reject)
        self.footer.addWidget(copy)
        self.footer.addWidget(close)


def _titles() -> tuple[str, str]:
    return tr("Then"), tr("Beside")


def _table(rows: int) -> QTableWidget:
    made = QTableWidget(rows, 3)
    made.setAccessibleName(tr("Fields then and beside"))
    made.verticalHeader().hide()
    made.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    made.setShowGrid(False)
    made.setProperty("role", "bare")
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    made.setTabKeyNavigation(False)
    made.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    made.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
    return made
