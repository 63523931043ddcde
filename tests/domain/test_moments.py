"""Moments: the shop's day and clock by arithmetic are those of the calendar."""

from __future__ import annotations

import random

from ticketdesk.domain.moments import DAY, HOUR, clock, day_start, from_ms, of_a_shop, stamp, to_ms


def test_day_and_clock_are_those_of_the_calendar() -> None:
    rng = random.Random(7)
    edges = [edge + by for edge in (0, DAY - 8 * HOUR, 1_795_242_368_000, -DAY) for by in (-1, 0, 1)]
    for ms in [*edges, *(rng.randrange(-(10**12), 4 * 10**12) for _ in range(500))]:
        moment = from_ms(ms)
        assert clock(ms) == (moment.hour, moment.minute, moment.second)
        assert day_start(ms) == to_ms(moment.replace(hour=0, minute=0, second=0, microsecond=0))


def test_what_no_calendar_holds_is_shown_all_the_same() -> None:
    """An older store may hold a deadline of the year 10000, from a file that told 9999-12-31 as a payment."""
    assert [stamp(ms)[:10] for ms in (253_402_444_799_000, 10**17, 2**63 - 1)] == ["9999-12-31"] * 3
    assert [stamp(ms)[:4] for ms in (-62_135_700_000_000, -(10**17), -(2**63))] == ["0002"] * 3
    assert not any(of_a_shop(ms) for ms in (-(10**17), 10**17)) and of_a_shop(0)
