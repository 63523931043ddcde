"""Orders are shipped with courier and number, one or many; prices change before payment only; what is over stays so."""

from __future__ import annotations

import random

import pytest

from tests.desk.builders import LIST_HEADER, Make, number, order_row
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.order_money import MOST_CENTS, ChangePrice, CloseOrder
from ticketdesk.desk.commands.orders import AddRemark
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.commands.shipping import MarkShipped, Parcel, ShipOrders
from ticketdesk.desk.couriers import couriers
from ticketdesk.domain.couriers import parcel_number
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.order_settings import SLOT_WORDS
from ticketdesk.domain.remark_slots import SlotName
from ticketdesk.store.queries import orders
from ticketdesk.words.errors import sentence


def waiting(make: Make, n: int = 0, state: int = 1, **more: str) -> int:
    given = {"订单备注": "", "物流单号": "", "物流公司": "", "收货人姓名": f"收{n}"} | more
    make.imported([order_row(n, make.rng, state, **given)])
    return make.order_id(n)


@pytest.mark.parametrize(
    ("parcel", "short"),
    [
        ("SF1234567890123", "顺丰"), ("YT8812345678901", "圆通"), ("JT5123456789012", "极兔"),
        ("JDVA12345678901", "京东"),
        ("75310000002296", "中通"), ("773012345678901", "申通"), ("4312345678901", "韵达"), ("9812345678901", "邮政"),
        ("EA123456789CN", "EMS"), ("DPK123456789012", "德邦"),
    ],
)  # fmt: skip
def test_a_number_tells_its_courier(parcel: str, short: str) -> None:
    assert couriers().of_number(parcel)[0].short == short


def test_couriers_by_their_names() -> None:
    known = couriers()
    for name in ("中通", "中通快递", "ZTO", " zto "):
        found = known.named(name)
        assert found is not None and found.code == "ZTO"
    assert known.named("") is None and known.named("自己送") is None
    assert known.of_number("ABC") == ()
    assert len(known.all) > 300


def test_numbers_are_kept_plain_and_odd_ones_refused() -> None:
    assert parcel_number(" ｓｆ 1234 5678 90123\u200b") == "SF1234567890123"
    for odd in ("", "1234567", "1" * 33, "顺丰12345678", "ABCDEFGHIJ"):
        with pytest.raises(DeskError, match="parcel_odd"):
            parcel_number(odd)


def test_a_shipped_order_and_its_undo(make: Make) -> None:
    order = waiting(make)
    before = orders.rows(make.desk.store.reader, [order])[0]
    make.desk.run(MarkShipped(order_id=order, carrier="中通", tracking="75310000002296"))
    row = orders.rows(make.desk.store.reader, [order])[0]
    assert (row.state, row.flag, row.carrier, row.tracking, row.due_at) == (
        "WAIT_BUYER_CONFIRM_GOODS", 3, "中通快递", "75310000002296", None,
    )  # fmt: skip
    parcels = "SELECT tracking FROM shipment WHERE order_id = ? AND deleted = 0"
    assert make.desk.store.reader.rows(parcels, (order,)) == [("75310000002296",)]
    with pytest.raises(DeskError, match="order_not_to_ship"):
        make.desk.run(MarkShipped(order_id=order, carrier="中通", tracking="75310000002297"))
    make.desk.undo().result()
    after = orders.rows(make.desk.store.reader, [order])[0]
    assert after._replace(version=0) == before._replace(version=0)
    assert make.desk.store.reader.rows(parcels, (order,)) == []


def test_a_second_parcel_leaves_the_first_as_it_is(make: Make) -> None:
    sent = {"发货时间": "2026-10-02 09:00:00", "物流单号": "75310000002296", "物流公司": "中通快递", "订单备注": ""}
    row = order_row(0, make.rng, 1, **{**sent, "订单状态": "卖家部分发货"})
    make.desk.run(ImportOrders(path=str(make.order_file([row], (*LIST_HEADER, "发货时间")))))
    order = make.order_id(0)
    first = orders.card(make.desk.store.reader, order)
    make.desk.run(MarkShipped(order_id=order, carrier="圆通", tracking="YT8812345678901"))
    card = orders.card(make.desk.store.reader, order)
    assert first is not None and card is not None and first.shipped_at is not None
    assert (card.row.state, card.row.carrier, card.row.tracking, card.shipped_at) == (
        "WAIT_BUYER_CONFIRM_GOODS", "中通快递", "75310000002296，YT8812345678901", first.shipped_at,
    )  # fmt: skip
    parcels = "SELECT carrier, tracking FROM shipment WHERE order_id = ? AND deleted = 0 ORDER BY id"
    rows = make.desk.store.reader.rows(parcels, (order,))
    assert rows == [("中通快递", "75310000002296"), ("圆通速递", "YT8812345678901")]


def test_an_older_file_does_not_take_it_back(make: Make) -> None:
    order = waiting(make)
    make.desk.run(MarkShipped(order_id=order, carrier="中通", tracking="75310000002296"))
    make.imported([order_row(0, make.rng, 1, 物流单号="", 物流公司="", 订单备注="")])
    row = orders.rows(make.desk.store.reader, [order])[0]
    assert (row.state, row.tracking, row.due_at) == ("WAIT_BUYER_CONFIRM_GOODS", "75310000002296", None)


def test_a_newer_list_brings_the_address_of_what_the_platform_has_not_heard_of(make: Make) -> None:
    sent, closed = waiting(make), waiting(make, 1)
    make.desk.run(MarkShipped(order_id=sent, carrier="中通", tracking="75310000002296"))
    make.desk.run(CloseOrder(order_id=closed, reason="买家不想要了"))
    moved = {"收货地址": "江苏省 苏州市 姑苏区 平江路9号(215000)", "物流单号": "", "物流公司": "", "订单备注": ""}
    make.imported([order_row(n, make.rng, 1, **moved) for n in (0, 1)])
    found = make.desk.store.reader.rows("SELECT id, state, address FROM orders")
    assert {key: (state, address[:3]) for key, state, address in found} == {
        sent: ("WAIT_BUYER_CONFIRM_GOODS", "江苏省"), closed: ("TRADE_CLOSED", "江苏省"),
    }  # fmt: skip


@pytest.mark.parametrize("state", [0, 3])
def test_what_does_not_wait_is_not_shipped(make: Make, state: int) -> None:
    with pytest.raises(DeskError, match="order_not_to_ship"):
        make.desk.run(MarkShipped(order_id=waiting(make, 0, state), carrier="中通", tracking="75310000002296"))


def test_a_parcel_carries_orders_of_one_receiver_only(make: Make) -> None:
    same = {
        "买家会员名": "林家",
        "联系手机": "13000000001",
        "收货人姓名": "林",
        "收货地址": "浙江省 杭州市 西湖区 文三路1号(310000)",
    }
    first, second, other = waiting(make, 0, **same), waiting(make, 1, **same), waiting(make, 2)
    for order in (first, second):
        make.desk.run(MarkShipped(order_id=order, carrier="中通", tracking="75310000002296"))
    with pytest.raises(DeskError, match="parcel_twice"):
        make.desk.run(MarkShipped(order_id=other, carrier="中通", tracking="7531 0000 0022 96"))


def test_the_gate_holds_back_shipping(make: Make) -> None:
    order = waiting(make)
    for text in ("换M码", "换L码"):
        make.desk.run(AddRemark(order_id=order, text=text))
    with pytest.raises(DeskError, match="gate_closed"):
        make.desk.run(MarkShipped(order_id=order, carrier="中通", tracking="75310000002296"))
    make.desk.run(MarkShipped(order_id=order, carrier="中通", tracking="75310000002296", override="已电话确认"))


def test_the_gate_weighs_remarks_that_nobody_has_weighed(make: Make) -> None:
    order = waiting(make, 订单备注="客服A 要月光款 11.21 22:40\n要晨雾款 客服B 11-22 8:45")
    make.desk.run(SetSetting(key=SLOT_WORDS[SlotName.COLOUR].key, value="月光款=月白色，晨雾款"))
    assert orders.rows(make.desk.store.reader, [order])[0].remark_conflict == 0
    with pytest.raises(DeskError, match="gate_closed"):
        make.desk.run(MarkShipped(order_id=order, carrier="中通", tracking="75310000002296"))


def test_fifty_orders_shipped_and_what_is_refused_is_told(make: Make) -> None:
    rng = random.Random(3)
    rows = [order_row(n, rng, 1, 订单备注="", 物流单号="", 收货人姓名=f"收{n}") for n in range(50)]
    make.imported(rows)
    ids = [make.order_id(n) for n in range(50)]
    for text in ("换M码", "换L码"):
        make.desk.run(AddRemark(order_id=ids[7], text=text))
    parcels = [Parcel(key, "中通", f"7531{n:010d}") for n, key in enumerate(ids)]
    parcels[9] = Parcel(ids[9], "中通", "12")
    result = make.desk.run(ShipOrders(parcels=(*parcels, Parcel(4_242, "中通", "75319999999999")))).result
    assert result.shipped == 48
    told = {each.order_id: (each.number, each.error.key) for each in result.refused}
    assert told == {ids[7]: (number(7), "gate_closed"), ids[9]: (number(9), "parcel_odd"), 4_242: ("", "order_missing")}
    states = [row.state for row in orders.rows(make.desk.store.reader, ids)]
    assert states.count("WAIT_BUYER_CONFIRM_GOODS") == 48
    make.desk.undo().result()
    assert all(row.state == "WAIT_SELLER_SEND_GOODS" for row in orders.rows(make.desk.store.reader, ids))


def test_where_nothing_is_shipped_no_act_stands(make: Make) -> None:
    order = waiting(make)
    with pytest.raises(DeskError, match="parcels_refused"):
        make.desk.run(ShipOrders(parcels=(Parcel(order, "", "75310000002296"), Parcel(order, "中通", "1"))))
    with pytest.raises(DeskError, match="carrier_empty"):
        make.desk.run(ShipOrders(parcels=(Parcel(order, "", "75310000002296"),)))
    assert orders.rows(make.desk.store.reader, [order])[0].state == "WAIT_SELLER_SEND_GOODS"


def test_a_price_changes_before_payment_only(make: Make) -> None:
    unpaid, paid = waiting(make, 0, 0), waiting(make, 1)
    make.desk.run(ChangePrice(order_id=unpaid, total_cents=9_900, postage_cents=0))
    assert orders.rows(make.desk.store.reader, [unpaid])[0].total_cents == 9_900
    with pytest.raises(DeskError, match="order_paid"):
        make.desk.run(ChangePrice(order_id=paid, total_cents=9_900))
    for odd in (0, -1, MOST_CENTS + 1):
        with pytest.raises(DeskError, match="price_odd"):
            make.desk.run(ChangePrice(order_id=unpaid, total_cents=odd))
    with pytest.raises(DeskError, match="price_odd"):
        make.desk.run(ChangePrice(order_id=unpaid, total_cents=100, postage_cents=101))
    report = make.imported([order_row(0, make.rng, 0, 订单备注="")])
    assert orders.rows(make.desk.store.reader, [unpaid])[0].total_cents == 9_900
    assert report.differences and LIST_HEADER


def test_of_two_who_change_a_price_the_second_is_told(make: Make) -> None:
    order = waiting(make, 0, 0)
    card = orders.card(make.desk.store.reader, order)
    assert card is not None
    seen = (card.row.total_cents, card.postage_cents)
    make.desk.run(ChangePrice(order_id=order, total_cents=9_900, postage_cents=500, seen=seen))
    with pytest.raises(DeskError, match="price_changed") as told:
        make.desk.run(ChangePrice(order_id=order, total_cents=8_800, postage_cents=500, seen=seen))
    assert "99.00" in sentence(told.value) and "5.00" in sentence(told.value)
    make.desk.run(ChangePrice(order_id=order, total_cents=9_900, postage_cents=500, seen=seen))
    make.desk.run(ChangePrice(order_id=order, total_cents=8_800, postage_cents=500, seen=(9_900, 500)))
    assert orders.rows(make.desk.store.reader, [order])[0].total_cents == 8_800


def test_closing_asks_why_and_leaves_what_is_over(make: Make) -> None:
    open_, gone, over = waiting(make, 0, 0), waiting(make, 1, 2), waiting(make, 2, 3)
    with pytest.raises(DeskError, match="reason_empty"):
        make.desk.run(CloseOrder(order_id=open_, reason=" "))
    make.desk.run(CloseOrder(order_id=open_, reason="买家不想要了"))
    card = orders.card(make.desk.store.reader, open_)
    assert card is not None and (card.row.state, card.close_reason) == ("TRADE_CLOSED", "买家不想要了")
    with pytest.raises(DeskError, match="order_shipped"):
        make.desk.run(CloseOrder(order_id=gone, reason="不要了"))
    for order in (open_, over):
        with pytest.raises(DeskError, match="order_closed"):
            make.desk.run(CloseOrder(order_id=order, reason="不要了"))
    make.desk.undo().result()
    assert orders.rows(make.desk.store.reader, [open_])[0].state == "WAIT_BUYER_PAY"
