"""Setting the flag of the orders chosen in a list: the button with its menu, and what is told afterwards."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from ticketdesk.desk.commands.orders import SetFlag
from ticketdesk.desk.desk import Done
from ticketdesk.domain.permissions import Permission
from ticketdesk.ui import labels
from ticketdesk.ui.orders.gate_dialog import post_gated
from ticketdesk.ui.orders.order_model import FLAGS
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.table_view import TableView
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn


class Flagging(QObject):
    """Flags what is selected in ``table``; ``button`` offers the flags, each with the digit that sets it."""

    def __init__(self, world: World, table: TableView) -> None:
        super().__init__(table)
        self._world, self._table = world, table
        self.button = button(tr("Set flag"), "flag")
        menu = QMenu(self.button)
        for code in FLAGS:
            # Behind the tab stands the key, as in any menu; the table answers it.
            action = menu.addAction(f"{labels.flag_name(code)}\t{code}")
            action.setData(code)
        menu.triggered.connect(self._pick)
        self.button.setMenu(menu)

    def refresh(self) -> None:
        """Offer it where something is selected and the agent may."""
        chosen = self._table.selectionModel().hasSelection()
        self.button.setEnabled(chosen and self._world.may(Permission.ORDER_REMARK))

    def set_flag(self, code: int) -> None:
        """Set the flag (a platform code 0..5) of everything selected, as one step."""
        chosen = tuple(self._table.selected_ids())
        if not chosen:
            return

        def told(done: Done) -> None:
            number = done.result if isinstance(done.result, int) else 0
            if number:
                words = trn(number, "{0} order: {1}", "{0} orders: {1}", labels.flag_name(code))
            else:
                words = tr("Nothing was to be changed")
            self._world.notices.say(words, undoable=number > 0)

        post_gated(self._world, self._table, SetFlag(order_ids=chosen, flag=code), told)

    def _pick(self, action: QAction) -> None:
        self.set_flag(int(action.data()))
