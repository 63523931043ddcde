"""Refunds: through their states with history and deadline, by two at once, taken back, and what is refused."""

from __future__ import annotations

import pytest

from tests.desk.builders import Clock, Make, People, number, order_row, protect
from tests.desk.undoing import refusal
from ticketdesk.desk import files
from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.refunds import (
    AgreeRefund,
    CloseRefund,
    FinishRefund,
    NoteRefund,
    OpenRefund,
    RefuseRefund,
)
from ticketdesk.desk.commands.ticket_values import AgreeToRefund
from ticketdesk.desk.commands.tickets import CancelTicket
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import DAY, HOUR
from ticketdesk.store.queries import badges, orders, refunds, ticket_types, tickets
from ticketdesk.store.queries.refunds import RefundRow
from ticketdesk.store.store import NewAct
from ticketdesk.words import errors, use_language

PAID = 10_050  # the order of `paid`


@pytest.fixture
def order(make: Make, people: People) -> int:
    """An order of which 100.50 were paid."""
    make.imported(1)
    pays(make, PAID)
    return make.order_id(0)


def pays(make: Make, paid: int) -> None:
    """Let the order be paid with so much, in fen."""
    sql = "UPDATE orders SET paid_cents = ?, state = 'TRADE_FINISHED' WHERE number = ?"
    store = make.desk.store

    def pay() -> None:
        with store.act(NewAct(make.clock.now, make.desk.agent_id or 0, "Paid", "{}", 8, undoable=False)) as frame:
            frame.tx.connection.execute(sql, (paid, number(0)))

    store.submit(pay, 0).result()


def refused(desk: Desk, command: Command) -> DeskError:
    return refusal(lambda: desk.run(command))


def opened(desk: Desk, order: int, kind: str = "return_refund", amount: int | None = 5_000, **more: object) -> int:
    command = OpenRefund(order_id=order, kind=kind, amount_cents=amount, reason="质量问题", **more)
    return int(str(desk.run(command).result))


def row(desk: Desk, refund: int) -> RefundRow:
    found = refunds.row(desk.store.reader, refund)
    assert found is not None
    return found


def picture(desk: Desk, content: bytes = b"png") -> files.FileRef:
    return files.keep(desk.store, content, "凭证.png", "image/png")


def said(desk: Desk, refund: int) -> list[str]:
    return [event.act for event in reversed(refunds.events(desk.store.reader, refund))]


def test_a_return_goes_through_its_states_with_history_and_deadlines(desk: Desk, order: int, clock: Clock) -> None:
    clock.step = 0
    began = clock.now
    refund = opened(desk, order)
    assert (row(desk, refund).due_at, row(desk, refund).due_rule) == (began + 48 * HOUR, "TB-RETAGREE-48H")
    clock.now += HOUR
    assert desk.run(AgreeRefund(refund_id=refund)).result == "WAIT_BUYER_RETURN_GOODS"
    agreed = row(desk, refund)
    assert agreed.due_rule == "TB-RET-7D"
    assert agreed.due_at is not None
    assert began + 7 * DAY <= agreed.due_at <= began + 9 * DAY
    clock.now += HOUR
    sent = NoteRefund(refund_id=refund, act="sent_back", carrier=" 圆通速递 ", tracking="YT888", at=clock.now - 60_000)
    assert desk.run(sent).result == "WAIT_SELLER_CONFIRM_GOODS"
    assert (row(desk, refund).carrier, row(desk, refund).tracking) == ("圆通速递", "YT888")
    clock.now += HOUR
    signed = clock.now
    desk.run(NoteRefund(refund_id=refund, act="received"))
    assert (row(desk, refund).due_at, row(desk, refund).due_rule) == (signed + 48 * HOUR, "TB-CONFIRM-48H")
    desk.run(FinishRefund(refund_id=refund, proofs=(picture(desk),)))
    done = row(desk, refund)
    assert (done.state, done.due_at, done.due_rule) == ("SUCCESS", None, "")
    assert done.ended_at == clock.now
    assert said(desk, refund) == ["opened", "agreed", "sent_back", "received", "done"]
    last = refunds.events(desk.store.reader, refund)[0]
    assert refunds.proofs(desk.store.reader, last.proofs)[last.proofs[0]].name == "凭证.png"


def test_money_without_goods_is_paid_by_agreeing_and_resending_needs_its_parcel(desk: Desk, order: int) -> None:
    refund = opened(desk, order, "refund_only", 100)
    assert desk.run(AgreeRefund(refund_id=refund)).result == "SUCCESS"
    again = opened(desk, order, "reshipment", None)
    assert refused(desk, AgreeRefund(refund_id=again)).key == "tracking_missing"
    assert row(desk, again).state == "WAIT_SELLER_AGREE"
    desk.run(AgreeRefund(refund_id=again, carrier="顺丰速运", tracking="SF1"))
    assert (row(desk, again).state, row(desk, again).amount_cents, row(desk, again).tracking) == (
        "SUCCESS",
        None,
        "SF1",
    )


def test_the_sum_of_an_orders_refunds_never_exceeds_what_was_paid(desk: Desk, order: int) -> None:
    first = opened(desk, order, "refund_only", 6_000)
    error = refused(desk, OpenRefund(order_id=order, kind="refund_only", amount_cents=4_051, reason="x"))
    assert (error.key, error.values["left"]) == ("refund_amount_high", 4_050)
    assert "¥40.50" in errors.sentence(error)
    second = opened(desk, order, "refund_only", 4_050)
    assert refused(desk, AgreeRefund(refund_id=second, amount_cents=4_051)).key == "refund_amount_high"
    desk.run(AgreeRefund(refund_id=first))
    desk.run(CloseRefund(refund_id=second, withdrawn=True))
    third = opened(desk, order, "return_refund", 4_050)
    assert refused(desk, NoteRefund(refund_id=third, act="changed", amount_cents=4_051)).key == "refund_amount_high"
    desk.run(NoteRefund(refund_id=third, act="changed", amount_cents=4_000))
    assert row(desk, third).amount_cents == 4_000


def test_what_others_of_the_order_took_meanwhile_is_not_paid_twice(desk: Desk, order: int, make: Make) -> None:
    """Reopened by the platform, or lowered by its file: the amount that stands is asked for as a new one is."""
    ticket = make.ticket(order_id=order, type="return_refund").id
    back, plain = opened(desk, order, amount=6_000, ticket_id=ticket), opened(desk, order, "refund_only", 4_000)
    pays(make, PAID - 100)
    for command in (
        AgreeRefund(refund_id=back), AgreeRefund(refund_id=plain, amount_cents=4_000), AgreeToRefund(ticket_id=ticket)
    ):  # fmt: skip
        assert refused(desk, command).key == "refund_amount_high"
    pays(make, PAID)
    desk.run(AgreeRefund(refund_id=back))
    desk.run(NoteRefund(refund_id=back, act="sent_back", tracking="YT1"))
    pays(make, PAID - 100)
    assert refused(desk, FinishRefund(refund_id=back)).key == "refund_amount_high"
    assert row(desk, back).state == "WAIT_SELLER_CONFIRM_GOODS"
    pays(make, PAID)
    desk.run(FinishRefund(refund_id=back))
    assert row(desk, back).state == "SUCCESS"


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"amount_cents": 0}, "refund_amount_low"),
        ({"amount_cents": -1}, "refund_amount_low"),
        ({"amount_cents": PAID + 1}, "refund_amount_high"),
        ({"amount_cents": None}, "refund_amount_missing"),
        ({"order_id": 4_242}, "order_missing"),
        ({"kind": "gift"}, "choice_unknown"),
        ({"reason": "  "}, "reason_empty"),
        ({"reason": "长" * 501}, "note_too_long"),
        ({"line_id": 4_242}, "row_missing"),
        ({"ticket_id": 4_242}, "ticket_missing"),
    ],
)
def test_what_cannot_be_opened_is_refused_in_one_sentence(desk: Desk, order: int, more, key) -> None:
    given = {"order_id": order, "kind": "refund_only", "amount_cents": 100, "reason": "x"} | more
    before = (
        desk.store.reader.rows("SELECT COUNT(*) FROM refund"),
        desk.store.reader.rows("SELECT MAX(seq) FROM change"),
    )
    error = refused(desk, OpenRefund(**given))
    assert error.key == key
    assert "\n" not in errors.sentence(error)
    after = desk.store.reader.rows("SELECT COUNT(*) FROM refund"), desk.store.reader.rows("SELECT MAX(seq) FROM change")
    assert after == before


def test_only_an_open_ticket_of_the_order_follows_its_refund(desk: Desk, order: int, make: Make) -> None:
    make.imported([order_row(1, make.rng)])
    strange, ended = make.ticket(order_id=make.order_id(1)), make.ticket(order_id=order).id
    desk.run(CancelTicket(ticket_id=ended, reason="买家不退了"))
    for ticket, key in ((strange.id, "refund_ticket_other"), (ended, "ticket_ended")):
        opening = OpenRefund(order_id=order, kind="repair", reason="x", ticket_id=ticket)
        error = refused(desk, opening)
        assert error.key == key
        for language in ("en", "zh_CN"):
            use_language(language)
            assert "\n" not in errors.sentence(error)
    assert refunds.of_order(desk.store.reader, order) == []


def test_an_order_nothing_was_paid_for_pays_nothing_back(desk: Desk, make: Make) -> None:
    make.imported([order_row(0, make.rng, **{"买家实际支付金额": "0.00"})])
    key = make.order_id(0)
    assert (
        refused(desk, OpenRefund(order_id=key, kind="refund_only", amount_cents=1, reason="x")).key == "refund_unpaid"
    )
    assert int(str(desk.run(OpenRefund(order_id=key, kind="repair", reason="x")).result))
    assert refunds.room(desk.store.reader, 4_242) is None


def test_refusing_asks_for_a_reason_and_evidence(desk: Desk, order: int) -> None:
    refund = opened(desk, order)
    assert refused(desk, RefuseRefund(refund_id=refund, reason=" ", proofs=(picture(desk),))).key == "reason_empty"
    assert refused(desk, RefuseRefund(refund_id=refund, reason="已拆封")).key == "evidence_missing"
    lost = files.FileRef("0" * 64, "无.png", "image/png", 3)
    assert refused(desk, RefuseRefund(refund_id=refund, reason="已拆封", proofs=(lost,))).key == "file_missing"
    many = tuple(picture(desk, bytes([n])) for n in range(21))
    assert refused(desk, RefuseRefund(refund_id=refund, reason="已拆封", proofs=many)).key == "proofs_many"
    desk.run(RefuseRefund(refund_id=refund, reason="已拆封", proofs=(picture(desk),)))
    assert row(desk, refund).state == "SELLER_REFUSE_BUYER"
    desk.run(NoteRefund(refund_id=refund, act="stepped_in"))
    assert row(desk, refund).cs_status == "3"


def test_a_changed_request_begins_its_clocks_anew(desk: Desk, order: int, clock: Clock) -> None:
    clock.step = 0
    refund = opened(desk, order)
    desk.run(RefuseRefund(refund_id=refund, reason="已拆封", proofs=(picture(desk),)))
    clock.now += 5 * DAY
    desk.run(NoteRefund(refund_id=refund, act="changed", text="只退运费", amount_cents=900))
    found = row(desk, refund)
    assert (found.state, found.reason, found.amount_cents) == ("WAIT_SELLER_AGREE", "只退运费", 900)
    assert found.due_at == clock.now + 48 * HOUR


def test_who_comes_second_is_told_what_stands_there(desk: Desk, order: int, people: People) -> None:
    refund = opened(desk, order)
    seen = row(desk, refund).version
    desk.run(AgreeRefund(refund_id=refund, version=seen), agent_id=people.lead)
    late = RefuseRefund(refund_id=refund, reason="已拆封", proofs=(picture(desk),), version=seen)
    error = refused(desk, late)
    assert (error.key, error.values["author"]) == ("refund_changed", "立夏")
    assert "立夏" in errors.sentence(error)
    assert row(desk, refund).state == "WAIT_BUYER_RETURN_GOODS"
    assert refused(desk, AgreeRefund(refund_id=refund)).key == "refund_act_not_allowed"
    desk.run(CloseRefund(refund_id=refund, withdrawn=True))
    assert refused(desk, CloseRefund(refund_id=refund, withdrawn=True)).key == "refund_ended"
    assert refused(desk, CloseRefund(refund_id=4_242, withdrawn=True)).key == "refund_missing"


def test_an_agent_may_open_and_note_but_not_agree(desk: Desk, order: int, people: People) -> None:
    refund = opened(desk, order)
    for command in (AgreeRefund(refund_id=refund), RefuseRefund(refund_id=refund, reason="x")):
        assert desk.post(command, agent_id=people.agent).exception().key == "denied"
    assert AgreeRefund(refund_id=refund).sensitive
    assert FinishRefund(refund_id=refund).sensitive
    desk.run(CloseRefund(refund_id=refund, withdrawn=True), agent_id=people.agent)


def test_agreeing_is_taken_back_whole(desk: Desk, order: int) -> None:
    protect(desk)
    refund = opened(desk, order)
    before = row(desk, refund)
    desk.run(AgreeRefund(refund_id=refund))
    desk.undo().result()
    assert row(desk, refund)._replace(version=before.version, updated_at=before.updated_at) == before
    assert said(desk, refund) == ["opened"]
    desk.redo().result()
    assert row(desk, refund).state == "WAIT_BUYER_RETURN_GOODS"
    desk.undo().result()
    desk.undo().result()
    assert refunds.row(desk.store.reader, refund) is None


def test_counts_and_lists_follow(desk: Desk, order: int) -> None:
    low, high = opened(desk, order, "refund_only", 10), opened(desk, order, "exchange", None)
    reader = desk.store.reader
    assert badges.badges(reader).of("refund.state", "WAIT_SELLER_AGREE") == 2
    assert list(refunds.snapshot(reader)) == [low, high]  # 48 h both, the older first
    assert [found.id for found in refunds.of_order(reader, order)] == [high, low]
    desk.run(AgreeRefund(refund_id=low))
    assert badges.badges(reader).of("refund.state", "WAIT_SELLER_AGREE") == 1
    assert list(refunds.snapshot(reader, "state", "WAIT_SELLER_AGREE")) == [high]
    assert list(refunds.snapshot(reader, "ended", "SUCCESS")) == [low]
    assert set(refunds.snapshot(reader, "all")) == {low, high}
    first = refunds.next_due(reader)
    assert first is not None
    assert first.id == high
    assert refunds.late(reader, first.due_at + 1) == 1
    buyer = orders.rows(reader, [order])[0].buyer_id
    assert [found.id for found in refunds.open_of_buyer(reader, buyer)] == [high]


def test_the_ticket_that_follows_a_refund_hears_of_it(desk: Desk, order: int, make: Make, clock: Clock) -> None:
    ticket = make.ticket(order_id=order, type="return_refund").id
    refund = opened(desk, order)
    assert (row(desk, refund).ticket_id, refunds.of_ticket(desk.store.reader, ticket)[0].id) == (ticket, refund)
    desk.run(AgreeRefund(refund_id=refund))
    detail = tickets.detail(desk.store.reader, ticket)
    assert detail is not None
    assert detail.row.due_rule == "TB-RET-7D"
    assert [event.text for event in detail.events if event.kind == "refund"] == [
        "opened\nreturn_refund", "agreed\nreturn_refund"
    ]  # fmt: skip
    assert ticket_types.values(desk.store.reader, ticket)["agree_refund"].value == "yes"


def test_agreeing_on_the_ticket_agrees_to_the_refund_it_follows(desk: Desk, order: int, make: Make) -> None:
    ticket = make.ticket(order_id=order, type="return_refund").id
    refund = opened(desk, order)
    desk.run(AgreeToRefund(ticket_id=ticket))
    assert row(desk, refund).state == "WAIT_BUYER_RETURN_GOODS"
    starts = desk.store.reader.rows("SELECT event FROM ticket_start WHERE ticket_id = ? ORDER BY id", (ticket,))
    assert starts == [("applied",), ("agreed",)]
    desk.undo().result()
    assert row(desk, refund).state == "WAIT_SELLER_AGREE"


def test_goods_are_not_sent_again_by_an_answer_on_the_ticket_without_a_parcel(
    desk: Desk, order: int, make: Make
) -> None:
    ticket = make.ticket(order_id=order, type="return_refund").id
    refund = opened(desk, order, "reshipment", None, ticket_id=ticket)
    assert refused(desk, AgreeToRefund(ticket_id=ticket)).key == "tracking_missing"
    assert row(desk, refund).state == "WAIT_SELLER_AGREE"
    assert ticket_types.values(desk.store.reader, ticket) == {}


def test_an_amount_that_a_colleague_changed_is_not_agreed_to_unseen(desk: Desk, order: int, make: Make) -> None:
    ticket = make.ticket(order_id=order, type="return_refund").id
    refund = opened(desk, order)
    old = (refund, row(desk, refund).version)
    desk.run(NoteRefund(refund_id=refund, act="changed", amount_cents=9_000))
    for unseen in (old, (0, 0)):
        error = refused(desk, AgreeToRefund(ticket_id=ticket, refund_seen=unseen))
        assert (error.key, row(desk, refund).state) == ("refund_changed", "WAIT_SELLER_AGREE")
    seen = (refund, row(desk, refund).version)
    desk.run(CloseRefund(refund_id=refund, withdrawn=True))
    assert refused(desk, AgreeToRefund(ticket_id=ticket, refund_seen=seen)).values["state"] == "CLOSED"
    again = opened(desk, order, ticket_id=ticket)
    desk.run(AgreeToRefund(ticket_id=ticket, refund_seen=(again, row(desk, again).version)))
    assert row(desk, again).state == "WAIT_BUYER_RETURN_GOODS"


def test_a_ticket_that_follows_a_refund_already_does_not_follow_another(desk: Desk, order: int, make: Make) -> None:
    ticket = make.ticket(order_id=order, type="refund_only").id
    first, second = opened(desk, order, "refund_only", 10), opened(desk, order, "refund_only", 20)
    assert (row(desk, first).ticket_id, row(desk, second).ticket_id) == (ticket, None)
