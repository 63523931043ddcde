"""Passwords: hashes that match only their own text, the rule of what is taken, the waits."""

from __future__ import annotations

import pytest

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.passwords import check_password, hashed, is_hash, matches, wait_ms

SALT = bytes(range(16))


@pytest.mark.parametrize("text", ["春眠不觉晓", "a b c d", "\udcff odd", "x" * 128])
def test_a_hash_matches_its_own_text_only(text: str) -> None:
    stored = hashed(text, SALT, n=4)
    assert stored.startswith(f"scrypt$4$8$1${SALT.hex()}$") and is_hash(stored) and text not in stored
    assert matches(stored, text)
    assert not matches(stored, text + " ") and not matches(stored, "")
    assert hashed(text, bytes(16), n=4) != stored


def test_the_cost_is_that_of_a_real_lock() -> None:
    assert hashed("x", SALT).split("$")[:4] == ["scrypt", "32768", "8", "1"]


@pytest.mark.parametrize("stored", ["", "x", "scrypt$4$8$1$zz$00", "md5$1$1$1$00$00", "scrypt$3$8$1$00$00",
                                    "scrypt$1073741824$8$1$00$00"])  # fmt: skip
def test_what_is_no_hash_or_asks_for_too_much_matches_nothing(stored: str) -> None:
    assert not matches(stored, "x")


@pytest.mark.parametrize(
    ("text", "key"), [("12345", "password_short"), (" " * 9, "password_short"), ("x" * 129, "password_long")]
)
def test_a_password_that_is_not_taken(text: str, key: str) -> None:
    with pytest.raises(DeskError) as caught:
        check_password(text)
    assert caught.value.key == key
    check_password("123456")


def test_waits_rise_and_a_moved_clock_makes_none_endless() -> None:
    at = 1_795_000_000_000
    assert [wait_ms(n, at, at) // 1_000 for n in (0, 4, 5, 6, 7, 12, 13, 99)] == [0, 0, 5, 10, 20, 640, 900, 900]
    assert wait_ms(5, at, at + 5_000) == 0
    assert wait_ms(5, at, at - 1_000) == 4_000
    assert wait_ms(5, at, at - 86_400_000) == 0
    assert wait_ms(9, None, at) == 0
