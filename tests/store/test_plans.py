"""Every question of a screen goes through an index: no table is read whole, nothing is sorted on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from tests.desk.builders import Make, People
from tests.desk.soundness import connection_of
from ticketdesk.desk.commands.refunds import OpenRefund
from ticketdesk.desk.commands.stand_ins import NameStandIn
from ticketdesk.desk.commands.talk import SendReply
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.auto_replies import Rule, Scene
from ticketdesk.domain.query.order_fields import ORDERS as ORDER_WORDS
from ticketdesk.domain.query.parsing import parse
from ticketdesk.domain.refunds import RefundKind
from ticketdesk.store.queries import (
    acts,
    agents,
    audit,
    auto_replies,
    badges,
    beside,
    buyer_family,
    buyer_profile,
    buyer_timeline,
    buyers,
    conversation_lists,
    conversations,
    credentials,
    deadlines,
    fill_values,
    live,
    next_items,
    order_conditions,
    order_covers,
    order_filter,
    order_import,
    order_names,
    orders,
    outbox,
    ownership,
    parcel_groups,
    parcels,
    personal,
    refunds,
    remark_standing,
    reminders,
    search,
    serving,
    stale,
    stand_ins,
    talk_history,
    talks,
    term_sets,
    ticket_conditions,
    ticket_names,
    ticket_past,
    ticket_people,
    ticket_search,
    tickets,
)
from ticketdesk.store.queries.audit import AuditFilter
from ticketdesk.store.queries.buyers import BuyerFilter
from ticketdesk.store.queries.conversation_lists import ListFilter
from ticketdesk.store.queries.order_filter import OrderFilter
from ticketdesk.store.queries.ticket_search import TicketSearch
from ticketdesk.store.reader import Reader, Value
from ticketdesk.store.writers import refunds as refund_writing

# Tables of a handful of rows, read whole on purpose: people and the shop's own words.
SMALL = {"shop", "role", "agent", "a", "r", "g", "phrase", "counter", "setting", "draft", "agent_group", "auto_reply"}
SCAN = re.compile(r"^SCAN (?!.*USING (?:COVERING )?INDEX)(?!.*VIRTUAL TABLE)(?!\(|CONSTANT|\d|cte_)(\w+)")


class Asked:
    """A reader that explains every statement before it answers."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.statements = 0
        self.faults: list[str] = []

    def _explain(self, sql: str, values: Sequence[Value]) -> None:
        self.statements += 1
        for row in connection_of(self._reader).execute(f"EXPLAIN QUERY PLAN {sql}", tuple(values)).fetchall():
            self.faults += [f"{row[3]}: {sql}"] if bad(row[3]) and not (row[3] in GROUPED and GROUPING in sql) else []

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[tuple[Any, ...]]:
        self._explain(sql, values)
        return self._reader.rows(sql, values)

    def each(self, sql: str, values: Sequence[Value] = ()) -> Iterator[tuple[Any, ...]]:
        self._explain(sql, values)
        return self._reader.each(sql, values)


# The waiting orders of buyers who have several are put together by receiver: no index has the key, and they are few.
GROUPING = " GROUP BY 1, 2 HAVING COUNT(DISTINCT COALESCE(parcel_group, -id)) > 1"
GROUPED = ("USE TEMP B-TREE FOR GROUP BY", "USE TEMP B-TREE FOR count(DISTINCT)")


def bad(step: str) -> bool:
    """Whether a step of a plan reads a table whole or sorts."""
    found = SCAN.match(step)
    return "TEMP B-TREE" in step or bool(found and found[1] not in SMALL)


class World:
    """One of each, so that every question has an answer."""

    def __init__(self, make: Make, people: People) -> None:
        make.imported(5)
        self.order = make.order_id(0)
        self.talk = make.transcript("林", "在吗").conversation_id
        self.message = make.desk.run(SendReply(conversation_id=self.talk, text="亲")).result
        self.ticket = make.ticket(order_id=self.order, conversation_id=self.talk, buyer_nick="林")
        self.buyer = buyers.id_of_nick(make.desk.store.reader, "林")
        self.refund = make.desk.run(OpenRefund(order_id=self.order, kind="exchange", reason="尺码不合适")).result
        self.owner = people.owner
        if people.agent != people.owner:
            away = NameStandIn(
                agent_id=people.agent, stand_in_id=people.owner, from_at=AWAY.from_at, until_at=AWAY.until_at
            )
            make.desk.run(away)


FILTERS = {
    "state": {"state": "TRADE_FINISHED"},
    "flag": {"flag": 1},
    "state and flag": {"state": "TRADE_FINISHED", "flag": 0},
    "platform": {"platform": "taobao"},
    "words": {"query": parse("亚麻", ORDER_WORDS)},
    "words that are a number": {"query": parse("0000", ORDER_WORDS)},
    "days": {"since": 1, "until": 10**15},
    "refunded": {"refunded": True},
    "ticketed": {"ticketed": True},
    "readdressed": {"readdressed": True},
    "together": {"together": True},
    "due": {"due_only": True},
    "contradicting": {"contradicting": True},
    "contradicting of a state": {"contradicting": True, "state": "TRADE_FINISHED"},
    "due soon": {"due_only": True, "due_before": 10**15},
    "stalled": {"stalled_before": 10**15},
    "stalled of a flag": {"stalled_before": 10**15, "flag": 0},
    "everything": {
        "state": "WAIT_SELLER_SEND_GOODS", "flag": 0, "query": parse("亚麻", ORDER_WORDS), "since": 1, "refunded": True,
        "ticketed": True,
        "readdressed": True, "due_only": True,
    },
}  # fmt: skip
BUYERS = {
    **{name: {name: True} for name in ("ticketed", "talking", "bought", "noted", "blocked")},
    "all": {},
    "words": {"words": "林"},
    "number": {"words": "0000"},
    "everything": {"words": "林", "ticketed": True, "talking": True, "bought": True, "noted": True},
}
TURNS = (True, False)
# The same of orders.
ORDER_SEARCHES = (
    "",
    "待发货",
    "-待发货",
    "状态:待发货,已发货",
    "旗:红",
    "待发货 旗:红",
    "-旗:红,蓝",
    "平台:淘宝",
    "平台:京东,抖音",
    "编号:…0001",
    "编号:3000",
    "编号:3000…,…1",
    "买家:买家1",
    "买家:无",
    "-买家:林,无",
    "快递:圆通",
    "快递:无",
    "-快递:圆通",
    "单号:YT0",
    "单号:!,无",
    "商品:亚麻",
    '商品:"亚麻 衬衫"',
    "-商品:亚麻",
    "备注:立夏",
    "备注:无",
    "金额>100",
    "金额:20..300",
    "金额:20,30,无",
    "金额:无",
    "下单:今天",
    "下单:今天,2026-10-01",
    "-下单<3d",
    "付款<9d",
    "付款:无",
    "发货>1d",
    "发货:无",
    "到期<4h",
    "到期:今天,2026-11-30",
    "到期:无",
    "-到期:无",
    "超时:是",
    "超时:否",
    "退款:未结",
    "退款:已退款",
    "退款:无",
    "退款:无,未结",
    "-退款:未结,已退款",
    "风险:将超时",
    "风险:矛盾",
    "风险:改地址",
    "风险:退款,停滞",
    "风险:同一收件人",
    "-风险:停滞,将超时",
    "工单:是",
    "工单:否",
    "标签:老客",
    "标签:无",
    "亚麻",
    "-亚麻",
    "亚麻 待发货 金额>1",
)
# Every field of the search language, alone and beside others, on every road.
SEARCHES = (
    "",
    "状态:未结",
    "状态:已结",
    "状态:待处理",
    "状态:待处理,等买家",
    "已完成",
    "已取消,已完成",
    "-已完成",
    "-已完结",
    "类型:换货",
    "状态:未结 类型:换货",
    "处理人:我",
    "提到:我",
    "关注:我",
    "代班:我",
    "代班:立夏",
    "-代班:我",
    "部门:售后",
    "部门:无",
    "处理人:无",
    "处理人:立夏",
    "状态:未结 处理人:我",
    "状态:未结 处理人:无",
    "优先级:高",
    "优先级>=中",
    "旗:蓝",
    "超时:是",
    "超时:否",
    "超时:是 旗:蓝",
    "到期<4h",
    "到期:今天",
    "到期:无",
    "到期<4h 处理人:我",
    "等待>10m",
    "等待:无",
    "订单:…0001",
    "订单:1",
    "订单:无",
    "买家:林",
    "买家:无",
    "编号:T-26",
    "含:图片",
    "含:备注,回复",
    "含:订单",
    "含:会话",
    "含:时限",
    "创建:今天",
    "创建>3d",
    "更新:本周",
    "更新<3d 已完成",
    "结束:昨天",
    "创建人:我",
    "换货",
    "码",
    "-换货",
    "状态:未结 换货 旗:蓝",
    "2026-11-01..2026-11-21 类型:换货 旗:蓝",
)


AWAY = stand_ins.StandIn(1, 2, "谷雨", 1, "立夏", 1_795_000_000_000, 10**15)
QUESTIONS: dict[str, Callable[[Asked, World], object]] = {
    "deadlines of a ticket": lambda a, w: deadlines.case(a, w.ticket.id),
    "tickets that await a refund": lambda a, w: deadlines.awaiting_refund(a, w.order),
    "deadlines that passed": lambda a, _w: deadlines.passed(a, 10**15),
    "other conversations of the buyer": lambda a, w: talk_history.others(a, w.talk),
    "words in a conversation": lambda a, w: talk_history.found(a, [w.talk], "在吗"),
    "words in several conversations": lambda a, w: talk_history.found(a, [w.talk, w.talk + 1], "亲"),
    "words in a long conversation": lambda a, w: talk_history._indexed(a, [w.talk], "在吗", lambda: False),
    "a day of a conversation": lambda a, w: talk_history.first_since(a, w.talk, 1_700_000_000_000),
    **{
        f"conversations {scope}": lambda a, w, scope=scope: conversations.snapshot(a, scope)
        for scope in ("waiting", "open", "recent")
    },
    **{
        f"list {scope} {group} {order}": lambda a, w, scope=scope, group=group, order=order: [
            conversation_lists.ids(
                a, ListFilter(scope, group, order, turn, agent_id=w.owner, mine=mine, words=words), limit=20
            )
            for turn in TURNS
            for mine in TURNS
            for words in ("", "林")
        ]
        for scope in conversation_lists.SCOPES
        for group in ("", *conversation_lists.GROUPS)
        for order in conversation_lists.ORDERS
    },
    "replies on their way": lambda a, w: (
        outbox.next_due(a),
        outbox.heads(a, ["simulator"]),
        outbox.counting(a, w.talk),
        outbox.message_of_key(a, "td-1"),
        conversations.message(a, w.message),
    ),
    "stale": lambda a, w: stale.differences(a, w.talk, stale.seen(a, w.talk), w.owner),
    "serving": lambda a, w: (
        serving.servers(a),
        serving.unserved(a),
        serving.waiting_served(a),
        serving.groups(a),
        serving.members(a, 1),
        serving.recent_targets(a, w.owner),
        serving.transfers(a, w.talk),
        serving.endings(a, w.talk),
        serving.ratings(a, w.talk),
        serving.tags(a, w.buyer),
        serving.my_state(a, w.owner),
    ),
    "people of tickets": lambda a, w: (
        ticket_people.mentions(a, w.owner),
        ticket_people.watchers(a, 1),
        ticket_people.counts(a, w.owner),
        ticket_people.news(a, w.owner, [1, 2]),
    ),
    "stand-ins": lambda a, w: (
        stand_ins.not_over(a, 1),
        stand_ins.tickets_of(a, AWAY, 10**14, 9),
        stand_ins.counted(a, [AWAY], 10**14, 9),
        ownership.foreign(a, "ticket_mention", (1, 2), w.owner),
        ownership.foreign(a, "stand_in", (1, 2), w.owner),
    ),
    "next for the absent": lambda a, w: next_items.of_absent(a, w.owner, AWAY.from_at),
    "reminders": lambda a, w: (
        reminders.reminders(a, w.owner, until=1),
        reminders.reminders_of(a, w.talk),
        reminders.next_reminder(a, w.owner),
    ),
    "to-dos": lambda a, w: (
        reminders.todos_of(a, w.buyer),
        reminders.open_todos(a),
        reminders.open_todos(a, w.owner),
        reminders.todo_history(a, 1),
    ),
    "next": lambda a, w: (
        next_items.of_tickets(a, w.owner),
        next_items.of_refunds(a),
        next_items.of_talks(a, w.owner, 1, 3),
        next_items.of_mentions(a, w.owner),
        next_items.of_reminders(a, w.owner, 10**14),
        next_items.of_todos(a, w.owner),
    ),
    "auto-replies": lambda a, w: (
        auto_replies.rules(a),
        auto_replies.asking(a, w.talk),
        auto_replies.given(a, w.buyer, [Rule(1, Scene.KEYWORD, (), "", 0)]),
    ),
    "facts": lambda a, w: fill_values.facts(a, w.talk, 0, order_id=w.order),
    "live": lambda a, w: (live.conversation_of(a, "林", "simulator"), live.spot_of(a, w.talk)),
    "conversation rows": lambda a, w: conversations.rows(a, [w.talk]),
    "messages newest": lambda a, w: conversations.newest(a, w.talk),
    "messages older": lambda a, w: conversations.older(a, w.talk, w.message),
    "messages since": lambda a, w: conversations.since(a, w.talk, w.message),
    "conversation of message": lambda a, w: conversations.conversation_of_message(a, w.message),
    "conversation of buyer": lambda a, w: conversations.of_buyer(a, w.buyer),
    "outbox": lambda a, w: conversations.outbox(a),
    "draft": lambda a, w: (conversations.draft(a, "x"), conversations.drafts(a, "x")),
    **{
        f"orders {view}": lambda a, w, view=view, key=key: orders.snapshot(a, view, key)
        for view, key in (("all", None), ("state", "TRADE_FINISHED"), ("flag", 1), ("due", None))
    },
    **{
        f"orders of {name} by {order}": lambda a, w, more=more, order=order: [
            order_filter.ids(a, OrderFilter(**more, order=order, descending=turn)) for turn in TURNS
        ]
        for name, more in FILTERS.items()
        for order in (*order_filter.ORDERS, *((order_filter.WAY,) if "stalled_before" in more else ()))
    },
    "platforms": lambda a, w: order_covers.platforms(a),
    "orders to one receiver": lambda a, w: (
        parcel_groups.around(a, w.order, orders.rows(a, [w.order])[0].buyer_id),
        parcel_groups.members_of(a, 1),
        parcel_groups.mates(a, (w.order,)),
        parcel_groups.pieces_left(a, w.order),
    ),
    "remarks to weigh": lambda a, w: (
        remark_standing.place(a),
        remark_standing.differing(a, remark_standing.remarked_below(a, w.order + 1, 16), 10**12),
    ),
    **{
        f"buyers of {name} by {order}": lambda a, w, more=more, order=order: [
            buyers.ids(a, BuyerFilter(**more, order=order, descending=turn)) for turn in TURNS
        ]
        for name, more in BUYERS.items()
        for order in (buyers.TALK, buyers.NICK)
    },
    "buyer lines": lambda a, w: buyers.lines(a, [w.buyer]),
    "buyer family": lambda a, w: (
        buyer_family.family(a, w.buyer),
        buyer_family.twins(a, orders.rows(a, [w.order])[0].buyer_id),
        buyer_family.of_aliases(a, ["林", "木"]),
    ),
    "buyer profile": lambda a, w: buyer_profile.profile(a, w.buyer),
    "buyer timeline": lambda a, w: [
        buyer_timeline.page(a, w.buyer, mark) for mark in (None, buyer_timeline.Mark(10**13, 1))
    ],
    **{
        f"refunds {view}": lambda a, _w, view=view: refunds.snapshot(
            a, view, "SUCCESS" if view == "ended" else "CLOSED"
        )
        for view in refunds.VIEWS
    },
    "refunds": lambda a, w: (
        refunds.rows(a, [w.refund]),
        refunds.of_order(a, w.order),
        refunds.of_ticket(a, w.ticket.id),
        refunds.open_of_buyer(a, w.buyer),
        refunds.events(a, w.refund),
        refunds.proofs(a, ["0" * 64]),
    ),
    "refunds due": lambda a, _w: (refunds.next_due(a), refunds.late(a, 10**15)),
    "refunds that passed": lambda a, w: (refunds.passed(a, 10**15, 9), refunds.lapse_stands(a, w.refund, 1)),
    "what an order has to pay back from": lambda a, w: refunds.room(a, w.order, w.refund),
    "refund of number": lambda a, _w: refunds.id_of_number(a, "726108820679192255"),
    "what a refund's act asks": lambda a, w: (
        refund_writing.ticket_of(a, w.order, RefundKind.EXCHANGE),
        refund_writing.waiting_of_ticket(a, w.ticket.id),
        refund_writing.history(a, w.refund),
        refund_writing.last_author(a, w.refund),
    ),
    "order rows": lambda a, w: orders.rows(a, [w.order]),
    "order card": lambda a, w: orders.card(a, w.order),
    "orders of buyer": lambda a, w: orders.ids_of_buyer(a, w.buyer),
    "order of number": lambda a, w: orders.id_of_number(a, "3000000000000000000"),
    "parcels among": lambda a, w: parcels.parcels_among(a, ["YT8812345678901", "SF1234567890123"]),
    "orders of numbers": lambda a, w: orders.of_numbers(a, ["3000000000000000000", "3"]),
    "order cards": lambda a, w: orders.cards(a, [w.order, w.order + 1]),
    "beside": lambda a, w: (beside.of_buyer(a, w.buyer), beside.of_order(a, w.order)),
    "talk": lambda a, w: talks.talk(a, w.talk),
    "talk followed": lambda a, w: (talks.outbox(a, w.talk), talks.open_tickets(a, w.buyer)),
    "head of the talks": lambda a, w: conversations.head_with(a, w.talk, 256),
    "people": lambda a, w: agents.people(a),
    "order clock": lambda a, w: orders.order_clock(a, w.order),
    **{
        f"tickets {view}": lambda a, w, view=view, key=key: tickets.snapshot(a, tickets.TicketView(view, key))
        for view, key in (
            ("mine", 1),
            ("unassigned", None),
            ("due_before", 1),
            ("type", "exchange"),
            ("state", "open"),
            ("open", None),
            ("done", None),
            ("cancelled", None),
            ("all", None),
            ("buyer", 1),
        )
    },
    "tickets group": lambda a, w: tickets.snapshot(a, tickets.TicketView("group", 1)),
    "tickets due_between": lambda a, w: tickets.snapshot(a, tickets.TicketView("due_between", 0, 10**15)),
    **{
        f"tickets that are {text!r}": lambda a, w, text=text: [
            (
                ticket_search.ids(a, search),
                ticket_search.head(a, search, 5),
                ticket_search.count(a, search),
                ticket_search.grouped(a, search, "flag"),
            )
            for order in ticket_search.ORDERS
            for turn in TURNS
            for search in [TicketSearch(parse(text), w.owner, 1_795_000_000_000, order, turn)]
        ]
        for text in SEARCHES
    },
    **{
        f"orders that are {text!r}": lambda a, w, text=text: [
            (order_filter.ids(a, wanted), order_filter.head(a, wanted, 5))
            for order in order_filter.ORDERS
            for turn in TURNS
            for wanted in [OrderFilter(query=parse(text, ORDER_WORDS), now=10**13, order=order, descending=turn)]
        ]
        for text in ORDER_SEARCHES
    },
    "names for a search of orders": lambda a, w: [
        order_names.stored_names(a).names(field, start)
        for field in ("number", "buyer", "courier", "parcel", "tag", "state")
        for start in ("", "林", "…01", "30")
    ],
    "names for a search": lambda a, w: [
        ticket_names.StoredNames(a).names(field, start)
        for field in ("assignee", "creator", "buyer", "order", "number", "state")
        for start in ("", "林", "T-26", "0000")
    ],
    "tickets turned": lambda a, w: [
        tickets.snapshot(a, tickets.TicketView(view, key, turned=True), limit=5)
        for view, key in (("mine", 1), ("open", None), ("all", None), ("done", None), ("buyer", 1))
    ],
    "ticket rows": lambda a, w: tickets.rows(a, [w.ticket.id]),
    "ticket detail": lambda a, w: tickets.detail(a, w.ticket.id),
    "ticket as it was": lambda a, w: ticket_past.past(a, w.ticket.id),
    "tickets due": lambda a, w: (tickets.due_between(a, 0, 10**15), tickets.next_due(a, 0)),
    "ticket of number": lambda a, w: tickets.id_of_number(a, w.ticket.number),
    "badges": lambda a, w: badges.badges(a),
    "buyer": lambda a, w: (buyers.buyer(a, w.buyer), buyers.id_of_nick(a, "林")),
    "audit": lambda a, w: (audit.page(a, AuditFilter()), audit.details(a, acts.history(a, None)[0].id)),
    "audit of an agent": lambda a, w: audit.page(a, AuditFilter(agent_id=w.owner, until=1 << 41)),
    "audit of commands": lambda a, w: audit.page(a, AuditFilter(commands=("SetFlag", "AddRemark"), text="L")),
    "audit of an agent's commands": lambda a, w: audit.page(a, AuditFilter(agent_id=w.owner, denied=True, since=1)),
    "audit of looks": lambda a, w: audit.page(a, AuditFilter(reveals=True)),
    "audit of an order": lambda a, w: audit.page(a, AuditFilter(row=("orders", w.order))),
    "audit of a buyer": lambda a, w: audit.page(a, AuditFilter(row=("buyer", w.buyer))),
    "personal": lambda a, w: (personal.of_order(a, w.order), personal.of_buyer(a, w.buyer)),
    "sign-in": lambda a, w: (credentials.of(a, w.owner), credentials.any_password(a), agents.roles(a)),
    "ownership": lambda a, w: ownership.foreign(a, "ticket", (w.order, 2), w.owner),
    "actor": lambda a, w: (agents.shop(a), agents.agents(a), agents.actor(a, w.owner), agents.owner_id(a)),
    "import batch": lambda a, w: order_import.stored_orders(a, "taobao", [f"300000000000000000{n}" for n in range(5)]),
    "undo": lambda a, w: (acts.undo_target(a, w.owner), acts.redo_target(a, w.owner)),
    "taken before": lambda a, w: acts.stands(a, "ImportOrders", "0" * 64),
    "history": lambda a, w: (acts.history(a, None), acts.history(a, w.owner)),
    **{
        f"search {kind}": lambda a, w, kind=kind: (
            search.hits(a, kind, "亚麻 在"),
            search.hits(a, kind, "0000", below=1),
            search.count(a, kind, "亚麻", cap=9),
        )
        for kind in search.KINDS
    },
}


@pytest.mark.parametrize("name", list(QUESTIONS))
def test_a_question_goes_through_an_index(desk: Desk, make: Make, people: People, name: str) -> None:
    asked = Asked(desk.store.reader)
    QUESTIONS[name](asked, World(make, people))
    assert asked.statements
    assert asked.faults == []


def test_every_view_of_a_list_is_asked() -> None:
    views = [*(f"orders {name}" for name in orders.VIEWS), *(f"tickets {name}" for name in tickets.VIEWS)]
    assert [name for name in views if name not in QUESTIONS] == []


def test_the_undo_of_an_act_goes_through_indexes(desk: Desk, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    from ticketdesk.store import family, undo

    faults: list[str] = []
    store = desk.store
    World(make, People(*[desk.agent_id or 0] * 4))

    def traced() -> None:
        connection = store._connection
        seen: list[tuple[str, Any]] = []
        connection.exec_trace = lambda cursor, sql, values: seen.append((sql, values)) or True
        undo.later_changes(
            connection, store._acting.links, connection.execute("SELECT MIN(act) FROM change").fetchone()[0]
        )
        connection.exec_trace = None
        for sql, values in seen:
            if "change" in sql:
                plan = connection.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
                faults.extend(f"{row[3]}: {sql}" for row in plan if SCAN.match(row[3]))

    store.submit(traced, 0).result()
    assert faults == []
    assert family.links(connection_of(store.reader))


def test_every_field_of_the_search_language_is_asked() -> None:
    asked = {
        term.condition.field for text in SEARCHES for term in parse(text).terms if hasattr(term.condition, "field")
    }
    assert asked == set(ticket_conditions.FIELDS)
    of_orders = {
        term.condition.field
        for text in ORDER_SEARCHES
        for term in parse(text, ORDER_WORDS).terms
        if hasattr(term.condition, "field")
    }
    assert of_orders == set(order_conditions.FIELDS)


@pytest.mark.parametrize("text", [text for text in ORDER_SEARCHES if text])
def test_a_search_of_orders_walks_where_nothing_is_rare(
    desk: Desk, make: Make, people: People, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("gathering", "term_sets", "order_filter"):
        monkeypatch.setattr(f"ticketdesk.store.queries.{module}.FEW", -1)
    monkeypatch.setattr(term_sets, "MANY", -1)
    asked = Asked(desk.store.reader)
    QUESTIONS[f"orders that are {text!r}"](asked, World(make, people))
    assert asked.faults == []


@pytest.mark.parametrize("text", [text for text in SEARCHES if text])
def test_a_search_walks_where_nothing_is_rare(
    desk: Desk, make: Make, people: People, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ticketdesk.store.queries.gathering.FEW", -1)
    monkeypatch.setattr(term_sets, "MANY", -1)
    asked = Asked(desk.store.reader)
    QUESTIONS[f"tickets that are {text!r}"](asked, World(make, people))
    assert asked.faults == []


@pytest.mark.parametrize(
    ("step", "wanted"),
    [
        ("SCAN orders", True),
        ("SCAN o", True),
        ("SCAN orders USING INDEX orders_recent", False),
        ("SCAN m USING COVERING INDEX message_outbox", False),
        ("USE TEMP B-TREE FOR ORDER BY", True),
        ("SEARCH orders USING INDEX orders_state (state=?)", False),
        ("SCAN fts_message VIRTUAL TABLE INDEX 0:M1", False),
        ("SCAN CONSTANT ROW", False),
        ("SCAN (subquery-1)", False),
        ("SCAN phrase", False),
        ("SCAN cte_day", False),
    ],
)
def test_control_what_counts_as_bad(step: str, wanted: bool) -> None:
    assert bad(step) is wanted
