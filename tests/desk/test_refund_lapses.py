"""A refund whose deadline passed: the desk records it, and what the platform does then is suggested, or done."""

from __future__ import annotations

import pytest

from tests.desk.builders import Clock, Make, People
from ticketdesk.desk.commands.deadlines import RecordLapses, SetDayCounting
from ticketdesk.desk.commands.refunds import AgreeRefund, CarryOutRefundLapse, CloseRefund, NoteRefund, OpenRefund
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.lapses import LapseClock
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import DAY, HOUR
from ticketdesk.domain.refunds import LIVE, RefundAct, RefundKind, RefundState, acts_in, drawn
from ticketdesk.store.queries import refunds
from ticketdesk.store.queries.refunds import RefundRow


class Shop:
    """An order with a refund that nobody answers."""

    def __init__(self, desk: Desk, make: Make, clock: Clock, people: People) -> None:
        clock.step = 0
        desk.agent_id = people.owner
        make.imported(1)
        self.desk, self.clock, self.make, self.order = desk, clock, make, make.order_id(0)

    def opens(self, kind: str = "refund_only", **more: object) -> int:
        asked = {"order_id": self.order, "kind": kind, "amount_cents": 10, "reason": "漏发"} | more
        return int(str(self.desk.run(OpenRefund(**asked)).result))  # type: ignore[arg-type]

    def row(self, refund: int) -> RefundRow:
        found = refunds.row(self.desk.store.reader, refund)
        assert found is not None
        return found

    def told(self, refund: int) -> list[tuple[str, str, int, str]]:
        found = refunds.events(self.desk.store.reader, refund)
        return [(each.act, each.text, each.at, each.author) for each in found]

    def lapses(self) -> int:
        """Let the clock of the deadlines step until it rests; how many acts that took."""
        watch, done = LapseClock(self.desk), 0
        while watch.step(self.clock.now):
            assert watch._posted is not None
            watch._posted.result()
            done += 1
        return done


@pytest.fixture
def shop(desk: Desk, make: Make, clock: Clock, people: People) -> Shop:
    return Shop(desk, make, clock, people)


def test_a_passed_deadline_is_recorded_once_in_nobodys_name_and_moves_nothing(shop: Shop) -> None:
    refund = shop.opens()
    before = shop.row(refund)
    assert before.due_at is not None and shop.lapses() == 0
    shop.clock.now = before.due_at
    assert shop.lapses() == 1
    assert shop.told(refund)[0] == ("lapsed", "TB-REQ-48H", before.due_at, "")
    assert shop.row(refund) == before
    assert shop.lapses() == 0
    acts = shop.desk.store.reader.rows("SELECT agent_id, undoable FROM act WHERE command = 'RecordLapses'")
    assert acts == [(None, 0)]


@pytest.mark.parametrize(("kind", "state"), [("refund_only", "SUCCESS"), ("return_refund", "WAIT_BUYER_RETURN_GOODS")])
def test_what_the_platform_did_is_taken_over_as_of_the_end_of_the_time(shop: Shop, kind: str, state: str) -> None:
    refund = shop.opens(kind)
    due = shop.row(refund).due_at
    assert due is not None
    with pytest.raises(DeskError, match="lapse_missing"):
        shop.desk.run(CarryOutRefundLapse(refund_id=refund))
    shop.clock.now = due + 5 * HOUR
    shop.lapses()
    assert shop.desk.run(CarryOutRefundLapse(refund_id=refund, version=shop.row(refund).version)).result == state
    found = shop.row(refund)
    assert found.state == state and shop.told(refund)[0][:3] == ("agreed", "", due)
    if state == "SUCCESS":
        assert found.ended_at is not None and found.due_at is None
    else:
        assert found.due_at == due + 7 * DAY, "the buyer's seven days run from then"
    with pytest.raises(DeskError, match="lapse_missing"):
        shop.desk.run(CarryOutRefundLapse(refund_id=refund))
    shop.desk.undo().result()
    assert (shop.row(refund).state, shop.row(refund).due_at) == ("WAIT_SELLER_AGREE", due)


def test_until_it_is_carried_out_the_deadline_stays_the_one_of_the_state(shop: Shop) -> None:
    refund = shop.opens("return_refund")
    due = shop.row(refund).due_at
    assert due is not None
    shop.clock.now = due + DAY
    shop.lapses()
    # What the agent writes down meanwhile reckons the deadline anew.
    shop.desk.run(CloseRefund(refund_id=refund, withdrawn=True))
    shop.desk.undo().result()
    told = shop.opens("return_refund", amount_cents=1)
    shop.clock.now += 3 * DAY
    shop.lapses()
    for key in (refund, told):
        assert (shop.row(key).due_rule, shop.row(key).state) == ("TB-RETAGREE-48H", "WAIT_SELLER_AGREE")
    shop.desk.run(AgreeRefund(refund_id=told))
    assert shop.row(told).due_rule == "TB-RET-7D"


def test_where_the_shop_wants_it_each_step_is_done_by_itself_to_the_end(shop: Shop) -> None:
    shop.desk.run(SetDayCounting(off="", on="", natural=False, carry_out=True))
    refund = shop.opens("return_refund")
    shop.clock.now += 3 * DAY
    shop.lapses()
    assert shop.row(refund).state == "WAIT_BUYER_RETURN_GOODS"
    shop.clock.now += 7 * DAY
    shop.lapses()
    found = shop.row(refund)
    assert (found.state, found.due_at) == ("CLOSED", None)
    assert [each[0] for each in reversed(shop.told(refund))] == ["opened", "lapsed", "agreed", "lapsed", "closed"]
    assert [each[3] != "" for each in reversed(shop.told(refund))] == [True, False, False, False, False]


def test_days_offline_are_caught_up_with_step_by_step(shop: Shop) -> None:
    shop.desk.run(SetDayCounting(off="", on="", natural=False, carry_out=True))
    refund = shop.opens("return_refund")
    shop.clock.now += 30 * DAY
    assert shop.lapses() == 2
    assert shop.row(refund).state == "CLOSED"


def test_an_exchange_nobody_answers_is_recorded_but_nobody_says_what_follows(shop: Shop) -> None:
    refund = shop.opens("exchange", amount_cents=None)
    due = shop.row(refund).due_at
    assert due is not None
    shop.clock.now = due
    shop.desk.run(SetDayCounting(off="", on="", natural=False, carry_out=True))
    shop.lapses()
    assert shop.told(refund)[0][0] == "lapsed" and shop.row(refund).state == "WAIT_SELLER_AGREE"
    with pytest.raises(DeskError, match="lapse_missing"):
        shop.desk.run(CarryOutRefundLapse(refund_id=refund))


def test_a_return_that_nobody_takes_counts_as_paid(shop: Shop) -> None:
    refund = shop.opens("return_refund")
    shop.desk.run(AgreeRefund(refund_id=refund))
    shop.desk.run(NoteRefund(refund_id=refund, act="sent_back", carrier="圆通速递", tracking="YT1"))
    shop.desk.run(NoteRefund(refund_id=refund, act="received"))
    due = shop.row(refund).due_at
    assert due == shop.clock.now + 2 * DAY
    shop.clock.now = due
    shop.lapses()
    assert shop.desk.run(CarryOutRefundLapse(refund_id=refund)).result == "SUCCESS"
    assert shop.row(refund).ended_at is not None


def test_a_lapse_stands_in_nobodys_way(shop: Shop) -> None:
    refund = shop.opens()
    version, due = shop.row(refund).version, shop.row(refund).due_at
    assert due is not None
    shop.clock.now = due
    shop.lapses()
    shop.desk.run(AgreeRefund(refund_id=refund, version=version))
    shop.desk.undo().result()
    assert shop.row(refund).state == "WAIT_SELLER_AGREE"
    with pytest.raises(DeskError, match="refund_changed") as refused:
        shop.desk.run(CarryOutRefundLapse(refund_id=refund, version=version - 1))
    assert refused.value.values["state"] == "WAIT_SELLER_AGREE"


def test_the_ticket_that_follows_hears_of_it(shop: Shop) -> None:
    ticket = shop.make.ticket(type="return_refund", order_id=shop.order).id
    refund = shop.opens("return_refund", ticket_id=ticket)
    due = shop.row(refund).due_at
    assert due is not None
    shop.clock.now = due
    shop.lapses()
    shop.desk.run(CarryOutRefundLapse(refund_id=refund))
    sql = "SELECT text FROM ticket_event WHERE ticket_id = ? AND kind = 'refund' ORDER BY id DESC LIMIT 1"
    assert shop.desk.store.reader.rows(sql, (ticket,)) == [("agreed\nreturn_refund",)]


def test_late_refunds_are_walked_through_once(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    refund = shop.opens()
    due = shop.row(refund).due_at
    assert due is not None
    reader = shop.desk.store.reader
    shop.clock.now = due
    assert refunds.passed(reader, due - 1, 9) == () and refunds.passed(reader, due, 9) == (refund,)
    assert refunds.passed(reader, due, 9, due) == () and refunds.passed(reader, due, 0) == ()
    shop.desk.of_itself(RecordLapses()).result()
    assert refunds.passed(reader, due, 9) == ()


def test_what_the_platform_does_is_a_move_of_the_table() -> None:
    for state in RefundState:
        for kind in RefundKind:
            act = drawn(state, kind)
            if act is not None and (act is RefundAct.CLOSED or state is not RefundState.WAIT_CONFIRM):
                assert act in acts_in(state, kind)
    assert {state for state in RefundState if drawn(state, RefundKind.RETURN_REFUND)} == set(LIVE)
    assert drawn(RefundState.REFUSED, RefundKind.EXCHANGE) is RefundAct.CLOSED


def test_a_lapse_never_pays_back_more_than_was_paid(shop: Shop) -> None:
    """A refund that was closed and reopened by undo, after another of the order took all that was paid."""
    ((paid,),) = shop.desk.store.reader.rows("SELECT paid_cents FROM orders WHERE id = ?", (shop.order,))
    shop.desk.run(SetDayCounting(off="", on="", natural=False, carry_out=True))
    first = shop.opens(amount_cents=paid)
    closed = shop.desk.run(CloseRefund(refund_id=first, reason="谈妥"))
    shop.desk.run(AgreeRefund(refund_id=shop.opens(amount_cents=paid)))
    shop.desk.undo_act(closed.act_id).result()
    due = shop.row(first).due_at
    assert due is not None
    shop.clock.now = due
    shop.lapses()
    assert (shop.row(first).state, shop.told(first)[0][0]) == ("WAIT_SELLER_AGREE", "lapsed")
    with pytest.raises(DeskError, match="refund_amount_high"):
        shop.desk.run(CarryOutRefundLapse(refund_id=first))
    room = refunds.room(shop.desk.store.reader, shop.order)
    assert room is not None and room.done == paid
