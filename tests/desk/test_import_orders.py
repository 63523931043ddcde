"""Importing order files end to end: twice is nothing, list and detail in any order, what agents edited stays."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest

from tests.desk.builders import DETAIL_HEADER, LIST_HEADER, Make, big_list, detail_rows, number, open_shop, order_row
from tests.desk.soundness import assert_sound
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.orders import AddRemark, EditAddress, SetFlag
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.import_preview import preview
from ticketdesk.desk.imports import ImportReport
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.queries import orders, personal
from ticketdesk.store.store import Store

TWINS = Path(__file__).resolve().parents[1] / "data"


def brought(desk: Desk, path: Path) -> ImportReport:
    report = desk.run(ImportOrders(path=str(path))).result
    assert isinstance(report, ImportReport)
    return report


def counts(report: ImportReport) -> tuple[int, int, int, int, int]:
    return report.new, report.changed, report.unchanged, report.older, report.problem_count


def rows_of(store: Store) -> list[tuple[object, ...]]:
    """Every order with its items, parcels and remarks, without ids and versions."""
    found = []
    skip = {"id", "version", "buyer_id", "edited", "extra"}
    names = [row[1] for row in store.reader.rows("PRAGMA table_info(orders)") if row[1] not in skip]
    for key, extra, *values in store.reader.rows(f"SELECT id, extra, {', '.join(names)} FROM orders WHERE deleted = 0"):
        lines = store.reader.rows(
            "SELECT title, sub_number, attributes, price_cents, quantity, merchant_code, state, refund_state"
            " FROM order_line WHERE order_id = ? AND deleted = 0",
            (key,),
        )
        parcels = store.reader.rows("SELECT tracking FROM shipment WHERE order_id = ? AND deleted = 0", (key,))
        notes = store.reader.rows("SELECT text, author FROM remark WHERE order_id = ? AND deleted = 0", (key,))
        found.append((*values, sorted(json.loads(extra).items()), sorted(lines), sorted(parcels), sorted(notes)))
    return sorted(found, key=str)


@pytest.mark.parametrize("name", [*sorted(path.name for path in TWINS.glob("*_[0-9]*.csv")), "report_8.xlsx"])
def test_the_same_file_twice_changes_nothing(desk: Desk, name: str) -> None:
    first = brought(desk, TWINS / name)
    assert first.new > 0
    before = rows_of(desk.store)
    again = brought(desk, TWINS / name)
    assert (again.new, again.changed, again.older) == (0, 0, 0)
    assert again.unchanged == first.new + first.changed + first.unchanged
    assert rows_of(desk.store) == before


def parts(make: Make) -> list[Path]:
    """Four files about the same orders: two lists of different columns, an old detail and a new one."""
    rows = [order_row(n, make.rng) for n in range(5)]
    items = [row for n in range(5) for row in detail_rows(n, make.rng)]
    first = [name for name in LIST_HEADER if name not in ("订单状态", "收货地址", "订单备注", "订单创建时间")]
    second = ["订单编号", "订单状态", "收货地址", "订单备注", "订单创建时间", "订单付款时间"]
    old = [name for name in DETAIL_HEADER if name not in ("子订单编号", "主订单编号", "退款状态", "退款金额")]
    dressed = [{**row, "订单编号": row["主订单编号"]} for row in items]
    return [
        make.order_file(rows, first),
        make.order_file(rows, second),
        make.order_file(dressed, ["订单编号", *old[:9]]),
        make.order_file(items, DETAIL_HEADER),
    ]


def test_list_and_detail_files_complete_each_other_in_any_order(desk: Desk, make: Make, tmp_path: Path) -> None:
    found = []
    for n, files in enumerate(permutations(parts(make))):
        store = Store(tmp_path / str(n) / "ticketdesk.db")
        other = Desk(store, make.clock)
        open_shop(other)
        for path in files:
            assert brought(other, path).problem_count == 0
        assert [counts(brought(other, path)) for path in files] == [(0, 0, 5, 0, 0)] * 4
        found.append(rows_of(store))
        store.close()
    assert [at for at, rows in enumerate(found) if rows != found[0]] == []
    assert len(found[0]) == 5


def test_the_preview_says_what_the_import_then_does(desk: Desk, make: Make) -> None:
    make.imported([order_row(n, make.rng, state=1) for n in range(6)])
    rows = [order_row(0, make.rng, state=2), order_row(1, make.rng, state=0), order_row(9, make.rng), {"订单编号": ""}]
    rows += [
        order_row(9, make.rng),
        order_row(10, make.rng, 总金额="12.8O"),
        order_row(11, make.rng, 订单编号="4.05567E+18"),
    ]
    path = make.order_file(rows)
    seen = preview(desk.store.reader, path)
    done = desk.run(ImportOrders(path=str(path), digest=seen.digest, rows=seen.rows)).result
    assert counts(seen) == counts(done) == (1, 1, 0, 1, 3 + (seen.rows == 7))
    assert seen.problems == done.problems
    reasons = {problem.reason for problem in done.problems}
    assert {"number_repeated", "amount_invalid", "number_rounded"} <= reasons
    assert_sound(desk.store)


def test_a_suggested_amount_is_taken_where_it_was_agreed_to(desk: Desk, make: Make) -> None:
    path = make.order_file([order_row(1, make.rng, 总金额="12.8O")])
    (problem,) = preview(desk.store.reader, path).problems
    assert problem.suggestion == "12.80"
    report = desk.run(ImportOrders(path=str(path), corrections=(problem.line,))).result
    assert counts(report) == (1, 0, 0, 0, 0)
    assert orders.rows(desk.store.reader, [make.order_id(1)])[0].total_cents == 1_280


def test_what_agents_edited_stays_and_the_report_shows_the_difference(desk: Desk, make: Make) -> None:
    row = order_row(3, make.rng, state=1, 订单备注="平台备注")
    make.imported([row])
    order = make.order_id(3)
    desk.run(SetFlag(order_ids=(order,), flag=2))
    desk.run(EditAddress(order_id=order, receiver="王二", mobile="13900000000", address="新地址"))
    desk.run(AddRemark(order_id=order, text="我写的"))
    header = (*LIST_HEADER, "旗帜")
    path = make.order_file([{**row, "旗帜": "红", "订单备注": "又一条", "收货地址": "第三个地址"}], header)
    report = brought(desk, path)
    assert {(d.field, d.file_value, d.desk_value) for d in report.differences} == {
        ("flag", "1", "2"), ("address", "第三个地址", "新地址"), ("receiver", "收3", "王二"),
        ("mobile", "13000000003", "13900000000"), ("remark", "又一条", "我写的"),
    }  # fmt: skip
    card = orders.card(desk.store.reader, order)
    assert card is not None
    whole = personal.of_order(desk.store.reader, order)
    assert (card.row.flag, whole.receiver, whole.address, card.row.last_remark) == (2, "王二", "新地址", "我写的")
    assert (card.receiver, card.address) == ("王**", "…")
    assert {remark.text for remark in card.remarks} == {"平台备注", "又一条", "我写的"}
    again = brought(desk, path)
    assert counts(again) == (0, 0, 1, 0, 0)
    assert len(again.differences) == 4  # the remark stands now, the fields still differ


def test_an_older_export_is_reported_and_moves_nothing_back(desk: Desk, make: Make) -> None:
    make.imported([order_row(1, make.rng, state=3)])
    report = make.imported([order_row(1, make.rng, state=1)])
    assert (report.older, report.changed) == (1, 0)
    assert orders.rows(desk.store.reader, [make.order_id(1)])[0].state == "TRADE_FINISHED"


def test_unknown_columns_are_kept_with_the_order(desk: Desk, make: Make) -> None:
    make.imported([order_row(3, make.rng)])
    card = orders.card(desk.store.reader, make.order_id(3))
    assert card is not None and card.extra == {"券": "3"}


def test_an_absent_column_blanks_nothing(desk: Desk, make: Make) -> None:
    make.imported([order_row(n, make.rng, state=2) for n in range(4)])
    before = rows_of(desk.store)
    report = brought(desk, make.order_file([{"订单编号": number(n)} for n in range(4)], ("订单编号", "总金额")))
    assert counts(report) == (0, 0, 4, 0, 0)
    assert rows_of(desk.store) == before


def test_an_order_whose_items_lie_apart_in_a_detail_is_one_order(desk: Desk, make: Make) -> None:
    rows = [row for n in (2, 5, 8) for row in detail_rows(n, make.rng)]
    report = brought(desk, make.order_file(rows[::2] + rows[1::2], DETAIL_HEADER))
    assert (report.new, report.problem_count) == (3, 0)
    assert desk.store.reader.rows("SELECT COUNT(*) FROM order_line WHERE deleted = 0") == [(len(rows),)]


def test_buyers_parcels_and_remarks_come_with_the_orders(desk: Desk, make: Make) -> None:
    rows = [
        order_row(n, make.rng, 买家会员名="同一人", 物流单号="YT1，YT2", 订单备注="换L码 立夏 10.3") for n in (1, 2)
    ]
    make.imported(rows)
    reader = desk.store.reader
    ((buyer,),) = reader.rows("SELECT id FROM buyer WHERE deleted = 0 AND nick = '同一人'")
    assert set(orders.ids_of_buyer(reader, buyer)) == {make.order_id(1), make.order_id(2)}
    assert reader.rows("SELECT region FROM buyer WHERE id = ?", (buyer,)) == [("浙江省 杭州市",)]
    assert reader.rows("SELECT COUNT(*) FROM shipment WHERE deleted = 0") == [(4,)]
    row = orders.rows(reader, [make.order_id(1)])[0]
    assert row.last_remark == "换L码 立夏 10.3"


def test_many_parcels_and_items_in_one_row_find_room(desk: Desk, make: Make) -> None:
    numbers = " ".join(f"YT{n:05d}" for n in range(400))
    report = make.imported([order_row(n, make.rng, 物流单号=numbers) for n in range(20)])
    assert report.new == 20
    assert desk.store.reader.rows("SELECT COUNT(*) FROM shipment") == [(8_000,)]


def test_an_order_of_more_than_an_import_takes_is_a_problem_and_the_others_come_in(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "o.jsonl"
    items = [{"position": at, "title": "衬衫"} for at in range(9_000)]
    parcels = ",".join(f"7531000{at:07d}" for at in range(9_000))
    history = json.dumps([[at, "谷雨", f"第{at}句", None] for at in range(9_000)], ensure_ascii=False)
    said: list[dict[str, object]] = [{"lines": items}, {"tracking": parcels}, {"extra": [["备注历史", history]]}, {}]
    rows = ({"number": f"30010020{at}", "state": "WAIT_SELLER_SEND_GOODS", **more} for at, more in enumerate(said))
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    seen = preview(desk.store.reader, path)
    done = brought(desk, path)
    for report in (seen, done):
        assert [(each.line, each.reason) for each in report.problems] == [(at, "order_large") for at in (1, 2, 3)]
        assert report.new == 1


def test_the_due_list_follows_what_files_say(desk: Desk, make: Make) -> None:
    make.imported([order_row(n, make.rng, state=n % 5) for n in range(10)])
    due = orders.snapshot(desk.store.reader, "due")
    assert {orders.rows(desk.store.reader, [key])[0].number for key in due} == {number(1), number(6)}
    make.imported([order_row(1, make.rng, state=2)])
    assert len(orders.snapshot(desk.store.reader, "due")) == 1


def test_a_cancelled_preview_says_so(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(DeskError) as caught:
        preview(desk.store.reader, big_list(tmp_path / "大.csv", 2_000), cancelled=lambda: True)
    assert caught.value.key == "cancelled"


def test_a_file_that_was_taken_before_takes_nothing_back_that_was_said_since(desk: Desk, make: Make) -> None:
    row = order_row(3, make.rng, state=1, 买家留言="急")
    first = make.order_file([row])
    second = make.order_file([{**row, "买家留言": "不急了"}])
    assert counts(brought(desk, first)) == (1, 0, 0, 0, 0)
    assert counts(brought(desk, second)) == (0, 1, 0, 0, 0)
    seen = preview(desk.store.reader, first)
    again = brought(desk, first)
    assert seen.known and again.known
    assert counts(seen) == counts(again) == (0, 0, 1, 0, 0)
    card = orders.card(desk.store.reader, make.order_id(3))
    assert card is not None and card.buyer_message == "不急了"
    for _ in range(2):
        desk.undo().result()
    assert not preview(desk.store.reader, first).known
    assert counts(brought(desk, first)) == (1, 0, 0, 0, 0)
    desk.undo().result()
    desk.redo().result()
    assert preview(desk.store.reader, first).known
