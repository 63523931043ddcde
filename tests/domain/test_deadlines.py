"""The urgency of tokens.md."""

from __future__ import annotations

import pytest

from ticketdesk.domain.deadlines import Urgency, urgency, used_share
from ticketdesk.domain.moments import HOUR, MINUTE, parse_stamp


def at(text: str) -> int:
    moment = parse_stamp(text)
    assert moment is not None
    return moment


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
