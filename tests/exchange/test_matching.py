"""Columns that somebody has named count for tables that are unknown otherwise, and for no other."""

from __future__ import annotations

import pytest
import xlsxwriter

from ticketdesk.domain.errors import DeskError
from ticketdesk.exchange.matching import COLUMNS, peek
from ticketdesk.exchange.opening import open_import

NAMED = {"单号": "订单编号", "钱": "总金额"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_table_is_looked_at_and_read_with_its_named_columns(tmp_path, encoding, delimiter):
    path = tmp_path / "a.csv"
    text = "\n单号,钱,别的\n3001000000000000017,12.80,甲\n".replace(",", delimiter)
    path.write_bytes(text.encode(encoding))
    assert peek(path) == (("单号", "钱", "别的"), ("3001000000000000017", "12.80", "甲"))
    with pytest.raises(DeskError, match="file_unknown_layout"):
        open_import(path)
    (order,) = open_import(path, aliases=NAMED).items()
    assert (order.number, order.total_cents, order.extra) == ("3001000000000000017", 1280, (("别的", "甲"),))


def test_a_workbook_is_looked_at(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(1, 0, ["单号", "钱"])
        page.write_row(2, 0, ["3001000000000000017", 12.8])
    assert peek(path) == (("单号", "钱"), ("3001000000000000017", "12.8"))
    (order,) = open_import(path, aliases=NAMED).items()
    assert order.total_cents == 1280


def test_a_known_table_is_read_as_it_is(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("订单编号,总金额,单号\n3001000000000000017,1.00,7\n", encoding="utf-8")
    (order,) = open_import(path, aliases={"单号": "订单编号", "总金额": "买家留言"}).items()
    assert (order.number, order.total_cents, order.extra) == ("3001000000000000017", 100, (("单号", "7"),))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"one\n", b"a,b\n", "甲\n乙\n".encode()])
def test_what_has_no_columns_gives_none_to_choose_from(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    try:
        assert peek(path) is None
    except DeskError as error:
        assert error.key in ("file_empty", "file_foreign")


def test_every_column_that_can_be_said_is_one_of_the_list():
    assert COLUMNS["number"] == "订单编号" and COLUMNS["address"] == "收货地址" and len(COLUMNS) == 16
