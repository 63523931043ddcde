"""Samples of the commands of refunds, and a random agent's acts on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.desk.builders import unguarded
from tests.desk.draws import Draws
from ticketdesk.desk import files
from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.buyer_family import EditBuyerCard, GiveCoupon, MergeBuyers, UseCoupon
from ticketdesk.desk.commands.deadlines import RecordLapses
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.refunds import (
    AgreeRefund,
    CarryOutRefundLapse,
    CloseRefund,
    FinishRefund,
    NoteRefund,
    OpenRefund,
    RefuseRefund,
)
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import DAY, from_ms
from ticketdesk.domain.refunds import RefundKind
from ticketdesk.store.queries.refunds import id_of_number

if TYPE_CHECKING:
    from tests.desk.samples import Sampler, Whose

NOWHERE = 4_242
REFUND_REFUSALS = frozenset(
    {
        "refund_ended",
        "refund_act_not_allowed",
        "refund_unpaid",
        "refund_amount_high",
        "tracking_missing",
        "buyers_same",
        "buyer_live",
        "buyer_missing",
        "note_too_long",
    }
)


def refund(s: Sampler, whose: Whose, kind: str = "exchange", *, until: str = "") -> int:
    """A refund of an order, brought on to where the shop agreed (``until`` = "agreed") or the buyer sent the goods back
    ("sent_back")."""
    if whose == "missing":
        return NOWHERE
    if not s.make.desk.store.reader.rows("SELECT 1 FROM orders WHERE deleted = 0 LIMIT 1"):
        with unguarded(s.make.desk):
            s.make.desk.run(ImportOrders(path=str(s.make.order_file(2))), agent_id=s.people.owner)
    found = int(str(s.run(OpenRefund(order_id=s.order(whose), kind=kind, reason=s.word()))))
    if until:
        s.run(AgreeRefund(refund_id=found))
    if until == "sent_back":
        s.run(NoteRefund(refund_id=found, act="sent_back", carrier="圆通速递", tracking="YT1"))
    return found


def late_refund(s: Sampler, whose: Whose) -> int:
    """A refund that the buyer was to send back by a day that has gone, as the platform's file named it."""
    if whose == "missing":
        return NOWHERE
    reader = s.make.desk.store.reader
    kept = refund(s, whose, until="agreed")
    sql = "SELECT number FROM orders WHERE id = (SELECT order_id FROM refund WHERE id = ?)"
    ((order,),) = reader.rows(sql, (kept,))
    number = str(kept % 10**15)
    due = f"{from_ms(s.make.clock.now - DAY):%Y-%m-%d %H:%M:%S}"
    path = s.make.folder / f"退款{kept}.csv"
    path.write_text(
        f"订单编号,退款编号,退款状态,售后类型,超时时间\n{order},{number},卖家已经同意退款，等待买家退货,换货,{due}\n",
        "utf-8",
    )
    with unguarded(s.make.desk):
        s.make.desk.run(ImportOrders(path=str(path)), agent_id=s.people.owner)
    s.make.desk.of_itself(RecordLapses()).result()
    found = id_of_number(reader, number)
    assert found is not None
    return found


REFUND_SAMPLES: dict[str, Callable[[Sampler, Whose], Command]] = {
    "OpenRefund": lambda s, w: OpenRefund(order_id=s.order(w), kind="exchange", reason=s.word()),
    "AgreeRefund": lambda s, w: AgreeRefund(refund_id=refund(s, w)),
    "RefuseRefund": lambda s, w: RefuseRefund(refund_id=refund(s, w), reason="已拆封", proofs=(s.picture(),)),
    "NoteRefund": lambda s, w: NoteRefund(refund_id=refund(s, w), act="changed", text="只退一件"),
    "FinishRefund": lambda s, w: FinishRefund(refund_id=refund(s, w, until="sent_back")),
    "CloseRefund": lambda s, w: CloseRefund(refund_id=refund(s, w), withdrawn=True),
    "CarryOutRefundLapse": lambda s, w: CarryOutRefundLapse(refund_id=late_refund(s, w)),
}


def _coupon(s: Sampler, whose: Whose) -> Command:
    buyer = s.buyer(whose)
    coupon = NOWHERE if whose == "missing" else int(str(s.run(GiveCoupon(buyer_id=buyer, title=s.word()))))
    return UseCoupon(buyer_id=buyer, coupon_id=coupon)


def _merge(s: Sampler, whose: Whose) -> Command:
    """Two buyers who only wrote: those of the orders are wanted by other samples."""
    s.make.transcript(f"买家{s.word()}", agent_id=s.people.owner)
    s.make.transcript(f"新{s.word()}", agent_id=s.people.owner)
    sql = "SELECT id FROM buyer WHERE deleted = 0 ORDER BY id DESC LIMIT 2"
    first, second = (key for (key,) in s.make.desk.store.reader.rows(sql))
    return MergeBuyers(buyer_id=NOWHERE if whose == "missing" else first, buyer_ids=(second,))


BUYER_SAMPLES: dict[str, Callable[[Sampler, Whose], Command]] = {
    "EditBuyerCard": lambda s, w: EditBuyerCard(buyer_id=s.buyer(w), level=s.word(), membership="fan"),
    "GiveCoupon": lambda s, w: GiveCoupon(buyer_id=s.buyer(w), title=s.word(), amount_cents=500),
    "UseCoupon": _coupon,
    "MergeBuyers": _merge,
}


class RefundDraws(Draws):
    """A part of ``Player``."""

    desk: Desk

    def _pictures(self) -> tuple[files.FileRef, ...]:
        raise NotImplementedError

    def _refund_draws(self) -> tuple[Callable[[], Command], ...]:
        return (
            self._open_refund, self._open_refund, self._agree_refund, self._refuse_refund, self._note_refund,
            self._note_refund, self._finish_refund, self._close_refund, self._card, self._give, self._use, self._merge,
        )  # fmt: skip

    def _open_refund(self) -> Command:
        kind = self.rng.choice(tuple(RefundKind)).value
        return OpenRefund(
            order_id=self._one("orders"), kind=kind, amount_cents=self.rng.randint(1, 9_000), reason=self._text(),
            proofs=self._pictures(),
        )  # fmt: skip

    def _agree_refund(self) -> Command:
        return AgreeRefund(refund_id=self._live(), tracking=f"YT{self.rng.randrange(10**6)}")

    def _refuse_refund(self) -> Command:
        proofs = self._pictures()
        if not proofs:
            raise DeskError("nothing_here")
        return RefuseRefund(refund_id=self._live(), reason=self._text(), proofs=proofs)

    def _note_refund(self) -> Command:
        act = self.rng.choice(("sent_back", "received", "changed", "stepped_in"))
        return NoteRefund(refund_id=self._live(), act=act, text=self._text(), tracking=f"SF{self.rng.randrange(10**6)}")

    def _finish_refund(self) -> Command:
        return FinishRefund(refund_id=self._live(), proofs=self._pictures())

    def _close_refund(self) -> Command:
        return CloseRefund(refund_id=self._live(), withdrawn=self.rng.random() < 0.5, reason=self._text())

    def _card(self) -> Command:
        return EditBuyerCard(buyer_id=self._one("buyer"), level=self._text()[:20], membership="member")

    def _give(self) -> Command:
        return GiveCoupon(buyer_id=self._one("buyer"), title=self._text(), amount_cents=self.rng.randint(1, 999))

    def _use(self) -> Command:
        coupon = self._one("buyer_coupon")
        sql = "SELECT buyer_id FROM buyer_coupon WHERE id = ?"
        buyer = self.desk.store.reader.rows(sql, (coupon,))[0][0]
        return UseCoupon(buyer_id=buyer, coupon_id=coupon, used=self.rng.random() < 0.7)

    def _merge(self) -> Command:
        return MergeBuyers(buyer_id=self._one("buyer"), buyer_ids=self._some("buyer", 2))

    def _live(self) -> int:
        return self._one("refund", "ended_at IS NULL")
