"""What the search language means, in plain Python over whole rows: the truth that the SQL is held against."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ticketdesk.desk.desk import Desk
from ticketdesk.domain.moments import DAY, HOUR, MINUTE, from_ms
from ticketdesk.domain.query.tree import Among, Between, Compare, Condition, Key, Query, Span, Text, Words
from ticketdesk.domain.text import fold, letters, simplify

LENGTHS = {"m": MINUTE, "h": HOUR, "d": DAY, "w": 7 * DAY}
FLAGS = ("grey", "red", "yellow", "green", "blue", "purple")


@dataclass
class Whole:
    """A ticket with all that stands around it."""

    row: dict[str, Any]
    order: dict[str, Any] | None
    buyer: dict[str, Any] | None
    waiting: list[int]
    names: dict[int, str]
    images: int
    kinds: set[str]
    body: list[str] = field(default_factory=list)

    @property
    def open(self) -> bool:
        return self.row["closed_at"] is None


def table(desk: Desk, name: str) -> list[dict[str, Any]]:
    reader = desk.store.reader
    columns = [row[1] for row in reader.rows(f"PRAGMA table_info({name})")]
    return [dict(zip(columns, row, strict=True)) for row in reader.rows(f"SELECT * FROM {name} WHERE deleted = 0")]


def read(desk: Desk, now: int) -> list[Whole]:
    orders = {row["id"]: row for row in table(desk, "orders")}
    buyers = {row["id"]: row for row in table(desk, "buyer")}
    agents = {row["id"]: row["name"] for row in table(desk, "agent")}
    talks, files, events = table(desk, "conversation"), table(desk, "attachment"), table(desk, "ticket_event")
    groups = {row["id"]: row["name"] for row in table(desk, "agent_group")}
    lines = {row["id"]: row["ticket_id"] for row in events}
    called = [(lines[row["event_id"]], row["agent_id"]) for row in table(desk, "ticket_mention") if not row["done_at"]]
    watched = [(row["ticket_id"], row["agent_id"]) for row in table(desk, "ticket_watch")]
    more = {"mention": called, "watcher": watched, "standin": stood_in(desk, now, called)}
    rows = [
        {
            **row, "department": groups.get(row["group_id"]),
            **{name: [agent for key, agent in pairs if key == row["id"]] for name, pairs in more.items()},
        }
        for row in table(desk, "ticket")
    ]  # fmt: skip
    return [whole(row, orders, buyers, agents, talks, files, events) for row in rows]


def stood_in(desk: Desk, now: int, called: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Tickets with those who stand in for their assignees, or for those who are called there."""
    found: list[tuple[int, int]] = []
    for each in table(desk, "stand_in"):
        absent, instead = each["agent_id"], each["stand_in_id"]
        if each["from_at"] <= now < each["until_at"]:
            found += [(key, instead) for key, agent in called if agent == absent]
            own = [row for row in table(desk, "ticket") if row["assignee_id"] == absent and row["closed_at"] is None]
            given = [row["id"] for row in own if (row["assigned_at"] or 0) >= each["from_at"]]
            late = [row["id"] for row in own if row["due_at"] is not None and row["due_at"] < now]
            found += [(key, instead) for key in (*given, *late)]
    return found


def whole(row: dict[str, Any], orders: Any, buyers: Any, agents: Any, talks: Any, files: Any, events: Any) -> Whole:
    own = [each for each in events if each["ticket_id"] == row["id"]]
    return Whole(
        row,
        orders.get(row["order_id"]),
        buyers.get(row["buyer_id"]),
        [t["waiting_since"] for t in talks if t["buyer_id"] == row["buyer_id"] and t["waiting_since"] is not None],
        agents,
        sum(each["ticket_id"] == row["id"] and each["media_type"].startswith("image/") for each in files),
        {each["kind"] for each in own},
        [row[name] for name in ("number", "title", "description", "demand", "product", "contact")]
        + [each["text"] for each in own if each["kind"] in ("reply", "note")],
    )


def holds(query: Query, ticket: Whole, agent: int, now: int) -> bool:
    return all(true(term.condition, ticket, agent, now) is not term.negated for term in query.terms)


def true(asked: Condition, ticket: Whole, agent: int, now: int) -> bool:
    if isinstance(asked, Words):
        wanted = simplify(letters(fold(asked.text)))
        return any(wanted in simplify(letters(fold(text))) for text in ticket.body)
    if asked.field in MOMENTS:
        return moment(asked, ticket, now)
    if isinstance(asked, Compare):
        ranks = {"low": 1, "normal": 2, "high": 3}
        return compared(ticket.row["priority"], asked.op.value, ranks[asked.value.name])  # type: ignore[union-attr]
    assert isinstance(asked, Among)
    return any(VALUES[asked.field](value, ticket, agent, now) for value in asked.values)


def compared(left: int, sign: str, right: int) -> bool:
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign]


def state(value: Any, ticket: Whole, agent: int, now: int) -> bool:
    if value.name in ("active", "ended"):
        return ticket.open is (value.name == "active")
    return bool(ticket.row["state"] == value.name)


def person(column: str) -> Callable[..., bool]:
    def made(value: Any, ticket: Whole, agent: int, now: int) -> bool:
        found = ticket.row[column]
        if isinstance(value, Text):
            return ticket.names.get(found) == value.text
        return found is None if value.name == "none" else found == agent

    return made


def linked(name: str, test: Callable[[dict[str, Any], str], bool]) -> Callable[..., bool]:
    def made(value: Any, ticket: Whole, agent: int, now: int) -> bool:
        if isinstance(value, Key):
            return ticket.row[f"{name}_id"] is None
        there = getattr(ticket, name)
        return there is not None and test(there, value.text)

    return made


def overdue(value: Any, ticket: Whole, agent: int, now: int) -> bool:
    due = ticket.row["due_at"]
    return (ticket.open and due is not None and due < now) is (value.name == "yes")


def has(value: Any, ticket: Whole, agent: int, now: int) -> bool:
    return {
        "image": ticket.images > 0,
        "note": "note" in ticket.kinds,
        "reply": "reply" in ticket.kinds,
        "order": ticket.row["order_id"] is not None,
        "conversation": ticket.row["conversation_id"] is not None,
        "deadline": ticket.open and ticket.row["due_at"] is not None,
    }[value.name]


def among(column: str) -> Callable[..., bool]:
    def made(value: Any, ticket: Whole, agent: int, now: int) -> bool:
        found = ticket.row[column]
        if isinstance(value, Text):
            return value.text in {ticket.names.get(each) for each in found}
        return agent in found

    return made


VALUES: dict[str, Callable[..., bool]] = {
    "mention": among("mention"),
    "watcher": among("watcher"),
    "standin": among("standin"),
    "state": state,
    "type": lambda value, ticket, *_: ticket.row["type"] == value.name,
    "priority": lambda value, ticket, *_: ("", "low", "normal", "high")[ticket.row["priority"]] == value.name,
    "assignee": person("assignee_id"),
    "creator": person("creator_id"),
    "department": lambda value, ticket, *_: ticket.row["department"] == getattr(value, "text", None),
    "flag": lambda value, ticket, *_: ticket.order is not None and FLAGS[ticket.order["flag"]] == value.name,
    "overdue": overdue,
    "order": linked("order", lambda order, text: order["number"].endswith(text.lstrip("…"))),
    "buyer": linked("buyer", lambda buyer, text: buyer["nick"].startswith(text)),
    "number": lambda value, ticket, *_: ticket.row["number"].startswith(value.text.upper()),
    "has": has,
}
MOMENTS: dict[str, Callable[[Whole], list[int]]] = {
    "due": lambda ticket: [ticket.row["due_at"]] if ticket.open and ticket.row["due_at"] is not None else [],
    "waiting": lambda ticket: ticket.waiting,
    "created": lambda ticket: [ticket.row["opened_at"]],
    "updated": lambda ticket: [ticket.row["updated_at"]],
    "closed": lambda ticket: [] if ticket.open else [ticket.row["closed_at"]],
}


def moment(asked: Condition, ticket: Whole, now: int) -> bool:
    assert not isinstance(asked, Words)
    found = MOMENTS[asked.field](ticket)
    ahead = asked.field == "due"
    if isinstance(asked, Among) and Key("none") in asked.values and not found:
        return ticket.open if ahead else True
    return any(fits(asked, at, ahead, now) for at in found)


def fits(asked: Condition, at: int, ahead: bool, now: int) -> bool:
    length = at - now if ahead else now - at
    if isinstance(asked, Compare):
        if isinstance(asked.value, Span):
            return compared(length, asked.op.value, asked.value.count * LENGTHS[asked.value.unit])
        first, last = days(asked.value, now)
        day = from_ms(at).date()
        return {"<": day < first, "<=": day <= last, ">": day > last, ">=": day >= first}[asked.op.value]
    if isinstance(asked, Between):
        low, high = asked.low, asked.high
        return (low is None or at_least(low, at, length, now)) and (high is None or at_most(high, at, length, now))
    assert isinstance(asked, Among)
    return any(
        length <= value.count * LENGTHS[value.unit] if isinstance(value, Span) else inside(value, at, now)
        for value in asked.values
        if not isinstance(value, Key)
    )


def at_least(low: Any, at: int, length: int, now: int) -> bool:
    return length >= low.count * LENGTHS[low.unit] if isinstance(low, Span) else from_ms(at).date() >= days(low, now)[0]


def at_most(high: Any, at: int, length: int, now: int) -> bool:
    if isinstance(high, Span):
        return length <= high.count * LENGTHS[high.unit]
    return from_ms(at).date() <= days(high, now)[1]


def inside(value: Any, at: int, now: int) -> bool:
    first, last = days(value, now)
    return first <= from_ms(at).date() <= last


def days(value: Any, now: int) -> tuple[Any, Any]:
    """First and last day of a day or period."""
    today = from_ms(now).date()
    if not hasattr(value, "name"):
        day = datetime(value.year, value.month, value.day).date()
        return day, day
    monday = today - timedelta(days=today.weekday())
    weeks = {"last_week": -7, "this_week": 0, "next_week": 7}
    if value.name in weeks:
        first = monday + timedelta(days=weeks[value.name])
        return first, first + timedelta(days=6)
    near = {"yesterday": -1, "today": 0, "tomorrow": 1}
    if value.name in near:
        return (today + timedelta(days=near[value.name]),) * 2  # type: ignore[return-value]
    last = today.replace(day=1) - timedelta(days=1)
    if value.name == "last_month":
        return last.replace(day=1), last
    return today.replace(day=1), (today.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def in_order(found: list[Whole], order: str, turned: bool) -> list[int]:
    """The ids in the order of a list, as it is defined."""
    if order == "created":
        made = sorted(found, key=lambda each: -each.row["id"])
    elif order == "updated":
        made = sorted(found, key=lambda each: (-each.row["updated_at"], -each.row["id"]))
    else:
        made = sorted(found, key=by_deadline)
    ids = [each.row["id"] for each in made]
    return ids[::-1] if turned else ids


def by_deadline(each: Whole) -> tuple[Any, ...]:
    due = each.row["due_at"]
    if each.open:
        return (0, 1 << 63 if due is None else due, each.row["id"])
    return (1, -each.row["updated_at"], -each.row["id"])


PARTS = (
    "状态:{state}",
    "状态:{state}",
    "状态:{state},{state}",
    "类型:{type}",
    "类型:{type},{type},{type}",
    "类型:{type},{type},{type}",
    "处理人:{person}",
    "处理人:{person},{person}",
    "部门:售后部",
    "部门:售后部,无",
    "部门:无",
    "创建人:{person}",
    "提到:我",
    "提到:{person}",
    "关注:我",
    "关注:{person}",
    "代班:我",
    "代班:{person}",
    "优先级:{priority}",
    "优先级{sign}{priority}",
    "旗:{flag}",
    "旗:{flag},{flag}",
    "超时:{yes}",
    "到期{sign}{when}",
    "到期:{when}",
    "到期:{when},无",
    "到期:无",
    "到期:{low}..{high}",
    "等待{sign}{length}",
    "等待:无",
    "等待:{length}",
    "订单:…{tail}",
    "订单:无",
    "订单:{tail},无",
    "买家:{nick}",
    "买家:无",
    "买家:{nick},{nick}",
    "编号:{number}",
    "含:{has}",
    "含:{has},{has}",
    "创建{sign}{when}",
    "创建:{when}",
    "{day}..{later}",
    "创建:{low}..{high}",
    "更新{sign}{when}",
    "更新:{when},{when}",
    "结束:{when}",
    "结束:无",
    "结束{sign}{when}",
    "{word}",
    "{word}",
    '"{word} {word}"',
    "已完成",
    "已完结",
    "未结",
)


PEOPLE = "我 无 立夏 谷雨 小满 没有这人"


class Asking:
    """Draws texts of the search language about a shop."""

    parts: tuple[str, ...] = PARTS

    def __init__(self, rng: random.Random, tickets: Sequence[Any], now: int, people: str = PEOPLE) -> None:
        self._rng, self._tickets, self._now, self._people = rng, tickets, now, people

    def text(self) -> str:
        count = self._rng.choice((1, 1, 2, 2, 3, 4))
        return " ".join(self._rng.choice(("", "", "-")) + self._part() for _ in range(count))

    def _part(self) -> str:
        made = self._rng.choice(self.parts)
        while "{" in made:
            name = made[made.index("{") + 1 : made.index("}")]
            made = made.replace(f"{{{name}}}", self._value(name), 1)
        return made

    def _value(self, name: str) -> str:
        rng, row = self._rng, self._rng.choice(self._tickets)
        number = row.order["number"] if row.order else "3000000000000000001"
        day = from_ms(rng.choice((row.row["opened_at"], self._now)) + rng.randint(-3, 3) * DAY)
        length = f"{rng.choice((0, 1, 3, 10, 30))}{rng.choice('mhdw')}"
        low, high = sorted(rng.sample(range(30), 2))
        options = {
            "state": "待处理 处理中 等买家 等同事 挂起 已完成 已取消 未结 已结",
            "type": "咨询 售后 换货 退货退款 仅退款 物流查件 物流 投诉 补发 维修 上门维修 改地址 发票 协同工单",
            "person": self._people,
            "priority": "低 中 高",
            "sign": "< <= > >=",
            "flag": "灰 红 黄 绿 蓝 紫",
            "yes": "是 否",
            "when": f"{length} {length} {day:%Y-%m-%d} 今天 昨天 明天 本周 上周 下周 本月 上月",
            "length": length,
            "low": f"{low}h",
            "high": f"{high}d",
            "tail": f"{number[-4:]} {number[-1:]} {number}",
            "day": f"{day:%Y-%m-%d}",
            "later": "2026-12-31",
            "nick": f"{row.buyer['nick'] if row.buyer else '买'} 买家 买 甲",
            "number": f"{row.row['number']} {row.row['number'][:9]} t-26",
            "has": "图片 备注 回复 订单 会话 时限",
            "word": "尺码 码 偏小 亚麻衬衫 换L码 没有这句 退款到账 什么",
        }
        return rng.choice(options[name].split())
