"""The button for the columns of the order list, and their memory."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ticketdesk.ui.orders.order_columns import Columns, keep, recall
from ticketdesk.ui.orders.order_list import OrderList
from ticketdesk.ui.widgets.buttons import IconButton
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class ColumnChoice(QObject):
    """Keeps what is chosen by the ``button``'s dialog or by dragging headings, for each agent."""

    def __init__(self, world: World, table: OrderList, parent: QWidget) -> None:
        super().__init__(parent)
        self._world, self._table = world, table
        self.columns = recall(world.kept, world.agent_id)
        self.button = IconButton("sliders-horizontal", tr("Columns of the order list"))
        self.button.clicked.connect(self.ask)
        table.rearranged.connect(self._keep)
        world.session_changed.connect(self.turn_agent)
        table.arrange(self.columns)

    def ask(self) -> None:
        """Open the dialog."""
        from ticketdesk.ui.orders.columns_dialog import ColumnsDialog

        dialog = ColumnsDialog(self._table.window(), self._table.columns(), self.columns)
        dialog.chosen.connect(self.show)
        dialog.open()

    def show(self, columns: Columns) -> None:
        """Show these columns and keep them."""
        self._table.arrange(columns)
        self._keep(columns)

    def turn_agent(self) -> None:
        """Show the columns of the agent who works here now."""
        self.columns = recall(self._world.kept, self._world.agent_id)
        self._table.arrange(self.columns)

    def _keep(self, columns: Columns) -> None:
        self.columns = columns
        keep(self._world.kept, self._world.agent_id, columns)
