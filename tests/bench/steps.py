"""The questions that screens ask while somebody waits, and how many steps SQLite takes for each."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import apsw

from tests.bench.store_rows import NOW
from ticketdesk.domain.moments import DAY
from ticketdesk.domain.query.order_fields import ORDERS
from ticketdesk.domain.query.parsing import parse
from ticketdesk.domain.refunds import ENDED, LIVE
from ticketdesk.store.queries import (
    badges,
    beside,
    buyers,
    conversation_lists,
    conversations,
    next_items,
    order_filter,
    order_gate,
    orders,
    outbox,
    parcel_groups,
    parcels,
    refunds,
    remark_rules,
    remark_standing,
    reminders,
    search,
    stage_rules,
    stale,
    stand_ins,
    talks,
    ticket_past,
    ticket_search,
    ticket_types,
    tickets,
)
from ticketdesk.store.queries.badges import Badges
from ticketdesk.store.queries.conversation_lists import ListFilter
from ticketdesk.store.queries.order_filter import OrderFilter
from ticketdesk.store.queries.ticket_search import TicketSearch
from ticketdesk.store.queries.tickets import TicketView
from ticketdesk.store.reader import Reader, Rows, Value
from ticketdesk.ui.models.listing import HEAD
from ticketdesk.ui.models.snapshot import PAGE
from ticketdesk.ui.orders import filter_state
from ticketdesk.ui.orders.filter_state import Chosen
from ticketdesk.ui.orders.order_model import nav_entries, view_of
from ticketdesk.ui.tickets.list import ticket_views
from ticketdesk.ui.tickets.list.ticket_source import Wanted, search_of

MOST = 1.1
FLOOR = 400
"""Below so many steps a ratio says nothing: a handful of rows more or less in a page."""


class Known(NamedTuple):
    """Rows that every made shop has."""

    talk: int
    order: int
    ticket: int
    buyer: int
    agent: int


Question = Callable[[Rows, Known], object]
# Every view of tickets that the program brings along.
VIEWS = (
    *(view.key for view in ticket_views.SHIPPED),
    *(f"{ticket_views.TYPE}{form.key}" for form in ticket_types.SHIPPED),
)
# Every view of orders, but for those that take a search: their first rows come as they are found.
SEARCHED_ORDERS = frozenset({"readdressed", "refunded", "together"})
ORDER_VIEWS = tuple(entry.key for entry in nav_entries(Badges({})) if entry.key)
# Every tab of the refunds, and what else lists them: the view and the state that fills it.
REFUND_VIEWS = (
    ("open", ""),
    *(("state", state.value) for state in LIVE),
    *(("ended", state.value) for state in sorted(ENDED)),
    ("all", ""),
)
# Queries of the search language that one index answers: asked on the window's thread.
AT_ONCE = (
    "",
    "状态:未结",
    "状态:待处理",
    "状态:未结 类型:换货",
    "状态:未结 处理人:我",
    "状态:未结 处理人:无",
    "状态:未结 处理人:客服03",
    "超时:是",
    "到期<9d",
    "到期:今天..",
    "超时:是 处理人:我",
    "已结",
    "-已完结",
    "已完成",
    "已取消",
    "更新<90d",
    "更新<90d 已完成",
    "处理人:我",
    "类型:投诉",
    "创建人:我",
    "已结 处理人:客服03",
    "已结 处理人:无",
    "已结 创建人:我",
    "已结 类型:换货",
    "类型:咨询,售后",
    "处理人:我,客服03",
    "状态:未结 类型:咨询,售后",
    "状态:待处理,处理中",
    "到期:无",
    "更新>30d 处理人:我",
    "更新<90d 类型:换货",
)
# The same of orders.
ORDERS_AT_ONCE = (
    "",
    "待发货",
    "状态:交易成功",
    "旗:红",
    "下单<90d",
    "下单:..2026-09-01",
    "待发货 下单<90d",
    "旗:紫 下单>30d",
    "风险:矛盾",
    "待发货 已关闭",
)
# Orders that hardly any made shop has: found or found missing without a walk.
RARE_ORDERS = (
    "平台:京东",
    "-平台:淘宝",
    "编号:9…",
    "编号:…31000000000000000",
    "买家:没有这人",
    "买家:无",
    "标签:老客",
    "单号:没有这个",
    "商品:没有这样",
    "备注:没有这句",
    "金额>9999",
    "金额:无",
    "下单<0m",
    "付款:无",
    "付款<0m",
    "到期>99d",
    "退款:未结",
    "退款:已退款",
    "-退款:无",
    "风险:矛盾,改地址",
    "风险:停滞",
    "没有这句",
    "交易成功 到期<9d",
)
# What hardly any ticket of a made shop is, wherever it would stand: found or found missing without a walk.
RARE = (
    "买家:无",
    "订单:无",
    "订单:3100000000000000000,无",
    "含:备注",
    "含:回复,图片",
    "部门:售后部",
    "-部门:无",
    "类型:维修,发票",
    "类型:咨询 类型:维修",
    "处理人:没有这人 优先级:高",
    "创建<0m",
    "更新<0m",
    "结束:无 已完结",
    "-编号:t-2",
    "-含:订单,备注",
    "提到:无",
    "代班:无",
)
# Queries that take a search: what is rare is sorted, of the rest a bounded part is looked at.
SOUGHT = (
    "旗:蓝",
    "超时:是 旗:蓝",
    "状态:待处理 类型:换货",
    "处理人:我",
    "处理人:我 优先级:高 旗:红",
    "等待>10m",
    "等待>10m 状态:未结",
    "订单:…4263",
    "买家:郭",
    "编号:T-2609",
    "2026-09-01..2026-09-21 类型:换货 旗:蓝",
    "创建>300d 类型:投诉",
    "含:备注",
    "含:图片",
    "含:会话 -含:订单",
    "-已完成",
    "创建人:我 已取消",
    "结束:上周",
    "更新>30d -处理人:我",
    "状态:待处理,处理中 优先级>=中",
    "到期<4h -处理人:我",
    "类型:咨询,售后",
    "到期:无",
)


def found(ids: array[int] | None) -> array[int]:
    """The ids of a list that one index has in order."""
    assert ids is not None
    return ids


def asked(text: str, agent: int) -> TicketSearch:
    """A query as an agent asks it."""
    return TicketSearch(parse(text), agent, NOW)


def asked_of_orders(text: str, **more: Any) -> OrderFilter:
    """A query as an agent asks it of orders."""
    return OrderFilter(query=parse(text, ORDERS), now=NOW, **more)


QUESTIONS: dict[str, Question] = {
    "badges": lambda a, k: badges.badges(a),
    **{
        f"tickets {name}": lambda a, k, name=name, key=key, most=most: tickets.snapshot(
            a, TicketView(name, key), limit=most
        )
        for name, key, most in (("open", None, 90), ("done", None, HEAD), ("all", None, HEAD))
    },
    "tickets mine": lambda a, k: tickets.snapshot(a, TicketView("mine", k.agent), limit=20),
    "tickets unassigned": lambda a, k: tickets.snapshot(a, TicketView("unassigned"), limit=20),
    "tickets type": lambda a, k: tickets.snapshot(a, TicketView("type", "exchange"), limit=20),
    "tickets today": lambda a, k: tickets.snapshot(a, TicketView("due_between", NOW, NOW + 9 * DAY), limit=30),
    **{
        f"tickets view {key}": lambda a, k, key=key: tickets.snapshot(
            a, ticket_views.view_of(key, k.agent, NOW), limit=15
        )
        for key in VIEWS
        if key not in ticket_views.SEARCHED
    },
    **{
        f"tickets view {key}": lambda a, k, key=key: ticket_search.ids(a, search_of(Wanted(key), k.agent, NOW))
        for key in sorted(ticket_views.SEARCHED)
    },
    "tickets turned": lambda a, k: tickets.snapshot(a, TicketView("all", turned=True), limit=HEAD),
    **{
        f"tickets asked {text!r}": lambda a, k, text=text: ticket_search.head(a, asked(text, k.agent), 5)
        for text in AT_ONCE
    },
    **{
        f"orders asked {text!r}": lambda a, k, text=text: order_filter.head(a, asked_of_orders(text), 20)
        for text in ORDERS_AT_ONCE
    },
    "orders asked by deadline": lambda a, k: order_filter.head(
        a, asked_of_orders("到期<9d", order=order_filter.DUE, descending=False), 20
    ),
    "ticket page": lambda a, k: tickets.rows(a, tickets.snapshot(a, TicketView("all"), limit=PAGE)),
    "ticket detail": lambda a, k: tickets.detail(a, k.ticket),
    "ticket as it was": lambda a, k: ticket_past.past(a, k.ticket),
    **{
        f"conversations {scope}": lambda a, k, scope=scope: conversations.snapshot(a, scope, limit=10)
        for scope in ("waiting", "open", "recent")
    },
    **{
        f"list {scope} {order}": lambda a, k, scope=scope, order=order: conversation_lists.ids(
            a, ListFilter(scope, order=order, agent_id=k.agent), limit=20
        )
        for scope, order in (
            ("waiting", "waiting"),
            ("open", "last"),
            ("team", "last"),
            ("recent", "last"),
            ("recent", "contact"),
            ("recent", "waiting"),
            ("all_buyers", "last"),
        )
    },
    "replies on their way": lambda a, k: (outbox.next_due(a), outbox.heads(a, ["simulator"])),
    "what a draft has seen": lambda a, k: stale.differences(a, k.talk, stale.seen(a, k.talk), k.agent),
    "reminders": lambda a, k: (reminders.reminders(a, k.agent), reminders.open_todos(a, k.agent)),
    "next of the tickets": lambda a, k: next_items.of_tickets(a, k.agent, 3),
    "stand-ins": lambda a, k: (stand_ins.not_over(a, NOW), next_items.of_absent(a, k.agent, NOW, 3)),
    "tickets of an absent agent": lambda a, k: stand_ins.tickets_of(
        a, stand_ins.StandIn(1, k.agent, "", 0, "", 1, NOW + DAY), NOW + 9 * DAY, 20
    ),
    "next of the talks": lambda a, k: next_items.of_talks(a, k.agent, 1, 3, 2),
    "next of reminders and to-dos": lambda a, k: (
        next_items.of_reminders(a, k.agent, NOW, 10),
        next_items.of_todos(a, k.agent, 10),
    ),
    "conversation page": lambda a, k: conversations.rows(a, conversations.snapshot(a, "recent", limit=PAGE)),
    "messages": lambda a, k: conversations.newest(a, k.talk, 20),
    "messages of the longest": lambda a, k: conversations.newest(a, _longest(a)),
    "outbox": lambda a, k: conversations.outbox(a),
    **{
        f"orders {view}": lambda a, k, view=view, key=key: orders.snapshot(a, view, key, limit=20)
        for view, key in (("all", None), ("state", "TRADE_FINISHED"), ("flag", 1), ("due", None))
    },
    "talk": lambda a, k: talks.talk(a, k.talk),
    "talk of the longest": lambda a, k: talks.talk(a, _longest(a)),
    "talk not in the list": lambda a, k: conversations.head_with(a, k.talk, PAGE),
    "beside a buyer": lambda a, k: beside.of_buyer(a, k.buyer),
    "beside an order": lambda a, k: beside.of_order(a, k.order),
    "order page": lambda a, k: orders.rows(a, orders.snapshot(a, "all", limit=PAGE)),
    **{
        f"orders view {key}": lambda a, k, key=key: found(
            order_filter.head(a, filter_state.asked(view_of(key), Chosen(), NOW), 10)
        )
        for key in ORDER_VIEWS
        if key not in SEARCHED_ORDERS
    },
    **{
        f"refunds {view} {state}": lambda a, k, view=view, state=state: refunds.snapshot(a, view, state, limit=10)
        for view, state in REFUND_VIEWS
    },
    "refund page": lambda a, k: refunds.rows(a, refunds.snapshot(a, "all", limit=PAGE)),
    "refunds that are late": lambda a, k: (refunds.next_due(a), refunds.late(a, NOW, 5), refunds.passed(a, NOW, 1)),
    "refunds of a row": lambda a, k: (
        refunds.of_order(a, k.order),
        refunds.open_of_buyer(a, k.buyer),
        refunds.of_ticket(a, k.ticket),
        refunds.room(a, k.order),
        refunds.id_of_number(a, "726000000000000007"),
    ),
    "next of the refunds": lambda a, k: next_items.of_refunds(a, 5),
    "order at the gate": lambda a, k: order_gate.gate_facts(a, [k.order], 10**12),
    "order of a parcel": lambda a, k: parcels.order_of_parcel(a, "75310000002296", k.order),
    "rules of remarks": lambda a, k: (remark_rules.rules(a), remark_rules.agents(a), stage_rules.stages(a)),
    "orders to one receiver": lambda a, k: parcel_groups.around(a, k.order, k.buyer),
    "pieces still here": lambda a, k: parcel_groups.pieces_left(a, k.order),
    "remarks to weigh": lambda a, k: remark_standing.differing(
        a, remark_standing.remarked_below(a, k.order, 16), 10**12
    ),
    "how far remarks are weighed": lambda a, k: (remark_standing.place(a), remark_rules.digest(a)),
    "order card": lambda a, k: orders.card(a, k.order),
    "orders of buyer": lambda a, k: orders.ids_of_buyer(a, k.buyer),
    "buyer": lambda a, k: buyers.buyer(a, k.buyer),
    "search messages": lambda a, k: search.hits(a, "messages", "质量太差"),
    "search orders": lambda a, k: search.hits(a, "orders", "亚麻衬衫"),
}


def _longest(source: Rows) -> int:
    return int(source.rows("SELECT MIN(id) FROM conversation")[0][0])


class Stepped:
    """A reader that counts SQLite's steps (in tens) and the statements asked."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.steps = self.statements = 0
        reader.rows("SELECT 1")
        connection: apsw.Connection = reader._connection()
        connection.set_progress_handler(self._step, 10)

    def _step(self) -> bool:
        self.steps += 10
        return False

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[tuple[Any, ...]]:
        self.statements += 1
        return self._reader.rows(sql, values)

    def each(self, sql: str, values: Sequence[Value] = ()) -> Iterator[tuple[Any, ...]]:
        self.statements += 1
        return self._reader.each(sql, values)


# A ticket with as many lines in every shop: its timeline holds what its conversation said since it was opened.
WORDS = 20
_AS_LONG = (
    "SELECT t.id FROM ticket t WHERE t.id >= ?1 AND (SELECT COUNT(*) FROM message m"
    " WHERE m.conversation_id = t.conversation_id AND m.sent_at > t.opened_at) = ?2 ORDER BY t.id LIMIT 1"
)


def known(source: Rows) -> Known:
    """Return rows in the middle of the shop."""

    def middle(table: str) -> int:
        first, last = source.rows(f"SELECT MIN(id), MAX(id) FROM {table}")[0]
        return int(
            source.rows(f"SELECT id FROM {table} WHERE id >= ? ORDER BY id LIMIT 1", ((first + last) // 2,))[0][0]
        )

    agent = int(source.rows("SELECT MIN(id) FROM agent")[0][0])
    ticket = int(source.rows(_AS_LONG, (middle("ticket"), WORDS))[0][0])
    return Known(middle("conversation"), middle("orders"), ticket, middle("buyer"), agent)


def steps_of(reader: Reader) -> dict[str, int]:
    """Return the steps of every question."""
    rows = known(reader)
    source = Stepped(reader)
    found: dict[str, int] = {}
    for name, ask in QUESTIONS.items():
        source.steps = 0
        ask(source, rows)
        found[name] = source.steps
    return found


def too_steep(found: dict[str, float]) -> dict[str, float]:
    """Return the questions whose steps grow more than they may."""
    return {name: ratio for name, ratio in found.items() if ratio > MOST}


def grown(small: dict[str, int], large: dict[str, int]) -> dict[str, float]:
    """Return the growth of each question's steps; both are taken as ``FLOOR`` at least."""
    return {name: max(large[name], FLOOR) / max(small[name], FLOOR) for name in small}
