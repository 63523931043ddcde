"""The dialog that writes one remark on many orders, and sets their flag with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.many_orders import RemarkOrders
from ticketdesk.domain.remarks import REMARK_LIMIT
from ticketdesk.store.queries import memos, orders
from ticketdesk.ui import labels
from ticketdesk.ui.orders.memo_preview import MemoPreview, encoding
from ticketdesk.ui.orders.reading_dialog import ReadingDialog
from ticketdesk.ui.orders.remark_dialog import FlagChoice
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.tasks import Cancelled, Progress, Work
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn

_TASK: Final = "orders.remark-many"
_NAMED: Final = 5


class RemarkManyDialog(ReadingDialog):
    """``given(command)`` once; orders whose memo has no room for the remark are told before, and left out."""

    given = Signal(object)

    def __init__(self, world: World, chosen: Sequence[int], parent: QWidget) -> None:
        count = trn(len(chosen), "{0} order chosen", "{0} orders chosen")
        super().__init__(world, parent, tr("Flag and remark"), count, tr("Write it"), name=_TASK, width=560)
        self._chosen = tuple(chosen)
        self.ids = self._chosen
        self._fits = False
        self.flags = FlagChoice(None)
        self.text.setAccessibleName(tr("Remark"))
        self.text.setPlaceholderText(tr("What must be known of these orders; it is added to what stands there"))
        self.text.setFixedHeight(96)
        self.preview = MemoPreview(world, (), copies=False)
        self.left_out = label(wrap=True, role="warn")
        self.left_out.hide()
        for part in (self.flags, self.text, self.preview, self.left_out):
            self.body.addWidget(part)
        self.weigh()
        self.text.setFocus()

    def command(self) -> Command:
        """Return the remark on those that have room for it."""
        return RemarkOrders(order_ids=self.ids, text=self._typed_text(), flag=self.flags.picked())

    def ready(self) -> bool:
        """Whether there is a remark that fits, and an order that has room for it."""
        text = self._typed_text()
        self._fits = self.preview.show_text(text)
        return bool(text) and self._fits and bool(self.ids)

    def post(self, command: Command) -> None:
        """Leave the act to the bar, which shows how far it has come."""
        self.accept()
        self.given.emit(command)

    def work(self) -> Work:
        """Look which memos have room: the remarks of thousands of orders are read."""
        reader, ids, coded = self.world.reader, self._chosen, encoding(self.world)
        self.preview.show_text(self._typed_text())
        whole = self.preview.whole

        def look(_progress: Progress, cancelled: Cancelled) -> tuple[list[int], list[str]]:
            full = memos.full(reader, ids, whole, coded, cancelled) if whole else []
            return full, [labels.short_number(row.number) for row in orders.rows(reader, full[:_NAMED])]

        return look

    def learn(self, found: tuple[list[int], list[str]]) -> None:  # type: ignore[override]
        """Tell which orders are left out."""
        full, named = found
        gone = set(full)
        self.ids = tuple(each for each in self._chosen if each not in gone)
        said = trn(
            len(full), "{0} order is left out: its memo would be longer than {1} bytes ({2}).",
            "{0} orders are left out: their memos would be longer than {1} bytes ({2}).",
            REMARK_LIMIT, tr(", ").join(named) + ("…" if len(full) > len(named) else ""),
        )  # fmt: skip
        self.left_out.setText(said if full else "")
        self.left_out.setVisible(bool(full))
        self.refit()

    def _typed_text(self) -> str:
        return self.text.toPlainText().strip()
