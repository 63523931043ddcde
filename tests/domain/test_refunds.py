"""The table of refunds: every state is reached, what is not in the table is refused, and no fen too much is paid."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.refunds import (
    ENDED,
    LIVE,
    MOVES,
    PAYING,
    RefundAct,
    RefundKind,
    RefundState,
    Room,
    acts_in,
    checked_amount,
    events_of,
    goes_back,
    next_state,
    opening_rules,
)
from ticketdesk.domain.rules.values import Event

S, A, K = RefundState, RefundAct, RefundKind
# refund_state_machine.md: the arrows of the six states, as far as they stand there.
CITED = (
    (S.WAIT_SELLER, A.AGREED, S.WAIT_RETURN, K.RETURN_REFUND),
    (S.WAIT_SELLER, A.REFUSED, S.REFUSED, K.RETURN_REFUND),
    (S.WAIT_SELLER, A.AGREED, S.SUCCESS, K.REFUND_ONLY),
    (S.WAIT_SELLER, A.CLOSED, S.CLOSED, K.REFUND_ONLY),
    (S.WAIT_RETURN, A.SENT_BACK, S.WAIT_CONFIRM, K.RETURN_REFUND),
    (S.WAIT_RETURN, A.CLOSED, S.CLOSED, K.RETURN_REFUND),
    (S.WAIT_CONFIRM, A.DONE, S.SUCCESS, K.RETURN_REFUND),
    (S.WAIT_CONFIRM, A.REFUSED, S.REFUSED, K.RETURN_REFUND),
    (S.REFUSED, A.CHANGED, S.WAIT_SELLER, K.RETURN_REFUND),
    (S.REFUSED, A.STEPPED_IN, S.REFUSED, K.RETURN_REFUND),
    (S.REFUSED, A.CLOSED, S.CLOSED, K.RETURN_REFUND),
)


@pytest.mark.parametrize(("before", "act", "after", "kind"), CITED)
def test_every_arrow_of_the_state_machine_is_in_the_table(before, act, after, kind) -> None:
    assert next_state(before, act, kind) is after


@pytest.mark.parametrize("kind", RefundKind)
def test_each_kind_reaches_every_end_and_no_move_leaves_one(kind) -> None:
    reached, todo = {S.WAIT_SELLER}, [S.WAIT_SELLER]
    while todo:
        state = todo.pop()
        found = {next_state(state, act, kind) for act in acts_in(state, kind)} - reached
        reached |= found
        todo += found
    assert reached >= ENDED | {S.REFUSED}
    assert (S.WAIT_RETURN in reached) is (kind in {K.RETURN_REFUND, K.EXCHANGE, K.REPAIR})
    assert not [move for move in MOVES if move.before in ENDED]


def test_what_is_not_in_the_table_is_refused_by_name() -> None:
    for state in RefundState:
        for act in RefundAct:
            for kind in RefundKind:
                if act in acts_in(state, kind):
                    continue
                with pytest.raises(DeskError) as caught:
                    next_state(state, act, kind)
                assert caught.value.key == ("refund_ended" if state in ENDED else "refund_act_not_allowed")


def test_no_pair_of_moves_contradicts_another() -> None:
    keys = [(move.before, move.act, kind) for move in MOVES for kind in move.kinds]
    assert len(keys) == len(set(keys))
    assert {move.before for move in MOVES} == set(LIVE)


@given(
    paid=st.integers(0, 10_000), stated=st.integers(0, 10_000), done=st.integers(0, 10_000),
    pending=st.integers(0, 10_000), amount=st.integers(-5, 12_000),
)  # fmt: skip
def test_what_is_taken_never_exceeds_what_was_paid(paid, stated, done, pending, amount) -> None:
    room = Room(paid, stated, done, pending)
    try:
        taken = checked_amount(K.REFUND_ONLY, amount, room)
    except DeskError as error:
        assert error.key in {"refund_amount_low", "refund_unpaid", "refund_amount_high"}
        assert amount <= 0 or not paid or amount > room.left
    else:
        assert taken == amount
        assert 0 < amount <= paid
        assert amount + max(stated, done) + pending <= paid


def test_kinds_that_pay_nothing_carry_no_amount_and_others_need_one() -> None:
    room = Room(100, 0, 0, 0)
    for kind in RefundKind:
        if kind not in PAYING:
            assert checked_amount(kind, 99_999, room) is None
    with pytest.raises(DeskError) as caught:
        checked_amount(K.RETURN_REFUND, None, room)
    assert caught.value.key == "refund_amount_missing"
    with pytest.raises(DeskError) as unpaid:
        checked_amount(K.RETURN_REFUND, 1, Room(None, 0, 0, 0))
    assert unpaid.value.key == "refund_unpaid"


def test_an_older_file_is_known_by_its_state() -> None:
    assert goes_back(S.WAIT_CONFIRM, S.WAIT_RETURN)
    assert goes_back(S.SUCCESS, S.WAIT_SELLER)
    assert goes_back(S.SUCCESS, S.CLOSED)
    assert not goes_back(S.WAIT_SELLER, S.WAIT_RETURN)
    assert not goes_back(S.WAIT_CONFIRM, S.REFUSED)
    assert not goes_back(S.REFUSED, S.WAIT_SELLER)
    assert not goes_back(S.SUCCESS, S.SUCCESS)


def test_what_ends_well_is_a_payment_or_a_parcel_to_the_rules() -> None:
    assert events_of(A.AGREED, K.REFUND_ONLY, S.SUCCESS) == (Event.AGREED, Event.REFUNDED)
    assert Event.REPLACEMENT_SENT in events_of(A.DONE, K.EXCHANGE, S.SUCCESS)
    assert events_of(A.DONE, K.REPAIR, S.SUCCESS) == (Event.REPAIR_SENT_BACK,)
    assert events_of(A.REFUSED, K.REPAIR, S.REFUSED) == (Event.REFUSED,)
    assert opening_rules(K.RETURN_REFUND, "taobao") == ("TB-RETAGREE-48H",)
    assert opening_rules(K.RETURN_REFUND, "jd") == ()
