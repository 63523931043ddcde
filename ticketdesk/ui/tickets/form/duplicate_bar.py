"""Tickets that are open already for the same order and type: said before another one is saved."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

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

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._asked: tuple[int | None, str] = (None, "")
        self.found: list[Duplicate] = []
        self.words = ElidedLabel("", role="warn")
        self._links = QWidget()
        self._row = FlowLayout(self._links, spacing=8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.xs)
        column.addWidget(self.words)
        column.addWidget(self._links)
        self.hide()

    def ask(self, order_id: int | None, kind: str) -> None:
        """Show the tickets of this order and type, nothing where one of the two is not known yet."""
        if self._asked == (order_id, kind):
            return
        self._asked = order_id, kind
        known = order_id is not None and kind
        self.found = ticket_types.duplicates(self._world.reader, order_id or 0, kind, MOST) if known else []
        self._show()

    def _show(self) -> None:
        empty(self._row)
        for each in self.found:
            text = one_line(f"{each.number} {each.title}", 48)
            link = button(text, kind="link", small=True, name=tr("Look at ticket {0}", each.number))
            link.clicked.connect(partial(self._open, each.id))
            self._row.addWidget(link)
        count = len(self.found)
        said = trn(
            count,
            "{0} ticket of this type is open for the order already:",
            "{0} tickets of this type are open for the order already:",
        )
        self.words.setText(said if count else "")
        self.setVisible(bool(count))

    def _open(self, ticket: int, _checked: bool = False) -> None:
        self.wanted.emit(ticket)
