"""Levels and parts of waiting."""

from __future__ import annotations

import pytest

from ticketdesk.domain.moments import DAY, HOUR, MINUTE, SECOND
from ticketdesk.domain.waiting import Duration, WaitLevel, duration, wait_level


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


def test_parts() -> None:
    assert duration(6 * DAY + 4 * HOUR + 12 * MINUTE + 5999) == Duration(6, 4, 12, 5)
    assert duration(-61 * SECOND) == Duration(0, 0, 1, 1)
