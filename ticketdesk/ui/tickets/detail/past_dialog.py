"""How a ticket was: its acts, and its fields then beside another moment or now, what differs marked."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ticketdesk.domain.ticket_past import FIELDS, Field, Image, after_step, difference
from ticketdesk.store.queries import ticket_past, tickets
from ticketdesk.store.queries.tickets import TicketRow
from ticketdesk.ui import labels
from ticketdesk.ui.safe_text import clamp, label, one_line
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn
from ticketdesk.words.records import column_name

_MOMENTS: Final = frozenset({"due_at", "closed_at"})


class PastDialog(ModalDialog):
    """↑ and ↓ go through the acts; beside stands how the ticket was after that act, and how it was at another."""

    def __init__(self, world: World, row: TicketRow, parent: QWidget) -> None:
        super().__init__(parent, tr("The ticket as it was"), f"{row.number} {one_line(row.title, 40)}", width=900)
        self._world = world
        found = ticket_past.past(world.reader, row.id)
        self._now: Image = found.now if found else {}
        self._steps = found.steps if found else ()
        self._numbers: dict[int, str] = {}
        self.acts = QListWidget()
        self.acts.setAccessibleName(tr("Acts on the ticket, the newest first"))
        self.acts.setProperty("kind", "choice")
        self.acts.setProperty("role", "bare")
        self.other = QComboBox()
        self.other.setAccessibleName(tr("Beside"))
        self.table = _table()
        self.changed = label(role="second")
        self._fill()
        self._place()
        self.acts.currentRowChanged.connect(self._show)
        self.other.currentIndexChanged.connect(self._show)
        self.acts.setCurrentRow(min(1, self.acts.count() - 1))
        self.acts.setFocus()

    def fields(self) -> tuple[Field, ...]:
        """Return the fields at the two moments chosen."""
        return difference(self._at(max(0, self.acts.currentRow())), self._at(max(0, self.other.currentIndex())))

    def _at(self, place: int) -> Image | None:
        return after_step(self._now, self._steps, place)

    def _fill(self) -> None:
        names = [self._name(place) for place in range(len(self._steps))]
        self.acts.addItems(names)
        now = tr("Now")
        self.other.addItems([now, *names[1:]])

    def _name(self, place: int) -> str:
        step = self._steps[place]
        when = labels.date_text(step.at, self._world.clock())
        return f"{when}  {one_line(step.author, 20)} · {labels.command(step.command)}"

    def _show(self, _place: int = 0) -> None:
        fields = self.fields()
        marked = sum(field.changed for field in fields)
        self.changed.setText(trn(marked, "{0} field differs", "{0} fields differ") if marked else tr("Nothing differs"))
        theme, bold = current_theme(), self.table.font()
        bold.setBold(True)
        for row, field in enumerate(fields):
            texts = (column_name(field.name), self._text(field.name, field.then), self._text(field.name, field.now))
            for column, text in enumerate(texts):
                item = QTableWidgetItem(("≠ " if field.changed and column == 0 else "") + one_line(text, 300))
                if field.changed:
                    item.setForeground(theme.color("warn"))
                    item.setFont(bold)
                self.table.setItem(row, column, item)

    def _text(self, name: str, value: object) -> str:
        if value is None or value == "":
            return "—"
        if name == "state":
            return labels.ticket_state(str(value)).text
        if name == "type":
            return labels.ticket_type(str(value))
        if name == "priority" and isinstance(value, int):
            return labels.priority(value).text
        if name in _MOMENTS and isinstance(value, int):
            return labels.date_text(value, self._world.clock())
        if name == "assignee_id":
            return next((each.name for each in self._world.people if each.id == value), f"#{value}")
        if name == "merged_into" and isinstance(value, int):
            return self._number(value)
        return clamp(str(value))

    def _number(self, ticket: int) -> str:
        if ticket not in self._numbers:
            found = tickets.rows(self._world.reader, [ticket])
            self._numbers[ticket] = found[0].number if found else f"#{ticket}"
        return self._numbers[ticket]

    def _copy(self) -> None:
        lines = [
            f"{column_name(each.name)}\t{self._text(each.name, each.then)}\t{self._text(each.name, each.now)}"
            for each in self.fields()
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.set_status(tr("Copied"))

    def _place(self) -> None:
        row, right = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(SIZES.m)
        self.acts.setMinimumSize(QSize(300, 380))
        self.acts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        row.addWidget(self.acts)
        above = QHBoxLayout()
        above.addWidget(self.changed)
        above.addStretch(1)
        above.addWidget(label(tr("Beside"), role="third"))
        above.addWidget(self.other)
        right.addLayout(above)
        right.addWidget(self.table, 1)
        row.addLayout(right, 1)
        self.body.addLayout(row)
        copy, close = button(tr("Copy")), button(tr("Close"))
        copy.clicked.connect(self._copy)
        close.clicked.connect(self.reject)
        self.footer.addWidget(copy)
        self.footer.addWidget(close)


def _table() -> QTableWidget:
    made = QTableWidget(len(FIELDS), 3)
    made.setAccessibleName(tr("Fields then and beside"))
    made.setHorizontalHeaderLabels([tr("Field"), tr("Then"), tr("Beside")])
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
