"""A look at an export of refunds tells what bringing it in will do, also where its rows bear on each other."""

from __future__ import annotations

import pytest

from tests.desk.test_refund_import import Shop, shop
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.refunds import OpenRefund
from ticketdesk.desk.import_preview import preview
from ticketdesk.desk.imports import Difference, ImportReport
from ticketdesk.domain.errors import DeskError

__all__ = ["shop"]  # the fixture
ASKED, CLOSED, PAID = "买家已经申请退款，等待卖家同意", "退款关闭", "退款成功"


def both(shop: Shop, *rows: tuple[str, dict[str, str]]) -> ImportReport:
    """A file of several refunds of one order, looked at and then brought in: both say the same."""
    path = shop.file(None, rows[0][0], name="多", **rows[0][1])
    for state, cells in rows[1:]:
        more = shop.file(None, state, name="又", **cells).read_bytes().split(b"\r\n", 1)[1]
        path.write_bytes(path.read_bytes() + more)
    looked = preview(shop.desk.store.reader, path)
    report = shop.desk.run(ImportOrders(path=str(path))).result
    assert isinstance(report, ImportReport)
    assert looked == report
    return report


def refund_of(number: str, amount: str, **more: str) -> dict[str, str]:
    return {"退款编号": number, "买家退款金额": amount} | more


def test_a_look_at_a_file_tells_no_excess_that_the_file_itself_ends(shop: Shop) -> None:
    shop.brings(shop.file(None, **refund_of("1", "0.50")))
    report = both(shop, (ASKED, refund_of("2", "0.50")), (CLOSED, refund_of("1", "0.50")))
    assert (report.new, report.changed, report.differences) == (1, 1, [])


def test_a_look_at_a_file_tells_the_excess_of_its_own_rows(shop: Shop) -> None:
    report = both(
        shop, (ASKED, refund_of("1", "0.30")), (ASKED, refund_of("2", "0.30")), (PAID, refund_of("3", "0.10"))
    )
    assert report.differences == [Difference(shop.number, "refund_left", "¥0.30", "¥0.10")]
    again = both(shop, (PAID, refund_of("1", "0.20")), (ASKED, refund_of("2", "0.30")))
    assert (again.changed, again.unchanged) == (1, 1)
    assert again.differences == [Difference(shop.number, "refund_left", "¥0.20", "¥0.10")]


def test_a_look_at_a_file_gives_the_refund_opened_here_to_one_row_only(shop: Shop) -> None:
    shop.desk.run(OpenRefund(order_id=shop.order, kind="refund_only", amount_cents=10, reason="漏发"))
    report = both(shop, (ASKED, refund_of("1", "0.10")), (ASKED, refund_of("2", "0.10")))
    assert (report.new, report.changed) == (1, 1)


def test_a_look_at_refunds_can_be_broken_off(shop: Shop) -> None:
    path = shop.file(None)
    with pytest.raises(DeskError, match="cancelled"):
        preview(shop.desk.store.reader, path, cancelled=lambda: True)
