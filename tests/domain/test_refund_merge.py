"""What a file does to a refund that is here: whatever comes in which order, a second time it changes nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ticketdesk.domain.refund_merge import CHANGED, NEW, OLDER, UNCHANGED, StoredRefund, merge
from ticketdesk.domain.refunds import ENDED, PAYING, RefundKind, RefundRecord, RefundState

records = st.builds(
    RefundRecord, line=st.just(2), order_number=st.just("1"), number=st.just("9"), kind=st.sampled_from(RefundKind),
    state=st.sampled_from(RefundState), amount_cents=st.none() | st.integers(0, 99), reason=st.sampled_from(["", "破"]),
    explanation=st.just(""), applied_at=st.none() | st.just(5), sent_back_at=st.none(), ended_at=st.none(),
    due_at=st.none() | st.integers(1, 9), carrier=st.just(""), tracking=st.sampled_from(["", "SF1"]),
    cs_status=st.sampled_from(["", "3"]),
)  # fmt: skip
NOTHING = StoredRefund(
    RefundKind.REFUND_ONLY, RefundState.WAIT_SELLER, "", "", None, None, None, "", "", "", "", ""
)  # fmt: skip


def applied(stored: StoredRefund | None, record: RefundRecord) -> StoredRefund:
    values = merge(stored, record).values
    found = (stored or NOTHING)._asdict() | values
    kind, state = RefundKind(str(found["kind"])), RefundState(str(found["state"]))
    return StoredRefund(**(found | {"kind": kind, "state": state}))  # type: ignore[arg-type]


@given(st.lists(records, min_size=1, max_size=5))
def test_the_same_file_again_changes_nothing(files: list[RefundRecord]) -> None:
    stored = None
    for record in files:
        stored = applied(stored, record)
        again = merge(stored, record)
        assert again.kind in (UNCHANGED, OLDER)
        assert again.values == {}
        assert merge(stored, record, known=True).values == {}


@given(records, records)
def test_an_empty_cell_blanks_nothing_and_only_live_refunds_have_a_moment(first: RefundRecord, second: RefundRecord):
    stored = applied(applied(None, first), second)
    assert stored.tracking == (second.tracking or first.tracking) or merge(applied(None, first), second).kind == OLDER
    if first.reason:
        assert stored.reason == "破"
    if stored.state in ENDED:
        assert merge(applied(None, first), second).kind == OLDER or stored.told_due_at is None


def test_only_kinds_that_pay_take_an_amount() -> None:
    for kind in RefundKind:
        record = RefundRecord(2, "1", "9", kind, RefundState.WAIT_SELLER, 50)
        found = merge(None, record)
        assert (found.kind, found.moved) == (NEW, True)
        assert ("amount_cents" in found.values) is (kind in PAYING)


def test_what_an_agent_did_since_stands_until_the_platform_says_otherwise() -> None:
    asked = RefundRecord(2, "1", "9", RefundKind.RETURN_REFUND, RefundState.WAIT_SELLER, 50, due_at=7)
    agreed = applied(None, asked)._replace(state=RefundState.WAIT_RETURN, told_due_at=None)
    assert merge(agreed, asked).kind == UNCHANGED
    refused = merge(agreed, asked._replace(state=RefundState.REFUSED))
    assert (refused.kind, refused.moved, refused.values["state"]) == (CHANGED, True, "SELLER_REFUSE_BUYER")


def test_a_file_that_states_less_is_older_unless_it_names_a_later_deadline() -> None:
    sent = applied(None, RefundRecord(2, "1", "9", RefundKind.EXCHANGE, RefundState.WAIT_CONFIRM, due_at=7))
    less = RefundRecord(2, "1", "9", RefundKind.EXCHANGE, RefundState.WAIT_SELLER, due_at=6)
    assert merge(sent, less).kind == OLDER
    assert merge(sent, less._replace(due_at=8)).values["state"] == "WAIT_SELLER_AGREE"
