"""The two deadline rules and the urgency of tokens.md."""

from __future__ import annotations

import pytest

from ticketdesk.domain.deadlines import (
    RULES,
    SHIP,
    Urgency,
    due_for_order,
    urgency,
    used_share,
)
from ticketdesk.domain.moments import HOUR, MINUTE, parse_stamp
from ticketdesk.domain.orders import OrderState


def at(text: str) -> int:
    moment = parse_stamp(text)
    assert moment is not None
    return moment


def test_shipping_is_due_48_hours_after_payment() -> None:
    clock = due_for_order(OrderState.WAIT_SHIP, at("2026-02-27 14:00:58"))
    assert clock is not None
    assert clock.rule is SHIP
    assert clock.due == at("2026-03-01 14:00:58")


@pytest.mark.parametrize("state", [OrderState.WAIT_PAY, OrderState.SHIPPED, OrderState.FINISHED, OrderState.CLOSED])
def test_no_shipping_clock_in_other_states(state: OrderState) -> None:
    assert due_for_order(state, 1) is None


def test_no_shipping_clock_without_a_payment() -> None:
    assert due_for_order(OrderState.WAIT_SHIP, None) is None


def test_rules_name_their_source() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES) == 2
    assert all(rule.source and rule.version and rule.hours == 48 for rule in RULES)


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (48 * HOUR, Urgency.OK),
        (4 * HOUR + 48 * MINUTE, Urgency.OK),
        (4 * HOUR + 48 * MINUTE - 1, Urgency.SOON),
        (1, Urgency.SOON),
        (0, Urgency.OVER),
        (-HOUR, Urgency.OVER),
    ],
)
def test_urgency_of_two_days(left: int, expected: Urgency) -> None:
    due = at("2026-11-22 12:00")
    assert urgency(due - 48 * HOUR, due, due - left) is expected


def test_two_hours_count_in_short_spans_and_without_a_start() -> None:
    due = at("2026-11-22 12:00")
    assert urgency(due - 3 * HOUR, due, due - 2 * HOUR) is Urgency.OK
    assert urgency(due - 3 * HOUR, due, due - 2 * HOUR + 1) is Urgency.SOON
    assert urgency(None, due, due - 2 * HOUR + 1) is Urgency.SOON
    assert urgency(None, None, due) is Urgency.NONE


def test_share_of_the_span() -> None:
    assert used_share(0, 100, -5) == 0.0
    assert used_share(0, 100, 25) == 0.25
    assert used_share(0, 100, 300) == 1.0
    assert used_share(None, 100, 99) == 0.0
    assert used_share(100, 100, 100) == 1.0
