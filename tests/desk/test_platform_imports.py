"""The other platforms' files and lists of couriers' numbers in the store: once is all, twice is nothing."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.data.platform_exports import FILES, orders_of
from tests.data.platform_rows import DOUYIN, PARCEL, PDD, SHOPIFY, text
from tests.desk.builders import Make, People, number, order_row
from tests.desk.test_import_orders import brought, counts, rows_of
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.orders import AddRemark, ConcludeRemarks, EditAddress, SetFlag
from ticketdesk.desk.commands.refunds import OpenRefund
from ticketdesk.desk.commands.shipping import MarkShipped
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.import_preview import preview
from ticketdesk.domain.couriers import parcel_number
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.flags import Flag
from ticketdesk.domain.moments import parse_stamp
from ticketdesk.domain.orders import BY_DESK
from ticketdesk.store.queries import order_filter
from ticketdesk.store.queries.order_filter import OrderFilter
from ticketdesk.store.queries.order_gate import gate_facts
from ticketdesk.store.queries.parcels import order_of_parcel
from ticketdesk.store.store import NewAct
from ticketdesk.store.tables import Shipment
from ticketdesk.words.problems import sentence

COURIERS = "批量发货_快递单号.xlsx"


@pytest.mark.parametrize("name", FILES)
def test_a_platforms_file_comes_in_once(desk: Desk, exports: Path, tmp_path: Path, name: str) -> None:
    orders = len(orders_of(exports / name))
    assert counts(brought(desk, exports / name)) == (orders, 0, 0, 0, 0)
    before = rows_of(desk.store)
    assert counts(brought(desk, exports / name)) == (0, 0, orders, 0, 0)
    if name.endswith(".csv"):  # another file that says the same is no file that is known
        copy = tmp_path / name
        copy.write_bytes((exports / name).read_bytes().rstrip(b"\r\n") + b"\r\n\r\n")
        assert counts(brought(desk, copy)) == (0, 0, orders, 0, 0)
    assert rows_of(desk.store) == before


def test_the_day_in_pinduoduos_number_covers_no_moment_that_is_known(desk: Desk, tmp_path: Path) -> None:
    moments = "SELECT created_at, paid_at, sort_at FROM orders"
    day, made = parse_stamp("2026-05-17 00:00:00"), parse_stamp("2026-05-17 09:58:00")
    for name, more, at in (("a", {}, day), ("b", {"下单时间": "2026-05-17 09:58:00"}, made)):
        (tmp_path / f"{name}.csv").write_bytes(text(PDD, more).encode("utf-8-sig"))
        brought(desk, tmp_path / f"{name}.csv")
        assert desk.store.reader.rows(moments) == [(at, None, at)]
    (tmp_path / "again.csv").write_bytes(text(PDD, {"用户实付金额(元)": "3"}).encode("utf-8-sig"))
    assert brought(desk, tmp_path / "again.csv").changed == 1
    assert desk.store.reader.rows(moments) == [(made, None, made)]


def test_an_order_paid_at_a_known_moment_is_not_moved_to_its_day(desk: Desk, tmp_path: Path) -> None:
    for name, more in (("a", {"订单成交时间": "2026-05-17 10:00:00"}), ("b", {"用户实付金额(元)": "3"})):
        (tmp_path / f"{name}.csv").write_bytes(text(PDD, more).encode("utf-8-sig"))
        brought(desk, tmp_path / f"{name}.csv")
    paid = parse_stamp("2026-05-17 10:00:00")
    assert desk.store.reader.rows("SELECT paid_cents, paid_at, sort_at FROM orders") == [(300, paid, paid)]


def test_a_number_is_unique_on_its_platform_only(desk: Desk, exports: Path) -> None:
    brought(desk, exports / "1688_订单.xlsx")
    assert brought(desk, exports / "ExportOrderList202601011030.csv").new == 200
    sql = "SELECT platform, count(*), count(DISTINCT number) FROM orders GROUP BY platform"
    assert desk.store.reader.rows(sql) == [("1688", 200, 200), ("taobao", 200, 200)]


def test_the_sample_list_of_courier_numbers(desk: Desk, exports: Path) -> None:
    nothing = brought(desk, exports / COURIERS)
    assert counts(nothing) == (0, 0, 0, 0, 90)
    assert {problem.reason for problem in nothing.problems} == {"order_unknown"}
    brought(desk, exports / "ExportOrderList202601011030.csv")
    reader = desk.store.reader
    (before,) = reader.rows("SELECT count(*) FROM shipment")
    waits = "SELECT count(*) FROM orders WHERE state = 'WAIT_SELLER_SEND_GOODS'"
    ((waiting,),) = reader.rows(waits)
    seen = preview(reader, exports / COURIERS)
    done = brought(desk, exports / COURIERS)
    assert counts(seen) == counts(done) == (0, 90, 0, 0, 0)
    assert len(done.differences) == 18  # parcels of orders that are closed or unpaid: noted, their state stays
    assert reader.rows("SELECT count(*) FROM shipment") == [(before[0] + 90,)]
    assert reader.rows(waits) == [(waiting - 23,)]
    assert counts(brought(desk, exports / COURIERS)) == (0, 0, 90, 0, 0)
    desk.undo().result()
    assert reader.rows("SELECT count(*) FROM shipment WHERE deleted = 0") == [before]


class Parcels:
    """Three orders that wait to be shipped, and lists of couriers' numbers for them."""

    def __init__(self, desk: Desk, make: Make, folder: Path) -> None:
        self.desk, self.folder = desk, folder
        make.imported([order_row(n, make.rng, state=1, 物流单号="", 订单备注="") for n in range(3)])
        self.numbers = [number for (number,) in desk.store.reader.rows("SELECT number FROM orders ORDER BY number")]

    def list(self, *rows: tuple[str, ...], header: tuple[str, ...] = ("订单编号", "物流公司", "物流单号")) -> Path:
        path = self.folder / f"{len(list(self.folder.glob('*.csv')))}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([header, *rows])
        return path

    def key(self, at: int) -> int:
        ((found,),) = self.desk.store.reader.rows("SELECT id FROM orders WHERE number = ?", (self.numbers[at],))
        return int(found)

    def order(self, at: int) -> tuple[object, ...]:
        sql = "SELECT state, carrier, tracking, shipped_at IS NOT NULL, due_at FROM orders WHERE number = ?"
        return self.desk.store.reader.rows(sql, (self.numbers[at],))[0]


@pytest.fixture
def parcels(desk: Desk, make: Make, tmp_path: Path) -> Parcels:
    return Parcels(desk, make, tmp_path)


def test_who_may_not_ship_takes_back_no_colleagues_list(parcels: Parcels, people: People) -> None:
    desk = parcels.desk
    act = desk.run(ImportOrders(path=str(parcels.list((parcels.numbers[0], "中通快递", "746790485907402"))))).act_id
    owner, desk.agent_id = desk.agent_id, people.agent
    with pytest.raises(DeskError, match="denied"):
        desk.undo_act(int(str(act))).result()
    desk.agent_id = owner
    desk.undo_act(int(str(act))).result()


def test_an_order_that_waits_is_shipped_and_a_further_parcel_is_added(parcels: Parcels) -> None:
    first, desk = parcels.numbers[0], parcels.desk
    assert counts(brought(desk, parcels.list((first, "中通快递 ", "746790485907402")))) == (0, 1, 0, 0, 0)
    assert parcels.order(0) == ("WAIT_BUYER_CONFIRM_GOODS", "中通快递", "746790485907402", 1, None)
    brought(desk, parcels.list((first, "圆通", "YT6687631914724")))
    assert parcels.order(0)[2] == "746790485907402，YT6687631914724"
    sql = "SELECT carrier, tracking FROM shipment ORDER BY id"
    assert desk.store.reader.rows(sql) == [("中通快递", "746790485907402"), ("圆通", "YT6687631914724")]


def contradiction(desk: Desk, order: int) -> None:
    for words in ("换M码", "换L码"):
        desk.run(AddRemark(order_id=order, text=words))


def refund(desk: Desk, order: int) -> None:
    desk.run(OpenRefund(order_id=order, kind="refund_only", amount_cents=1, reason="不想要了"))


def newer_address(desk: Desk, order: int) -> None:
    desk.run(EditAddress(order_id=order, address="江苏省 苏州市 姑苏区 平江路9号"))


@pytest.mark.parametrize(
    ("hold", "why"),
    [
        (contradiction, "its remarks contradict each other"), (refund, "a refund is open"),
        (newer_address, "its address is newer than the latest remark"),
    ],
)  # fmt: skip
def test_the_gate_holds_an_order_of_a_list_back(parcels: Parcels, hold: Callable[[Desk, int], None], why: str) -> None:
    first, second, _ = parcels.numbers
    hold(parcels.desk, parcels.key(0))
    before = parcels.order(0)
    path = parcels.list((first, "中通", "746790485907402"), (second, "中通", "746790485907403"))
    seen, report = preview(parcels.desk.store.reader, path), brought(parcels.desk, path)
    assert counts(seen) == counts(report) == (0, 1, 0, 0, 1)
    (problem,) = report.problems
    assert (problem.line, problem.reason) == (2, "order_held")
    assert sentence(problem) == f"Order {first} is not shipped yet: {why}. Clear it up, then take the list again"
    assert parcels.order(0) == before
    assert parcels.order(1)[:3] == ("WAIT_BUYER_CONFIRM_GOODS", "中通", "746790485907403")


def test_the_same_list_ships_what_was_held_back(parcels: Parcels) -> None:
    path = parcels.list((parcels.numbers[0], "中通", "746790485907402"))
    contradiction(parcels.desk, parcels.key(0))
    assert counts(brought(parcels.desk, path)) == (0, 0, 0, 0, 1)
    ((newest,),) = parcels.desk.store.reader.rows("SELECT max(id) FROM remark")
    parcels.desk.run(ConcludeRemarks(order_id=parcels.key(0), text="换L码", seen=newest))
    assert counts(brought(parcels.desk, path)) == (0, 1, 0, 0, 0)
    assert parcels.order(0)[0] == "WAIT_BUYER_CONFIRM_GOODS"


def test_a_list_ships_as_the_act_of_shipping_does(parcels: Parcels) -> None:
    desk, numbers = parcels.desk, parcels.numbers
    for order in (parcels.key(0), parcels.key(1)):
        desk.run(SetFlag(order_ids=(order,), flag=int(Flag.YELLOW)))
    desk.run(MarkShipped(order_id=parcels.key(0), carrier="中通快递", tracking="746790485907402"))
    brought(
        desk, parcels.list((numbers[1], "中通快递", "746790485907403"), (numbers[2], "中通快递", "746790485907404"))
    )
    sql = "SELECT state, state_source, flag, due_at, shipped_at IS NOT NULL FROM orders ORDER BY number"
    by_act, *by_list = desk.store.reader.rows(sql)
    assert by_list == [by_act, by_act]
    (edited,) = desk.store.reader.rows("SELECT edited FROM orders WHERE number = ?", (numbers[2],))
    assert json.loads(edited[0]) == {"flag": None}
    desk.undo().result()
    flags = "SELECT flag, state FROM orders ORDER BY number"
    waits = "WAIT_SELLER_SEND_GOODS"
    assert desk.store.reader.rows(flags)[1:] == [(int(Flag.YELLOW), waits), (int(Flag.GREY), waits)]


PARTLY = ("746790485907401", "746790485907402")


def left_in_part(parcels: Parcels) -> None:
    """The first two orders left in part, one parcel each, with courier and moment; the rest is due."""
    desk = parcels.desk

    def write() -> None:
        with desk.store.act(NewAct(1, 1, "Placed", "{}", 8, undoable=False)) as frame:
            for at, tracking in enumerate(PARTLY):
                frame.tx.connection.execute(
                    "UPDATE orders SET state = 'SELLER_CONSIGNED_PART', carrier = '圆通速递', tracking = ?,"
                    " shipped_at = 5 WHERE id = ?",
                    (tracking, parcels.key(at)),
                )
                frame.tx.insert(Shipment, {"order_id": parcels.key(at), "carrier": "圆通速递", "tracking": tracking})

    desk.store.submit(write, 0).result()


def test_the_gate_holds_what_left_in_part_back(parcels: Parcels) -> None:
    left_in_part(parcels)
    contradiction(parcels.desk, parcels.key(0))
    before = rows_of(parcels.desk.store)
    path = parcels.list((parcels.numbers[0], "中通快递", "746790485907409"))
    assert counts(preview(parcels.desk.store.reader, path)) == (0, 0, 0, 0, 1)
    report = brought(parcels.desk, path)
    assert [each.reason for each in report.problems] == ["order_held"]
    assert rows_of(parcels.desk.store) == before
    known = parcels.list((parcels.numbers[0], "圆通速递", PARTLY[0]))
    assert counts(brought(parcels.desk, known)) == (0, 0, 1, 0, 0)  # its own parcel says nothing new of it


def test_a_list_completes_what_left_in_part_as_the_act_does(parcels: Parcels) -> None:
    left_in_part(parcels)
    desk = parcels.desk
    desk.run(MarkShipped(order_id=parcels.key(0), carrier="中通快递", tracking="746790485907408"))
    report = brought(desk, parcels.list((parcels.numbers[1], "中通快递", "746790485907409")))
    assert counts(report) == (0, 1, 0, 0, 0) and not report.differences
    sql = "SELECT state, state_source, flag, due_at, shipped_at, carrier FROM orders ORDER BY number LIMIT 2"
    by_act, by_list = desk.store.reader.rows(sql)
    assert by_act == by_list == ("WAIT_BUYER_CONFIRM_GOODS", BY_DESK, int(Flag.GREEN), None, 5, "圆通速递")
    assert parcels.order(1)[2] == f"{PARTLY[1]}，746790485907409"
    newest = "SELECT carrier, tracking, shipped_at IS NOT NULL FROM shipment ORDER BY id DESC LIMIT 2"
    assert desk.store.reader.rows(newest) == [
        ("中通快递", "746790485907409", 1), ("中通快递", "746790485907408", 1),
    ]  # fmt: skip


ONE = {
    "买家会员名": "李家",
    "收货人姓名": "李雷",
    "联系手机": "13000000001",
    "收货地址": "浙江省 杭州市 西湖区 文三路1号",
}


@pytest.mark.parametrize(
    "other",
    [
        {"买家会员名": "王家"}, {"收货人姓名": "韩梅梅"}, {"联系手机": "13000000002"},
        {"收货地址": "浙江省 杭州市 西湖区 文三路2号"}, {},
    ],
)  # fmt: skip
def test_one_parcel_carries_orders_of_one_receiver_only(parcels: Parcels, make: Make, other: dict[str, str]) -> None:
    desk, same = parcels.desk, ONE if other else {**ONE, "收货地址": ""}
    rows = (same, same if other else {**same, "收货地址": ""}, {**same, **other})
    blank = {"物流单号": "", "订单备注": ""}
    make.imported([order_row(10 + n, make.rng, 1, **{**row, **blank}) for n, row in enumerate(rows)])
    numbers = [number(10 + n) for n in range(3)]
    path = parcels.list(*((each, "中通", "746790485907402") for each in numbers))
    seen, report = preview(desk.store.reader, path), brought(desk, path)
    refused = [3, 4] if not other else [4]
    assert counts(seen) == counts(report) == (0, 3 - len(refused), 0, 0, len(refused))
    assert [(each.line, each.reason) for each in report.problems] == [(line, "tracking_repeated") for line in refused]
    later = brought(
        desk, parcels.list((numbers[2], "中通", "746790485907402"), (numbers[0], "中通", "746790485907402"))
    )
    assert [(each.line, each.reason) for each in later.problems] == [(2, "tracking_taken")]
    assert counts(later) == (0, 0, 1, 0, 1)


def test_a_parcel_is_taken_for_a_further_order_of_its_receiver(parcels: Parcels, make: Make) -> None:
    blank = {"物流单号": "", "订单备注": ""}
    make.imported([order_row(10 + n, make.rng, 1, **{**ONE, **blank}) for n in range(2)])
    for at in range(2):
        path = parcels.list((number(10 + at), "中通", "746790485907402"))
        assert counts(brought(parcels.desk, path)) == (0, 1, 0, 0, 0)


def test_a_list_needs_the_right_to_ship(parcels: Parcels, people: People) -> None:
    path, desk = parcels.list((parcels.numbers[0], "中通", "746790485907402")), parcels.desk
    before = rows_of(desk.store)
    with pytest.raises(DeskError, match="denied"):
        desk.post(ImportOrders(path=str(path)), agent_id=people.agent).result()
    assert rows_of(desk.store) == before


def test_a_list_takes_the_numbers_that_a_dialog_takes(parcels: Parcels) -> None:
    numbers = ("SF12345678901234", "sf803000478532", "1" * 32)
    rows = [(order, "顺丰", number) for order, number in zip(parcels.numbers, numbers, strict=True)]
    assert counts(brought(parcels.desk, parcels.list(*rows))) == (0, 3, 0, 0, 0)
    assert [parcels.order(at)[2] for at in range(3)] == [parcel_number(each) for each in numbers]


def test_the_number_of_a_platforms_file_is_known_in_capitals(desk: Desk, make: Make) -> None:
    make.imported([order_row(1, make.rng, state=2, 物流单号="No:yt8812345678901")])
    assert order_of_parcel(desk.store.reader, "YT8812345678901", 0) is not None


def test_a_number_that_stands_within_another_is_a_parcel_of_its_own(parcels: Parcels) -> None:
    first, desk = parcels.numbers[0], parcels.desk
    brought(desk, parcels.list((first, "圆通", "YT1234567890123")))
    path = parcels.list((first, "中通", "12345678"))
    assert counts(brought(desk, path)) == (0, 1, 0, 0, 0)
    assert parcels.order(0)[2] == "YT1234567890123，12345678"
    assert counts(brought(desk, parcels.list((first, "中通", "12345678 ")))) == (0, 0, 1, 0, 0)
    assert desk.store.reader.rows("SELECT count(*) FROM shipment") == [(2,)]


def test_two_parcels_of_one_order_in_one_list(parcels: Parcels) -> None:
    first = parcels.numbers[0]
    path = parcels.list((first, "中通", "746790485907402"), (first, "圆通", "YT6687631914724"))
    assert counts(brought(parcels.desk, path)) == (0, 1, 0, 0, 0)
    sql = "SELECT carrier, tracking FROM shipment ORDER BY id"
    assert parcels.desk.store.reader.rows(sql) == [("中通", "746790485907402"), ("圆通", "YT6687631914724")]


def test_bad_rows_of_a_list_are_told_and_the_others_taken(parcels: Parcels) -> None:
    first, second, third = parcels.numbers
    brought(parcels.desk, parcels.list((first, "中通", "746790485907402")))
    path = parcels.list(
        (second, "中通", "746790485907402"),
        (second, "顺丰", "顺丰8030004785"),
        (second, "顺丰", "8.03000478532E+13"),
        (second, "顺丰", "123"),
        (second, "顺丰", ""),
        ("9988776655443322110", "顺丰", "SF8030004785327"),
        (third, "顺丰", "SF5659230481214"),
        (second, "顺丰", "SF5659230481214"),
    )
    report = brought(parcels.desk, path)
    assert [(each.line, each.reason) for each in sorted(report.problems, key=lambda each: each.line)] == [
        (2, "tracking_taken"), (3, "tracking_invalid"), (4, "id_rounded"), (5, "tracking_invalid"),
        (6, "tracking_missing"), (7, "order_unknown"), (9, "tracking_repeated"),
    ]  # fmt: skip
    assert parcels.order(1)[0] == "WAIT_SELLER_SEND_GOODS"
    assert parcels.order(2)[:3] == ("WAIT_BUYER_CONFIRM_GOODS", "顺丰", "SF5659230481214")


def test_a_cipher_of_a_receiver_covers_nobody_who_is_known(desk: Desk, tmp_path: Path) -> None:
    header = "主订单编号,子订单编号,选购商品,收件人,收件人手机号,详细地址,订单状态"
    known, ciphered = tmp_path / "a.csv", tmp_path / "b.csv"
    known.write_text(f"{header}\n691700001,691700001,围巾,李雷,13000000001,文三路1号,待发货\n", "utf-8-sig")
    ciphered.write_text(f"{header}\n691700001,691700001,围巾,##密文,$$密文,##密文,待发货\n", "utf-8-sig")
    brought(desk, known)
    assert counts(brought(desk, ciphered)) == (0, 0, 1, 0, 0)
    assert desk.store.reader.rows("SELECT receiver, mobile, address FROM orders") == [
        ("李雷", "13000000001", "文三路1号")
    ]


@pytest.mark.parametrize(
    ("base", "word", "open_"),
    [
        (PDD, "无售后或售后取消", False), (PDD, "退款成功", False), (PDD, "售后处理中", True),
        (DOUYIN, "-", False), (DOUYIN, "售后关闭", False), (DOUYIN, "退款成功", False), (DOUYIN, "售后处理中", True),
    ],
)  # fmt: skip
def test_the_gate_knows_each_platforms_words_for_no_refund(
    make: Make, tmp_path: Path, base: dict[str, str], word: str, open_: bool
) -> None:
    """FORMATS 1.8, 1.9: Pinduoduo says of every other order that it has no after-sale."""
    path = tmp_path / "订单.csv"
    path.write_bytes(text(base, {"售后状态": word, "订单状态": "待发货"}).encode("utf-8-sig"))
    make.desk.run(ImportOrders(path=str(path)))
    reader = make.desk.store.reader
    ids = [order for (order,) in reader.rows("SELECT id FROM orders")]
    assert [each.refund for each in gate_facts(reader, ids, make.clock.now)] == [open_]


def test_an_after_sale_that_was_taken_back_opens_the_gate_again(make: Make, tmp_path: Path) -> None:
    reader = make.desk.store.reader
    for word, open_ in (("售后处理中", True), ("无售后或售后取消", False)):
        path = tmp_path / f"{word}.csv"
        path.write_bytes(text(PDD, {"售后状态": word, "订单状态": "待发货"}).encode("utf-8-sig"))
        make.desk.run(ImportOrders(path=str(path)))
        ids = [order for (order,) in reader.rows("SELECT id FROM orders")]
        assert [each.refund for each in gate_facts(reader, ids, make.clock.now)] == [open_]
        assert list(order_filter.ids(reader, OrderFilter(refunded=True))) == (ids if open_ else [])


def test_a_list_of_couriers_numbers_ships_orders_that_a_shop_named_itself(make: Make, tmp_path: Path) -> None:
    orders = tmp_path / "shopify.csv"
    orders.write_bytes(text(SHOPIFY, {"Name": "#1001"}).encode())
    make.desk.run(ImportOrders(path=str(orders)))
    parcels = tmp_path / "单号.csv"
    parcels.write_bytes(text(PARCEL, {"订单编号": "#1001"}).encode("utf-8-sig"))
    report = make.desk.run(ImportOrders(path=str(parcels))).result
    assert (report.changed, report.problems) == (1, [])
    assert make.desk.store.reader.rows("SELECT state FROM orders") == [("WAIT_BUYER_CONFIRM_GOODS",)]
