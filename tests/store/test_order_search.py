"""The orders that a query of the search language finds: by whichever road those of its definition, in its order."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from tests.desk.builders import Clock, Make, People, number, order_row
from tests.store.order_searching import COLUMNS, OrderAsking, Whole, holds, read
from ticketdesk.desk.commands.buyer_family import MergeBuyers
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.marks import TagBuyer
from ticketdesk.desk.commands.orders import AddRemark, EditAddress, SetFlag
from ticketdesk.desk.commands.refunds import CloseRefund, OpenRefund
from ticketdesk.desk.commands.shipping import MarkShipped
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.moments import DAY, HOUR
from ticketdesk.domain.order_states import RUNNING
from ticketdesk.domain.query.order_fields import ORDER_FIELDS, ORDERS
from ticketdesk.domain.query.parsing import parse
from ticketdesk.domain.query.tree import Query
from ticketdesk.domain.settings import PLATFORMS
from ticketdesk.store.queries import (
    buyers,
    near_words,
    order_conditions,
    order_covers,
    order_filter,
    order_names,
    term_sets,
)
from ticketdesk.store.queries.order_filter import OrderFilter
from ticketdesk.store.queries.order_terms import parted
from ticketdesk.store.store import NewAct

COUNT = 80
QUERIES = 300


@pytest.fixture
def shop(desk: Desk, make: Make, people: People, clock: Clock) -> Desk:
    """Eighty orders of all states, platforms and flags, with remarks, refunds, tickets, tags and parcels."""
    rng = random.Random(11)
    clock.now += 30 * DAY
    make.imported([order_row(n * 613, rng) for n in range(COUNT)])
    make.desk.run(_details(make))
    ids = [make.order_id(n * 613) for n in range(COUNT)]
    placed(desk, clock, people, rng, ids)
    for n, order in enumerate(ids):
        worked(desk, make, rng, n, order)
    first, *others = (buyers.id_of_nick(desk.store.reader, f"买家{n * 613 % 997}") for n in range(3))
    desk.run(MergeBuyers(buyer_id=first or 0, buyer_ids=tuple(each or 0 for each in others)))
    return desk


def _details(make: Make) -> object:
    from ticketdesk.desk.commands.imports import ImportOrders

    return ImportOrders(path=str(make.detail_file([n * 613 for n in range(0, COUNT, 3)])))


def placed(desk: Desk, clock: Clock, people: People, rng: random.Random, ids: list[int]) -> None:
    """What no single file of the tests says: platforms, amounts, moments of paying, shipping and the deadline."""

    def write() -> None:
        with desk.store.act(NewAct(clock.now, people.owner, "Placed", "{}", 8, undoable=False)) as frame:
            for order in ids:
                ((state,),) = desk.store.reader.rows("SELECT state FROM orders WHERE id = ?", (order,))
                values = {
                    "platform": rng.choice(PLATFORMS),
                    "paid_cents": rng.choice((None, 0, 2_000, rng.randrange(60_000))),
                    "refund_cents": rng.choice((None, None, 0, 500)),
                    "paid_at": rng.choice((None, clock.now - rng.randrange(40 * DAY))),
                    "shipped_at": rng.choice((None, clock.now - rng.randrange(20 * DAY))),
                    "due_at": clock.now + rng.randrange(-5 * DAY, 9 * DAY) if state in RUNNING else None,
                    "sort_at": clock.now - rng.randrange(40 * DAY),
                    "carrier": rng.choice(("", "圆通速递", "中通快递", "EMS")),
                }
                sets = ", ".join(f"{name} = ?" for name in values)
                frame.tx.connection.execute(f"UPDATE orders SET {sets} WHERE id = ?", (*values.values(), order))

    desk.store.submit(write, 0).result()


def worked(desk: Desk, make: Make, rng: random.Random, n: int, order: int) -> None:
    row = desk.store.reader.rows("SELECT state, buyer_id, paid_cents FROM orders WHERE id = ?", (order,))[0]
    desk.run(SetFlag(order_ids=(order,), flag=n % 6, override="盘点"))
    if n % 4 == 1:
        desk.run(AddRemark(order_id=order, text=rng.choice(("换L码 小满 11.20", "已核实 100% 给优惠", "换M码"))))
    if n % 8 == 1:
        desk.run(AddRemark(order_id=order, text="换S码 立夏 11.21"))
    if n % 7 == 2:
        desk.run(EditAddress(order_id=order, receiver="林", mobile="1", address="新地址"))
    if n % 5 == 3:
        make.ticket(order_id=order, buyer_nick=f"买家{n * 613 % 997}")
    if n % 6 == 4 and (row[2] or 0) > 100:
        refund = desk.run(OpenRefund(order_id=order, kind="refund_only", amount_cents=100, reason="色差")).result
        if n % 12 == 4:
            desk.run(CloseRefund(refund_id=int(str(refund)), withdrawn=True))
    if n % 9 == 5 and row[1] is not None:
        desk.run(TagBuyer(buyer_id=row[1], tag=rng.choice(("老客", "怕热"))))
    if row[0] == "WAIT_SELLER_SEND_GOODS" and n % 2:
        desk.run(MarkShipped(order_id=order, carrier="中通快递", tracking=f"7531{n:010d}", override="急"))


class Asked:
    """What was drawn, what stands in the store, and when it is asked."""

    def __init__(self, desk: Desk, clock: Clock) -> None:
        self.now = clock.now
        self.orders = read(desk)
        drawn = OrderAsking(random.Random(8), self.orders, self.now)
        self.texts = [drawn.text() for _ in range(QUERIES)]

    def wanted(self, query: Query) -> list[Whole]:
        return [each for each in self.orders if holds(query, each, self.now)]


def in_order(found: list[Whole], wanted: OrderFilter) -> list[int]:
    """The ids in the order of a list: what has no value comes last, the newest first."""
    column = COLUMNS[wanted.order]
    sign = -1 if wanted.descending else 1
    there = sorted(
        (each for each in found if each.row[column] is not None),
        key=lambda each: (sign * each.row[column], sign * each.row["id"]),
    )
    by = "sort_at" if wanted.order == "due" else "id"
    rest = sorted(
        (each for each in found if each.row[column] is None), key=lambda each: (-each.row[by], -each.row["id"])
    )
    return [each.row["id"] for each in (*there, *rest)]


@pytest.mark.parametrize("few", [4_000, -1, 9])
def test_random_queries_find_what_their_definition_says(
    shop: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr("ticketdesk.store.queries.gathering.FEW", few)
    monkeypatch.setattr(order_filter, "FEW", few)
    monkeypatch.setattr(term_sets, "FEW", few)
    monkeypatch.setattr(term_sets, "MANY", few)
    asked, reader, sizes = Asked(shop, clock), shop.store.reader, Counter[bool]()
    for n, text in enumerate(asked.texts):
        query = parse(text, ORDERS)
        wanted = asked.wanted(query)
        sizes[0 < len(wanted) < COUNT] += 1
        for order in ("recent", tuple(COLUMNS)[n % 4]):
            for turned in (False, True):
                search = OrderFilter(query=query, now=asked.now, order=order, descending=turned)
                truth = in_order(wanted, search)
                found = list(order_filter.ids(reader, search))
                if few > 0:  # few orders are sorted, of equals among those without a value the larger id
                    assert sorted(found) == sorted(truth), (text, order, turned)
                    named = len(truth) - nameless(wanted, order)
                    assert found[:named] == truth[:named], (text, order, turned)
                else:
                    assert found == truth, (text, order, turned)
                head = order_filter.head(reader, search, 5)
                assert head is None or list(head) == truth[:5], (text, order, turned)
    assert sizes[True] > QUERIES // 2


def nameless(found: list[Whole], order: str) -> int:
    return sum(each.row[COLUMNS[order]] is None for each in found)


def test_the_row_and_a_query_narrow_together(shop: Desk, clock: Clock) -> None:
    asked, reader = Asked(shop, clock), shop.store.reader
    rows = {"state": "WAIT_SELLER_SEND_GOODS", "flag": 4, "platform": "jd", "refunded": True, "ticketed": True,
            "readdressed": True, "contradicting": True, "due_only": True, "since": asked.now - 20 * DAY,
            "until": asked.now - 9 * DAY, "due_before": asked.now, "stalled_before": asked.now - 7 * DAY}  # fmt: skip
    for n, text in enumerate(asked.texts):
        name = list(rows)[n % len(rows)]
        plain = set(order_filter.ids(reader, OrderFilter(**{name: rows[name]})))  # type: ignore[arg-type]
        query = parse(text, ORDERS)
        both = OrderFilter(query=query, now=asked.now, **{name: rows[name]})  # type: ignore[arg-type]
        truth = plain & {each.row["id"] for each in asked.wanted(query)}
        assert set(order_filter.ids(reader, both)) == truth, (text, name)


def test_every_field_and_value_is_drawn(shop: Desk, clock: Clock) -> None:
    drawn = " ".join(Asked(shop, clock).texts)
    for field in ORDER_FIELDS:
        assert field.names.zh[0] in drawn
        assert [each.zh[0] for each in field.choices if each.zh[0] not in drawn] == []


def test_both_tables_of_fields_are_the_same() -> None:
    assert set(order_conditions.FIELDS) == {field.key for field in ORDER_FIELDS}
    assert set(order_covers.WAYS) == set(order_conditions.FIELDS) - {"courier", "shipped"}
    states = next(field for field in ORDER_FIELDS if field.key == "state").choices
    assert {each.key for each in states} == set(order_conditions.STATES)
    platforms = next(field for field in ORDER_FIELDS if field.key == "platform").choices
    assert [each.key for each in platforms] == list(PLATFORMS)


AT_ONCE = ("", "待发货", "旗:红", "待发货 下单:本月", "下单>3d", "风险:矛盾", "下单:昨天 -下单:昨天", "已发货 已关闭")


def test_lists_that_an_index_has_stand_at_once(shop: Desk, clock: Clock) -> None:
    reader, now = shop.store.reader, clock.now
    for text in AT_ONCE:
        assert order_filter.head(reader, OrderFilter(query=parse(text, ORDERS), now=now), 5) is not None, text
    due = OrderFilter(query=parse("到期<4h", ORDERS), now=now, order="due", descending=False)
    assert order_filter.head(reader, due, 5) is not None
    for text in ("亚麻", "待发货 旗:红", "-待发货", "快递:圆通", "金额>100"):
        assert order_filter.head(reader, OrderFilter(query=parse(text, ORDERS), now=now), 5) is None, text


@pytest.mark.parametrize("text", ["衬衫", "-快递:EMS", "亚麻 待发货", "麻 -衬衫", "金额>20 工单:否"])
def test_the_first_are_told_before_the_whole_is_known(
    shop: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    for module in (order_filter, term_sets):
        monkeypatch.setattr(module, "FEW", -1)
    monkeypatch.setattr("ticketdesk.store.queries.gathering.FEW", -1)
    monkeypatch.setattr(term_sets, "MANY", -1)
    monkeypatch.setattr(order_filter, "ENOUGH", 3)
    monkeypatch.setattr(near_words, "WINDOWS", (COUNT,))
    told: list[list[int]] = []
    search = OrderFilter(query=parse(text, ORDERS), now=clock.now)
    every = list(order_filter.ids(shop.store.reader, search, lambda ids: told.append(list(ids))))
    assert len(told) == 1 and len(told[0]) >= 1 and every[: len(told[0])] == told[0]


def test_names_of_the_store_complete_what_is_typed(shop: Desk) -> None:
    provider = order_names.stored_names(shop.store.reader)
    nick = f"买家{79 * 613 % 997}"
    assert provider.names("buyer", nick) == [nick]
    assert provider.names("tag", "老") == ["老客"] and set(provider.names("tag", "")) == {"老客", "怕热"}
    assert provider.names("number", f"…{79 * 613}") == [number(79 * 613)]
    assert provider.names("number", number(79 * 613)[:-1]) == [number(79 * 613)]
    assert "中通快递" in provider.names("courier", "中")
    assert provider.names("amount", "") == () and provider.names("parcel", "zz") == []
    assert provider.names("parcel", "7531")[0].startswith("7531")


def test_numbers_with_small_letters_are_found(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    rows = ({"number": each, "platform": "own", "tracking": "SF12345678901"} for each in ("abcx-123456", "ABCX-99"))
    (tmp_path / "own.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    desk.run(ImportOrders(path=str(tmp_path / "own.jsonl")))
    reader = desk.store.reader

    def found(text: str) -> int:
        ids = set(order_filter.ids(reader, OrderFilter(query=parse(text, ORDERS), now=clock.now)))
        without = set(order_filter.ids(reader, OrderFilter(query=parse(f"-{text}", ORDERS), now=clock.now)))
        assert len(ids) + len(without) == 2 and not ids & without
        return len(ids)

    for text in ("abcx", "ABCX", "abcx…", "ABCX*", "abcx..."):
        assert found(f"编号:{text}") == 2, text
    for text in ("abcx-123456", "ABCX-123456", "…X-123456", "*123456", "abcx-1…"):
        assert found(f"编号:{text}") == 1, text
    assert found("编号:123456…") == 0 and found("单号:sf1234…") == 2
    names = order_names.stored_names(reader).names
    assert set(names("number", "abcx")) == set(names("number", "ABCX")) == {"abcx-123456", "ABCX-99"}
    assert names("number", "…X-123456") == ["abcx-123456"]


def test_a_beginning_is_asked_with_dots_or_without(shop: Desk, clock: Clock) -> None:
    reader, nick = shop.store.reader, f"买家{79 * 613 % 997}"
    for text in (f"买家:{nick}", "备注:请", "商品:衬", "快递:圆通"):
        plain = list(order_filter.ids(reader, OrderFilter(query=parse(text, ORDERS), now=clock.now)))
        for more in ("…", "...", "*"):
            assert list(order_filter.ids(reader, OrderFilter(query=parse(text + more, ORDERS), now=clock.now))) == plain
        assert plain or text == "备注:请"


def test_a_query_that_contradicts_itself_reads_nothing(shop: Desk, clock: Clock) -> None:
    class Silent:
        def rows(self, sql: str, values: object = ()) -> list[tuple[object, ...]]:
            raise AssertionError(sql)

        each = rows

    for text in ("待发货 已关闭", "旗:红 旗:蓝", "下单:昨天 下单:今天", "下单<1h 下单>3d"):
        search = OrderFilter(query=parse(text, ORDERS), now=clock.now - HOUR)
        assert list(order_filter.ids(Silent(), search)) == []  # type: ignore[arg-type]
        assert list(order_filter.head(Silent(), search, 9) or ()) == []  # type: ignore[arg-type]


def test_a_deadline_of_what_is_shipped_or_ended_is_not_looked_for() -> None:
    now = 1_795_000_000_000
    for text, there in (("交易成功 到期<9d", False), ("超时:是 已关闭", False), ("待发货 到期<9d", True)):
        assert (parted(OrderFilter(query=parse(text, ORDERS), now=now)) is not None) == there, text
