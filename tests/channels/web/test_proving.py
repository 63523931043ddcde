"""Proving an order: digits of phones as files have them, tries and waits."""

from __future__ import annotations

import pytest

from ticketdesk.channels.web.proving import TRIES, WAIT, Tries, ends_with


@pytest.mark.parametrize(("phone", "digits"), [
    ("13812346021", "6021"), ("138****6021", "6021"), ("+86 138-1234-6021", "6021"), ("13812346021-1234", "6021"),
    ("0571-88886021 13812346021", "6021"),
])  # fmt: skip
def test_the_last_digits_of_a_phone(phone: str, digits: str) -> None:
    assert ends_with(phone, digits)


@pytest.mark.parametrize(("phone", "digits"), [
    ("13812346021", "1234"), ("", ""), ("", "0000"), ("138********", "****"), ("021", "021"),
    ("13812346021", "６０２１"), ("13812346021", "6021\x00"), ("abcd", "abcd"),
])  # fmt: skip
def test_anything_else_proves_nothing(phone: str, digits: str) -> None:
    assert not ends_with(phone, digits)


def test_after_five_wrong_ones_one_waits_and_each_further_one_doubles_it() -> None:
    tries = Tries()
    assert [tries.wrong(["visit 1", "order 9"], 0.0) for _ in range(TRIES)] == [4, 3, 2, 1, 0]
    assert tries.wait(["visit 1"], 0.0) == WAIT == tries.wait(["order 9"], 0.0)
    assert tries.wait(["visit 2"], 0.0) == 0 and tries.wait(["visit 2", "order 9"], 0.0) == WAIT
    assert tries.wait(["visit 1"], WAIT) == 0
    assert tries.wrong(["visit 1"], WAIT) == 0
    assert tries.wait(["visit 1"], WAIT) == 2 * WAIT
    assert tries.wait(["visit 1"], 86_400 + WAIT) == 0
    assert tries.wrong(["visit 1"], 90_000.0) == 4


def test_a_right_one_is_forgiven_and_some_names_may_try_more() -> None:
    tries = Tries({"address own": 50})
    for _ in range(TRIES):
        tries.wrong(["visit 1", "address own"], 0.0)
    assert tries.wait(["address own"], 0.0) == 0
    tries.right(["visit 1"])
    assert tries.wait(["visit 1"], 0.0) == 0
    for _ in range(50 - TRIES):
        tries.wrong(["address own"], 0.0)
    assert tries.wait(["address own"], 0.0) == WAIT
