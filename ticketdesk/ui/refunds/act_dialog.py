"""One act on a refund: what it asks for, in a dialog; the desk asks for the password where money goes."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QFormLayout, QWidget

from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.refunds import AgreeRefund, CloseRefund, FinishRefund, NoteRefund, RefuseRefund
from ticketdesk.desk.desk import Done
from ticketdesk.domain.refunds import PAYING, RefundAct, RefundKind
from ticketdesk.store.queries.refunds import RefundRow
from ticketdesk.ui.orders.remark_dialog import RemarkEdit
from ticketdesk.ui.refunds import looks
from ticketdesk.ui.refunds.fields import AmountField, ParcelField, PastField, named
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.tickets.form.picture_field import PictureField
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr
from ticketdesk.words.refunds import act_word

_A: Final = RefundAct
_PICTURED: Final = frozenset({_A.AGREED, _A.REFUSED, _A.DONE, _A.SENT_BACK, _A.RECEIVED, _A.STEPPED_IN})
_PAST: Final = frozenset({_A.SENT_BACK, _A.RECEIVED})


def act_text(act: RefundAct, kind: RefundKind) -> str:
    """Return what the button of an act says."""
    if act is _A.DONE:
        return _done_text(kind)
    if act is _A.AGREED:
        return tr("Agree and send again…") if kind is RefundKind.RESEND else tr("Agree…")
    texts = {
        _A.REFUSED: tr("Refuse…"),
        _A.SENT_BACK: tr("Buyer sent it back…"),
        _A.RECEIVED: tr("Return received…"),
        _A.CHANGED: tr("Buyer changed the request…"),
        _A.STEPPED_IN: tr("Platform steps in…"),
        _A.WITHDRAWN: tr("Withdrawn by the buyer…"),
        _A.CLOSED: tr("Close…"),
    }
    return texts[act]


def _done_text(kind: RefundKind) -> str:
    if kind is RefundKind.EXCHANGE:
        return tr("New goods sent…")
    return tr("Sent back mended…") if kind is RefundKind.REPAIR else tr("Pay back…")


class RefundActDialog(ModalDialog):
    """Ctrl+Enter does it; what somebody else did meanwhile is said, and the dialog closes."""

    def __init__(self, world: World, row: RefundRow, act: RefundAct, parent: QWidget) -> None:
        self.kind = RefundKind(row.kind)
        super().__init__(parent, act_text(act, self.kind).rstrip("…"), looks.title(row), width=560)
        self._world, self._row, self.act = world, row, act
        self.amount: AmountField | None = None
        self.parcel: ParcelField | None = None
        self.at: PastField | None = None
        self.proofs: PictureField | None = None
        self.text = RemarkEdit(self)
        self.text.setFixedHeight(72)
        self._form = QFormLayout()
        self._form.setVerticalSpacing(SIZES.s)
        hint = _hint(act, self.kind)
        if hint:
            self.body.addWidget(label(hint, wrap=True, role="second"))
        self.body.addLayout(self._form)
        self._fill()
        self.do = button(tr("Do it  Ctrl+Enter"), kind="danger" if act is _A.REFUSED else "primary", name=tr("Do it"))
        cancel = button(tr("Cancel"))
        for widget in (cancel, self.do):
            self.footer.addWidget(widget)
        cancel.clicked.connect(self.reject)
        self.do.clicked.connect(self._do)
        self.submitted.connect(self._do)
        self._weigh()

    def _fill(self) -> None:
        row, act, kind = self._row, self.act, self.kind
        if act in (_A.AGREED, _A.CHANGED) and kind in PAYING:
            self.amount = AmountField(row.amount_cents, row.currency)
            self.amount.textChanged.connect(self._weigh)
            self._form.addRow(*named(tr("Amount"), self.amount))
        if act is _A.SENT_BACK or (act is _A.AGREED and kind is RefundKind.RESEND) or self._sends():
            self.parcel = ParcelField()
            self.parcel.changed.connect(self._weigh)
            self._form.addRow(*named(tr("Parcel"), self.parcel))
        if act in _PAST:
            self.at = PastField(tr("When"), self._world.clock())
            self._form.addRow(*named(tr("When"), self.at))
        name = tr("Reason") if act in (_A.REFUSED, _A.CLOSED, _A.CHANGED) else tr("Note")
        self.text.setAccessibleName(name)
        self.text.textChanged.connect(self._weigh)
        self._form.addRow(*named(name, self.text))
        if act in _PICTURED:
            pictures = tr("Evidence") if act is _A.REFUSED else tr("Pictures")
            self.proofs = PictureField(self._world, pictures)
            self.proofs.changed.connect(self._weigh)
            self._form.addRow(*named(pictures, self.proofs))

    def _sends(self) -> bool:
        return self.act is _A.DONE and self.kind not in PAYING

    def _weigh(self) -> None:
        """What is missing is said at the foot, and keeps the act back."""
        missing = self._missing()
        self.set_status(missing)
        self.do.setEnabled(not missing)
        self.refit()

    def _missing(self) -> str:
        if self.amount is not None and self.amount.cents() is None:
            return self.amount.missing()
        if self.parcel is not None and not self.parcel.named() and not self._sends():
            return tr("Write the tracking number")
        if self.act in (_A.REFUSED, _A.CLOSED) and not self.text.toPlainText().strip():
            return tr("Say the reason")
        if self.act is _A.REFUSED and self.proofs is not None and not self.proofs.refs():
            return tr("Add at least one picture as evidence")
        return ""

    def _do(self) -> None:
        if not self.do.isEnabled():
            return
        if self.proofs is not None and self.proofs.busy():
            self.set_status(tr("A picture is still being saved; try again in a moment"))
            return
        self.do.setEnabled(False)
        self._world.post(self._command(), self._done, self._refused)

    def _command(self) -> Command:
        row, text = self._row, self.text.toPlainText()
        proofs = self.proofs.refs() if self.proofs is not None else ()
        amount = self.amount.cents() if self.amount is not None else None
        carrier = self.parcel.carrier.text() if self.parcel is not None else ""
        tracking = self.parcel.tracking.text() if self.parcel is not None else ""
        if self.act is _A.AGREED:
            return AgreeRefund(
                refund_id=row.id, amount_cents=amount, text=text, carrier=carrier, tracking=tracking, proofs=proofs,
                version=row.version,
            )  # fmt: skip
        if self.act is _A.REFUSED:
            return RefuseRefund(refund_id=row.id, reason=text, proofs=proofs, version=row.version)
        if self.act is _A.DONE:
            return FinishRefund(
                refund_id=row.id, text=text, carrier=carrier, tracking=tracking, proofs=proofs, version=row.version
            )  # fmt: skip
        if self.act in (_A.WITHDRAWN, _A.CLOSED):
            return CloseRefund(
                refund_id=row.id, withdrawn=self.act is _A.WITHDRAWN, reason=text, version=row.version
            )  # fmt: skip
        return NoteRefund(
            refund_id=row.id, act=self.act.value, text=text, carrier=carrier, tracking=tracking, amount_cents=amount,
            at=self.at.at() if self.at is not None else None, proofs=proofs, version=row.version,
        )  # fmt: skip

    def _done(self, _done: Done) -> None:
        self._world.notices.say(tr("{0}: {1}", looks.title(self._row), act_word(self.act)), undoable=True)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        self._weigh()


def _hint(act: RefundAct, kind: RefundKind) -> str:
    if act is _A.AGREED and kind is RefundKind.REFUND_ONLY:
        return tr("Agreeing pays the money back: do it on the platform too. Your password is asked for.")
    if act is _A.AGREED and kind is RefundKind.RESEND:
        return tr("Agreeing means the goods are sent again: write the new parcel. Your password is asked for.")
    if act is _A.AGREED:
        return tr("The buyer then sends the goods back. Your password is asked for.")
    if act is _A.DONE:
        return tr("The goods are back and right. Do it on the platform too. Your password is asked for.")
    if act is _A.REFUSED:
        return tr("Tell the buyer before. A refusal is kept with its reason and evidence; the platform may look at it.")
    return ""
