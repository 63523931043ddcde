"""Order lists of the back office written for tests of the window."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

HEADER = (
    *(
        "订单编号",
        "买家会员名",
        "买家应付货款",
        "买家应付邮费",
        "总金额",
        "买家实际支付金额",
        "订单状态",
        "收货人姓名",
        "收货地址",
    ),
    *(
        "联系手机",
        "订单创建时间",
        "订单付款时间",
        "宝贝标题",
        "宝贝种类",
        "物流单号",
        "物流公司",
        "订单备注",
        "宝贝总数量",
    ),
)
PAID = "买家已付款，等待卖家发货"
SHIPPED = "卖家已发货，等待买家确认"


class Sold(NamedTuple):
    """An order as a line of the file; ``amount`` and ``number`` are written as they are."""

    number: str
    nick: str = "林小鹿_88"
    amount: str = "129.00"
    state: str = PAID
    title: str = "亚麻宽松衬衫 雾蓝 M"
    paid: str = "2026-11-20 09:00:00"
    remark: str = ""


def write_list(path: Path, orders: Iterable[Sold]) -> Path:
    """Write an order list as the back office does (GB18030) and return its path."""
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for sold in orders:
            writer.writerow(
                [f'="{sold.number}"' if sold.number.isdigit() or not sold.number else sold.number, sold.nick,
                 sold.amount, "0.00", sold.amount, sold.amount, sold.state, "鹿**", "江苏省苏州市姑苏区", "138****6021",
                 "2026-11-20 08:59:00", sold.paid, sold.title, "1", "", "", sold.remark, "1"]
            )  # fmt: skip
    return path


def number(n: int) -> str:
    """Return the n-th order number of a test: 19 digits, all of which count."""
    return f"{2026112133330000000 + n}"
