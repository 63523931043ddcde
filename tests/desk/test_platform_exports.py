"""Orders written in a platform's own columns and read into another shop are the same orders."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.data.platform_exports import FILES
from tests.desk.builders import Clock, open_shop
from tests.desk.test_import_orders import TWINS, brought, rows_of
from ticketdesk.desk.commands.orders import AddRemark, SetFlag
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.exports import FORMS, export
from ticketdesk.domain.errors import DeskError
from ticketdesk.exchange.forms import EXPORTS
from ticketdesk.store.queries import orders
from ticketdesk.store.store import Store

LISTS = ("list_41.csv", "list_49.csv", "report_8.xlsx")


@pytest.fixture
def other(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    """A shop that knows no order yet."""
    store = Store(tmp_path / "other" / "ticketdesk.db")
    desk = Desk(store, clock)
    open_shop(desk)
    yield desk
    store.close()


def travels(desk: Desk, other: Desk, form: str, path: Path) -> None:
    """The other shop takes in what this one writes, and this one finds nothing new in it."""
    assert export(desk.store.reader, "orders", path, whole=True, form=form) > 0
    report = brought(other, path)
    assert report.problems == []
    again = brought(desk, path)
    assert (again.new, again.changed, again.older, again.problem_count) == (0, 0, 0, 0)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("name", FILES)
def test_a_platforms_orders_come_out_as_they_came_in(
    desk: Desk, other: Desk, exports: Path, tmp_path: Path, name: str, ending: str
) -> None:
    brought(desk, exports / name)
    travels(desk, other, FILES[name][0], tmp_path / f"out.{ending}")
    assert rows_of(other.store) == rows_of(desk.store)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("name", LISTS)
def test_taobaos_list_comes_out_as_it_came_in(
    desk: Desk, other: Desk, clock: Clock, tmp_path: Path, name: str, ending: str
) -> None:
    clock.step = 0  # an order of which the file gives no moment takes that of the import
    brought(desk, TWINS / name)
    travels(desk, other, "taobao", tmp_path / f"out.{ending}")
    assert rows_of(other.store) == rows_of(desk.store)


def test_taobaos_samples_come_out_as_they_came_in(desk: Desk, other: Desk, exports: Path, tmp_path: Path) -> None:
    brought(desk, exports / "ExportOrderList202602011030.csv")
    brought(desk, exports / "ExportOrderDetailList202602011030.csv")
    travels(desk, other, "taobao", tmp_path / "list.csv")
    travels(desk, other, "taobao-detail", tmp_path / "detail.csv")
    assert rows_of(other.store) == rows_of(desk.store)


@pytest.mark.parametrize("name", ["detail_10.csv", "detail_18.csv"])
def test_taobaos_details_come_out_with_every_item(desk: Desk, other: Desk, tmp_path: Path, name: str) -> None:
    brought(desk, TWINS / name)
    travels(desk, other, "taobao-detail", tmp_path / "out.csv")
    sql = (
        "SELECT o.number, l.position, l.title, l.sub_number, l.attributes, l.price_cents, l.quantity, l.state,"
        " l.merchant_code, l.outer_code, l.refund_state, l.refund_cents, l.package, l.remark, l.paid_cents"
        " FROM order_line l JOIN orders o ON o.id = l.order_id ORDER BY 1, 2, 4"
    )
    assert other.store.reader.rows(sql) == desk.store.reader.rows(sql) != []


def test_what_agents_did_travels_and_no_cell_is_a_formula(desk: Desk, other: Desk, tmp_path: Path) -> None:
    brought(desk, TWINS / "list_41.csv")
    reader = desk.store.reader
    keys = orders.snapshot(reader, "all")
    desk.run(SetFlag(order_ids=(keys[0],), flag=3))
    desk.run(AddRemark(order_id=keys[1], text="=cmd|' /C calc'!A0"))
    travels(desk, other, "taobao", tmp_path / "out.csv")
    flags = "SELECT number, flag, last_remark FROM orders ORDER BY number"
    assert other.store.reader.rows(flags) == reader.rows(flags)
    with (tmp_path / "out.csv").open(encoding="gb18030", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@＝＋－＠")]
    export(reader, "orders", tmp_path / "out.xlsx", whole=True, form="taobao")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert {cell.data_type for row in book.active.iter_rows() for cell in row if cell.value is not None} == {"s"}


def test_the_columns_are_the_platforms_own(desk: Desk, exports: Path, tmp_path: Path) -> None:
    import json

    headers = json.loads((exports / "headers.json").read_text(encoding="utf-8"))
    names = {
        "taobao": "taobao_order_list_2022_71", "taobao-detail": "taobao_order_detail_new_18", "jd": "jd_order_2016_30",
        "pinduoduo": "pdd_order_2026_23", "douyin": "douyin_order_21", "1688": "ali1688_order_core",
        "shopify": "shopify_orders_export",
    }  # fmt: skip
    assert set(names) == set(FORMS)
    for form, name in names.items():
        assert list(EXPORTS[form].header) == headers[name], form


def test_a_platforms_columns_have_no_lines_of_json(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="export_form_ending"):
        export(desk.store.reader, "orders", tmp_path / "out.jsonl", form="jd")
    with pytest.raises(DeskError, match="export_form_kind"):
        export(desk.store.reader, "buyers", tmp_path / "out.csv", form="jd")
    assert list(tmp_path.glob("out*")) == []


def test_a_platforms_export_has_only_its_orders(desk: Desk, exports: Path, tmp_path: Path) -> None:
    brought(desk, exports / "京东_订单.csv")
    brought(desk, TWINS / "list_41.csv")
    assert export(desk.store.reader, "orders", tmp_path / "out.csv", whole=True, form="taobao") == 4
