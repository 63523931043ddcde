"""The settings of a shop: bounds, names, spans of a day, and what they decide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.outbox import MessageState, first_state, leaves_at, own_key
from ticketdesk.domain.settings import OUTBOX_SECONDS, SHOP_SETTINGS, checked, within_day
from ticketdesk.domain.waiting import WaitLevel, wait_level
from ticketdesk.words.settings import setting_name

MINUTE = st.integers(0, 1_439)


@pytest.mark.parametrize("key", sorted(SHOP_SETTINGS))
def test_every_setting_has_bounds_a_default_and_a_name(key: str) -> None:
    setting = SHOP_SETTINGS[key]
    assert setting.least <= setting.default <= setting.most
    assert setting_name(key) != key
    assert checked(key, f" {setting.most} ") == str(setting.most)
    with pytest.raises(DeskError):
        checked(key, str(setting.most + 1))


def test_the_countdown_is_the_shops_for_live_channels_only() -> None:
    assert (OUTBOX_SECONDS.default, OUTBOX_SECONDS.least, OUTBOX_SECONDS.most) == (5, 0, 15)
    assert first_state("simulator", 5) is MessageState.COUNTING
    assert first_state("simulator", 0) is MessageState.QUEUED
    assert first_state("qianniu", 5) is first_state("anything", 0) is MessageState.OUTBOX
    assert leaves_at(1_000, 5) == 6_000 and own_key(7) == "td-7"


def test_the_shop_says_when_waiting_is_late() -> None:
    assert [wait_level(at * 60_000, warn=2, bad=5) for at in (1, 2, 4, 5)] == [
        WaitLevel.PLAIN, WaitLevel.WARN, WaitLevel.WARN, WaitLevel.BAD
    ]  # fmt: skip


@given(MINUTE, MINUTE, MINUTE)
def test_a_span_past_midnight_is_the_rest_of_the_other(minute: int, begins: int, ends: int) -> None:
    if begins == ends:
        assert within_day(minute, begins, ends)
    else:
        assert within_day(minute, begins, ends) is not within_day(minute, ends, begins)


def test_the_late_shift_goes_past_midnight() -> None:
    assert within_day(23 * 60, 22 * 60, 8 * 60) and within_day(0, 22 * 60, 8 * 60)
    assert not within_day(8 * 60, 22 * 60, 8 * 60)
    assert within_day(23 * 60 + 59, 510, 0) and not within_day(0, 510, 0)
