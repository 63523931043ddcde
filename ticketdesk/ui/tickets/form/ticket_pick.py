"""Choosing other tickets: those of the same buyer as boxes, any other by its number."""

from __future__ import annotations

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from ticketdesk.store.queries import tickets
from ticketdesk.store.queries.tickets import TicketRow, TicketView
from ticketdesk.ui import labels
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.world import World
from ticketdesk.words import tr

MOST = 12
# Whatever stands between: blanks, commas of either width.
_NUMBER = re.compile(r"[A-Z0-9-]+")


class TicketPick(QWidget):
    """`changed` when what is chosen has changed; `chosen()` gives the ids, `unknown()` numbers that no ticket has."""

    changed = Signal()

    def __init__(self, world: World, row: TicketRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._boxes: list[tuple[int, QCheckBox]] = []
        self.seen: dict[int, int] = {}
        """The tickets that are shown with their versions; one that is named by its number was not seen."""
        self.numbers = QLineEdit()
        self.numbers.setAccessibleName(tr("Numbers of tickets"))
        self.numbers.setMaxLength(2_000)
        self.numbers.setPlaceholderText(tr("Other tickets by their numbers, blanks between"))
        self.numbers.textChanged.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.xs)
        found = self._of_buyer(row)
        if found:
            column.addWidget(label(tr("Tickets of {0}", row.buyer_nick), role="second"))
        for other in found:
            column.addWidget(self._box(other))
        column.addWidget(self.numbers)

    def chosen(self) -> tuple[int, ...]:
        """The tickets chosen, boxes first."""
        named = (tickets.id_of_number(self._world.reader, number) for number in self._typed())
        ticked = (key for key, box in self._boxes if box.isChecked())
        return tuple(dict.fromkeys((*ticked, *(key for key in named if key is not None))))

    def unknown(self) -> list[str]:
        """Numbers that were typed and are no ticket's."""
        return [number for number in self._typed() if tickets.id_of_number(self._world.reader, number) is None]

    def _typed(self) -> list[str]:
        return _NUMBER.findall(self.numbers.text().upper())

    def _of_buyer(self, row: TicketRow) -> list[TicketRow]:
        if row.buyer_id is None:
            return []
        ids = tickets.snapshot(self._world.reader, TicketView("buyer", row.buyer_id), limit=MOST + 1)
        found = {each.id: each for each in tickets.rows(self._world.reader, ids)}
        return [found[key] for key in ids if key in found and key != row.id][:MOST]

    def _box(self, other: TicketRow) -> QCheckBox:
        state = labels.ticket_state(other.state).text
        words = f"{other.number}  {one_line(other.title, 40)} · {state}"
        made = QCheckBox(words.replace("&", "&&"))
        made.setAccessibleName(words)
        made.toggled.connect(self.changed)
        self._boxes.append((other.id, made))
        self.seen[other.id] = other.version
        return made
