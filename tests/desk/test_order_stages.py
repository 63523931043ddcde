"""Flags are stages: a change goes to whoever has the parcel, and the gate holds back what is not clear."""

from __future__ import annotations

import pytest

from tests.desk.builders import DETAIL_HEADER, Make, People, detail_rows, number, order_row
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.order_changes import RequestChange
from ticketdesk.desk.commands.orders import AddRemark, ConcludeRemarks, EditAddress, SetFlag
from ticketdesk.desk.commands.refunds import AgreeRefund, CloseRefund, OpenRefund
from ticketdesk.desk.commands.roles import SetRolePermission
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.commands.shipping import MarkShipped, Parcel, ShipOrders
from ticketdesk.desk.commands.tickets import CancelTicket, CreateTicket
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.flags import Flag
from ticketdesk.domain.order_gate import Obstacle
from ticketdesk.domain.order_settings import STAGE_LABELS, STAGE_ROUTES
from ticketdesk.domain.stages import ROUTES
from ticketdesk.store.queries import orders, tickets
from ticketdesk.store.queries.order_gate import led_through
from ticketdesk.store.queries.stage_labels import stage_labels
from ticketdesk.words.errors import sentence


def waiting(make: Make, n: int = 0, **more: str) -> int:
    make.imported([order_row(n, make.rng, 1, **{"订单备注": "", "物流单号": "", **more})])
    return make.order_id(n)


def flag_of(make: Make, order: int) -> int:
    return orders.rows(make.desk.store.reader, [order])[0].flag


def why(refused: pytest.ExceptionInfo[DeskError]) -> list[tuple[int, tuple[Obstacle, ...]]]:
    held = refused.value.values["held"]
    return [(each.id, each.why) for each in held]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("flag", "kind", "priority"),
    [(0, None, 0), (1, None, 0), (2, "change_address", 3), (3, "logistics", 3), (4, "logistics", 2), (5, None, 0)],
)
def test_a_change_goes_where_the_parcel_is(make: Make, flag: int, kind: str | None, priority: int) -> None:
    """C12: each flag × change request → right task."""
    order = waiting(make, 物流公司="中通快递", 物流单号="75310000002296")
    make.desk.run(SetFlag(order_ids=(order,), flag=flag))
    asked = make.desk.run(RequestChange(order_id=order, flag=flag, text="换L码", title="找包裹：换L码")).result
    assert orders.remarks(make.desk.store.reader, order)[0].text == "换L码"
    if kind is None:
        assert asked.ticket is None
        return
    detail = tickets.detail(make.desk.store.reader, asked.ticket.id)
    assert detail is not None
    assert (detail.row.type, detail.row.priority, detail.row.order_id) == (kind, priority, order)
    assert detail.row.title == "找包裹：换L码" and detail.demand == "中通快递 75310000002296"
    values = dict(
        make.desk.store.reader.rows("SELECT field, value FROM ticket_value WHERE ticket_id = ?", (asked.ticket.id,))
    )
    assert values["tracking"] == "75310000002296"
    assert values.get("change") == ("Pull the parcel back" if flag == 2 else None)
    make.desk.undo().result()
    assert tickets.detail(make.desk.store.reader, asked.ticket.id) is None
    assert orders.remarks(make.desk.store.reader, order) == ()


def test_the_shop_sends_changes_elsewhere(make: Make) -> None:
    order = waiting(make)
    make.desk.run(SetFlag(order_ids=(order,), flag=1))
    place = str(ROUTES.index("courier_contact") + 1)
    make.desk.run(SetSetting(key=STAGE_ROUTES[Flag.RED].key, value=place))
    asked = make.desk.run(RequestChange(order_id=order, flag=1, text="换L码", title="换L码")).result
    assert asked.ticket is not None
    make.desk.run(SetSetting(key=STAGE_LABELS[Flag.RED].key, value="跟单"))
    assert stage_labels(make.desk.store.reader) == {1: "跟单"}


def test_a_rule_that_was_shown_for_another_flag_is_not_used(make: Make, people: People) -> None:
    order = waiting(make)
    make.desk.run(SetFlag(order_ids=(order,), flag=3))
    with pytest.raises(DeskError, match="order_flag_moved"):
        make.desk.run(RequestChange(order_id=order, flag=2, text="换L码", title="换L码"))
    assert people.owner == make.desk.agent_id


@pytest.mark.parametrize("flag", [2, 3])
def test_a_contradiction_holds_back_until_it_is_settled(make: Make, flag: int) -> None:
    order = waiting(make)
    for text in ("换M码", "换L码"):
        make.desk.run(AddRemark(order_id=order, text=text))
    with pytest.raises(DeskError, match="gate_closed") as refused:
        make.desk.run(SetFlag(order_ids=(order,), flag=flag))
    assert why(refused) == [(order, (Obstacle.CONTRADICTION,))]
    told = sentence(refused.value)
    assert number(0) in told and "contradict" in told
    with pytest.raises(DeskError, match="gate_closed"):
        make.desk.run(AddRemark(order_id=order, text="打单", flag=flag))
    make.desk.run(SetFlag(order_ids=(order,), flag=1))
    make.desk.run(ConcludeRemarks(order_id=order, text="结论：尺码:L", seen=2**62))
    make.desk.run(SetFlag(order_ids=(order,), flag=flag))
    assert flag_of(make, order) == flag


def test_of_many_orders_those_held_are_named_and_none_is_flagged(make: Make) -> None:
    first, second, third = (waiting(make, n) for n in range(3))
    for text in ("换M码", "换L码"):
        make.desk.run(AddRemark(order_id=second, text=text))
    with pytest.raises(DeskError, match="gate_closed") as refused:
        make.desk.run(SetFlag(order_ids=(first, second, third), flag=2))
    assert why(refused) == [(second, (Obstacle.CONTRADICTION,))]
    assert flag_of(make, first) == 0


def test_what_was_paid_back_whole_is_held_back(make: Make) -> None:
    """The platform's file may come hours later: until then the order still waits to be shipped here."""
    order, desk = waiting(make), make.desk
    ((paid,),) = desk.store.reader.rows("SELECT paid_cents FROM orders WHERE id = ?", (order,))
    for amount, reason in ((paid - 1, "差价"), (1, "不想要了")):
        desk.run(SetFlag(order_ids=(order,), flag=2))
        refund = desk.run(OpenRefund(order_id=order, kind="refund_only", amount_cents=amount, reason=reason)).result
        desk.run(AgreeRefund(refund_id=int(str(refund))))
    for command in (
        SetFlag(order_ids=(order,), flag=3), MarkShipped(order_id=order, carrier="中通", tracking="75310000002296"),
    ):  # fmt: skip
        with pytest.raises(DeskError, match="gate_closed") as refused:
            desk.run(command)
        assert why(refused) == [(order, (Obstacle.PAID_BACK,))] and "went back" in sentence(refused.value)


def test_an_open_refund_holds_back(make: Make) -> None:
    order = waiting(make)
    ticket = make.desk.run(CreateTicket(type="refund_only", title="退款", order_id=order)).result.id
    with pytest.raises(DeskError, match="gate_closed") as refused:
        make.desk.run(SetFlag(order_ids=(order,), flag=2))
    assert why(refused) == [(order, (Obstacle.REFUND,))]
    make.desk.run(CancelTicket(ticket_id=ticket, reason="买家撤回"))
    make.desk.run(SetFlag(order_ids=(order,), flag=2))


def test_a_refund_that_the_platform_told_of_holds_back_until_it_is_over(make: Make) -> None:
    order = waiting(make)
    for state, held in (("买家已经申请退款，等待卖家同意", True), ("退款关闭", False)):
        rows = [{**row, "订单状态": "买家已付款，等待卖家发货", "退款状态": state} for row in detail_rows(0, make.rng)]
        make.desk.run(ImportOrders(path=str(make.order_file(rows, DETAIL_HEADER))))
        if held:
            with pytest.raises(DeskError, match="gate_closed") as refused:
                make.desk.run(SetFlag(order_ids=(order,), flag=2))
            assert why(refused) == [(order, (Obstacle.REFUND,))]
    make.desk.run(SetFlag(order_ids=(order,), flag=2))


def test_a_newer_address_holds_back_until_somebody_looked(make: Make) -> None:
    order = waiting(make)
    make.desk.run(EditAddress(order_id=order, address="四川省 成都市 武侯区 天府大道9号"))
    with pytest.raises(DeskError, match="gate_closed") as refused:
        make.desk.run(SetFlag(order_ids=(order,), flag=3))
    assert why(refused) == [(order, (Obstacle.ADDRESS,))]
    make.desk.run(AddRemark(order_id=order, text="新地址已核对", flag=3))
    assert flag_of(make, order) == 3


def test_a_closed_order_is_held_back_and_one_that_is_gone_is_not(make: Make) -> None:
    make.imported([order_row(1, make.rng, 4), order_row(2, make.rng, 2)])
    with pytest.raises(DeskError, match="gate_closed") as refused:
        make.desk.run(SetFlag(order_ids=(make.order_id(1),), flag=2))
    assert why(refused) == [(make.order_id(1), (Obstacle.CANCELLED,))]
    make.desk.run(SetFlag(order_ids=(make.order_id(2),), flag=3))


def test_passing_the_gate_needs_its_right_and_a_reason_that_is_kept(make: Make, people: People) -> None:
    order = waiting(make)
    for text in ("换M码", "换L码"):
        make.desk.run(AddRemark(order_id=order, text=text))
    with pytest.raises(DeskError, match="denied"):
        make.desk.run(SetFlag(order_ids=(order,), flag=2, override="买家电话里说L"), agent_id=people.agent)
    with pytest.raises(DeskError, match="gate_closed"):
        make.desk.run(SetFlag(order_ids=(order,), flag=2, override="  "), agent_id=people.lead)
    make.desk.run(SetFlag(order_ids=(order,), flag=2, override="买家电话里说L"), agent_id=people.lead)
    assert flag_of(make, order) == 2
    kept = make.desk.store.reader.rows("SELECT args FROM act WHERE command = 'SetFlag' ORDER BY id DESC LIMIT 1")
    assert "买家电话里说L" in kept[0][0]


@pytest.mark.parametrize("command", ["flag", "ship", "list"])
def test_redo_meets_the_gate_as_the_act_does(make: Make, people: People, command: str) -> None:
    """What came between an undo and its redo holds the order back, and what was overridden asks for that right."""
    order, desk = waiting(make, 买家实际支付金额="50.00"), make.desk
    parcel = Parcel(order, "中通", "75310000002296")
    act = {
        "flag": SetFlag(order_ids=(order,), flag=int(Flag.YELLOW)),
        "ship": MarkShipped(**parcel._asdict()),
        "list": ShipOrders(parcels=(parcel,)),
    }[command]
    desk.run(act)
    desk.undo().result()
    desk.redo().result()
    desk.undo().result()
    before = orders.rows(desk.store.reader, [order])
    opened = desk.run(
        OpenRefund(order_id=order, kind="refund_only", amount_cents=100, reason="不要了"), agent_id=people.agent
    )
    for _again in range(2):
        with pytest.raises(DeskError, match="gate_closed") as caught:
            desk.redo().result()
        assert why(caught) == [(order, (Obstacle.REFUND,))]
        assert (orders.rows(desk.store.reader, [order])[0].flag, orders.rows(desk.store.reader, [order])[0].state) == (
            before[0].flag, before[0].state
        )  # fmt: skip
    desk.run(CloseRefund(refund_id=opened.result, withdrawn=True), agent_id=people.agent)
    desk.redo().result()
    assert flag_of(make, order) == int(Flag.YELLOW if command == "flag" else Flag.GREEN)


def test_redo_of_a_remark_that_clears_the_gate_passes_it(make: Make) -> None:
    """The remark says that the newer address is right, and the flag passes by it: so it does when both come again."""
    order = waiting(make)
    make.desk.run(EditAddress(order_id=order, address="浙江省 杭州市 西湖区 文三路 9 号"))
    make.desk.run(AddRemark(order_id=order, text="地址已核对", flag=Flag.YELLOW))
    make.desk.undo().result()
    assert flag_of(make, order) == 0
    make.desk.redo().result()
    assert flag_of(make, order) == Flag.YELLOW
    assert orders.remarks(make.desk.store.reader, order)[0].text == "地址已核对"


def test_redo_of_an_override_asks_for_its_right(make: Make, people: People) -> None:
    order, desk = waiting(make), make.desk
    for text in ("换M码", "换L码"):
        desk.run(AddRemark(order_id=order, text=text))
    desk.agent_id = people.lead
    desk.run(SetFlag(order_ids=(order,), flag=2, override="已电话确认"))
    desk.undo().result()
    desk.redo().result()
    desk.undo().result()
    (role,) = desk.store.reader.rows("SELECT id FROM role WHERE key = 'lead'")[0]
    desk.run(SetRolePermission(role_id=role, permission="order.override", granted=False), agent_id=people.owner)
    with pytest.raises(DeskError, match="denied"):
        desk.redo().result()
    assert flag_of(make, order) == 0


def test_redo_of_a_file_lets_pass_what_the_platform_told(make: Make, people: People) -> None:
    order, desk = waiting(make), make.desk
    make.imported([order_row(0, make.rng, 2, 订单备注="")])
    desk.undo().result()
    for text in ("换M码", "换L码"):
        desk.run(AddRemark(order_id=order, text=text), agent_id=people.agent)
    desk.redo().result()
    assert orders.rows(desk.store.reader, [order])[0].state == "WAIT_BUYER_CONFIRM_GOODS"


def test_what_a_redo_leads_through_the_gate_is_found_in_pieces(make: Make) -> None:
    desk = make.desk
    make.imported(5)
    ids = [make.order_id(at) for at in range(5)]
    desk.run(SetFlag(order_ids=tuple(ids), flag=int(Flag.YELLOW), override="核对过"))
    undone = desk.undo().result().act_id
    assert undone is not None
    found, after = list[int](), 0
    while after is not None:
        some, after = led_through(desk.store.reader, undone, after, of_file=False, limit=2)
        assert len(some) <= 2
        found += some
    assert set(found) == set(ids) == set(led_through(desk.store.reader, undone, 0, of_file=False)[0])
    assert led_through(desk.store.reader, undone, 0, of_file=True)[0] == []
