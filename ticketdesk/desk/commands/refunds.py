"""The agent opens a refund for an order and brings it through its states (trade.md A.1-12, A.1-15, A.7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from ticketdesk.desk.command import Context, Scope, SingleCommand
from ticketdesk.desk.commands.queues import require_open
from ticketdesk.desk.refund_lapses import AGREED_ON, carry_out
from ticketdesk.desk.refund_moves import (
    MOVED,
    Step,
    move,
    note,
    parcel_of,
    say_agreed,
    seen,
    settle_refund,
    settled,
    tell_ticket,
    words_of,
)
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.files import FileRef
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.refunds import RefundAct, RefundKind, RefundState, Stepping, checked_amount
from ticketdesk.store.queries import refunds as asking
from ticketdesk.store.reader import first
from ticketdesk.store.sql import Value
from ticketdesk.store.writers import orders, refunds, tickets

_REFUND: Final = Scope("refund", "refund_id")
_PARCEL: Final = frozenset({"refund.carrier", "refund.tracking"})
_NOTED: Final = (RefundAct.SENT_BACK, RefundAct.RECEIVED, RefundAct.CHANGED, RefundAct.STEPPED_IN)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRefund(SingleCommand):
    """The agent opens a refund: what the buyer asks for, how much (fen) and why.

    ``line_id`` is the item it is about (None: the order), ``ticket_id`` the ticket that follows it; without one the
    open ticket of its kind that the order has.
    """

    order_id: int
    kind: str
    amount_cents: int | None = None
    reason: str = ""
    line_id: int | None = None
    ticket_id: int | None = None
    proofs: tuple[FileRef, ...] = ()
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = Scope("orders", "order_id")
    fields: ClassVar[frozenset[str] | None] = MOVED | {"refund.+"}

    def run(self, context: Context) -> int:
        """Open it and return its id.

        DeskErrors ``order_missing``, ``choice_unknown``, ``reason_empty``, ``row_missing`` for an item that is none of
        the order's, ``ticket_missing``, ``ticket_merged``, ``ticket_ended``, ``refund_ticket_other`` for a ticket of
        another order, and those of ``checked_amount``.
        """
        tx = context.tx
        order = orders.current(tx, self.order_id)
        kind = _kind(self.kind)
        reason = words_of(self.reason)
        if not reason:
            raise DeskError("reason_empty")
        room = asking.room(tx, order.id)
        assert room is not None  # the order is there
        amount = checked_amount(kind, self.amount_cents, room)
        values: dict[str, Value] = {
            "order_id": order.id, "line_id": self._line(context), "kind": kind.value, "amount_cents": amount,
            "state": RefundState.WAIT_SELLER.value, "reason": reason, "applied_at": context.now,
            "buyer_id": order.buyer_id, "ticket_id": self._ticket(context, kind), "updated_at": context.now,
        }  # fmt: skip
        refund = refunds.add(tx, values)
        step = Step(act=RefundAct.OPENED, text=reason, proofs=self.proofs)
        note(context, refund, step, before="", after=RefundState.WAIT_SELLER.value, at=context.now)
        settle_refund(context, refund)
        now = refunds.current(tx, refund)
        tell_ticket(context, now, RefundAct.OPENED, now.state, context.now)
        return refund

    def _line(self, context: Context) -> int | None:
        if self.line_id is None:
            return None
        sql = "SELECT id FROM order_line WHERE id = ? AND order_id = ? AND deleted = 0"
        if first(context.tx, sql, (self.line_id, self.order_id)) is None:
            raise DeskError("row_missing", table="order_line", id=self.line_id)
        return self.line_id

    def _ticket(self, context: Context, kind: RefundKind) -> int | None:
        if self.ticket_id is not None:
            now = tickets.current(context.tx, self.ticket_id)
            require_open(now)
            if now.order_id != self.order_id:
                raise DeskError("refund_ticket_other", number=now.number)
            return now.id
        return refunds.ticket_of(context.tx, self.order_id, kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeRefund(SingleCommand):
    """The shop agrees to a refund: a right of its own, and the password again.

    Money without goods is paid with it; goods that are sent again leave with it (``carrier`` and ``tracking``).
    ``amount_cents`` (fen) is what was settled on, None leaves what was asked for; ``version`` is the refund's as seen.
    """

    refund_id: int
    amount_cents: int | None = None
    text: str = ""
    carrier: str = ""
    tracking: str = ""
    proofs: tuple[FileRef, ...] = ()
    version: int | None = None
    needs: ClassVar[Permission | None] = Permission.REFUND_AGREE
    scope: ClassVar[Scope] = _REFUND
    confirm: ClassVar[bool] = True
    fields: ClassVar[frozenset[str] | None] = MOVED | AGREED_ON | _PARCEL | {"refund.amount_cents"}

    def run(self, context: Context) -> str:
        """Agree and return the state that it leads to.

        DeskErrors ``refund_missing``, ``refund_changed``, ``tracking_missing``, of ``checked_amount`` and ``move``.
        """
        now = seen(context, self.refund_id, self.version)
        values: dict[str, Value] = dict(settled(context, now, self.amount_cents))
        if now.kind is RefundKind.RESEND:
            values |= parcel_of(self.carrier, self.tracking)
        step = Step(act=RefundAct.AGREED, text=self.text, proofs=self.proofs, values=values)
        after = move(context, now, step)
        say_agreed(context, now.ticket_id)
        return after.value


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseRefund(SingleCommand):
    """The shop refuses a refund: with the reason, and with evidence (trade.md A.7-48), kept pictures."""

    refund_id: int
    reason: str
    proofs: tuple[FileRef, ...] = ()
    version: int | None = None
    needs: ClassVar[Permission | None] = Permission.REFUND_AGREE
    scope: ClassVar[Scope] = _REFUND
    fields: ClassVar[frozenset[str] | None] = MOVED

    def run(self, context: Context) -> str:
        """Refuse and return the state; DeskErrors ``reason_empty``, ``evidence_missing`` and those of ``move``."""
        now = seen(context, self.refund_id, self.version)
        if not self.reason.strip():
            raise DeskError("reason_empty")
        if not self.proofs:
            raise DeskError("evidence_missing")
        return move(context, now, Step(act=RefundAct.REFUSED, text=self.reason, proofs=self.proofs)).value


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRefund(SingleCommand):
    """The agent notes what happened to a refund: ``act`` is sent_back (with courier and number), received, changed (the
    buyer asks otherwise: ``amount_cents`` in fen, ``text`` the new reason) or stepped_in (the platform).

    ``at`` is when it was (UTC ms, None: now).
    """

    refund_id: int
    act: str
    text: str = ""
    carrier: str = ""
    tracking: str = ""
    amount_cents: int | None = None
    at: int | None = None
    proofs: tuple[FileRef, ...] = ()
    version: int | None = None
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = _REFUND
    fields: ClassVar[frozenset[str] | None] = MOVED | _PARCEL | {
        "refund.amount_cents", "refund.reason", "refund.cs_status"
    }  # fmt: skip

    def run(self, context: Context) -> str:
        """Note it and return the state; DeskErrors ``choice_unknown``, ``tracking_missing``, ``start_future``, those of
        ``checked_amount`` and ``move``."""
        if self.act not in _NOTED:
            raise DeskError("choice_unknown", value=self.act)
        now = seen(context, self.refund_id, self.version)
        act = RefundAct(self.act)
        values: dict[str, Value] = {}
        if act is RefundAct.SENT_BACK:
            values = parcel_of(self.carrier, self.tracking)
        elif act is RefundAct.CHANGED:
            if self.amount_cents is not None:
                values = settled(context, now, self.amount_cents)
            if self.text.strip():
                values["reason"] = words_of(self.text)
        elif act is RefundAct.STEPPED_IN:
            values = {"cs_status": Stepping.IN.value}
        step = Step(act=act, text=self.text, proofs=self.proofs, values=values, at=self.at)
        return move(context, now, step).value


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishRefund(SingleCommand):
    """The goods are back and right: the money is paid, or the new or mended goods leave. The password again."""

    refund_id: int
    text: str = ""
    carrier: str = ""
    tracking: str = ""
    proofs: tuple[FileRef, ...] = ()
    version: int | None = None
    needs: ClassVar[Permission | None] = Permission.REFUND_AGREE
    scope: ClassVar[Scope] = _REFUND
    confirm: ClassVar[bool] = True
    fields: ClassVar[frozenset[str] | None] = MOVED | _PARCEL

    def run(self, context: Context) -> str:
        """Finish it and return the state; DeskErrors of ``seen``, ``settled`` and ``move``, ``name_too_long``."""
        now = seen(context, self.refund_id, self.version)
        values: dict[str, Value] = dict(settled(context, now))
        if self.tracking.strip():
            values |= parcel_of(self.carrier, self.tracking)
        step = Step(act=RefundAct.DONE, text=self.text, proofs=self.proofs, values=values)
        return move(context, now, step).value


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseRefund(SingleCommand):
    """A refund ends without a payment: the buyer withdrew it, or it was closed (a deadline passed), with the reason."""

    refund_id: int
    withdrawn: bool = False
    reason: str = ""
    version: int | None = None
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = _REFUND
    fields: ClassVar[frozenset[str] | None] = MOVED

    def run(self, context: Context) -> str:
        """Close it and return the state; DeskErrors ``reason_empty`` where the shop closes without one, of ``move``."""
        now = seen(context, self.refund_id, self.version)
        if not self.withdrawn and not self.reason.strip():
            raise DeskError("reason_empty")
        act = RefundAct.WITHDRAWN if self.withdrawn else RefundAct.CLOSED
        return move(context, now, Step(act=act, text=self.reason)).value


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOutRefundLapse(SingleCommand):
    """The agent takes over what the platform did when the deadline of a refund passed: agreed, paid or closed."""

    refund_id: int
    version: int | None = None
    needs: ClassVar[Permission | None] = Permission.REFUND_AGREE
    scope: ClassVar[Scope] = _REFUND
    fields: ClassVar[frozenset[str] | None] = MOVED | AGREED_ON

    def run(self, context: Context) -> str:
        """Take it over, as of the end of the deadline, and return the state that it leads to.

        DeskErrors ``lapse_missing`` where no lapse of this state stands recorded, or nobody says what follows it, and
        those of ``seen`` and ``move``.
        """
        now = seen(context, self.refund_id, self.version)
        if not asking.lapse_stands(context.tx, now.id, now.due_at):
            raise DeskError("lapse_missing")
        return carry_out(context, now).value


def _kind(name: str) -> RefundKind:
    if name not in set(RefundKind):
        raise DeskError("choice_unknown", value=name)
    return RefundKind(name)
