"""When a repeated reminder comes again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ticketdesk.domain.moments import DAY, from_ms, parse_stamp, stamp
from ticketdesk.domain.reminders import Repeat, next_due

DUE = parse_stamp("2026-11-26 10:00:00") or 0  # a Thursday


def test_it_keeps_its_time_of_day() -> None:
    assert next_due(DUE, Repeat.NEVER, DUE) is None
    assert stamp(next_due(DUE, Repeat.DAILY, DUE) or 0) == "2026-11-27 10:00:00"
    assert stamp(next_due(DUE, Repeat.DAILY, DUE + 5 * DAY + 1) or 0) == "2026-12-02 10:00:00"
    assert stamp(next_due(DUE, Repeat.WEEKLY, DUE + DAY) or 0) == "2026-12-03 10:00:00"
    friday = DUE + DAY
    assert stamp(next_due(friday, Repeat.WORKDAYS, friday) or 0) == "2026-11-30 10:00:00"
    assert stamp(next_due(DUE, Repeat.DAILY, DUE - 3 * DAY) or 0) == "2026-11-27 10:00:00"


@given(
    st.integers(0, 4_000_000_000_000), st.integers(0, 4_000_000_000_000),
    st.sampled_from([Repeat.DAILY, Repeat.WORKDAYS, Repeat.WEEKLY]),
)  # fmt: skip
def test_it_lies_ahead_and_is_the_nearest(due: int, now: int, repeat: Repeat) -> None:
    found = next_due(due, repeat, now)
    assert found is not None and found > max(due, now) and (found - due) % DAY == 0
    assert found - max(due, now) <= {Repeat.DAILY: 1, Repeat.WORKDAYS: 3, Repeat.WEEKLY: 7}[repeat] * DAY
    if repeat is Repeat.WORKDAYS:
        assert from_ms(found).weekday() < 5
    if repeat is Repeat.WEEKLY:
        assert from_ms(found).weekday() == from_ms(due).weekday()
