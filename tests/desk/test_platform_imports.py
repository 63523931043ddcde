"""The other platforms' files and lists of couriers' numbers in the store: once is all, twice is nothing."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.data.platform_exports import FILES, orders_of
from tests.data.platform_rows import PDD, text
from tests.desk.builders import Make, order_row
from tests.desk.test_import_orders import brought, counts, rows_of
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.import_preview import preview
from ticketdesk.domain.couriers import parcel_number
from ticketdesk.domain.moments import parse_stamp
from ticketdesk.store.queries.orders import order_of_parcel

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
        make.imported([order_row(n, make.rng, state=1, 物流单号="") for n in range(3)])
        self.numbers = [number for (number,) in desk.store.reader.rows("SELECT number FROM orders ORDER BY number")]

    def list(self, *rows: tuple[str, ...], header: tuple[str, ...] = ("订单编号", "物流公司", "物流单号")) -> Path:
        path = self.folder / f"{len(list(self.folder.glob('*.csv')))}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([header, *rows])
        return path

    def order(self, at: int) -> tuple[object, ...]:
        sql = "SELECT state, carrier, tracking, shipped_at IS NOT NULL, due_at FROM orders WHERE number = ?"
        return self.desk.store.reader.rows(sql, (self.numbers[at],))[0]


@pytest.fixture
def parcels(desk: Desk, make: Make, tmp_path: Path) -> Parcels:
    return Parcels(desk, make, tmp_path)


def test_an_order_that_waits_is_shipped_and_a_further_parcel_is_added(parcels: Parcels) -> None:
    first, desk = parcels.numbers[0], parcels.desk
    assert counts(brought(desk, parcels.list((first, "中通快递 ", "746790485907402")))) == (0, 1, 0, 0, 0)
    assert parcels.order(0) == ("WAIT_BUYER_CONFIRM_GOODS", "中通快递", "746790485907402", 1, None)
    brought(desk, parcels.list((first, "圆通", "YT6687631914724")))
    assert parcels.order(0)[2] == "746790485907402，YT6687631914724"
    sql = "SELECT carrier, tracking FROM shipment ORDER BY id"
    assert desk.store.reader.rows(sql) == [("中通快递", "746790485907402"), ("圆通", "YT6687631914724")]


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
