"""The sample files: ``python -m ticketdesk.tour.sample_files DIR`` writes the same bytes every time."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from ticketdesk.domain.moments import DAY, MINUTE, from_ms, stamp
from ticketdesk.domain.money import yuan
from ticketdesk.domain.orders import OrderState
from ticketdesk.exchange.cells import NO_REFUND, STATE_WORDS
from ticketdesk.exchange.phrases import PHRASE_HEADER
from ticketdesk.tour.sample_headers import DETAIL_HEADER, LIST_HEADER
from ticketdesk.tour.sample_orders import BASE, PLACES, SHOP, Item, SampleOrder, crowd, sample_orders
from ticketdesk.tour.sample_picture import label_picture
from ticketdesk.tour.sample_talks import ACCOUNT, DEER, PHRASES, Talk

ORDERS_FILE: Final = "ExportOrderList202611211426.csv"
DETAIL_FILE: Final = "ExportOrderDetailList202611211426.csv"
PROBLEM_FILE: Final = "ExportOrderList202611211530.csv"
DAMAGED_FILE: Final = "ExportOrderList-damaged.csv"
TALK_FILE: Final = "qianniu-lin.txt"
PHRASE_FILE: Final = "phrases.csv"
PICTURE_FILE: Final = "size-label.png"


class Folder(NamedTuple):
    """What ``write_all`` made."""

    path: Path
    files: tuple[str, ...]


def write_orders(path: Path, orders: Iterable[SampleOrder], base: int) -> None:
    """Write an order list as the seller back office exports it; its moments lie before ``base`` (UTC ms)."""
    _write(path, LIST_HEADER, (_list_row(order, base) for order in orders))


def write_detail(path: Path, orders: Iterable[SampleOrder], base: int) -> None:
    """Write the items of the orders, one a line."""
    rows = (_detail_row(order, n, item, base) for order in orders for n, item in enumerate(order.items, start=1))
    _write(path, DETAIL_HEADER, rows)


def write_problem_orders(path: Path, base: int) -> None:
    """Write a later list: some orders moved on, some are new, and three rows cannot be taken as they stand."""
    known = sample_orders()
    moved = [
        order._replace(state=OrderState.SHIPPED, carrier="中通快递", tracking=f"7531{order.tail}0")
        if order.state is OrderState.WAIT_SHIP
        else order
        for order in known
    ]
    rows = [_list_row(order, base) for order in (*moved, *crowd(24, first=60))]
    rows[21] = {**rows[21], "买家实际支付金额": "12.8O"}
    rows[40] = {**rows[40], "订单编号": '=""'}
    lines = [_line(LIST_HEADER, row) for row in rows]
    lines[66] = ",".join(lines[66].split(",")[:51])
    path.write_bytes(_encoded([_line(LIST_HEADER, dict(zip(LIST_HEADER, LIST_HEADER, strict=True))), *lines]))


def transcript(talk: Talk, base: int) -> str:
    """Return a conversation as it comes out of Qianniu by copying, with the pieces of interface that come along."""
    lines = ["查看更多消息", "以上是历史消息"]
    for line in talk.lines:
        lines += [f"{ACCOUNT if line.ours else talk.nick} {stamp(base - line.ago)}", line.text]
        lines += ["已读"] if line.ours else []
    return "\n".join([*lines, "推荐回复", "立即下单", ""])


def write_phrases(path: Path) -> None:
    """Write the phrases as Qianniu's importer reads them (FORMATS 1.6)."""
    rows = (dict(zip(PHRASE_HEADER, phrase, strict=True)) for phrase in PHRASES)
    _write(path, PHRASE_HEADER, rows)


def write_all(folder: Path) -> Folder:
    """Write every shipped file into ``folder``, which is made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    writers: dict[str, Callable[[Path], object]] = {
        ORDERS_FILE: lambda path: write_orders(path, sample_orders(), BASE),
        DETAIL_FILE: lambda path: write_detail(path, sample_orders(), BASE),
        PROBLEM_FILE: lambda path: write_problem_orders(path, BASE),
        DAMAGED_FILE: lambda path: path.write_bytes(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< >>\nendobj\n"),
        TALK_FILE: lambda path: path.write_bytes(transcript(DEER, BASE).replace("\n", "\r\n").encode("utf-8-sig")),
        PHRASE_FILE: write_phrases,
        PICTURE_FILE: lambda path: path.write_bytes(label_picture()),
    }
    for name, write in writers.items():
        write(folder / name)
    return Folder(folder, tuple(writers))


def _list_row(order: SampleOrder, base: int) -> dict[str, str]:
    paid = order.state not in (OrderState.WAIT_PAY, OrderState.CLOSED)
    created = base - order.age - 2 * MINUTE
    amount = yuan(order.cents)
    phone = f"1380000{int(order.tail) % 10_000:04d}" if order.nick != DEER.nick else "13800006021"
    return {
        "订单编号": _number(order.number),
        "主订单编号": _number(order.number),
        "买家会员名": order.nick,
        "支付单号": _number(f"{from_ms(created):%Y%m%d}2200114{order.tail}") if paid else _number(""),
        "支付详情": f"支付方式：支付宝，支付单号：{order.tail}，金额：{amount}；" if paid else "",
        "买家应付货款": yuan(sum(item.cents for item in order.items)),
        "买家应付邮费": "0.00",
        "买家支付积分": "0",
        "总金额": amount,
        "返点积分": "0",
        "买家实际支付金额": amount if paid else "0.00",
        "买家实际支付积分": "0",
        "订单状态": STATE_WORDS[order.state],
        "买家留言": order.message,
        "收货人姓名": f"{order.nick[0].upper()}先生" if order.nick != DEER.nick else "鹿小样",
        "收货地址 ": PLACES[order.place].format(int(order.tail) % 90 + 1),
        "运送方式": "快递",
        "联系手机": f"'{phone}",
        "订单创建时间": stamp(created),
        "订单付款时间 ": stamp(base - order.age) if paid else "",
        "宝贝标题 ": "，".join(item.good.title for item in order.items),
        "宝贝种类 ": str(len(order.items)),
        "宝贝总数量": str(sum(item.quantity for item in order.items)),
        "物流单号 ": order.tracking,
        "物流公司": order.carrier,
        "订单备注": order.remark,
        "店铺Id": "0",
        "店铺名称": SHOP,
        "订单关闭原因": "买家未付款" if order.state is OrderState.CLOSED else "订单未关闭",
        "卖家服务费": "0",
        "买家服务费": "0元",
        "退款金额": "0.00",
        "确认收货时间": stamp(base - order.age + 6 * DAY) if order.state is OrderState.FINISHED else "",
        "打款商家金额": f"{amount}元" if order.state is OrderState.FINISHED else "0.00元",
    }


def _detail_row(order: SampleOrder, n: int, item: Item, base: int) -> dict[str, str]:
    paid = order.state not in (OrderState.WAIT_PAY, OrderState.CLOSED)
    return {
        "子订单编号": _number(f"{order.number[:-2]}{n:02d}{order.number[-2:]}"),
        "主订单编号": _number(order.number),
        "标题": item.good.title,
        "价格": yuan(item.good.cents),
        "购买数量": str(item.quantity),
        "外部系统编号": "null",
        "商品属性": f"{item.good.attribute}：{item.choice}",
        "备注": "null",
        "订单状态": STATE_WORDS[order.state],
        "商家编码": item.good.code,
        "买家应付货款": yuan(item.cents),
        "买家实际支付金额": yuan(item.cents) if paid else "0.00",
        "退款状态": NO_REFUND,
        "退款金额": NO_REFUND,
        "订单创建时间": stamp(base - order.age - 2 * MINUTE),
        "订单付款时间": stamp(base - order.age) if paid else "",
    }


def _number(text: str) -> str:
    return f'="{text}"'


def _cell(text: str) -> str:
    # The platform writes numbers bare as ="…", so that Excel keeps their digits, and quotes everything else.
    return text if text.startswith('="') else '"{}"'.format(text.replace('"', '""'))


def _line(header: Sequence[str], row: dict[str, str]) -> str:
    return ",".join(_cell(row.get(name, "")) for name in header)


def _encoded(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode("gbk")


def _write(path: Path, header: Sequence[str], rows: Iterable[dict[str, str]]) -> None:
    names = dict(zip(header, header, strict=True))
    path.write_bytes(_encoded(_line(header, row) for row in (names, *rows)))


if __name__ == "__main__":
    print("\n".join(write_all(Path(sys.argv[1])).files))
