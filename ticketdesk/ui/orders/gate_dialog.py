"""The dialog that the gate opens: which orders it holds back and why, and how they may pass all the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.orders import AddRemark, SetFlag
from ticketdesk.desk.commands.parcel_groups import ShipPart
from ticketdesk.desk.commands.shipping import MarkShipped
from ticketdesk.desk.desk import Done
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.order_gate import Held
from ticketdesk.domain.permissions import Permission
from ticketdesk.ui import labels
from ticketdesk.ui.orders.refusals import refusal
from ticketdesk.ui.safe_text import label, set_tooltip
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn
from ticketdesk.words.orders import obstacle_words

Gated = SetFlag | AddRemark | MarkShipped | ShipPart
_MOST_SHOWN: Final = 8


class GateDialog(ModalDialog):
    """``passed(command)`` once: the same act without the orders held, or with the reason why they may pass."""

    passed = Signal(object)

    def __init__(self, world: World, parent: QWidget, command: Gated, held: Sequence[Held]) -> None:
        count = trn(len(held), "{0} order", "{0} orders")
        super().__init__(parent, tr("Not to be printed or shipped yet"), count, width=520)
        self._command = command
        for each in held[:_MOST_SHOWN]:
            words = tr("{0}: {1}", labels.short_number(each.number), obstacle_words(each.why))
            self.body.addWidget(label(words, wrap=True, role="bad"))
        if len(held) > _MOST_SHOWN:
            self.body.addWidget(label(tr("and {0} more", len(held) - _MOST_SHOWN), role="third"))
        self.body.addWidget(label(tr("Clear it up first. Who may let them pass says why; it is recorded."), wrap=True,
                                  role="second"))  # fmt: skip
        self.reason = QLineEdit()
        self.reason.setAccessibleName(tr("Why they may pass"))
        self.reason.setPlaceholderText(tr("Why they may pass"))
        self.reason.setMaxLength(200)
        self.body.addWidget(self.reason)
        why_not = refusal(world, Permission.ORDER_OVERRIDE)
        self.reason.setEnabled(not why_not)
        set_tooltip(self.reason, why_not)
        self._add_buttons({each.id for each in held})
        self.reason.textChanged.connect(self._weigh)
        self._weigh()

    def _add_buttons(self, held: set[int]) -> None:
        leave = button(tr("Back"))
        leave.clicked.connect(self.reject)
        self.footer.addWidget(leave)
        ids = self._command.order_ids if isinstance(self._command, SetFlag) else ()
        self._rest = tuple(each for each in ids if each not in held)
        self.without = button(trn(len(self._rest), "Only the other one", "Only the other {0}"))
        self.without.setVisible(bool(self._rest))
        self.without.clicked.connect(self._leave_out)
        self.let = button(tr("Let them pass  Ctrl+Enter"), kind="danger", name=tr("Let them pass"))
        self.let.clicked.connect(self._let)
        self.submitted.connect(self._let)
        for each in (self.without, self.let):
            self.footer.addWidget(each)

    def _weigh(self, _text: str = "") -> None:
        self.let.setEnabled(bool(self.reason.text().strip()))

    def _leave_out(self) -> None:
        if isinstance(self._command, SetFlag):
            self._give(replace(self._command, order_ids=self._rest))

    def _let(self) -> None:
        if self.let.isEnabled():
            self._give(replace(self._command, override=self.reason.text().strip()))

    def _give(self, command: Command) -> None:
        self.accept()
        self.passed.emit(command)


def post_gated(
    world: World, parent: QWidget, command: Gated, done: Callable[[Done], None],
    failed: Callable[[BaseException], None] | None = None, left: Callable[[], object] | None = None,
) -> None:  # fmt: skip
    """Post an act on orders; where the gate holds some of them back, ask what shall be done.

    ``left`` is called where the agent leaves it at that.
    """

    def refused(error: BaseException) -> None:
        if isinstance(error, DeskError) and error.key == "gate_closed":
            held: tuple[Held, ...] = error.values["held"]  # type: ignore[assignment]
            asked = GateDialog(world, parent, command, held)
            asked.passed.connect(lambda again: world.post(again, done, failed))
            if left is not None:
                asked.rejected.connect(left)
            asked.open()
        elif failed is not None:
            failed(error)
        else:
            world.notices.refuse(error)

    world.post(command, done, refused)
