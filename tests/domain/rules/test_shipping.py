"""When orders are due: by the rule of the pack, as by the fixed 48 hours before there were packs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.domain.merging import SHIPPING
from tests.domain.rules.packs import at, pack, shipped_rule
from ticketdesk.domain.moments import DAY, HOUR
from ticketdesk.domain.orders import OrderState
from ticketdesk.domain.rules.counting import Reckoning
from ticketdesk.domain.rules.own_days import NATURAL, OFF, ZONE, reckoning_of
from ticketdesk.domain.rules.shipping import SHIP, Clock, Shipping

EARLIEST, LATEST = at("2010-01-01 00:00"), at("2040-01-01 00:00")
WAITS = (OrderState.WAIT_SHIP, OrderState.PART_SHIPPED)


def before_packs(state: OrderState, paid_at: int | None) -> int | None:
    """The function that orders had of their own."""
    return paid_at + 48 * HOUR if state in WAITS and paid_at is not None else None


def test_shipping_is_due_48_hours_after_payment() -> None:
    assert SHIPPING.clock(OrderState.WAIT_SHIP, at("2026-02-27 14:00:58")) == Clock(
        at("2026-02-27 14:00:58"), at("2026-03-01 14:00:58")
    )


@given(state=some.sampled_from(list(OrderState)), paid=some.none() | some.integers(EARLIEST, LATEST))
def test_the_pack_says_what_was_said_before_there_were_packs(state: OrderState, paid: int | None) -> None:
    found = SHIPPING.clock(state, paid)
    assert (found.due if found else None) == before_packs(state, paid)
    assert found is None or found.start == paid


@given(
    paid=some.integers(EARLIEST, LATEST),
    kept=some.fixed_dictionaries(
        {NATURAL: some.sampled_from(["", "1"]), ZONE: some.sampled_from(["", "Asia/Tokyo", "Europe/Berlin"])}
    ),
)
def test_no_setting_of_days_moves_a_rule_in_hours(paid: int, kept: dict[str, str]) -> None:
    found = Shipping(shipped_rule(SHIP), reckoning_of({**kept, OFF: "2026-11-28"})).clock(OrderState.WAIT_SHIP, paid)
    assert found == Clock(paid, paid + 48 * HOUR)


@pytest.mark.parametrize("state", [each for each in OrderState if each not in WAITS])
def test_no_clock_runs_in_other_states(state: OrderState) -> None:
    assert SHIPPING.clock(state, at("2026-02-27 14:00")) is None


def test_a_pack_with_another_time_moves_orders_and_one_without_the_rule_sets_none() -> None:
    (rule,) = pack({"counting": "days_24h", "unit": "day", "limit": 3, "starts": "paid", "also": [SHIP]}).rules
    assert Shipping(rule, Reckoning()).clock(OrderState.WAIT_SHIP, EARLIEST) == Clock(EARLIEST, EARLIEST + 3 * DAY)
    assert Shipping(None, Reckoning()).clock(OrderState.WAIT_SHIP, EARLIEST) is None
