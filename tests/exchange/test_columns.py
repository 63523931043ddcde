"""Orders read column by column are those read row by row, and what is not sound is left to the rows."""

from __future__ import annotations

import random

import pytest

from tests.desk.builders import LIST_HEADER, order_row
from ticketdesk.domain.orders import OrderRecord
from ticketdesk.exchange.columns import read_columns
from ticketdesk.exchange.layouts import ORDER_FIELDS
from ticketdesk.exchange.plan import Plan, Values, plan_of, read_values
from ticketdesk.exchange.rows import Row

HEADER = (*LIST_HEADER, "主订单编号", "店铺Id", "支付单号")


def plan() -> Plan:
    return plan_of(HEADER, ORDER_FIELDS)[0]


def rows(count: int) -> list[Row]:
    """Rows with blanks, dressed numbers and second numbers that are missing or say otherwise."""
    rng, found = random.Random(5), []
    for n in range(count):
        number = order_row(n, rng)["订单编号"]
        more = {"主订单编号": rng.choice(("", number, "900100200")), "店铺Id": rng.choice(("", "null", "7"))}
        row = order_row(n, rng, **more, 支付单号=rng.choice(("", f'="60{n:010d}"', "'60")))
        found.append(Row(n + 2, [row.get(name, "") for name in HEADER]))
    return found


def one_by_one(given: list[Row]) -> list[OrderRecord]:
    records = []
    for line, cells in given:
        values = read_values(plan(), line, cells)
        assert isinstance(values, Values)
        records.append(OrderRecord(source_line=line, layout="list", extra=tuple(values.extra), **values.fields))
    return records


@pytest.mark.parametrize("count", [1, 2, 250])
def test_columns_give_what_rows_give(count: int) -> None:
    given = rows(count)
    assert read_columns(plan(), "list", given) == one_by_one(given)


@pytest.mark.parametrize(
    ("column", "cell"), [("总金额", "12.8O"), ("订单编号", ""), ("订单创建时间", "昨天"), ("订单状态", "在路上")]
)
def test_a_bad_cell_leaves_its_batch_to_the_rows(column: str, cell: str) -> None:
    given = rows(5)
    given[3].cells[HEADER.index(column)] = cell
    assert read_columns(plan(), "list", given) is None


@pytest.mark.parametrize("cells", [[], ["3000"], [""] * (len(HEADER) + 1)])
def test_a_row_of_another_width_leaves_its_batch_to_the_rows(cells: list[str]) -> None:
    assert read_columns(plan(), "list", [*rows(3), Row(9, cells)]) is None
