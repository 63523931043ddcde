"""Orders written out and read in again are the same orders."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.conftest import page_of
from ticketdesk.domain.orders import LineRecord, OrderRecord, OrderState, Problem
from ticketdesk.domain.settings import PLATFORMS
from ticketdesk.exchange.order_file import open_orders
from ticketdesk.exchange.orders_out import FLAG_COLUMN, ORDER_HEADER, REMARKS_COLUMN, page_cells, write_orders

LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff")
TEXT = st.one_of(
    st.text(LETTERS, min_size=1, max_size=12), st.sampled_from(["null", "'null", "=1+1", " 两边 ", "12元"])
)
CENTS = st.integers(-(10**9), 10**13)
MOMENT = st.integers(0, 4_000_000_000).map(lambda seconds: seconds * 1000)
STATE = st.sampled_from([state for state in OrderState if state is not OrderState.UNKNOWN])
COUNT = st.integers(0, 10**8)


def value_of(name, kind):
    if kind.startswith("OrderState"):
        return STATE
    if name.endswith("_cents"):
        return CENTS
    if name.endswith("_at"):
        return MOMENT
    return COUNT if kind.startswith("int") else TEXT


def optional(record, skip):
    return {
        name: st.one_of(st.none(), value_of(name, str(getattr(kind, "__forward_arg__", kind))))
        for name, kind in record.__annotations__.items()
        if name not in skip
    }


LINE = st.builds(LineRecord, position=st.integers(1, 99), title=st.one_of(st.just(""), TEXT),
                 **optional(LineRecord, ("position", "title")))  # fmt: skip
EXTRA = st.lists(st.tuples(TEXT.filter(lambda name: name not in (FLAG_COLUMN, REMARKS_COLUMN)), TEXT), max_size=3)
ORDER = st.builds(
    OrderRecord,
    number=st.one_of(
        st.integers(100_000, 10**31).map(str),
        st.integers(1, 99_999).map("#{}".format),
        st.sampled_from(["1001", "#US-1001", "SO.12_3", "260517-607198974342268"]),
    ),
    source_line=st.just(0),
    layout=st.just("list"),
    extra=EXTRA.map(tuple),
    lines=st.lists(LINE, max_size=2).map(tuple),
    platform=st.sampled_from(PLATFORMS),
    **optional(OrderRecord, ("number", "source_line", "layout", "extra", "lines", "platform")),
)


def same(order):
    return order._replace(source_line=0)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl"])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(orders=st.lists(ORDER, min_size=1, max_size=3, unique_by=lambda order: order.number))
def test_export_and_import_give_the_same_orders(tmp_path, ending, orders):
    path = tmp_path / f"订单.{ending}"
    assert write_orders(path, [page_of(orders)]) == len(orders)
    found = open_orders(path)
    assert found.found.layout == "ticketdesk_orders"
    assert [same(order) for order in found.items()] == orders


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl"])
@pytest.mark.parametrize("twin", ["list_41.csv", "list_49.csv", "report_8.xlsx"])
def test_an_imported_file_survives_export(read, twins, tmp_path, twin, ending):
    orders = read(twins / twin).orders
    write_orders(tmp_path / f"o.{ending}", [page_of(orders)])
    again = read(tmp_path / f"o.{ending}")
    assert again.problems == []
    assert [same(order) for order in again.orders] == [
        order._replace(source_line=0, layout=kept)
        for order, kept in zip(orders, [item.layout for item in again.orders], strict=True)
    ]


def test_flag_and_remarks_have_their_columns(tmp_path, read):
    order = OrderRecord("300100200", 0, "list", extra=(("店铺Id", "7"), (FLAG_COLUMN, "red"), (REMARKS_COLUMN, "[]")))
    cells = {name: column[0] for name, column in zip(ORDER_HEADER, page_cells(page_of([order])), strict=True)}
    assert (cells[FLAG_COLUMN], cells[REMARKS_COLUMN], cells["其他列"]) == ("red", "[]", '[["店铺Id","7"]]')
    write_orders(tmp_path / "o.csv", [page_of([order])])
    assert same(read(tmp_path / "o.csv").orders[0]) == order


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("[1]", "json_wrong"),
        ("{", "json_wrong"),
        ("{}", "number_missing"),
        ('{"number": 300100200}', "json_wrong"),
        ('{"number": "4.05567E+18"}', "number_rounded"),
        ('{"number": "300100201", "paid_cents": "1"}', "json_wrong"),
        ('{"number": "300100201", "paid_cents": true}', "json_wrong"),
        ('{"number": "300100201", "paid_at": 100000000000000000}', "json_wrong"),
        ('{"number": "300100201", "state": "FLYING"}', "json_wrong"),
        ('{"number": "300100201", "colour": "red"}', "json_wrong"),
        ('{"number": "300100201", "lines": [{"title": "x"}]}', "json_wrong"),
        ('{"number": "300100201", "extra": [["a"]]}', "json_wrong"),
        ('{"number": "300100201", "layout": "x"}', "json_wrong"),
        ('{"number": "300100201", "layout": []}', "json_wrong"),
        ('{"number": "300100200"}', "number_repeated"),
    ],
)
def test_bad_json_is_a_problem(tmp_path, read, line, reason):
    path = tmp_path / "o.jsonl"
    path.write_text(f'{{"number": "300100200"}}\n{line}\n{{"number": "300100209"}}\n', encoding="utf-8")
    found = read(path)
    assert [order.number for order in found.orders] == ["300100200", "300100209"]
    assert [(problem.line, problem.reason) for problem in found.problems] == [(2, reason)]


MENDED = (
    ("[1]", {"JSON": '{"number": "300100201"}'}, OrderRecord("300100201", 2, "list")),
    ("{}", {"number": "300100201"}, OrderRecord("300100201", 2, "list")),
    ('{"number": 300100201}', {"number": "300100201"}, OrderRecord("300100201", 2, "list")),
    ('{"number": "4E+18"}', {"number": "300100201"}, OrderRecord("300100201", 2, "list")),
    (
        '{"number": "300100201", "paid_cents": "1"}', {"paid_cents": "120"},
        OrderRecord("300100201", 2, "list", paid_cents=120),
    ),
    (
        '{"number": "300100201", "state": "FLYING"}', {"state": "TRADE_CLOSED"},
        OrderRecord("300100201", 2, "list", state=OrderState.CLOSED),
    ),
    ('{"number": "300100201", "colour": "red"}', {"colour": ""}, OrderRecord("300100201", 2, "list")),
    ('{"number": "300100201", "layout": "x"}', {"layout": "report"}, OrderRecord("300100201", 2, "report")),
    (
        '{"number": "300100201", "lines": [{"title": "x"}]}', {"lines": '[{"title": "x", "position": 1}]'},
        OrderRecord("300100201", 2, "list", lines=(LineRecord(1, "x"),)),
    ),
    (
        '{"number": "300100201", "extra": [["a"]]}', {"extra": '[["a", "b"]]'},
        OrderRecord("300100201", 2, "list", extra=(("a", "b"),)),
    ),
)  # fmt: skip


@pytest.mark.parametrize(("line", "mend", "order"), MENDED)
def test_a_value_of_a_json_line_is_written_anew(tmp_path, line, mend, order):
    path = tmp_path / "o.jsonl"
    path.write_text(f'{{"number": "300100200"}}\n{line}\n{{"number": "300100209"}}\n', encoding="utf-8")
    file = open_orders(path)
    (problem,) = (item for item in file.items() if isinstance(item, Problem))
    ((column, _),) = mend.items()
    value = {"JSON": line, "number": json.loads(line).get("number", "") if line != "[1]" else ""}.get(column)
    assert dict(problem.args)["column"] == column
    assert value is None or dict(problem.args)["value"] == str(value)
    assert list(file.items(mends={2: mend}))[1] == order
    still = list(file.items(mends={2: {column: "{"}}))[1]
    assert isinstance(still, Problem) or column == "colour"


def test_what_only_an_escape_can_bring_is_dropped(tmp_path, read):
    path = tmp_path / "o.jsonl"
    line = '{"number": "123456789012345", "buyer_nick": "a\\ud83db", "extra": [["\\u5361", "\\udc00"]]}'
    path.write_text(line + "\n", encoding="utf-8")
    (order,) = read(path).orders
    assert (order.buyer_nick, order.extra) == ("ab", (("卡", ""),))
