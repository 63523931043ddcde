"""Moments in an agent's own words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketdesk.domain.moments import parse_stamp, stamp
from ticketdesk.domain.time_words import moment

NOW = parse_stamp("2026-11-26 14:20:00") or 0  # a Thursday


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("明天 10:00", "2026-11-27 10:00:00"),
        ("下午3点", "2026-11-26 15:00:00"),
        ("30分钟后", "2026-11-26 14:50:00"),
        ("周五", "2026-11-27 09:00:00"),
        ("周四", "2026-12-03 09:00:00"),
        ("tomorrow 10:00", "2026-11-27 10:00:00"),
        ("in 2h", "2026-11-26 16:20:00"),
        ("半小时后", "2026-11-26 14:50:00"),
        ("一个半小时后", "2026-11-26 15:50:00"),
        ("三天后", "2026-11-29 14:20:00"),
        ("2周后", "2026-12-10 14:20:00"),
        ("今晚8点", "2026-11-26 20:00:00"),
        ("后天下午三点半", "2026-11-28 15:30:00"),
        ("大后天", "2026-11-29 09:00:00"),
        ("下周一 9:30", "2026-11-30 09:30:00"),
        ("next monday 3pm", "2026-11-30 15:00:00"),
        ("星期天 10点一刻", "2026-11-29 10:15:00"),
        ("上午9点", "2026-11-27 09:00:00"),
        ("9:15", "2026-11-27 09:15:00"),
        ("24:00", "2026-11-27 00:00:00"),
        ("11月30日", "2026-11-30 09:00:00"),
        ("1月2日 8:00", "2027-01-02 08:00:00"),
        ("2027-02-28 00:30", "2027-02-28 00:30:00"),
        ("  8PM ", "2026-11-26 20:00:00"),
        ("in half an hour", "2026-11-26 14:50:00"),
    ],
)
def test_words_name_a_moment(words: str, wanted: str) -> None:
    found = moment(words, NOW)
    assert found is not None and stamp(found) == wanted


@pytest.mark.parametrize(
    "words",
    [
        "",
        "abc",
        "99",
        "今天 8:00",
        "今天",
        "2026-02-30",
        "25:00",
        "9999-12-31 24:00",
        "十",
        "x" * 100,
        "周八",
        "0分钟后",
    ],
)
def test_other_words_name_none(words: str) -> None:
    assert moment(words, NOW) is None


@given(st.text(max_size=80), st.integers(0, 4_000_000_000_000))
def test_whatever_is_typed_the_moment_lies_ahead(words: str, now: int) -> None:
    found = moment(words, now)
    assert found is None or found > now


@given(
    st.integers(1, 999),
    st.sampled_from(["分钟后", "小时后", "天后", " min", "h", " days"]),
    st.integers(0, 2_000_000_000_000),
)
def test_spans_are_counted_from_now(count: int, unit: str, now: int) -> None:
    size = {"分": 60_000, "小": 3_600_000, "天": 86_400_000, " m": 60_000, "h": 3_600_000, " d": 86_400_000}
    found = moment(f"{count}{unit}", now)
    assert found == now + count * next(ms for key, ms in size.items() if unit.startswith(key))
