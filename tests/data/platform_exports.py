"""The other platforms' sample exports as csv and openpyxl read them, and where each says what of an order."""

from __future__ import annotations

import csv
import unicodedata
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from itertools import groupby

import openpyxl

FILES = {
    "拼多多_订单.csv": ("pinduoduo", "订单号"),
    "抖店_订单.csv": ("douyin", "主订单编号"),
    "京东_订单.csv": ("jd", "订单号"),
    "1688_订单.xlsx": ("1688", "订单编号"),
    "shopify_orders_export.csv": ("shopify", "Name"),
}
CODECS = {"京东_订单.csv": "gb18030"}
# Of each order: (number, cents by field, texts by field); of each item: (title, quantity).
AMOUNTS = {
    "pinduoduo": {"goods_cents": "商品总价(元)", "paid_cents": "用户实付金额(元)", "settled_cents": "商家实收金额(元)"},
    "douyin": {"postage_cents": "运费"},
    "jd": {"total_cents": "订单金额", "paid_cents": "应付金额", "settled_cents": "结算金额"},
    "1688": {"goods_cents": "货品总价(元)", "postage_cents": "运费(元)", "paid_cents": "实付款(元)"},
    "shopify": {"goods_cents": "Subtotal", "postage_cents": "Shipping", "total_cents": "Total"},
}
TEXTS = {
    "pinduoduo": {"remark": "商家备注", "tracking": "快递单号", "carrier": "快递公司"},
    "douyin": {"remark": "商家备注", "receiver": "收件人", "mobile": "收件人手机号", "address": "详细地址"},
    "jd": {"remark": "商家备注", "buyer_message": "订单备注", "buyer_nick": "下单帐号", "address": "客户地址",
           "mobile": "联系电话", "receiver": "客户姓名"},
    "1688": {"buyer_nick": "买家会员名", "receiver": "收货人姓名", "address": "收货地址", "mobile": "联系手机"},
    "shopify": {"remark": "Notes", "receiver": "Shipping Name", "mobile": "Shipping Phone", "buyer_nick": "Email"},
}  # fmt: skip
MOMENTS = {
    "pinduoduo": {"paid_at": "订单成交时间", "shipped_at": "发货时间", "finished_at": "确认收货时间"},
    "douyin": {"created_at": "订单提交时间", "shipped_at": "发货时间", "finished_at": "订单完成时间"},
    "jd": {"created_at": "下单时间", "paid_at": "付款确认时间"},
    "1688": {"created_at": "订单创建时间", "paid_at": "订单付款时间"},
    "shopify": {"created_at": "Created at", "paid_at": "Paid at"},
}
ITEMS = {
    "pinduoduo": ("商品", "商品数量(件)"),
    "douyin": ("选购商品", "商品数量"),
    "jd": ("商品名称", "订购数量"),
    "1688": ("货品标题", "数量"),
    "shopify": ("Lineitem name", "Lineitem quantity"),
}


def rows_of(path):
    """The rows of a file as dicts by the names of its columns; a cell as text, what is empty as ""."""
    if path.suffix == ".csv":
        with path.open(encoding=CODECS.get(path.name, "utf-8-sig"), newline="") as file:
            table = list(csv.reader(file))
    else:
        book = openpyxl.load_workbook(path, read_only=True)
        table = [["" if cell is None else str(cell) for cell in row] for row in book.active.iter_rows(values_only=True)]
        book.close()
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]


def orders_of(path):
    """The file's rows by order, in its order: [(number, [row, …])]; a row without a number goes on the one above."""
    rows, column, last = rows_of(path), FILES[path.name][1], ""
    for row in rows:
        last = row[column] = text(row[column]) or last
    return [(number, list(group)) for number, group in groupby(rows, lambda row: row[column])]


def text(cell):
    """A cell as a text: without tab, apostrophe, control characters and the words for nothing; None if empty."""
    plain = (
        "".join(char for char in cell if char == "\n" or unicodedata.category(char) != "Cc").strip().removeprefix("'")
    )
    return None if plain in ("", "-", "null") else plain


def cents(cell):
    """A cell as an amount in cents; None if empty."""
    plain = text(cell)
    return None if plain is None else int(Decimal(plain.replace(",", "")) * 100)


def moment(cell):
    """A cell as UTC milliseconds; without a zone it is China's clock."""
    plain = text(cell)
    if plain is None:
        return None
    if len(plain) > 19:
        found = datetime.strptime(plain, "%Y-%m-%d %H:%M:%S %z")
    else:
        found = datetime.fromisoformat(plain).replace(tzinfo=timezone(timedelta(hours=8)))
    return int(found.timestamp()) * 1000
