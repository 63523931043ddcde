"""The sample exports beside the project, compared digit by digit with what csv and openpyxl read."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest

from tests.data.real_exports import FILES, rows_of


def number(row):
    return (row.get("主订单编号") or row["订单编号"]).removeprefix('="').removesuffix('"')


def without_controls(text):
    return "".join(char for char in text if unicodedata.category(char) != "Cc")


def amount(text):
    return int(Decimal(text.removesuffix("元")) * 100) if text else None


@pytest.mark.parametrize("name", FILES)
def test_numbers_and_amounts_are_equal(exports, read, name):
    rows, found = rows_of(exports / name), read(exports / name)
    assert found.problems == []
    if found.orders[0].layout == "detail":
        items = [(order.number, line) for order in found.orders for line in order.lines]
        assert [of for of, _ in items] == [number(row) for row in rows]
        assert [line.price_cents for _, line in items] == [amount(row["价格"]) for row in rows]
        assert [line.title for _, line in items] == [without_controls(row["标题"]) for row in rows]
        return
    assert [order.number for order in found.orders] == [number(row) for row in rows]
    paid = [row.get("买家实际支付金额", row.get("买家实付金额")) for row in rows]
    assert [order.paid_cents for order in found.orders] == [amount(text) for text in paid]
    if "支付单号" in rows[0]:
        payments = [row["支付单号"].removeprefix('="').removesuffix('"') or None for row in rows]
        assert [order.payment_number for order in found.orders] == payments
