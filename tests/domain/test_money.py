"""Amounts as the files write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketdesk.domain.money import parse_cents, suggest_amount, yuan


@pytest.mark.parametrize(
    ("text", "cents"),
    [("73.27", 7327), ("0", 0), ("0.00元", 0), ("1,321.02", 132102), ("¥5", 500), ("￥5.5", 550), ("-3.10", -310),
     ("１２．８", 1280), ("12.800", 1280), ("12.", 1200)],
)  # fmt: skip
def test_amounts(text, cents):
    assert parse_cents(text) == cents


@pytest.mark.parametrize(
    "text", ["", "12.8O", "12.805", "1,23", "1e3", "元", "--1", "1.2.3", "²", "12²", "1" * 16, "nan"]
)
def test_no_amounts(text):
    assert parse_cents(text) is None


def test_suggestions():
    assert [suggest_amount(text) for text in ("12.8O", "l2.5", "12，80", "abc", "1-2")] == [
        "12.80", "12.50", "12.80", None, None,
    ]  # fmt: skip


@given(st.integers(-(10**15), 10**15))
def test_yuan_reads_back(cents):
    assert parse_cents(yuan(cents)) == cents
