"""Problem rows of courier lists and refund exports, each written anew in the cell that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.data.platform_rows import PARCEL, REFUND, SHOPIFY, text
from tests.desk.builders import Make, number, order_row
from ticketdesk.desk.commands.imports import ImportOrders, Mend
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.import_preview import preview
from ticketdesk.desk.imports import ImportReport
from ticketdesk.domain.order_settings import REMARK_GBK
from ticketdesk.domain.orders import Problem
from ticketdesk.words.problems import sentence

FIRST, SECOND = number(0), number(1)


@pytest.fixture
def waiting(make: Make) -> Make:
    """Two orders that wait to be shipped."""
    make.imported([order_row(n, make.rng, state=1, 物流单号="", 订单备注="") for n in range(2)])
    return make


def mended(desk: Desk, path: Path, mends: list[Mend]) -> ImportReport:
    """Import ``path`` with what was written anew; the preview must have said the same."""
    seen = preview(desk.store.reader, path, mends=mends)
    report = desk.run(ImportOrders(path=str(path), mends=tuple(mends))).result
    assert isinstance(report, ImportReport)
    counts = [(each.new, each.changed, each.unchanged, each.problem_count) for each in (seen, report)]
    assert counts[0] == counts[1]
    return report


def cell(problem: Problem) -> tuple[str, str, str]:
    """Return what is wrong: the reason, the column, and what stands there."""
    said = dict(problem.args)
    return problem.reason, said["column"], said["value"]


PARCELS = (
    ({"订单编号": "9988776655443322110"}, ("order_unknown", "订单编号", "9988776655443322110"), FIRST),
    ({"物流单号": ""}, ("tracking_missing", "物流单号", ""), "SF8030004785328"),
    ({"物流单号": "123"}, ("tracking_invalid", "物流单号", "123"), "SF8030004785328"),
    ({"物流单号": "8.03000478532E+13"}, ("id_rounded", "物流单号", "8.03000478532E+13"), "SF8030004785328"),
    ({"物流单号": "SF8030004785327"}, ("tracking_repeated", "物流单号", "SF8030004785327"), "SF8030004785328"),
)


@pytest.mark.parametrize(("wrong", "told", "right"), PARCELS)
def test_a_row_of_a_courier_list(
    waiting: Make, tmp_path: Path, wrong: dict[str, str], told: tuple[str, str, str], right: str
) -> None:
    path = tmp_path / "单号.csv"
    rows = ({"订单编号": SECOND}, {"订单编号": FIRST, "物流单号": "SF8030004785329"} | wrong)
    path.write_bytes(text(PARCEL, *rows).encode("utf-8-sig"))
    (problem,) = preview(waiting.desk.store.reader, path).problems
    assert cell(problem) == told
    assert mended(waiting.desk, path, [(3, told[1], "")]).problem_count == 1  # nothing is no better
    waiting.desk.undo().result()
    report = mended(waiting.desk, path, [(3, told[1], right)])
    assert (report.changed, report.problem_count) == (2, 0)
    shipped = "SELECT count(*) FROM orders WHERE state = 'WAIT_BUYER_CONFIRM_GOODS'"
    assert waiting.desk.store.reader.rows(shipped) == [(2,)]


def test_a_parcel_that_is_another_orders(waiting: Make, tmp_path: Path) -> None:
    for name, order in (("a", FIRST), ("b", SECOND)):
        path = tmp_path / f"{name}.csv"
        path.write_bytes(text(PARCEL, {"订单编号": order}).encode("utf-8-sig"))
        report = waiting.desk.run(ImportOrders(path=str(path))).result
    assert [cell(each) for each in report.problems] == [("tracking_taken", "物流单号", "SF8030004785327")]
    assert mended(waiting.desk, path, [(2, "物流单号", "SF8030004785328")]).changed == 1


ASKED = {"退款状态": "买家申请退款，等待卖家处理"}
REFUNDS = (
    ({"订单编号": "9988776655443322110"}, ("order_unknown", "订单编号", "9988776655443322110"), FIRST),
    ({"退款编号": ""}, ("refund_number_missing", "退款编号", ""), "726108820679192256"),
    ({"退款编号": "726108820679192255"}, ("refund_repeated", "退款编号", "726108820679192255"), "726108820679192256"),
    ({"买家退款金额": "100"}, ("refund_above", "买家退款金额", "100.00"), "10"),
    ({"退款状态": "飞走了"}, ("refund_state_unknown", "退款状态", "飞走了"), "退款成功"),
    ({"是否需要退货": "也许"}, ("yes_or_no", "是否需要退货", "也许"), "否"),
)


@pytest.mark.parametrize(("wrong", "told", "right"), REFUNDS)
def test_a_row_of_a_refund_export(
    waiting: Make, tmp_path: Path, wrong: dict[str, str], told: tuple[str, str, str], right: str
) -> None:
    path = tmp_path / "退款.csv"
    second = {"订单编号": FIRST, "退款编号": "726108820679192256"} | ASKED | wrong
    path.write_bytes(text(REFUND, {"订单编号": SECOND} | ASKED, second).encode("utf-8-sig"))
    (problem,) = preview(waiting.desk.store.reader, path).problems
    assert cell(problem) == told
    report = mended(waiting.desk, path, [(3, told[1], right)])
    assert (report.new, report.problem_count) == (2, 0)
    assert waiting.desk.store.reader.rows("SELECT count(*) FROM refund") == [(2,)]


SHOPIFY_LINE = {**SHOPIFY, "Total": "10.00", "Paid at": "2026-11-18 10:00:00 +0800", "Refunded Amount": "10.01"}


@pytest.mark.parametrize(
    ("base", "told", "right"),
    [
        (
            {"订单编号": FIRST, "总金额": "50.00", "买家实际支付金额": "50.00", "退款金额": "60.00"},
            ("refund_above", "退款金额", "60.00"), "50.00",
        ),
        (SHOPIFY_LINE, ("refund_above", "Refunded Amount", "10.01"), "10"),
        ({"订单编号": FIRST, "订单备注": "a" * 1_001}, ("remark_too_long", "订单备注", "a" * 1_001), "a" * 1_000),
        ({"订单编号": FIRST, "订单备注": "换" * 334}, ("remark_too_long", "订单备注", "换" * 334), "换" * 333),
    ],
)  # fmt: skip
def test_an_order_that_cannot_be(
    make: Make, tmp_path: Path, base: dict[str, str], told: tuple[str, str, str], right: str
) -> None:
    path = tmp_path / "订单.csv"
    path.write_bytes(text(base, {}).encode("utf-8-sig"))
    (problem,) = preview(make.desk.store.reader, path).problems
    assert cell(problem) == told
    assert "{" not in sentence(problem)
    assert mended(make.desk, path, [(problem.line, told[1], right)]).new == 1


def test_the_bytes_of_a_files_remark_are_counted_as_the_shop_says(make: Make, tmp_path: Path) -> None:
    path = tmp_path / "订单.csv"
    path.write_bytes(text({"订单编号": FIRST, "订单备注": "换" * 500}, {}).encode("utf-8-sig"))
    make.desk.run(SetSetting(key=REMARK_GBK.key, value="1"))
    assert mended(make.desk, path, []).new == 1


def test_an_order_that_was_paid_back_whole_is_taken(make: Make, tmp_path: Path) -> None:
    path = tmp_path / "订单.csv"
    base = {"订单编号": FIRST, "总金额": "50.00", "买家实际支付金额": "0.00", "退款金额": "50.00"}
    path.write_bytes(text(base, {}).encode("utf-8-sig"))
    assert mended(make.desk, path, []).new == 1
