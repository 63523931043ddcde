"""Sums typed while writing: exact, with the signs that people use, and refused in words."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.sums import exact, result, shown


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1+2*3", "7"),
        ("(1+2)×3", "9"),
        ("129×2−10%", "232.20"),
        ("200+5%", "210"),
        ("200*5%", "10"),
        ("５０％", "0.50"),
        ("0.1+0.2", "0.30"),
        ("10÷4", "2.50"),
        ("10/3", "3.33"),
        ("2/3", "0.67"),
        ("-2.005", "-2.01"),
        ("-(3-5)", "2"),
        ("¥1,299.90 - 300", "999.90"),
        ("(1+1", None),
        ("2 + 3 =", "5"),
    ],
)
def test_a_sum_comes_to(text, told):
    if told is None:
        with pytest.raises(DeskError) as error:
            result(text)
        assert error.value.key == "sum_unclear"
    else:
        assert shown(result(text)) == told


def test_what_is_rounded_is_told():
    assert exact(result("10/4"))
    assert not exact(result("10/3"))


@pytest.mark.parametrize("text", ["", "abc", "1+", "()", "1 2", "__import__('os')", "1e9", "2**3", "9" * 16, "(" * 60])
def test_what_is_no_sum_is_refused(text):
    with pytest.raises(DeskError) as error:
        result(text)
    assert error.value.key == "sum_unclear"


def test_division_by_nothing_and_endless_sums_are_refused():
    with pytest.raises(DeskError) as error:
        result("5/(3-3)")
    assert error.value.key == "sum_by_zero"
    with pytest.raises(DeskError) as error:
        result("1+" * 200 + "1")
    assert error.value.key == "sum_too_long"


_CENTS = st.integers(0, 10**9)


@given(_CENTS, _CENTS, st.integers(1, 999))
def test_cents_stay_exact(first, second, times):
    text = f"{first // 100}.{first % 100:02d}+{second // 100}.{second % 100:02d}*{times}"
    assert result(text) == Fraction(first, 100) + Fraction(second, 100) * times


@given(st.text("0123456789.+-*/()% ", max_size=30))
def test_any_text_is_a_number_or_refused(text):
    try:
        assert shown(result(text))
    except DeskError as error:
        assert error.key.startswith("sum_")
