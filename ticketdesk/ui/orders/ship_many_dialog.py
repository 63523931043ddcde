"""The dialog that ships many orders from a pasted list of parcels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.shipping import MOST_PARCELS, Parcel, ShipOrders, Shipped
from ticketdesk.desk.couriers import couriers
from ticketdesk.desk.desk import Done
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.ship_list import ShipLine, read_ship_list, words_of
from ticketdesk.store.queries import orders
from ticketdesk.store.queries.orders import OrderRow
from ticketdesk.ui.orders.reading_dialog import ReadingDialog
from ticketdesk.ui.orders.refused_orders import tell_refused
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.tasks import Cancelled, Progress, Work
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn
from ticketdesk.words.errors import sentence

_MOST_TOLD: Final = 6
_TASK: Final = "orders.ship-list"


class ShipManyDialog(ReadingDialog):
    """A line a parcel; lines without an order's number go to the orders chosen in the list, one after the other."""

    def __init__(self, world: World, chosen: Sequence[int], parent: QWidget) -> None:
        count = trn(len(chosen), "{0} order chosen", "{0} orders chosen") if chosen else ""
        super().__init__(world, parent, tr("Ship from a list"), count, tr("Ship"), name=_TASK)
        self._parent = parent
        self._chosen = tuple(chosen)
        self.parcels: tuple[Parcel, ...] = ()
        self.list = self.text
        self.list.setAccessibleName(tr("Parcels, one a line"))
        self.list.setPlaceholderText(tr("Order number, courier and parcel number in any order, or parcels alone"))
        self.list.setFixedHeight(200)
        self.read = label(wrap=True, role="second")
        self.wrong = label(wrap=True, role="bad")
        for part in (self.list, self.read, self.wrong):
            self.body.addWidget(part)
        self.wrong.hide()
        self.weigh()
        self.list.setFocus()

    def command(self) -> Command:
        """Return the shipping of all that was understood."""
        return ShipOrders(parcels=self.parcels)

    def told(self, done: Done) -> str:
        """Return how many were shipped."""
        count = done.result.shipped if isinstance(done.result, Shipped) else 0
        return trn(count, "{0} order shipped", "{0} orders shipped")

    def ready(self) -> bool:
        """Whether the list was read and any parcel understood."""
        return bool(self.parcels) and not self.unread

    def posted(self, done: Done) -> None:
        """Say what was shipped; what was refused is listed."""
        super().posted(done)
        if isinstance(done.result, Shipped) and done.result.refused:
            self._list([(each.number, each.error) for each in done.result.refused], self.told(done))

    def refused(self, error: BaseException) -> None:
        """Nothing was shipped: each parcel says why."""
        if isinstance(error, DeskError) and error.key == "parcels_refused":
            self.weigh()
            told = error.values["refused"]
            self._list([(each.number, each.error) for each in told], tr("Nothing was changed"))  # type: ignore[attr-defined]
        else:
            super().refused(error)

    def _list(self, refused: Sequence[tuple[str, DeskError]], done: str) -> None:
        title = trn(len(refused), "{0} order was not shipped", "{0} orders were not shipped")
        tell_refused(self._parent, refused, title, done)

    def work(self) -> Work:
        """Read the list: thousands of lines take longer than a frame."""
        reader, text = self.world.reader, self.list.toPlainText()

        def work(_progress: Progress, _cancelled: Cancelled) -> tuple[list[ShipLine], dict[str, tuple[OrderRow, ...]]]:
            known = orders.of_numbers(reader, words_of(text)[: 3 * MOST_PARCELS])
            return read_ship_list(text, lambda word: len(known.get(word, ())), couriers()), known

        return work

    def learn(self, found: tuple[list[ShipLine], dict[str, tuple[OrderRow, ...]]]) -> None:  # type: ignore[override]
        """Tell what was understood and what was not."""
        lines, known = found
        self.parcels, wrong = self._matched(lines, known)
        self.read.setText(trn(len(self.parcels), "{0} parcel understood", "{0} parcels understood") if lines else "")
        told = [tr("Line {0}: {1}", line, words) for line, words in wrong[:_MOST_TOLD]]
        rest = len(wrong) - _MOST_TOLD
        self.wrong.setText("\n".join([*told, tr("and {0} more", rest)] if rest > 0 else told))
        self.wrong.setVisible(bool(wrong))

    def _matched(
        self, lines: Sequence[ShipLine], known: dict[str, tuple[OrderRow, ...]]
    ) -> tuple[tuple[Parcel, ...], list[tuple[int, str]]]:
        parcels, wrong = list[Parcel](), list[tuple[int, str]]()
        rest = iter(self._chosen)
        for line in lines:
            own = bool(line.order) or (line.error is not None and line.error.key == "parcel_order_unknown")
            order = known[line.order][0].id if line.order else None if own else next(rest, None)
            if line.error is not None:
                wrong.append((line.line, sentence(line.error)))
            elif order is None:
                wrong.append((line.line, tr("no order of this desk, and none is chosen for it")))
            else:
                parcels.append(Parcel(order, line.carrier, line.tracking))
        return tuple(parcels), wrong
