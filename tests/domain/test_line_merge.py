"""Which item of a file is which item of the desk, with and without sub-order numbers."""

from __future__ import annotations

import pytest

from ticketdesk.domain.line_merge import LineChange, StoredLine, goes_back, merge_lines, states_after
from ticketdesk.domain.orders import LineRecord, OrderState

SHIRT = LineRecord(
    1, "衬衫", sub_number="11", price_cents=1_990, quantity=1, attributes="L", state=OrderState.WAIT_SHIP
)
SCARF = LineRecord(2, "围巾", sub_number="12", price_cents=2_950, quantity=2, state=OrderState.WAIT_SHIP)


def stored(line: int, position: int, title: str, **values: int | str) -> StoredLine:
    return StoredLine(line, position, title, values)


def test_new_items_bring_position_title_and_what_the_file_says() -> None:
    changes = merge_lines((), (SHIRT,), older=False)
    assert changes == (
        LineChange(
            None,
            {
                "position": 1,
                "title": "衬衫",
                "sub_number": "11",
                "price_cents": 1_990,
                "quantity": 1,
                "attributes": "L",
                "state": "WAIT_SELLER_SEND_GOODS",
            },
        ),
    )


def test_the_same_items_again_change_nothing() -> None:
    lines = [
        stored(7, 1, "衬衫", sub_number="11", price_cents=1_990, quantity=1, attributes="L", state=SHIRT.state or "")
    ]
    assert merge_lines(lines, (SHIRT,), older=False) == ()


def test_an_absent_column_blanks_nothing() -> None:
    lines = [stored(7, 1, "衬衫", sub_number="11", merchant_code="W-1", attributes="L")]
    assert merge_lines(lines, (LineRecord(1, "衬衫", sub_number="11"),), older=False) == ()


@pytest.mark.parametrize(
    ("lines", "record", "wanted"),
    [
        ([stored(7, 5, "旧名", sub_number="11"), stored(8, 1, "衬衫")], SHIRT, 7),  # the number counts before the place
        (
            [stored(7, 1, "衬衫"), stored(8, 2, "衬衫")],
            LineRecord(2, "衬衫", price_cents=1),
            8,
        ),  # the place before the title
        ([stored(7, 3, "衬衫", sub_number="")], SHIRT, 7),  # an old file's item gets its number
        (
            [stored(7, 3, "衬衫", sub_number="11")],
            LineRecord(1, "衬衫", price_cents=1),
            7,
        ),  # an old file finds a numbered one
        ([stored(7, 3, "衬衫", sub_number="99")], SHIRT, None),  # another sub-order with the same title is another item
        ([stored(7, 3, "衬衫", attributes="M")], LineRecord(1, "衬衫", attributes="L"), None),
        ([stored(7, 1, "衬衫", attributes="M")], LineRecord(1, "衬衫", attributes="L"), 7),
        ([stored(7, 3, "围巾")], SHIRT, None),
        ([], SHIRT, None),
    ],
)
def test_which_item_a_line_is(lines: list[StoredLine], record: LineRecord, wanted: int | None) -> None:
    (change,) = merge_lines(lines, (record,), older=False)
    assert change.line_id == wanted


def test_an_item_answers_for_one_line_only() -> None:
    twice = (LineRecord(1, "衬衫", price_cents=1), LineRecord(2, "衬衫", price_cents=1))
    changes = merge_lines([stored(7, 1, "衬衫")], twice, older=False)
    assert [change.line_id for change in changes] == [7, None]


def test_numbered_lines_choose_before_lines_without_number() -> None:
    given = (LineRecord(1, "衬衫", quantity=1), LineRecord(1, "衬衫", sub_number="11", quantity=2))
    changes = merge_lines([stored(7, 1, "衬衫", sub_number="11")], given, older=False)
    assert {change.line_id: change.values["quantity"] for change in changes} == {7: 2, None: 1}


def test_a_line_that_the_file_does_not_name_stays() -> None:
    assert merge_lines([stored(7, 1, "衬衫", sub_number="11")], (SCARF,), older=False)[0].line_id is None


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (OrderState.WAIT_SHIP, OrderState.SHIPPED, OrderState.SHIPPED),
        (OrderState.SHIPPED, OrderState.WAIT_SHIP, None),
        (OrderState.FINISHED, OrderState.CLOSED, None),
        (OrderState.CLOSED, OrderState.FINISHED, None),
        ("", OrderState.WAIT_PAY, OrderState.WAIT_PAY),
        (OrderState.SHIPPED, OrderState.SHIPPED, None),
    ],
)
def test_a_state_only_moves_forward(old: str, new: OrderState, wanted: OrderState | None) -> None:
    lines, record = [stored(7, 1, "衬衫", state=old)], LineRecord(1, "衬衫", state=new)
    changes = merge_lines(lines, (record,), older=False)
    assert [change.values for change in changes] == ([{"state": wanted.value}] if wanted else [])
    assert goes_back(lines, (record,)) is (wanted is None and old != new)


def test_an_older_file_only_fills_what_is_blank() -> None:
    lines = [stored(7, 1, "衬衫", price_cents=5, attributes="", refund_state="退款成功")]
    record = LineRecord(1, "衬衫", price_cents=6, attributes="L", quantity=2, refund_state="没有申请退款")
    assert merge_lines(lines, (record,), older=True) == (LineChange(7, {"quantity": 2, "attributes": "L"}),)


def test_the_states_after_a_merge_are_those_of_all_items() -> None:
    lines = [
        stored(7, 1, "衬衫", state="WAIT_SELLER_SEND_GOODS"),
        stored(8, 2, "围巾", state="TRADE_CLOSED"),
        stored(9, 3, "x"),
    ]
    changes = (LineChange(7, {"state": "TRADE_FINISHED"}), LineChange(None, {"state": "WAIT_BUYER_PAY"}))
    assert states_after(lines, changes) == [OrderState.FINISHED, OrderState.CLOSED, OrderState.WAIT_PAY]
