"""The words of a refund export: every state and kind of the platform, in both widths of its commas."""

from __future__ import annotations

import pytest

from ticketdesk.domain.orders import Problem
from ticketdesk.domain.refunds import RefundKind, RefundState
from ticketdesk.exchange.refund_words import kind_of, meant, state_of
from ticketdesk.exchange.refunds import RefundRecord

STATES = {
    "买家已经申请退款，等待卖家同意": RefundState.WAIT_SELLER,
    "买家已经申请退款,等待卖家同意": RefundState.WAIT_SELLER,
    "卖家已经同意退款，等待买家退货": RefundState.WAIT_RETURN,
    "卖家同意退款协议,等待买家退货": RefundState.WAIT_RETURN,
    "买家已经退货，等待卖家确认收货": RefundState.WAIT_CONFIRM,
    "卖家拒绝退款": RefundState.REFUSED,
    "退款成功": RefundState.SUCCESS,
    "退款关闭": RefundState.CLOSED,
    **{state.value: state for state in RefundState},
}


@pytest.mark.parametrize(("text", "state"), STATES.items())
def test_every_state_is_known(text: str, state: RefundState) -> None:
    assert state_of(f" {text} ") is state


def test_other_words_are_no_state() -> None:
    assert [state_of(text) for text in (None, "", "天知道")] == [None, None, None]


def test_the_kind_is_what_the_file_says_else_what_comes_back() -> None:
    assert kind_of("换货", True) is RefundKind.EXCHANGE
    assert kind_of("补寄", None) is RefundKind.RESEND
    assert kind_of("维修", False) is RefundKind.REPAIR
    assert kind_of(None, True) is RefundKind.RETURN_REFUND
    assert kind_of("?", False) is RefundKind.REFUND_ONLY
    assert kind_of(None, None) is RefundKind.REFUND_ONLY


def test_a_row_means_a_refund_or_says_why_not() -> None:
    row = RefundRecord(line=2, number="1", refund_number="9", state="退款成功", refund_cents=5, due_at=7, words="破了",
                       platform_steps_in="支持买家")  # fmt: skip
    found = meant(row)
    assert not isinstance(found, Problem)
    assert (found.state, found.due_at, found.explanation, found.cs_status) == (RefundState.SUCCESS, None, "破了", "8")
    wrong = (
        RefundRecord(line=2, number="1", state="退款成功"),
        RefundRecord(line=2, number="1", refund_number="9"),
        RefundRecord(line=2, number="1", refund_number="9", state="退款成功", refund_cents=-1),
    )
    reasons = [each.reason for each in map(meant, wrong) if isinstance(each, Problem)]
    assert reasons == ["refund_number_missing", "refund_state_unknown", "refund_below_zero"]
