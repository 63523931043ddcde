"""The rules of importing, one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.domain.merging import (
    CLOSED,
    FINISHED,
    PAID,
    PART,
    SHIPPED,
    WAIT_PAY,
    WAIT_SHIP,
    after,
    detailed,
    facts,
    listed,
    merge,
    written,
)
from ticketdesk.domain.moments import HOUR
from ticketdesk.domain.order_merge import (
    FLAG_COLUMN,
    HISTORY_COLUMN,
    Kept,
    RemarkNote,
    line_state,
    read_history,
    write_history,
)
from ticketdesk.domain.orders import LineRecord, OrderRecord, OrderState


def test_an_order_that_is_not_known_is_new() -> None:
    merged = merge(None, listed(WAIT_SHIP, paid_cents=1_280, paid_at=PAID, buyer_nick="林"))
    assert merged.kind == "new"
    assert merged.values == {
        "paid_cents": 1_280,
        "paid_at": PAID,
        "buyer_nick": "林",
        "state": "WAIT_SELLER_SEND_GOODS",
        "state_source": "list",
        "due_at": PAID + 48 * HOUR,
    }


@pytest.mark.parametrize(
    "record",
    [
        listed(WAIT_SHIP, paid_cents=1, remark="换L码", tracking="YT1,YT2", extra=(("券", "3"), (FLAG_COLUMN, "红"))),
        detailed(SHIPPED, CLOSED, created_at=PAID),
        listed(),
        OrderRecord("3001", 2, "report", paid_cents=5, lines=(LineRecord(1, "货", state=SHIPPED),)),
    ],
)
def test_the_same_file_twice_changes_nothing(record: OrderRecord) -> None:
    order = after(record)
    again = merge(order, record)
    assert (again.kind, again.writes, again.kept) == ("unchanged", False, ())


def test_an_absent_column_never_blanks_a_value() -> None:
    order = after(listed(WAIT_SHIP, paid_cents=1, address="西湖区", buyer_message="急", paid_at=PAID))
    merged = merge(order, listed(WAIT_SHIP))
    assert (merged.kind, merged.values) == ("unchanged", {})


def test_a_value_that_differs_is_taken() -> None:
    order = after(listed(WAIT_SHIP, paid_cents=1, address="西湖区"))
    merged = merge(order, listed(WAIT_SHIP, paid_cents=2, address="西湖区"))
    assert (merged.kind, merged.values) == ("changed", {"paid_cents": 2})


@pytest.mark.parametrize(
    ("old", "new", "kind", "stands"),
    [
        (WAIT_PAY, WAIT_SHIP, "changed", WAIT_SHIP),
        (WAIT_SHIP, PART, "changed", PART),
        (PART, SHIPPED, "changed", SHIPPED),
        (SHIPPED, FINISHED, "changed", FINISHED),
        (SHIPPED, CLOSED, "changed", CLOSED),
        (WAIT_PAY, CLOSED, "changed", CLOSED),
        (SHIPPED, WAIT_SHIP, "older", SHIPPED),
        (FINISHED, SHIPPED, "older", FINISHED),
        (CLOSED, WAIT_PAY, "older", CLOSED),
        (FINISHED, CLOSED, "older", FINISHED),
        (CLOSED, FINISHED, "older", CLOSED),
        (SHIPPED, SHIPPED, "unchanged", SHIPPED),
    ],
)
def test_a_state_moves_forward_only_and_an_older_file_is_called_so(
    old: OrderState, new: OrderState, kind: str, stands: OrderState
) -> None:
    order = after(listed(old))
    merged = merge(order, listed(new))
    assert merged.kind == kind
    assert written(order, listed(new), merged).state is stands


def test_an_older_file_fills_blanks_and_changes_nothing_else() -> None:
    order = after(listed(SHIPPED, paid_cents=2, tracking="YT1", extra=(("券", "3"),)))
    record = listed(WAIT_SHIP, paid_cents=1, address="西湖区", extra=(("券", "1"), ("新", "x")), paid_at=PAID)
    merged = merge(order, record)
    assert (merged.kind, merged.values) == ("older", {"address": "西湖区", "paid_at": PAID})
    assert merged.extra == {"券": "3", "新": "x"}


def test_an_older_detail_is_known_by_its_items_and_takes_no_refund_back() -> None:
    def told(state: OrderState, refund: str) -> OrderRecord:
        line = LineRecord(1, "货", sub_number="1", state=state, refund_state=refund)
        return OrderRecord("3001", 2, "detail", lines=(line,))

    for first in (told(CLOSED, "退款成功"), listed(CLOSED)):
        order = after(first, told(CLOSED, "退款成功"))
        merged = merge(order, told(WAIT_SHIP, "没有申请退款"))
        assert (merged.kind, merged.lines, merged.values) == ("older", (), {})


@pytest.mark.parametrize(
    ("states", "wanted"),
    [
        ((), None),
        ((WAIT_SHIP,), WAIT_SHIP),
        ((WAIT_SHIP, SHIPPED), SHIPPED),
        ((CLOSED, WAIT_PAY), WAIT_PAY),
        ((CLOSED, CLOSED), CLOSED),
        ((FINISHED, CLOSED), FINISHED),
    ],
)
def test_the_state_that_items_give(states: tuple[OrderState, ...], wanted: OrderState | None) -> None:
    assert line_state(states) is wanted


def test_a_detail_names_a_state_until_a_list_does() -> None:
    order = after(detailed(SHIPPED))
    assert (order.state, order.state_source) == (SHIPPED, "detail")
    order = after(listed(WAIT_SHIP), old=order)
    assert (order.state, order.state_source) == (WAIT_SHIP, "list")
    order = after(detailed(FINISHED), old=order)
    assert (order.state, order.state_source) == (WAIT_SHIP, "list")


def test_a_detail_whose_further_item_was_closed_is_newer_not_older() -> None:
    order = after(detailed(SHIPPED, WAIT_SHIP))
    merged = merge(order, detailed(CLOSED, WAIT_SHIP))
    assert merged.kind == "changed"
    assert written(order, detailed(CLOSED, WAIT_SHIP), merged).state is WAIT_SHIP


def test_a_part_of_the_items_does_not_name_the_state_of_all() -> None:
    order = after(detailed(SHIPPED, WAIT_SHIP))
    assert (
        after(OrderRecord("3001", 2, "detail", lines=(detailed(SHIPPED, WAIT_SHIP).lines[1],)), old=order).state
        is SHIPPED
    )


@pytest.mark.parametrize(
    ("name", "value", "extra"),
    [
        ("address", "新地址", ()),
        ("mobile", "13000000002", ()),
        ("receiver", "王二", ()),
        ("flag", 3, ((FLAG_COLUMN, "绿旗"),)),
    ],
)
def test_what_an_agent_edited_stays_and_the_difference_is_shown(
    name: str, value: str | int, extra: tuple[tuple[str, str], ...]
) -> None:
    record = listed(WAIT_SHIP, extra=extra) if extra else listed(WAIT_SHIP, **{name: value})
    order = after(listed(WAIT_SHIP, address="旧地址", mobile="1", receiver="林"))
    mine: Any = {"flag": 1}.get(name, "桌上的")
    order = replace(order, edited={name: None})
    order = replace(order, flag=1) if name == "flag" else replace(order, values={**order.values, name: mine})
    merged = merge(order, record)
    assert merged.kept == (Kept(name, str(value), str(mine)),)
    assert name not in merged.values
    assert merged.edited == {name: value}
    again = merge(written(order, record, merged), record)
    assert (again.kind, again.kept) == ("unchanged", merged.kept)


def test_what_an_agent_edited_to_the_files_own_value_is_no_difference() -> None:
    order = replace(after(listed(address="西湖区")), edited={"address": "旧地址"})
    assert merge(order, listed(address="西湖区")).kept == ()


@pytest.mark.parametrize(("text", "flag"), [("红", 1), ("绿旗", 3), ("5", 5), ("red", 1), ("0", 0)])
def test_a_flag_comes_by_name_or_code(text: str, flag: int) -> None:
    merged = merge(after(listed()), listed(extra=((FLAG_COLUMN, text),)))
    assert merged.values == ({"flag": flag} if flag else {})
    assert merged.extra is None


def test_a_flag_that_is_none_changes_nothing() -> None:
    assert merge(after(listed()), listed(extra=((FLAG_COLUMN, "彩虹"),))).values == {}


def test_remarks_append_and_none_is_written_twice() -> None:
    order = after(listed(remark="换L码"), listed(remark="改顺丰"), listed(remark="换L码"))
    assert [note.text for note in order.remarks] == ["换L码", "改顺丰"]


def test_a_remark_of_the_file_stands_beside_the_agents_own_and_is_shown() -> None:
    mine = RemarkNote("亲自改的", "谷雨", PAID)
    order = replace(after(listed()), remarks=(mine,), desk_remark="亲自改的")
    merged = merge(order, listed(remark="平台上的"))
    assert merged.remarks == (RemarkNote("平台上的"),)
    assert merged.kept == (Kept("remark", "平台上的", "亲自改的"),)


def test_the_history_of_remarks_survives_an_export() -> None:
    notes = (RemarkNote("换L码", "谷雨", PAID, 1), RemarkNote('"引号"', "", PAID + 1, None))
    cell = write_history(notes)
    assert read_history(cell) == notes
    record = listed(remark='"引号"', extra=((HISTORY_COLUMN, cell),))
    order = after(record)
    assert order.remarks == notes
    assert order.extra == {}
    assert not merge(order, record).writes


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "{}",
        "[[1]]",
        "[1]",
        "null",
        "[" * 100_000,
        '[["x", "谷雨", "换L码", 1]]',
        '[[1e300, "谷雨", "换L码", 1]]',
        f'[[{10**30}, "谷雨", "换L码", 1]]',
        '[[true, "谷雨", "换L码", 1]]',
        '[[1, "谷雨", "换L码", "x"]]',
        '[[1, "谷雨", "换L码", 7]]',
        f'[[1, "谷雨", "换L码", {10**30}]]',
        '[[1, "谷雨", "换L码", 1.5]]',
        '[[1, null, "换L码", 1]]',
        '[[1, "谷雨", {}, 1]]',
    ],
)
def test_a_history_that_is_none_is_no_remark(text: str) -> None:
    assert read_history(text) == ()


def test_a_history_holds_only_what_the_store_can_keep() -> None:
    assert read_history('[[1, "a\\ud800", "t\\u0000", 1]]') == (RemarkNote("t", "a", 1, 1),)


def test_unknown_columns_are_kept_and_join() -> None:
    order = after(listed(extra=(("券", "3"), ("店铺Id", "7"))), listed(extra=(("券", "4"), ("新", "x"))))
    assert order.extra == {"券": "4", "店铺Id": "7", "新": "x"}


def test_every_parcel_of_an_order_is_known_once() -> None:
    order = after(listed(tracking="YT1，YT2；YT1 SF3"))
    assert order.parcels == {"YT1", "YT2", "SF3"}
    assert merge(order, listed(tracking="YT1、SF4")).parcels == ("SF4",)


def test_titles_of_a_detail_give_way_to_the_lists_own() -> None:
    assert after(detailed(SHIPPED, SHIPPED)).values["titles"] == "货1，货2"
    both = after(listed(titles="货一，货二"), detailed(SHIPPED, SHIPPED))
    assert both.values["titles"] == "货一，货二"
    assert facts(both)[0] == facts(after(detailed(SHIPPED, SHIPPED), listed(titles="货一，货二")))[0]


def test_the_deadline_follows_state_and_payment() -> None:
    order = after(listed(WAIT_SHIP), listed(paid_at=PAID))
    assert order.values["due_at"] == PAID + 48 * HOUR
    assert after(listed(SHIPPED), old=order).values["due_at"] is None


def test_a_file_that_was_taken_before_only_fills_blanks() -> None:
    order = after(listed(WAIT_SHIP, address="西湖区", paid_cents=1))
    record = listed(SHIPPED, address="上城区", receiver="林一", extra=(("券", "3"),))
    merged = merge(order, record, known=True)
    assert (merged.kind, merged.values, merged.extra) == ("changed", {"receiver": "林一"}, {"券": "3"})
    assert merge(order, listed(WAIT_SHIP, address="上城区"), known=True).kind == "unchanged"


@pytest.mark.parametrize("state", [SHIPPED, CLOSED])
def test_a_newer_list_keeps_what_the_desk_did_and_brings_the_rest(state: OrderState) -> None:
    old = replace(after(listed(WAIT_SHIP, address="西湖区", paid_at=PAID)), state=state, state_source="desk")
    merged = merge(old, listed(WAIT_SHIP, address="姑苏区"))
    assert (merged.kind, merged.values["address"]) == ("changed", "姑苏区")
    assert not {"state", "state_source"} & set(merged.values)
    told = merge(old, listed(state)).values
    assert told["state_source"] == "list"


def test_a_detail_brings_refunds_of_what_the_desk_shipped() -> None:
    old = replace(after(detailed(WAIT_SHIP), listed(WAIT_SHIP)), state=SHIPPED, state_source="desk")
    line = LineRecord(1, "货1", sub_number="1", state=WAIT_SHIP, refund_state="退款中")
    merged = merge(old, OrderRecord("3001", 2, "detail", lines=(line,)))
    assert merged.lines[0].values["refund_state"] == "退款中" and "state" not in merged.values


def test_a_list_of_before_the_payment_is_older_than_the_shipping_of_the_desk() -> None:
    old = replace(after(listed(WAIT_SHIP, address="西湖区")), state=SHIPPED, state_source="desk")
    merged = merge(old, listed(WAIT_PAY, address="姑苏区"))
    assert (merged.kind, merged.values) == ("older", {})
    assert merge(old, listed(FINISHED)).values["state"] == FINISHED.value
