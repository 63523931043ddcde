"""The dialog that chooses which orders of one receiver leave in one parcel."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QCheckBox, QWidget

from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.parcel_groups import ShareParcel
from ticketdesk.desk.desk import Done
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.remarks import REMARK_LIMIT, remark_bytes
from ticketdesk.store.queries.parcel_groups import Around, Mate
from ticketdesk.ui import labels
from ticketdesk.ui.orders.act_dialog import ActDialog
from ticketdesk.ui.orders.together import numbers
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn

_TITLES: Final = 40
_LONG: Final = REMARK_LIMIT // 2  # bytes: the remarks that stand there want room in the memo too


class ShareDialog(ActDialog):
    """All that could leave with the order are ticked, or those that were to already; none ticked: each by itself."""

    def __init__(self, world: World, around: Around, parent: QWidget) -> None:
        count = len(around.together) + len(around.free) + 1
        subtitle = trn(count, "{0} order to one receiver", "{0} orders to one receiver")
        super().__init__(
            world, parent, tr("One parcel for several orders"), subtitle, tr("Put in one parcel"), width=560
        )
        self._around = around
        self.body.addWidget(label(tr("Order {0}, and with it:", labels.short_number(around.me.number)), role="second"))
        chosen = {each.id for each in around.together or around.free}
        self.boxes: dict[int, QCheckBox] = {}
        for mate in (*around.together, *around.free):
            box = QCheckBox(_words(mate).replace("&", "&&"))
            box.setChecked(mate.id in chosen)
            box.toggled.connect(self.weigh)
            self.boxes[mate.id] = box
            self.body.addWidget(box)
        self.remark = QCheckBox()
        may = world.may(Permission.ORDER_REMARK)
        self.remark.setChecked(may)
        if not may:
            self.remark.hide()
        self.remark.setText(tr("Write it as a remark on each of them"))
        self.says = label(wrap=True, role="third")
        for part in (self.remark, self.says):
            self.body.addWidget(part)
        self.remark.toggled.connect(self.weigh)
        self.weigh()
        next(iter(self.boxes.values())).setFocus()

    def mates(self) -> tuple[Mate, ...]:
        """The orders that are ticked."""
        offered = (*self._around.together, *self._around.free)
        return tuple(each for each in offered if self.boxes[each.id].isChecked())

    def command(self) -> Command:
        """Return what the ticks say."""
        chosen = {each.id for each in self.mates()}
        me, together = self._around.me.id, self._around.together
        apart = tuple(each.id for each in together if each.id not in chosen)
        if not chosen:
            return ShareParcel(order_ids=(), apart=(me, *apart))
        return ShareParcel(order_ids=(me, *sorted(chosen)), apart=apart, remark=self._remark())

    def told(self, done: Done) -> str:
        """Return how many leave together."""
        count = done.result if isinstance(done.result, int) else 0
        if not count:
            return tr("Each of these orders leaves by itself")
        return trn(count, "{0} order leaves in one parcel", "{0} orders leave in one parcel")

    def ready(self) -> bool:
        """Whether the ticks say otherwise than what stands."""
        said = self._remark()
        self.says.setText(tr("Will read: {0}", said) if said else "")
        self.says.setVisible(bool(said))
        self.remark.setEnabled(bool(self.mates()))
        return {each.id for each in self.mates()} != {each.id for each in self._around.together}

    def _remark(self) -> str:
        mates = self.mates()
        if not mates or not self.remark.isChecked():
            return ""
        together = (self._around.me, *mates)
        whole = tr("In one parcel: {0}", tr(", ").join(each.number for each in together))
        return whole if remark_bytes(whole) <= _LONG else tr("In one parcel: {0}", numbers(together))


def _words(mate: Mate) -> str:
    pieces = f" ×{mate.pieces}" if mate.pieces and mate.pieces > 1 else ""
    return f"{labels.short_number(mate.number)}  {one_line(mate.titles, _TITLES)}{pieces}"
