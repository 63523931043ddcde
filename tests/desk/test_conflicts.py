"""Undo is honest: it takes back what still stands as it was left, and refuses the rest by name."""

from __future__ import annotations

import dataclasses

import pytest

from tests.desk.builders import Clock, Make, People
from tests.desk.soundness import assert_sound
from tests.desk.undoing import refusal, undo
from ticketdesk.desk.commands.orders import AddRemark, EditAddress, SetFlag
from ticketdesk.desk.commands.phrases import AddPhrase, EditPhrase
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.commands.ticket_replies import NoteOnTicket
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.compare import digest
from ticketdesk.store.queries import orders, personal, tickets
from ticketdesk.store.store import Store


def redo(desk: Desk) -> str:
    return desk.redo().result().command


def test_an_undo_names_the_row_that_a_colleague_has_changed_since(desk: Desk, make: Make, people: People) -> None:
    phrase = desk.run(AddPhrase(text="亲，在的", code="zd")).result
    desk.run(EditPhrase(phrase_id=phrase, text="亲，稍等"))
    desk.run(EditPhrase(phrase_id=phrase, text="亲，马上"), agent_id=people.agent)
    before = digest(desk.store.reader)
    error = refusal(lambda: undo(desk))
    assert (error.key, error.values["command"], error.values["count"]) == ("undo_conflict", "EditPhrase", 1)
    (row,) = error.values["rows"]
    assert (row.table, row.key, row.columns) == ("phrase", phrase, ("initials", "text"))
    assert digest(desk.store.reader) == before
    undo(desk, people.agent)
    assert undo(desk, people.owner) == "EditPhrase"


def test_columns_that_others_changed_stay_when_other_columns_are_put_back(
    desk: Desk, make: Make, people: People
) -> None:
    make.imported([_plain_row()])
    order = make.order_id(1)
    desk.run(SetFlag(order_ids=(order,), flag=1))
    desk.run(AddRemark(order_id=order, text="换L码"), agent_id=people.agent)
    desk.run(EditAddress(order_id=order, receiver="林一", mobile="1", address="新地址"), agent_id=people.lead)
    card = orders.card(desk.store.reader, order)
    assert card is not None and card.row.flag == 1
    # The flag's own act is taken back; remark and address of the colleagues stay.
    error = refusal(lambda: undo(desk, people.owner))
    assert [row.columns for row in error.values["rows"]] == [("edited",)]
    undo(desk, people.lead)
    assert undo(desk, people.owner) == "SetFlag"
    card = orders.card(desk.store.reader, order)
    assert card is not None
    assert (card.row.flag, card.row.last_remark, len(card.remarks)) == (0, "换L码", 1)
    assert card.edited == {}


def test_a_flag_is_taken_back_under_a_later_remark(desk: Desk, make: Make, people: People) -> None:
    make.imported([_plain_row()])
    order = make.order_id(1)
    desk.run(SetFlag(order_ids=(order,), flag=3))
    desk.run(AddRemark(order_id=order, text="换L码"), agent_id=people.agent)
    undo(desk, people.owner)
    row = orders.rows(desk.store.reader, [order])[0]
    assert (row.flag, row.last_remark) == (0, "换L码")
    undo(desk, people.agent)
    row = orders.rows(desk.store.reader, [order])[0]
    assert (row.flag, row.last_remark, row.last_remark_at) == (0, "", None)


def _plain_row() -> dict[str, str]:
    return {"订单编号": "3000000000000000001", "买家会员名": "买家1", "总金额": "1.00", "订单状态": "交易成功"}


@pytest.mark.parametrize("step", [0, 1_000])
def test_a_ticket_that_a_colleague_has_answered_is_not_taken_back(
    desk: Desk, make: Make, people: People, clock: Clock, step: int
) -> None:
    clock.step = step  # also within one millisecond, where no column of the ticket differs
    ticket = make.ticket()
    desk.run(NoteOnTicket(ticket_id=ticket.id, text="我看过了"), agent_id=people.agent)
    error = refusal(lambda: undo(desk))
    assert error.key == "undo_conflict"
    assert {row.table for row in error.values["rows"]} >= {"ticket_event"}
    undo(desk, people.agent)
    assert undo(desk, people.owner) == "CreateTicket"
    assert tickets.detail(desk.store.reader, ticket.id) is None


def test_an_import_whose_order_has_a_ticket_is_not_taken_back(desk: Desk, make: Make, people: People) -> None:
    make.imported(3)
    ticket = make.ticket(agent_id=people.agent, order_id=make.order_id(1))
    error = refusal(lambda: undo(desk))
    assert [(row.table, row.key) for row in error.values["rows"]] == [("ticket", ticket.id)]
    undo(desk, people.agent)
    assert undo(desk, people.owner) == "ImportOrders"


def test_a_buyer_whose_import_is_taken_back_must_have_no_conversation(desk: Desk, make: Make, people: People) -> None:
    make.imported([_plain_row()])
    make.transcript("买家1", agent_id=people.agent)
    error = refusal(lambda: undo(desk))
    assert [row.table for row in error.values["rows"]] == ["conversation"]
    assert_sound(desk.store)


def test_a_redo_is_refused_where_what_it_belongs_to_has_gone(desk: Desk, make: Make, people: People) -> None:
    make.imported([_plain_row()])
    order = make.order_id(1)
    desk.run(AddRemark(order_id=order, text="换L码"), agent_id=people.agent)
    ticket = make.ticket(agent_id=people.lead, order_id=order)
    undo(desk, people.agent)
    undo(desk, people.lead)
    undo(desk, people.owner)
    desk.agent_id = people.agent
    error = refusal(lambda: redo(desk))
    assert {row.table for row in error.values["rows"]} == {"orders"}
    desk.agent_id = people.lead
    error = refusal(lambda: redo(desk))
    assert [(row.table, row.key, row.columns) for row in error.values["rows"]] == [("ticket", ticket.id, ("order_id",))]
    desk.agent_id = people.owner
    redo(desk)
    desk.agent_id = people.agent
    assert redo(desk) == "AddRemark"
    assert_sound(desk.store)


def test_undo_is_each_agents_own(desk: Desk, make: Make, people: People) -> None:
    desk.run(AddPhrase(text="一"), agent_id=people.agent)
    desk.run(AddPhrase(text="二"), agent_id=people.lead)
    assert undo(desk, people.agent) == "AddPhrase"
    assert [text for (text,) in desk.store.reader.rows("SELECT text FROM phrase WHERE deleted = 0")] == ["二"]
    assert refusal(lambda: undo(desk, people.agent)).key == "nothing_to_undo"


def test_steps_go_back_and_forth_and_a_new_act_ends_redoing(desk: Desk, make: Make) -> None:
    reader = desk.store.reader
    states = [digest(reader)]
    for text in ("一", "二", "三"):
        desk.run(AddPhrase(text=text))
        states.append(digest(reader))
    for wanted in (2, 1, 0):
        undo(desk)
        assert digest(reader) == states[wanted]
    for wanted in (1, 2):
        redo(desk)
        assert digest(reader) == states[wanted]
    undo(desk)
    assert digest(reader) == states[1]
    redo(desk)
    redo(desk)
    assert digest(reader) == states[3]
    assert refusal(lambda: redo(desk)).key == "nothing_to_redo"
    undo(desk)
    desk.run(SetSetting(key="lock.minutes", value="9"))
    assert refusal(lambda: redo(desk)).key == "nothing_to_redo"
    undo(desk)
    undo(desk)
    assert digest(reader) == states[1]


def test_a_redo_after_a_restart(desk: Desk, make: Make, clock: Clock, people: People) -> None:
    store = desk.store
    make.transcript()
    done = digest(store.reader)
    undo(desk)
    store.close()
    again = Store(store.path)
    try:
        desk = Desk(again, clock, people.owner)
        assert redo(desk) == "ReceiveTranscript"
        assert digest(again.reader) == done
        assert undo(desk) == "ReceiveTranscript"
    finally:
        again.close()


def test_of_two_who_correct_an_address_the_second_is_told_and_sees_no_more_than_may_be_seen(
    desk: Desk, make: Make, people: People
) -> None:
    make.imported(1)
    order = make.order_id(0)
    desk.run(EditAddress(order_id=order, address="上海市 上海市 黄浦区 南京路9号", seen=0), agent_id=people.agent)
    late = EditAddress(order_id=order, address="北京市 北京市 东城区 长安街1号", mobile="13900001234", seen=0)
    with pytest.raises(DeskError, match="address_changed") as told:
        desk.run(late, agent_id=people.lead)
    values = told.value.values
    assert "南京路9号" not in str(values) and str(values["address"]).startswith("上海市上海市")
    assert personal.of_order(desk.store.reader, order).address == "上海市 上海市 黄浦区 南京路9号"
    same = EditAddress(order_id=order, address="上海市 上海市 黄浦区 南京路9号", seen=0)
    assert desk.run(same, agent_id=people.lead).act_id is None  # both said the same
    desk.run(dataclasses.replace(late, seen=int(str(values["readdressed_at"]))), agent_id=people.lead)
    assert personal.of_order(desk.store.reader, order).mobile == "13900001234"
