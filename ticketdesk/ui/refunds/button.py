"""The way from the orders to the list of refunds, with how many are open."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.store.queries import badges
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class RefundsButton(QWidget):
    """Says how many refunds are open and opens their list."""

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self.open = button(tr("Refunds"), "undo-2", small=True)
        self.open.clicked.connect(self._open)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.open)
        world.changed.connect(self._follow)
        self._count()

    def _follow(self, changes: Changes) -> None:
        if changes.touches("refund"):
            self._count()

    def _count(self) -> None:
        numbers = badges.badges(self._world.reader).numbers
        count = sum(n for (name, _), n in numbers.items() if name == "refund.state")
        words = tr("Refunds {0}", f"{count:,}") if count else tr("Refunds")
        self.open.setText(words)
        self.open.setAccessibleName(words)

    def _open(self) -> None:
        from ticketdesk.ui.refunds.list_dialog import open_refunds  # no list of orders needs it

        open_refunds(self._world, self.window())
