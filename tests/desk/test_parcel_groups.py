"""Orders of one receiver leave in one parcel, and one order in several: what is shipped, what is left, one undo."""

from __future__ import annotations

import pytest

from tests.desk.builders import Make, People, order_row
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.order_money import CloseOrder
from ticketdesk.desk.commands.orders import AddRemark, EditAddress
from ticketdesk.desk.commands.parcel_groups import ShareParcel, ShipPart
from ticketdesk.desk.commands.roles import SetRolePermission
from ticketdesk.desk.commands.shipping import MarkShipped, Parcel, ShipOrders, Shipped
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.parcel_items import Item, items_of, packed_items, still_here
from ticketdesk.store.queries import order_filter, order_risks, orders, parcel_groups
from ticketdesk.store.queries.order_filter import OrderFilter
from ticketdesk.store.queries.parcel_groups import Around

WAITS, PART, GONE = "WAIT_SELLER_SEND_GOODS", "SELLER_CONSIGNED_PART", "WAIT_BUYER_CONFIRM_GOODS"
HOME = {
    "买家会员名": "鹿小林", "收货人姓名": "鹿小林", "联系手机": "13800006021", "订单备注": "",
    "物流单号": "", "物流公司": "", "收货地址": "浙江省 杭州市 西湖区 文三路1号(310000)",
}  # fmt: skip
ZTO = ("中通", "75310000002296")


def waiting(make: Make, *numbers: int, **more: str) -> list[int]:
    make.imported([order_row(n, make.rng, 1, **(HOME | more)) for n in numbers])
    return [make.order_id(n) for n in numbers]


def around(make: Make, order: int) -> Around | None:
    (row,) = orders.rows(make.desk.store.reader, [order])
    return parcel_groups.around(make.desk.store.reader, order, row.buyer_id)


def found(make: Make, order: int) -> tuple[list[int], list[int], list[int]]:
    """The orders together with this one, those that could be, and those that no longer can."""
    there = around(make, order)
    assert there is not None
    return tuple(sorted(each.id for each in part) for part in there[1:])  # type: ignore[return-value]


def states(make: Make, ids: list[int]) -> list[str]:
    rows = {row.id: row.state for row in orders.rows(make.desk.store.reader, ids)}
    return [rows[each] for each in ids]


def said(make: Make, order: int) -> list[str]:
    return [row.text for row in orders.remarks(make.desk.store.reader, order)]


def test_those_of_one_receiver_are_found(make: Make) -> None:
    one, two, three = waiting(make, 0, 1, 2)
    waiting(make, 3, 收货人姓名="林小鹿")
    waiting(make, 4, 买家会员名="别人")
    waiting(make, 5, 收货地址="浙江省 杭州市 西湖区 文三路2号")
    waiting(make, 6, 联系手机="13800006022")
    (spelt,) = waiting(make, 7, 收货地址="浙江省杭州市西湖区文三路１号", 联系手机="86-13800006021")
    assert found(make, one) == ([], sorted([two, three, spelt]), [])
    make.desk.run(MarkShipped(order_id=two, carrier=ZTO[0], tracking=ZTO[1]))
    assert found(make, one) == ([], sorted([three, spelt]), []) and around(make, two) is None
    (nowhere,) = waiting(make, 8, 收货地址="")
    assert found(make, nowhere) == ([], [], [])


def test_one_is_shipped_and_all_are(make: Make) -> None:
    one, two, three, alone = waiting(make, 0, 1, 2, 3)
    done = make.desk.run(ShareParcel(order_ids=(one, two, three), remark="三单同一包裹"))
    assert done.result == 3
    assert found(make, two) == (sorted([one, three]), [alone], [])
    assert all(said(make, each) == ["三单同一包裹"] for each in (one, two, three)) and said(make, alone) == []
    assert make.desk.run(MarkShipped(order_id=two, carrier=ZTO[0], tracking=ZTO[1])).result == 3
    rows = orders.rows(make.desk.store.reader, [one, two, three])
    assert {(row.state, row.flag, row.carrier, row.tracking, row.due_at) for row in rows} == {
        (GONE, 3, "中通快递", ZTO[1], None)
    }
    assert states(make, [alone]) == [WAITS]
    make.desk.undo().result()
    assert states(make, [one, two, three]) == [WAITS] * 3 and found(make, two)[0] == sorted([one, three])
    make.desk.undo().result()
    assert found(make, two) == ([], sorted([one, three, alone]), []) and said(make, one) == []


def test_the_gate_is_asked_for_each(make: Make) -> None:
    one, two = waiting(make, 0, 1)
    make.desk.run(ShareParcel(order_ids=(one, two)))
    for text in ("换M码", "换L码"):
        make.desk.run(AddRemark(order_id=two, text=text))
    with pytest.raises(DeskError, match="gate_closed") as caught:
        make.desk.run(MarkShipped(order_id=one, carrier=ZTO[0], tracking=ZTO[1]))
    held = caught.value.values["held"]
    assert [each.id for each in held] == [two]  # type: ignore[attr-defined]
    assert states(make, [one, two]) == [WAITS, WAITS]
    make.desk.run(MarkShipped(order_id=one, carrier=ZTO[0], tracking=ZTO[1], override="已电话确认"))
    assert states(make, [one, two]) == [GONE, GONE]


def test_a_list_that_names_the_parcel_once_or_for_each_ships_all(make: Make) -> None:
    one, two, three = waiting(make, 0, 1, 2)
    make.desk.run(ShareParcel(order_ids=(one, two, three)))
    parcels = (Parcel(one, *ZTO), Parcel(two, ZTO[0], "7531 0000 0022 96"), Parcel(three, ZTO[0], "75310000002297"))
    result = make.desk.run(ShipOrders(parcels=parcels)).result
    assert result.shipped == 3
    assert [(each.order_id, each.error.key) for each in result.refused] == [(three, "order_not_to_ship")]
    rows = orders.rows(make.desk.store.reader, [one, two, three])
    assert {row.tracking for row in rows} == {ZTO[1]}


def test_who_goes_elsewhere_or_is_closed_leaves_the_parcel(make: Make) -> None:
    one, two, three, four = waiting(make, 0, 1, 2, 3)
    make.desk.run(ShareParcel(order_ids=(one, two, three, four)))
    make.desk.run(EditAddress(order_id=two, address="江苏省 苏州市 姑苏区 平江路9号"))
    make.desk.run(CloseOrder(order_id=three, reason="买家不想要了"))
    assert found(make, one) == ([four], [], sorted([two, three]))
    assert found(make, two) == ([], [], sorted([one, three, four]))
    assert make.desk.run(MarkShipped(order_id=one, carrier=ZTO[0], tracking=ZTO[1])).result == 2
    assert states(make, [one, two, three, four]) == [GONE, WAITS, "TRADE_CLOSED", GONE]


def test_a_file_that_brings_another_address_takes_it_out_too(make: Make) -> None:
    one, two = waiting(make, 0, 1)
    make.desk.run(ShareParcel(order_ids=(one, two)))
    waiting(make, 1, 收货地址="江苏省 苏州市 姑苏区 平江路9号(215000)")
    assert found(make, one) == ([], [], [two])
    assert make.desk.run(MarkShipped(order_id=one, carrier=ZTO[0], tracking=ZTO[1])).result == 1


def test_orders_are_taken_out_and_nobody_stays_alone_in_it(make: Make) -> None:
    one, two, three = waiting(make, 0, 1, 2)
    make.desk.run(ShareParcel(order_ids=(one, two, three)))
    make.desk.run(ShareParcel(order_ids=(one, two), apart=(three,)))
    assert found(make, one) == ([two], [three], [])
    make.desk.run(ShareParcel(order_ids=(), apart=(one,)))
    groups = "SELECT COUNT(*) FROM orders WHERE parcel_group IS NOT NULL"
    assert make.desk.store.reader.rows(groups) == [(0,)]
    make.desk.run(ShareParcel(order_ids=(one, two)))
    make.desk.run(ShareParcel(order_ids=(two, three)))
    assert found(make, two) == ([three], [one], []) and make.desk.store.reader.rows(groups) == [(2,)]


def test_what_cannot_leave_together_is_refused(make: Make) -> None:
    one, two = waiting(make, 0, 1)
    (other,) = waiting(make, 2, 收货人姓名="林小鹿")
    make.desk.run(MarkShipped(order_id=two, carrier=ZTO[0], tracking=ZTO[1]))
    for refused, ids in {
        "share_few": (one,), "share_other": (one, other), "order_not_to_ship": (one, two),
        "order_missing": (one, 4_242),
    }.items():  # fmt: skip
        with pytest.raises(DeskError, match=refused):
            make.desk.run(ShareParcel(order_ids=ids))
    assert found(make, one) == ([], [], [])


def test_an_order_behind_many_newer_ones_is_still_in_its_parcel(make: Make) -> None:
    ids = waiting(make, *range(parcel_groups.MOST_TOGETHER + 10))
    first, last = min(ids), max(ids)
    make.desk.run(ShareParcel(order_ids=(first, last)))
    there = around(make, first)
    assert there is not None and [each.id for each in there.together] == [last]
    assert make.desk.run(MarkShipped(order_id=first, carrier=ZTO[0], tracking=ZTO[1])).result == 2


def test_orders_of_nobody_leave_together_too(make: Make) -> None:
    one, two = waiting(make, 0, 1, 买家会员名="")
    make.desk.run(ShareParcel(order_ids=(one, two)))
    assert make.desk.run(MarkShipped(order_id=two, carrier=ZTO[0], tracking=ZTO[1])).result == 2
    assert states(make, [one, two]) == [GONE, GONE]


def test_a_parcel_takes_so_many_and_a_list_of_full_ones_is_shipped(make: Make) -> None:
    most, parcels = parcel_groups.MOST_TOGETHER, []
    for group in range(6):
        ids = waiting(make, *range(group * 100, group * 100 + most + 1), 买家会员名=f"买家{group}")
        with pytest.raises(DeskError, match="share_many"):
            make.desk.run(ShareParcel(order_ids=tuple(ids)))
        make.desk.run(ShareParcel(order_ids=tuple(ids[:most])))
        parcels.append(Parcel(ids[0], ZTO[0], str(int(ZTO[1]) + group)))
    assert make.desk.run(ShipOrders(parcels=tuple(parcels))).result == Shipped(6 * most, ())


def test_its_remark_asks_for_the_right_to_write_one(make: Make, people: People) -> None:
    one, two = waiting(make, 0, 1)
    (role,) = make.desk.store.reader.rows("SELECT id FROM role WHERE key = 'warehouse'")[0]
    make.desk.run(SetRolePermission(role_id=role, permission="order.remark", granted=False))
    share = ShareParcel(order_ids=(one, two), remark="同一包裹")
    with pytest.raises(DeskError, match="denied"):
        make.desk.run(share, agent_id=people.warehouse)
    assert found(make, one) == ([], [two], []) and said(make, one) == []
    make.desk.run(ShareParcel(order_ids=(one, two)), agent_id=people.warehouse)
    assert found(make, one) == ([two], [], [])


@pytest.fixture
def several(make: Make) -> tuple[int, list[int]]:
    """An order of three items, ×1, ×2 and ×3, that waits; its id and theirs."""
    (order,) = waiting(make, 2)
    make.desk.run(ImportOrders(path=str(make.detail_file([2]))))
    sql = "SELECT id, quantity FROM order_line WHERE order_id = ? ORDER BY position"
    rows = make.desk.store.reader.rows(sql, (order,))
    assert [quantity for _, quantity in rows] == [1, 2, 3]
    return order, [key for key, _ in rows]


def part(order: int, items: list[tuple[int, int]], n: int = 0, **more: str) -> ShipPart:
    return ShipPart(order_id=order, carrier=ZTO[0], tracking=f"7531000000229{n}", items=tuple(items), **more)


def test_an_order_leaves_in_parts(make: Make, several: tuple[int, list[int]]) -> None:
    order, lines = several
    due = orders.rows(make.desk.store.reader, [order])[0].due_at
    assert make.desk.run(part(order, [(lines[0], 1), (lines[1], 1)])).result is False
    (row,) = orders.rows(make.desk.store.reader, [order])
    assert (row.state, row.flag, row.tracking, row.due_at) == (PART, 0, "75310000002290", due)
    left = parcel_groups.pieces_left(make.desk.store.reader, order)
    assert left == {lines[1]: 1} | {line: at + 1 for at, line in enumerate(lines) if at > 1}
    assert make.desk.run(part(order, list(left.items()), 1)).result is True
    (row,) = orders.rows(make.desk.store.reader, [order])
    assert (row.state, row.flag, row.tracking, row.due_at) == (GONE, 3, "75310000002290，75310000002291", None)
    parcels = make.desk.store.reader.rows("SELECT items FROM shipment WHERE order_id = ? AND deleted = 0", (order,))
    assert [dict(items_of(text)) for (text,) in parcels] == [{lines[0]: 1, lines[1]: 1}, left]
    for _parcel in range(2):
        make.desk.undo().result()
    assert states(make, [order]) == [WAITS]
    assert sum(parcel_groups.pieces_left(make.desk.store.reader, order).values()) == sum(range(1, len(lines) + 1))


def test_the_rest_leaves_at_once(make: Make, several: tuple[int, list[int]]) -> None:
    order, lines = several
    make.desk.run(part(order, [(lines[0], 1)]))
    make.desk.run(MarkShipped(order_id=order, carrier="圆通", tracking="YT8812345678901"))
    assert states(make, [order]) == [GONE]


def test_no_more_than_is_here_leaves(make: Make, several: tuple[int, list[int]]) -> None:
    order, lines = several
    for items in ([], [(lines[0], 2)], [(lines[0], 0)], [(lines[0], -1)], [(4_242, 1)]):
        with pytest.raises(DeskError, match="items_odd"):
            make.desk.run(part(order, items))
    make.desk.run(part(order, [(lines[0], 1)]))
    with pytest.raises(DeskError, match="items_odd"):
        make.desk.run(part(order, [(lines[0], 1)], 1))
    for text in ("换M码", "换L码"):
        make.desk.run(AddRemark(order_id=order, text=text))
    with pytest.raises(DeskError, match="gate_closed"):
        make.desk.run(part(order, [(lines[1], 1)], 1))
    make.desk.run(part(order, [(lines[1], 1)], 1, override="已电话确认"))


def test_a_list_of_the_platform_leaves_what_is_partly_shipped(make: Make, several: tuple[int, list[int]]) -> None:
    order, lines = several
    make.desk.run(part(order, [(lines[0], 1)]))
    waiting(make, 2)
    assert states(make, [order]) == [PART]


def test_pieces_that_are_left() -> None:
    items = packed_items([Item(1, 2), Item(2, 1)])
    assert items_of(items) == (Item(1, 2), Item(2, 1)) and items_of("") == ()
    assert still_here({1: 3, 2: None, 3: 1}, [items, "", packed_items([Item(9, 1)])]) == {1: 1, 3: 1}


def together(make: Make, **more: bool) -> set[int]:
    return set(order_filter.ids(make.desk.store.reader, OrderFilter(together=True, **more)))


def test_a_list_finds_all_that_could_leave_in_one_parcel(make: Make) -> None:
    one, two = waiting(make, 0, 1)
    waiting(make, 3, 收货人姓名="林小鹿")
    waiting(make, 4, 买家会员名="别人")
    waiting(make, 5, 收货地址="浙江省 杭州市 西湖区 文三路2号")
    (spelt,) = waiting(make, 7, 收货地址="浙江省杭州市西湖区文三路１号", 联系手机="86-13800006021")
    waiting(make, 8, 收货地址="")
    waiting(make, 9, 收货地址="")
    assert together(make) == {one, two, spelt}
    make.desk.run(ShareParcel(order_ids=(one, two)))
    assert together(make) == {one, two, spelt}, "one more could go with them"
    make.desk.run(ShareParcel(order_ids=(one, two, spelt)))
    assert together(make) == set(), "nothing is left to be found"
    make.desk.run(ShareParcel(order_ids=(), apart=(spelt,)))
    make.desk.run(MarkShipped(order_id=spelt, carrier=ZTO[0], tracking=ZTO[1]))
    assert together(make) == set()


def test_those_of_one_receiver_are_read_by_their_index(make: Make) -> None:
    waiting(make, 0, 1)
    sql, values = order_risks.WITH_OTHERS[0]
    plan = [row[3] for row in make.desk.store.reader.rows(f"EXPLAIN QUERY PLAN {sql}", values)]
    read = [step for step in plan if step.startswith(("SCAN", "SEARCH"))]
    assert read and all("orders_waiting_buyer" in step for step in read), plan
