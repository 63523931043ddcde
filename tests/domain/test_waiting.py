"""Levels and parts of waiting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketdesk.domain.moments import DAY, HOUR, MINUTE, SECOND
from ticketdesk.domain.waiting import Duration, WaitLevel, WaitLimits, duration, next_change, wait_level


@pytest.mark.parametrize(
    ("waited", "level"),
    [
        (0, WaitLevel.PLAIN),
        (MINUTE - 1, WaitLevel.PLAIN),
        (MINUTE, WaitLevel.WARN),
        (3 * MINUTE - 1, WaitLevel.WARN),
        (3 * MINUTE, WaitLevel.BAD),
        (DAY, WaitLevel.BAD),
        (-SECOND, WaitLevel.PLAIN),
    ],
)
def test_levels(waited: int, level: WaitLevel) -> None:
    assert wait_level(waited) is level


def test_the_shop_chooses_its_limits() -> None:
    limits = WaitLimits(warn=2 * MINUTE, bad=5 * MINUTE)
    levels = [wait_level(minutes * MINUTE, limits) for minutes in (1, 2, 5)]
    assert levels == [WaitLevel.PLAIN, WaitLevel.WARN, WaitLevel.BAD]


def test_parts() -> None:
    assert duration(6 * DAY + 4 * HOUR + 12 * MINUTE + 5999) == Duration(6, 4, 12, 5)
    assert duration(-61 * SECOND) == Duration(0, 0, 1, 1)


@given(st.integers(0, 10 * MINUTE))
def test_next_change_never_skips_a_level(waited: int) -> None:
    step = next_change(waited)
    assert 0 < step <= MINUTE
    assert wait_level(waited + step - 1) is wait_level(waited)
