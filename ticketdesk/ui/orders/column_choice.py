"""The button for the columns of the order list, and their memory."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from ticketdesk.ui.later import soon
from ticketdesk.ui.orders.order_columns import Columns, keep, recall
from ticketdesk.ui.orders.order_list import OrderList
from ticketdesk.ui.override import override
from ticketdesk.ui.widgets.buttons import IconButton
from ticketdesk.ui.world import World
from ticketdesk.words import tr

_KEPT_MS: Final = 300  # a heading that is dragged rests so long


class ColumnChoice(QObject):
    """Keeps what is chosen by the ``button``'s dialog or by dragging headings, for each agent."""

    def __init__(self, world: World, table: OrderList, parent: QWidget) -> None:
        super().__init__(parent)
        self._world, self._table = world, table
        self.columns = recall(world.kept, world.agent_id)
        self.button = IconButton("sliders-horizontal", tr("Columns of the order list"))
        self.button.clicked.connect(self.ask)
        self._keeper = world.agent_id
        self._later = soon(self, _KEPT_MS, self._keep)
        table.rearranged.connect(self._dragged)
        world.session_changed.connect(self.turn_agent)
        table.arrange(self.columns)
        parent.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep what was dragged when the page goes."""
        if event.type() == QEvent.Type.Hide:
            self.remember()
        return False

    def ask(self) -> None:
        """Open the dialog."""
        from ticketdesk.ui.orders.columns_dialog import ColumnsDialog

        dialog = ColumnsDialog(self._table.window(), self._table.columns(), self.columns)
        dialog.chosen.connect(self.show)
        dialog.open()

    def show(self, columns: Columns) -> None:
        """Show these columns and keep them."""
        self._table.arrange(columns)
        self.columns = columns
        self._keep()

    def turn_agent(self) -> None:
        """Show the columns of the agent who works here now."""
        self.remember()
        self._keeper = self._world.agent_id
        self.columns = recall(self._world.kept, self._world.agent_id)
        self._table.arrange(self.columns)

    def remember(self) -> None:
        """Keep at once what waits to be kept, for the agent who dragged it."""
        if self._later.isActive():
            self._keep()

    def _keep(self) -> None:
        self._later.stop()
        keep(self._world.kept, self._keeper, self.columns)

    def _dragged(self, columns: Columns) -> None:
        """Each pixel comes here."""
        self.columns = columns
        self._later.start()
