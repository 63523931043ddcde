"""What the search language means of orders, in plain Python over whole rows: the truth the SQL is held against."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.store.searching import FLAGS, Asking, compared, fits, table
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.buyers import Receiver, same_receiver
from ticketdesk.domain.moments import DAY, from_ms
from ticketdesk.domain.query.tree import Among, Amount, Between, Compare, Condition, Key, Query, Text, Words
from ticketdesk.domain.text import fold, letters, simplify

STATES = {
    "wait_pay": "WAIT_BUYER_PAY",
    "wait_ship": "WAIT_SELLER_SEND_GOODS",
    "part_shipped": "SELLER_CONSIGNED_PART",
    "shipped": "WAIT_BUYER_CONFIRM_GOODS",
    "finished": "TRADE_FINISHED",
    "closed": "TRADE_CLOSED",
}
NOT_ASKED = ("", "没有申请退款", "无退款申请")
TEXTS = (
    "number", "buyer_nick", "receiver", "phone", "mobile", "titles", "tracking", "buyer_message", "payment_number",
)  # fmt: skip


@dataclass
class Whole:
    """An order with all that stands around it."""

    row: dict[str, Any]
    nicks: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)
    parcels: list[dict[str, Any]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    refunds: list[dict[str, Any]] = field(default_factory=list)
    tickets: int = 0
    together: bool = False

    @property
    def body(self) -> list[str]:
        lines = (f"{each['title']} {each['attributes']} {each['merchant_code']}" for each in self.lines)
        return [self.row[name] for name in TEXTS] + list(lines)

    def of_lines(self, name: str) -> list[Any]:
        return [each[name] for each in self.lines]


def read(desk: Desk) -> list[Whole]:
    tables = ("buyer", "buyer_alias", "buyer_tag", "order_line", "shipment", "remark", "refund", "ticket")
    rows = {name: table(desk, name) for name in tables}

    def nicks(buyer: object) -> list[str]:
        return [each["nick"] for each in of("buyer", "id", buyer) + of("buyer_alias", "buyer_id", buyer)]

    def of(name: str, column: str, key: object) -> list[dict[str, Any]]:
        return [row for row in rows[name] if row[column] == key and key is not None]

    found = [
        Whole(
            row,
            nicks(row["buyer_id"]),
            [each["text"] for each in of("buyer_tag", "buyer_id", row["buyer_id"])],
            of("order_line", "order_id", row["id"]),
            of("shipment", "order_id", row["id"]),
            [each["text"] for each in of("remark", "order_id", row["id"])],
            of("refund", "order_id", row["id"]),
            sum(each["closed_at"] is None for each in of("ticket", "order_id", row["id"])),
        )
        for row in table(desk, "orders")
    ]
    for each in found:
        each.together = any(mates(each.row, other.row) for other in found)
    return found


def mates(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether they could still be put into one parcel."""
    if one["id"] == other["id"] or one["buyer_id"] is None or one["platform"] != other["platform"]:
        return False
    if not one["state"] == other["state"] == STATES["wait_ship"]:
        return False
    names = ("buyer_id", "receiver", "phone", "mobile", "address")
    alike = same_receiver(*(Receiver(*(row[name] for name in names)) for row in (one, other)))
    return alike and (one["parcel_group"] is None or one["parcel_group"] != other["parcel_group"])


def holds(query: Query, order: Whole, now: int) -> bool:
    return all(true(term.condition, order, now) is not term.negated for term in query.terms)


def true(asked: Condition, order: Whole, now: int) -> bool:
    if isinstance(asked, Words):
        wanted = simplify(letters(fold(asked.text)))
        return any(wanted in simplify(letters(fold(text))) for text in order.body)
    if asked.field == "amount":
        return amount(asked, order.row["paid_cents"])
    if asked.field in MOMENTS:
        at = order.row[MOMENTS[asked.field]]
        if at is None:
            return isinstance(asked, Among) and Key("none") in asked.values
        return fits(asked, at, asked.field == "due", now)
    assert isinstance(asked, Among)
    return any(VALUES[asked.field](value, order, now) for value in asked.values)


def amount(asked: Condition, paid: int | None) -> bool:
    if paid is None:
        return isinstance(asked, Among) and Key("none") in asked.values
    if isinstance(asked, Compare):
        assert isinstance(asked.value, Amount)
        return compared(paid, asked.op.value, asked.value.cents)
    if isinstance(asked, Between):
        low, high = asked.low, asked.high
        bounds = [paid >= low.cents] if isinstance(low, Amount) else []
        return all([*bounds, *([paid <= high.cents] if isinstance(high, Amount) else [])])
    assert isinstance(asked, Among)
    return any(isinstance(value, Amount) and value.cents == paid for value in asked.values)


def number(value: Any, order: Whole, now: int) -> bool:
    own, text = order.row["number"], value.text.strip("…")
    begins, ends = own.startswith(text), own.endswith(text)
    return bool((begins and not value.text.startswith("…")) or (ends and not value.text.endswith("…")))


def there(value: Any, texts: list[str], test: Callable[[str, str], bool]) -> bool:
    if isinstance(value, Text):
        return any(test(each, value.text.strip("…")) for each in texts)
    return not any(texts)


def within(whole: str, text: str) -> bool:
    return text.casefold() in whole.casefold()


def item(value: Any, order: Whole, now: int) -> bool:
    columns = ("title", "attributes", "merchant_code")
    names = [order.row["titles"], *(each for name in columns for each in order.of_lines(name))]
    return all(any(within(name, word) for name in names) for word in value.text.strip("…").split())


def remark(value: Any, order: Whole, now: int) -> bool:
    if not isinstance(value, Text):
        return not order.remarks
    return any(all(within(said, word) for word in value.text.strip("…").split()) for said in order.remarks)


def parcel(value: Any, order: Whole, now: int) -> bool:
    own = order.row["tracking"]
    if not isinstance(value, Text):
        return bool(own == "")
    text = value.text.strip("…").upper()
    return within(own, text) or any(each["tracking"].startswith(text) for each in order.parcels)


def courier(value: Any, order: Whole, now: int) -> bool:
    own = order.row["carrier"]
    if not isinstance(value, Text):
        return bool(own == "")
    return any(within(name, value.text.strip("…")) for name in (own, *(each["carrier"] for each in order.parcels)))


def overdue(value: Any, order: Whole, now: int) -> bool:
    due = order.row["due_at"]
    return (due is not None and due < now) is (value.name == "yes")


def refund(value: Any, order: Whole, now: int) -> bool:
    paid_back = (order.row["refund_cents"] or 0) > 0
    lines = [each for each in order.of_lines("refund_state") if each not in NOT_ASKED]
    states = [each["state"] for each in order.refunds]
    if value.name == "open":
        running = any(each["ended_at"] is None for each in order.refunds)
        return running or any(each not in ("退款成功", "退款关闭") for each in lines)
    if value.name == "done":
        return paid_back or "SUCCESS" in states
    return not (paid_back or lines or states)


def risk(value: Any, order: Whole, now: int) -> bool:
    row = order.row
    lines = [each for each in order.of_lines("refund_state") if each not in NOT_ASKED]
    return bool(
        {
            "late": row["due_at"] is not None and row["due_at"] < now + DAY,
            "contradicting": row["remark_conflict"] != 0,
            "readdressed": any(f'"{name}"' in row["edited"] for name in ("address", "mobile", "receiver")),
            "refunded": (row["refund_cents"] or 0) > 0 or bool(lines),
            "together": order.together,
            "stalled": row["state"] == STATES["shipped"]
            and row["shipped_at"] is not None
            and row["shipped_at"] < now - 7 * DAY,
        }[value.name]
    )


VALUES: dict[str, Callable[[Any, Whole, int], bool]] = {
    "state": lambda value, order, _now: order.row["state"] == STATES[value.name],
    "flag": lambda value, order, _now: FLAGS[order.row["flag"]] == value.name,
    "platform": lambda value, order, _now: order.row["platform"] == value.name,
    "number": number,
    "buyer": lambda value, order, _now: (
        any(nick.startswith(value.text) for nick in order.nicks)
        if isinstance(value, Text)
        else order.row["buyer_id"] is None
    ),
    "courier": courier,
    "parcel": parcel,
    "item": item,
    "remark": remark,
    "overdue": overdue,
    "refund": refund,
    "risk": risk,
    "ticket": lambda value, order, _now: (order.tickets > 0) is (value.name == "yes"),
    "tag": lambda value, order, _now: value.text in order.tags if isinstance(value, Text) else not order.tags,
}
MOMENTS = {"created": "sort_at", "paid": "paid_at", "shipped": "shipped_at", "due": "due_at"}
COLUMNS = {"recent": "sort_at", "paid": "paid_at", "due": "due_at", "amount": "paid_cents"}


class OrderAsking(Asking):
    """Draws texts of the search language about the orders of a shop."""

    parts = (
        "状态:{state}",
        "状态:{state},{state}",
        "旗:{flag}",
        "旗:{flag},{flag}",
        "平台:{platform}",
        "平台:{platform},{platform}",
        "编号:…{tail}",
        "编号:{number}…",
        "编号:{number},{tail}",
        "买家:{nick}",
        "买家:{nick},无",
        "快递:{courier}",
        "快递:无",
        "单号:{parcel}",
        "单号:{parcel},无",
        "商品:{item}",
        '商品:"{item} {item}"',
        "备注:{said}",
        "备注:无",
        "金额{sign}{sum}",
        "金额:{sum}",
        "金额:{sum}..",
        "金额:{small}..{large}",
        "金额:无",
        "下单{sign}{when}",
        "下单:{when}",
        "{day}..{later}",
        "{day}",
        "付款{sign}{when}",
        "付款:无",
        "付款:{low}..{high}",
        "发货{sign}{when}",
        "发货:无",
        "到期{sign}{when}",
        "到期:{when},{when}",
        "到期:无",
        "到期:{low}..{high}",
        "超时:{yes}",
        "退款:{refund}",
        "退款:{refund},{refund}",
        "风险:{risk}",
        "风险:{risk},{risk}",
        "工单:{yes}",
        "标签:{tag}",
        "标签:无",
        "{word}",
        "{word}",
        '"{word} {word}"',
        "待发货",
        "交易成功",
    )

    def _value(self, name: str) -> str:
        rng, row = self._rng, self._rng.choice(self._tickets).row
        day = from_ms(rng.choice((row["sort_at"], self._now)) + rng.randint(-3, 3) * DAY)
        length = f"{rng.choice((0, 1, 3, 10, 30))}{rng.choice('mhdw')}"
        low, high = sorted(rng.sample(range(40), 2))
        paid = (row["paid_cents"] or 0) / 100
        options = {
            "state": "待付款 待发货 部分发货 已发货 交易成功 已关闭",
            "flag": "灰 红 黄 绿 蓝 紫",
            "platform": "淘宝 天猫 拼多多 抖音 京东 1688 Shopify 自有店铺",
            "tail": f"{row['number'][-4:]} {row['number'][-1:]} {row['number']}",
            "number": f"{row['number'][:6]} {row['number']} 31000000000000",
            "nick": f"{row['buyer_nick'] or '买'} 买家 买 没有",
            "courier": f"{row['carrier'] or '圆通'} 圆通 中通快递 EMS",
            "parcel": f"{row['tracking'] or 'YT'} {row['tracking'][-5:] or 'x1'} yt0000",
            "item": "亚麻 衬衫 围巾 麻 竹节棉四件套 没有这样",
            "said": "换L 已核实 立夏 没有这句",
            "sign": "< <= > >=",
            "sum": f"{paid:.2f} {paid:.0f} 20 300.5",
            "small": f"{rng.randrange(300)}",
            "large": f"{rng.randrange(300, 600)}.99",
            "when": f"{length} {length} {day:%Y-%m-%d} 今天 昨天 本周 上周 下周 本月 上月",
            "low": f"{low}h",
            "high": f"{high}d",
            "day": f"{day:%Y-%m-%d}",
            "later": "2026-12-31",
            "yes": "是 否",
            "refund": "未结 已退款 无",
            "risk": "发货将超时 备注互相矛盾 改过地址 有退款 同一收件人 物流停滞",
            "tag": "老客 怕热 没有",
            "word": "亚麻 麻 衬衫 买家1 收3 请尽快发货 0004 没有这句",
        }
        return rng.choice(options[name].split())
