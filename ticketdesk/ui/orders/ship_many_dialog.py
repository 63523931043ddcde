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
from ticketdesk.ui.later import soon
from ticketdesk.ui.orders.act_dialog import ActDialog
from ticketdesk.ui.orders.remark_dialog import RemarkEdit
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.widgets.lines_dialog import LinesDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn
from ticketdesk.words.errors import sentence

_MOST_TOLD: Final = 6
_MOST_LINES: Final = 500
_READ_MS: Final = 150
_TASK: Final = "orders.ship-list"


class ShipManyDialog(ActDialog):
    """A line a parcel; lines without an order's number go to the orders chosen in the list, one after the other."""

    def __init__(self, world: World, chosen: Sequence[int], parent: QWidget) -> None:
        count = trn(len(chosen), "{0} order chosen", "{0} orders chosen") if chosen else ""
        super().__init__(world, parent, tr("Ship from a list"), count, tr("Ship"), width=620)
        self._parent = parent
        self._chosen = tuple(chosen)
        self._unread, self._asked = False, False
        self.parcels: tuple[Parcel, ...] = ()
        self.list = RemarkEdit(self)
        self.list.setAccessibleName(tr("Parcels, one a line"))
        self.list.setPlaceholderText(tr("Order number, courier and parcel number in any order, or parcels alone"))
        self.list.setFixedHeight(200)
        self.read = label(wrap=True, role="second")
        self.wrong = label(wrap=True, role="bad")
        for part in (self.list, self.read, self.wrong):
            self.body.addWidget(part)
        self._later = soon(self, _READ_MS, self._understand)
        self.list.textChanged.connect(self._typed)
        self.finished.connect(lambda _result: world.tasks.cancel(_TASK))
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
        return bool(self.parcels) and not self._unread

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

    def give(self) -> None:
        """Ship what was read; where the last of it is not read yet, as soon as it is."""
        if self._unread:
            self._asked = True
            self._later.stop()
            self._understand()
        else:
            super().give()

    def _list(self, refused: Sequence[tuple[str, DeskError]], done: str) -> None:
        title = trn(len(refused), "{0} order was not shipped", "{0} orders were not shipped")
        lines = [f"{number}  {sentence(error)}".strip() for number, error in refused[:_MOST_LINES]]
        LinesDialog(self._parent, title, done, tr("Orders and why"), lines).open()

    def _typed(self) -> None:
        self._unread, self._asked = True, False
        self.world.tasks.cancel(_TASK)
        self.weigh()
        self._later.start()

    def _understand(self) -> None:
        """Read the list in a task: thousands of lines take longer than a frame."""
        reader, text = self.world.reader, self.list.toPlainText()

        def work(_progress: Progress, _cancelled: Cancelled) -> tuple[list[ShipLine], dict[str, tuple[OrderRow, ...]]]:
            known = orders.of_numbers(reader, words_of(text)[: 3 * MOST_PARCELS])
            return read_ship_list(text, lambda word: len(known.get(word, ())), couriers()), known

        self.world.tasks.start(_TASK, work, self._understood, self.world.notices.refuse)

    def _understood(self, found: tuple[list[ShipLine], dict[str, tuple[OrderRow, ...]]]) -> None:
        lines, known = found
        self._unread = False
        self.parcels, wrong = self._matched(lines, known)
        self.read.setText(trn(len(self.parcels), "{0} parcel understood", "{0} parcels understood") if lines else "")
        told = [tr("Line {0}: {1}", line, words) for line, words in wrong[:_MOST_TOLD]]
        rest = len(wrong) - _MOST_TOLD
        self.wrong.setText("\n".join([*told, tr("and {0} more", rest)] if rest > 0 else told))
        self.wrong.setVisible(bool(wrong))
        self.weigh()
        if self._asked:
            self._asked = False
            super().give()

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
