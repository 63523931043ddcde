"""One remark on many orders: each gets it, those without room or held by the gate are told, one undo takes it back."""

from __future__ import annotations

import pytest

from tests.desk.builders import Make, number, order_row
from ticketdesk.desk.commands.many_orders import MOST_REMARKED, RemarkOrders
from ticketdesk.desk.commands.orders import AddRemark
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.tally import Changed
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.order_settings import REMARK_GBK
from ticketdesk.domain.remarks import compose
from ticketdesk.store.queries import memos, orders


@pytest.fixture
def ids(make: Make) -> list[int]:
    make.imported([order_row(n, make.rng, 1, 订单备注="") for n in range(6)])
    return [make.order_id(n) for n in range(6)]


def said(make: Make, order: int) -> list[str]:
    return [row.text for row in orders.remarks(make.desk.store.reader, order)]


def flags(make: Make, ids: list[int]) -> list[int]:
    found = {row.id: row.flag for row in orders.rows(make.desk.store.reader, ids)}
    return [found[each] for each in ids]


def test_each_gets_the_remark_and_one_undo_takes_it_back(make: Make, ids: list[int]) -> None:
    make.desk.run(AddRemark(order_id=ids[0], text="发顺丰"))
    before = flags(make, ids)
    done = make.desk.run(RemarkOrders(order_ids=tuple(ids), text=" 送赠品 ", flag=1)).result
    assert done == Changed(6, ())
    assert [said(make, each) for each in ids] == [["送赠品", "发顺丰"], *[["送赠品"]] * 5]
    assert flags(make, ids) == [1] * 6
    acts = make.desk.store.reader.rows("SELECT args FROM act WHERE command = 'RemarkOrders'")
    assert len(acts) == 1 and str(ids[0]) not in acts[0][0]
    make.desk.undo().result()
    assert [said(make, each) for each in ids] == [["发顺丰"], *[[]] * 5] and flags(make, ids) == before
    make.desk.redo().result()
    assert said(make, ids[3]) == ["送赠品"]


def test_who_has_no_room_for_it_is_known_before_and_left_out(make: Make, ids: list[int]) -> None:
    make.desk.run(AddRemark(order_id=ids[2], text="换" * 300))
    make.desk.run(AddRemark(order_id=ids[4], text="换" * 280))
    reader = make.desk.store.reader
    whole = compose("谷雨", "送赠品" * 8, make.clock.now)
    assert memos.full(reader, ids, whole, "utf-8") == [ids[2]]
    assert memos.full(reader, ids, compose("谷雨", "送赠品" * 25, make.clock.now), "utf-8") == [ids[2], ids[4]]
    assert memos.full(reader, ids, whole, "gb18030") == []
    assert memos.full(reader, ids, whole, "utf-8", lambda: True) == []
    done = make.desk.run(RemarkOrders(order_ids=tuple(ids), text="送赠品" * 8)).result
    assert done.changed == 5
    assert [(each.id, each.number, each.error.key) for each in done.refused] == [(ids[2], number(2), "memo_full")]
    assert len(said(make, ids[2])) == 1
    make.desk.run(SetSetting(key=REMARK_GBK.key, value="1"))
    assert make.desk.run(RemarkOrders(order_ids=(ids[2],), text="送赠品" * 8)).result == Changed(1, ())


def test_the_gate_holds_back_its_own(make: Make, ids: list[int]) -> None:
    for text in ("换M码", "换L码"):
        make.desk.run(AddRemark(order_id=ids[1], text=text))
    done = make.desk.run(RemarkOrders(order_ids=tuple(ids), text="已打单", flag=2)).result
    assert done.changed == 5 and [(each.id, each.error.key) for each in done.refused] == [(ids[1], "gate_closed")]
    assert flags(make, [ids[0], ids[1]]) == [2, 0] and len(said(make, ids[1])) == 2


def test_where_nothing_was_written_no_act_stands(make: Make, ids: list[int]) -> None:
    acts = "SELECT COUNT(*) FROM act WHERE command = 'RemarkOrders' AND undoable = 1"
    for refused, command in {
        "remark_empty": RemarkOrders(order_ids=(ids[0],), text=" "),
        "order_missing": RemarkOrders(order_ids=(4_242,), text="送赠品"),
        "orders_refused": RemarkOrders(order_ids=(4_242, ids[0]), text="换" * 334),
        "orders_many": RemarkOrders(order_ids=tuple(range(MOST_REMARKED + 1)), text="送赠品"),
    }.items():
        with pytest.raises(DeskError, match=refused):
            make.desk.run(command)
    assert make.desk.store.reader.rows(acts) == [(0,)] and said(make, ids[0]) == []


def test_thousands_can_be_stopped_and_leave_nothing(make: Make) -> None:
    make.imported(1_500)
    ids = tuple(key for (key,) in make.desk.store.reader.rows("SELECT id FROM orders"))
    before = make.desk.store.reader.rows("SELECT COUNT(*) FROM remark WHERE deleted = 0")
    told: list[int] = []
    stopped = make.desk.post(
        RemarkOrders(order_ids=ids, text="送赠品"), progress=told.append, cancelled=lambda: bool(told)
    )
    with pytest.raises(DeskError, match="cancelled"):
        stopped.result()
    assert 0 < told[0] < len(ids)
    assert make.desk.store.reader.rows("SELECT COUNT(*) FROM remark WHERE deleted = 0") == before
    done = make.desk.post(RemarkOrders(order_ids=ids, text="送赠品"), progress=told.append).result()
    assert done.result.changed == len(ids) and told[-1] == len(ids) and told[1:] == sorted(told[1:])
