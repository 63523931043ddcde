"""Acts on all orders that are chosen in the list: they go on in steps, can be stopped, and tell what was refused."""

from __future__ import annotations

from collections.abc import Sequence

from ticketdesk.desk.commands.shipping import MOST_PARCELS
from ticketdesk.desk.desk import Done
from ticketdesk.desk.tally import Changed, Refused
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.ui.many_acts import ManyActs
from ticketdesk.ui.orders.refused_orders import tell_refused
from ticketdesk.ui.widgets.table_view import TableView
from ticketdesk.words import tr, trn


class ManyOrders(ManyActs):
    """Begins an act on the orders chosen in ``table``, by its name."""

    def ask(self, act: str, table: TableView) -> bool:
        """Ask what "ship" or "remark" needs for all that are chosen; False where that is not more than one order."""
        count = table.selected_count()
        if act not in ("ship", "remark") or count < 2:
            return False
        if act == "ship":
            if count > MOST_PARCELS:
                return False
            from ticketdesk.ui.orders.ship_many_dialog import ShipManyDialog

            ShipManyDialog(self._world, table.selected_ids(), self._window).open()
            return True
        self._ask_remark(count, table)
        return True

    def _ask_remark(self, count: int, table: TableView) -> None:
        from ticketdesk.desk.commands.many_orders import MOST_REMARKED
        from ticketdesk.ui.orders.remark_many_dialog import RemarkManyDialog

        if count > MOST_REMARKED:
            self._world.notices.refuse(DeskError("orders_many", limit=MOST_REMARKED))
        elif not self._world.may(Permission.ORDER_REMARK):
            self._world.notices.refuse(DeskError("denied", permission=Permission.ORDER_REMARK.value))
        else:
            dialog = RemarkManyDialog(self._world, table.selected_ids(), self._window)
            dialog.given.connect(self._take)
            dialog.open()

    def _take(self, command: object) -> None:
        from ticketdesk.desk.commands.many_orders import RemarkOrders

        if isinstance(command, RemarkOrders):
            self.begin(command, len(command.order_ids), tr("One change of many orders goes on already"))

    def done(self, done: Done) -> None:
        """Say on how many it was written, and on which it was not."""
        if isinstance(done.result, Changed):
            count = done.result.changed
            self._world.notices.say(trn(count, "Remark on {0} order", "Remark on {0} orders"), undoable=True)
            self._tell(done.result.refused, trn(count, "Remark on {0} order", "Remark on {0} orders"))

    def refused(self, error: BaseException) -> None:
        """Say why nothing was written, order by order."""
        if isinstance(error, DeskError) and error.key == "orders_refused":
            self._tell(error.values["refused"], tr("Nothing was changed"))
        else:
            super().refused(error)

    def _tell(self, refused: object, done: str) -> None:
        found: Sequence[Refused] = refused if isinstance(refused, tuple) else ()
        if found:
            title = trn(len(found), "{0} order stays as it was", "{0} orders stay as they were")
            tell_refused(self._window, [(each.number, each.error) for each in found], title, done)
