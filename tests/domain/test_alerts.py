"""When a message calls, and how loudly."""

from __future__ import annotations

from ticketdesk.domain.alerts import Around, Arrival, Calls, Choices, calls, concerning, is_quiet
from ticketdesk.domain.moments import HOUR

ME, OTHER = 1, 2
MINE = Arrival(10, 100, "a", "在吗", ME)
FREE = Arrival(11, 101, "b", "在吗", None)
THEIRS = Arrival(12, 102, "c", "在吗", OTHER)


def test_only_what_is_mine_or_nobodys_calls() -> None:
    assert concerning([MINE, FREE, THEIRS], Around(ME)) == [MINE, FREE]


def test_what_is_looked_at_calls_nobody_unless_the_window_is_behind() -> None:
    assert concerning([MINE, FREE], Around(ME, looked_at=(100,))) == [FREE]
    assert concerning([MINE, FREE], Around(ME, looked_at=(100,), active=False)) == [MINE, FREE]


def test_a_window_in_use_is_told_quietly_and_one_behind_loudly() -> None:
    assert calls(Around(ME), Choices()) == Calls(strip=True, sound=True)
    assert calls(Around(ME, active=False), Choices()) == Calls(True, True, True, True)


def test_in_quiet_hours_there_is_only_the_word() -> None:
    assert calls(Around(ME, active=False, quiet=True), Choices()) == Calls(strip=True)


def test_what_is_switched_off_does_not_call() -> None:
    nothing = Choices(strip=False, sound=False, attention=False, tray=False)
    assert calls(Around(ME, active=False), nothing) == Calls()


def test_quiet_hours_are_the_shops_clock_and_go_past_midnight() -> None:
    begins, ends = 22 * 60, 8 * 60
    at = [hour for hour in range(24) if is_quiet(hour * HOUR - 8 * HOUR, begins, ends)]  # 0:00 in the shop is 16:00 UTC
    assert at == [0, 1, 2, 3, 4, 5, 6, 7, 22, 23]
