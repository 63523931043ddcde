"""The tickets that a query of the search language finds: by whichever road those of its definition, in its order."""

from __future__ import annotations

import random
from array import array
from collections import Counter

import apsw
import pytest

from tests.desk.builders import GOODS, Clock, Make, People, number, order_row
from tests.store.searching import Asking, Whole, holds, in_order, read
from ticketdesk.desk import files
from ticketdesk.desk.commands.handing import AddGroup
from ticketdesk.desk.commands.orders import SetFlag
from ticketdesk.desk.commands.stand_ins import NameStandIn
from ticketdesk.desk.commands.ticket_people import DoneMention, WatchTicket
from ticketdesk.desk.commands.ticket_replies import NoteOnTicket, ReplyOnTicket
from ticketdesk.desk.commands.tickets import CancelTicket, SetTicketField, SetTicketState, TransferTicket
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import DAY, HOUR, MINUTE
from ticketdesk.domain.query.completion import complete
from ticketdesk.domain.query.fields import FIELDS
from ticketdesk.domain.query.parsing import parse
from ticketdesk.domain.query.tree import Query
from ticketdesk.domain.tickets import TicketType
from ticketdesk.store.interruptible import Interruptible, Stopped
from ticketdesk.store.queries import (
    agents,
    near_words,
    term_sets,
    ticket_conditions,
    ticket_covers,
    ticket_names,
    ticket_people,
    ticket_search,
)
from ticketdesk.store.queries.ticket_search import GROUPS, ORDERS, TicketSearch

COUNT = 80
QUERIES = 300
WORDS = ("尺码偏小想换", "请尽快发货", "退款到账了吗", "地址改一下", "亚麻衬衫 换L码", "what size", "尺碼不對", "")
STATES = ("in_progress", "waiting_buyer", "done")


@pytest.fixture
def shop(desk: Desk, make: Make, people: People, clock: Clock) -> Desk:
    """Eighty tickets of all kinds, opened over a month, some with orders, buyers who wait, pictures, notes."""
    rng = random.Random(11)
    make.imported([order_row(n, make.rng) for n in range(0, COUNT, 2)])
    for n in range(0, COUNT, 4):
        desk.run(SetFlag(order_ids=(make.order_id(n),), flag=n // 4 % 6, override="盘点"))
    group = int(str(desk.run(AddGroup(group_name="售后部")).result))
    for n in range(COUNT):
        clock.now += rng.randrange(20 * HOUR)
        made = one(desk, make, people, rng, n)
        if n % 6 == 1:
            desk.run(TransferTicket(ticket_ids=(made,), assignee_id=None, group_id=group))
        called(desk, people, n, made)
    clock.now += 30 * MINUTE
    make.transcript("买家4", "在吗")
    make.transcript("甲7", "还要等多久")
    clock.now += HOUR
    away(desk, people, clock)
    return desk


def away(desk: Desk, people: People, clock: Clock) -> None:
    """One is away for some days already, one will be."""
    began = NameStandIn(
        agent_id=people.agent, stand_in_id=people.owner, from_at=clock.now - 9 * DAY, until_at=clock.now + DAY
    )
    to_come = NameStandIn(
        agent_id=people.lead, stand_in_id=people.owner, from_at=clock.now + DAY, until_at=clock.now + 2 * DAY
    )
    for command in (began, to_come):
        desk.run(command)


def called(desk: Desk, people: People, n: int, ticket: int) -> None:
    """Some are watched, in some a note calls somebody by name, who may have done with it."""
    if n % 8 == 3:
        desk.run(WatchTicket(ticket_id=ticket, agent_ids=(people.owner, people.agent)[: n % 3 + 1]))
    if n % 9 == 2:
        names = {person.id: person.name for person in agents.people(desk.store.reader)}
        desk.run(
            NoteOnTicket(ticket_id=ticket, text=f"@{names[people.owner]} @{names[people.agent]} 看"),
            agent_id=people.lead,
        )
    if n % 18 == 2:
        found = ticket_people.mentions(desk.store.reader, people.owner)
        desk.run(DoneMention(mention_ids=(found[-1].id,)))


def one(desk: Desk, make: Make, people: People, rng: random.Random, n: int) -> int:
    nick = rng.choice((f"买家{n}", f"甲{n % 9}", ""))
    talk = make.transcript(nick, "在吗").conversation_id if nick and n % 3 == 0 else None
    ticket = make.ticket(
        f"{rng.choice(GOODS)} {rng.choice(WORDS)}",
        agent_id=rng.choice((people.owner, people.lead)),
        type=rng.choice(list(TicketType)).value,
        description=rng.choice(WORDS),
        order_id=make.order_id(n) if n % 2 == 0 and n % 5 else None,
        conversation_id=talk,
        buyer_nick=nick,
        assignee_id=rng.choice((None, people.owner, people.lead, people.agent)),
    ).id
    worked(desk, rng, n, ticket, talk)
    if n % 7 == 0:
        desk.run(TransferTicket(ticket_ids=(ticket,), assignee_id=people.agent))
    ended(desk, rng, n, ticket)
    return ticket


def worked(desk: Desk, rng: random.Random, n: int, ticket: int, talk: int | None) -> None:
    if n % 4 == 0:
        desk.run(SetTicketField(ticket_ids=(ticket,), field="priority", value=str(rng.randint(1, 3))))
    if n % 5 == 0:
        kept = files.keep(desk.store, b"png", "a.png", "image/png") if n % 10 else None
        desk.run(NoteOnTicket(ticket_id=ticket, text=rng.choice(WORDS) or "见图", pictures=(kept,) if kept else ()))
    if talk is not None and n % 2:
        desk.run(ReplyOnTicket(ticket_id=ticket, text="亲，换L码今天寄出"))


def ended(desk: Desk, rng: random.Random, n: int, ticket: int) -> None:
    if n % 3:
        state = rng.choice(STATES)
        try:
            desk.run(SetTicketState(ticket_ids=(ticket,), state=state))
        except DeskError as error:  # of some types a ticket is completed only once fields are filled
            assert (error.key, state) == ("fields_missing", "done")
    elif n % 4 == 3:
        desk.run(CancelTicket(ticket_id=ticket, reason="重复"))


class Asked:
    """What was drawn, what stands in the store, and when it is asked."""

    def __init__(self, desk: Desk, people: People, clock: Clock) -> None:
        self.agent, self.now = people.owner, clock.now
        self.tickets = read(desk, self.now)
        drawn = Asking(random.Random(5), self.tickets, self.now)
        self.texts = [drawn.text() for _ in range(QUERIES)]

    def wanted(self, query: Query) -> list[Whole]:
        return [each for each in self.tickets if holds(query, each, self.agent, self.now)]

    def search(self, query: Query, order: str = "", *, turned: bool = False) -> TicketSearch:
        return TicketSearch(query, self.agent, self.now, order, turned)


@pytest.mark.parametrize("few", [4_000, -1, 9])
def test_random_queries_find_what_their_definition_says(
    shop: Desk, people: People, clock: Clock, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr("ticketdesk.store.queries.gathering.FEW", few)
    monkeypatch.setattr(term_sets, "FEW", few)
    monkeypatch.setattr(term_sets, "MANY", few)
    asked, reader, sizes = Asked(shop, people, clock), shop.store.reader, Counter[bool]()
    for n, text in enumerate(asked.texts):
        query = parse(text)
        wanted = asked.wanted(query)
        sizes[0 < len(wanted) < COUNT] += 1
        for order in (ORDERS[n % 3], ticket_search.order_of(query)):
            for turned in (False, True):
                search = asked.search(query, order, turned=turned)
                truth = in_order(wanted, order, turned)
                assert list(ticket_search.ids(reader, search)) == truth, (text, order, turned)
                assert list(ticket_search.ids(reader, search, limit=5)) == truth[:5], (text, order, turned)
                head = ticket_search.head(reader, search, 5)
                assert head is None or list(head) == truth[:5], (text, order, turned)
        assert ticket_search.count(reader, asked.search(query)) == (len(wanted), False), text
    assert sizes[True] > QUERIES // 2


def test_every_field_and_value_is_drawn(shop: Desk, people: People, clock: Clock) -> None:
    drawn = " ".join(Asked(shop, people, clock).texts)
    for field in FIELDS:
        # Opening has a short form; what is written is the first name.
        assert f"{field.names.zh[0]}" in drawn
        assert [each.zh[0] for each in field.choices if f"{each.zh[0]}" not in drawn] == []


def test_both_tables_of_fields_are_the_same() -> None:
    assert set(ticket_conditions.FIELDS) == {field.key for field in FIELDS}
    assert set(ticket_conditions.HAS) == {each.key for field in FIELDS if field.key == "has" for each in field.choices}


@pytest.mark.parametrize("by", list(GROUPS))
@pytest.mark.parametrize("text", ["", "状态:未结", "尺码", "-类型:换货 -处理人:我"])
def test_groups_part_the_list_and_keep_its_order(shop: Desk, people: People, clock: Clock, by: str, text: str) -> None:
    asked, reader = Asked(shop, people, clock), shop.store.reader
    search = asked.search(parse(text))
    whole = list(ticket_search.ids(reader, search))
    groups = ticket_search.grouped(reader, search, by)
    values = {each.row["id"]: value_of(each, by) for each in asked.tickets}
    assert len({group.value for group in groups}) == len(groups) > 1
    for group in groups:
        assert list(group.ids) == [key for key in whole if values[key] == group.value]
    assert [group.ids[0] for group in groups] == sorted((group.ids[0] for group in groups), key=whole.index)
    assert sum(len(group.ids) for group in groups) == len(whole)


def value_of(ticket: Whole, by: str) -> object:
    if by == "flag":
        return ticket.order["flag"] if ticket.order else None
    if by == "day":
        due = ticket.row["due_at"] if ticket.row["closed_at"] is None else None
        return None if due is None else (int(due) + 8 * HOUR) // DAY
    return ticket.row[GROUPS[by]]


def test_the_plain_lists_have_their_head_at_once(shop: Desk, people: People, clock: Clock) -> None:
    asked, reader = Asked(shop, people, clock), shop.store.reader
    plain = (
        "",
        "状态:未结",
        "状态:待处理",
        "状态:未结 类型:换货",
        "状态:未结 处理人:我",
        "状态:未结 处理人:无",
        "超时:是",
        "到期<4h",
        "到期:今天",
        "超时:是 处理人:我",
        "-已结",
        "已结",
        "已完成",
        "更新:本周",
        "更新<3d",
        "已完成 更新<3d",
    )
    for text in plain:
        assert ticket_search.head(reader, asked.search(parse(text)), 5) is not None, text
    for text in ("尺码", "旗:蓝", "超时:是 旗:蓝", "状态:待处理 类型:换货", "-类型:换货"):
        assert ticket_search.head(reader, asked.search(parse(text)), 5) is None, text


def test_it_ends_early_and_tells_early(shop: Desk, people: People, clock: Clock) -> None:
    asked, reader = Asked(shop, people, clock), shop.store.reader
    told: list[int] = []
    every = ticket_search.ids(reader, asked.search(Query()), told=told.extend)
    assert len(every) == COUNT and 0 < len(told) < COUNT and list(every[: len(told)]) == told
    stopped = ticket_search.ids(reader, asked.search(Query()), told=told.extend, cancelled=lambda: True)
    assert len(stopped) < COUNT
    assert ticket_search.grouped(reader, asked.search(Query()), "state", cancelled=lambda: True) == []


def test_a_search_is_broken_off_in_the_middle(shop: Desk, people: People, clock: Clock) -> None:
    asked, source = Asked(shop, people, clock), Interruptible(shop.store.reader)
    told: list[int] = []

    def stop(ids: array[int]) -> None:
        told.extend(ids)
        source.stop()

    with pytest.raises((Stopped, apsw.InterruptError)):
        ticket_search.ids(source, asked.search(parse("-类型:换货"), "due"), told=stop)
    assert told
    with pytest.raises(Stopped):
        ticket_search.count(source, asked.search(Query()))
    assert len(ticket_search.ids(shop.store.reader, asked.search(Query()))) == COUNT


def test_the_first_that_hold_words_are_told_before_the_index_is_asked(
    shop: Desk, people: People, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(term_sets, "FEW", -1)
    monkeypatch.setattr(near_words, "ENOUGH", 3)
    asked, reader, seen = Asked(shop, people, clock), shop.store.reader, 0
    words = ("换L码", "尺码", "码", "what SIZE", "没有这句", "亚麻衬衫 换L码", "尺码不对", "-码", "尺码 -换L码")
    for text in (
        f"{plain} {more}".strip() for more in words for plain in ("", "状态:未结", "已完成", "状态:未结 处理人:我")
    ):
        for window in (4, COUNT):
            monkeypatch.setattr(near_words, "WINDOWS", (window,))
            told: list[list[int]] = []
            search = asked.search(parse(text))
            every = list(ticket_search.ids(reader, search, told=lambda ids, told=told: told.append(list(ids))))
            assert len(told) <= 1
            assert all(every[: len(ids)] == ids for ids in told), text
            seen += sum(len(ids) for ids in told)
    assert seen > COUNT


def test_names_of_the_store_complete_what_is_typed(shop: Desk, make: Make, people: People) -> None:
    provider = ticket_names.StoredNames(shop.store.reader)
    assert provider.names("assignee", "立") == ["立夏"] and len(provider.names("creator", "")) == 4
    assert provider.names("buyer", "甲7") == ["甲7"]
    assert len(provider.names("buyer", "")) == ticket_names.MOST
    assert provider.names("order", "…0000012") == provider.names("order", "0000012") == [number(12)]
    assert not any(provider.names(*asked) for asked in (("order", ""), ("state", ""), ("buyer", "没有")))
    first = min(each.row["number"] for each in read(shop, 0))
    assert provider.names("number", first.lower()) == [first]
    offered = [each.text for each in complete("处理人:谷", 5, "zh", provider=provider).suggestions]
    assert offered == ["谷雨"]


# What each of them asks of tickets indexes tell: no row is read for it.
NOT_READ = (
    "买家:无", "-订单:无", "订单:0001", "含:备注,回复", "含:图片", "-含:会话", "-部门:无", "等待:无",
    "-等待:无", "处理人:我 创建人:我", "类型:换货 创建人:我", "编号:T-26", "旗:蓝", "到期:无 含:订单",
    "结束:昨天 旗:蓝", "提到:我", "关注:我", "代班:我", "-类型:换货", "状态:待处理,已完成", "-超时:是",
)  # fmt: skip


@pytest.mark.parametrize("text", NOT_READ)
def test_what_indexes_tell_is_not_read_from_rows(shop: Desk, people: People, clock: Clock, text: str) -> None:
    asked, reader = Asked(shop, people, clock), shop.store.reader
    wanted = asked.search(parse(text), "updated")
    for leg in ticket_search._narrowed(reader, wanted, list(ticket_search._legs(reader, wanted))):
        terms = leg.rest.text.split(") AND (id ")
        assert leg.rest.text.startswith("(id ") and all("IN (SELECT" in each for each in terms), leg.rest.text
        assert sum(each.count("IN (SELECT") for each in terms) == len(terms)


def test_a_query_that_contradicts_itself_asks_for_no_ticket(shop: Desk, people: People, clock: Clock) -> None:
    asked, reader = Asked(shop, people, clock), shop.store.reader
    for text in (
        "类型:换货 类型:售后",
        "处理人:没有这人",
        "部门:退货部",
        "结束:无 已完结",
        "更新<1d 更新>3d",
        "含:时限 已完成",
    ):
        for order in ORDERS:
            assert list(ticket_search._legs(reader, asked.search(parse(text), order))) == [], text
        assert ticket_search.count(reader, asked.search(parse(text))) == (0, False)
        assert ticket_search.grouped(reader, asked.search(parse(text)), "state") == []
    assert list(ticket_search._legs(reader, asked.search(parse("-处理人:没有这人"))))


def test_a_count_is_bounded(shop: Desk, people: People, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, reader = Asked(shop, people, clock), shop.store.reader
    assert ticket_search.count(reader, asked.search(Query()), cap=9) == (9, True)
    assert ticket_search.count(reader, asked.search(Query()), cap=COUNT) == (COUNT, False)
    monkeypatch.setattr(ticket_covers, "TICKETS", ticket_covers.TICKETS._replace(ways={}))
    monkeypatch.setattr(ticket_search, "LOOKED_AT", 30)
    some = ticket_search.count(reader, asked.search(parse("-类型:换货")))
    assert 0 < some.n < 30 and some.more


def test_without_an_agent_me_is_nobody(shop: Desk, clock: Clock) -> None:
    reader = shop.store.reader
    assert ticket_search.ids(reader, TicketSearch(parse("处理人:我"), None, clock.now)) == array("q")
    assert len(ticket_search.ids(reader, TicketSearch(parse("-处理人:我"), None, clock.now))) == COUNT


@pytest.mark.parametrize(
    "text",
    [
        '处理人:"\' OR 1=1 --"',
        '买家:"%"',
        '订单:"…\'; DROP TABLE ticket"',
        '"{ids} {0}"',
        "编号:%1_",
        '"AND NOT *"',
        "买家:\\",
    ],
)
def test_no_value_can_get_into_the_statement(shop: Desk, people: People, clock: Clock, text: str) -> None:
    asked = Asked(shop, people, clock)
    query = parse(text)
    found = ticket_search.ids(shop.store.reader, asked.search(query))
    assert sorted(found) == sorted(each.row["id"] for each in asked.wanted(query))
    assert len(ticket_search.ids(shop.store.reader, asked.search(Query()))) == COUNT
