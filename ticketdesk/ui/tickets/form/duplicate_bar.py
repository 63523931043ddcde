"""Tickets that are open already for the same order and type: said before another one is saved, or one each for many
orders, of which those may be left out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from operator import attrgetter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from ticketdesk.store.queries import ticket_types
from ticketdesk.store.queries.ticket_types import Duplicate
from ticketdesk.ui.safe_text import ElidedLabel, one_line
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.emptying import empty
from ticketdesk.ui.widgets.flow import FlowLayout
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn

MOST = 3


class DuplicateBar(QWidget):
    """`wanted(ticket id)` when the agent would rather open one of them."""

    wanted = Signal(object)
    shown = Signal()

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._asked: tuple[object, str] = (None, "")
        self.found: list[Duplicate] = []
        self._busy: frozenset[int] = frozenset()
        self.words = ElidedLabel("", role="warn")
        self._links = QWidget()
        self._row = FlowLayout(self._links, spacing=8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.xs)
        column.addWidget(self.words)
        column.addWidget(self._links)
        self.leave_out = QCheckBox(tr("Leave these orders out"))
        self.leave_out.hide()
        column.addWidget(self.leave_out)
        self.hide()

    def ask(self, order_id: int | None, kind: str) -> None:
        """Show the tickets of this order and type, nothing where one of the two is not known yet."""
        if self._asked == (order_id, kind):
            return
        self._asked = order_id, kind
        known = order_id is not None and kind
        self.found = ticket_types.duplicates(self._world.reader, order_id or 0, kind, MOST) if known else []
        count = len(self.found)
        said = trn(
            count,
            "{0} ticket of this type is open for the order already:",
            "{0} tickets of this type are open for the order already:",
        )
        self._show(said if count else "")

    def ask_many(self, order_ids: Sequence[int], kind: str) -> None:
        """Say how many of these orders have such a ticket, and offer to leave them out."""
        if self._asked == (order_ids, kind):
            return
        self._asked = order_ids, kind
        found = ticket_types.duplicates_of_many(self._world.reader, order_ids, kind) if kind else {}
        self._busy = frozenset(found)
        self.found = sorted(found.values(), key=attrgetter("id"), reverse=True)[:MOST]
        said = trn(
            len(found),
            "{0} of these orders has an open ticket of this type already:",
            "{0} of these orders have open tickets of this type already:",
        )
        self.leave_out.setVisible(bool(found))
        self._show(said if found else "")

    def kept(self, order_ids: tuple[int, ...]) -> tuple[int, ...]:
        """Those of these orders that shall get a ticket."""
        out = self._busy if self.leave_out.isChecked() else frozenset()
        return tuple(each for each in order_ids if each not in out)

    def _show(self, said: str) -> None:
        """Show these words with the tickets, nothing where there are none."""
        empty(self._row)
        for each in self.found:
            text = one_line(f"{each.number} {each.title}", 48)
            link = button(text, kind="link", small=True, name=tr("Look at ticket {0}", each.number))
            link.clicked.connect(partial(self._open, each.id))
            self._row.addWidget(link)
        self.words.setText(said)
        self.setVisible(bool(said))
        self.shown.emit()

    def _open(self, ticket: int, _checked: bool = False) -> None:
        self.wanted.emit(ticket)
