"""The export of orders from the page: the kind of file that was picked says in whose columns."""

from __future__ import annotations

import csv

import pytest
from PySide6.QtWidgets import QWidget

from tests.ui.order_files import Sold, number, write_list
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.ui.orders import export_orders
from ticketdesk.ui.orders.export_orders import OrderExport


@pytest.mark.parametrize(
    ("kind", "column"), [("CSV (*.csv)", "商品明细"), ("Taobao order list (*.csv *.xlsx)", "店铺Id")]
)
def test_the_kind_that_was_picked_is_written(qtbot, tmp_path, world, desk, monkeypatch, kind, column):
    desk.run(ImportOrders(path=str(write_list(tmp_path / "a.csv", [Sold(number(1))]))))
    offered = {}
    monkeypatch.setattr(
        export_orders,
        "choose_target_of_kind",
        lambda _page, _title, chosen, **more: offered.update(more, chosen=chosen),
    )
    page = QWidget()
    qtbot.addWidget(page)
    export = OrderExport(world, page)
    export.button.click()
    assert kind in offered["kinds"].split(";;")
    with qtbot.waitSignal(world.notices.said):
        offered["chosen"](str(tmp_path / "out.csv"), kind)
    codec = "gb18030" if "Taobao" in kind else "utf-8-sig"
    with (tmp_path / "out.csv").open(encoding=codec, newline="") as file:
        header, row = csv.reader(file)
    assert column in header and number(1) in row[header.index("订单编号")]
