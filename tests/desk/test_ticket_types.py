"""The shop's types of tickets through the desk: edited, retired, removed; values, agreement, completion, undo."""

from __future__ import annotations

import pytest

from tests.desk.builders import Make, People, add_colleague, unguarded
from ticketdesk.desk import deadlines, files
from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.handing import AddGroup, RemoveGroup, SetGroupMember
from ticketdesk.desk.commands.many_values import SetManyValues
from ticketdesk.desk.commands.ticket_replies import ReplyOnTicket
from ticketdesk.desk.commands.ticket_types import RemoveTicketType, RetireTicketType, SaveTicketType
from ticketdesk.desk.commands.ticket_values import AgreeToRefund, CreateTickets, SetTicketValue
from ticketdesk.desk.commands.tickets import CreateTicket, SetTicketField, SetTicketState
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.files import FileRef
from ticketdesk.domain.ticket_types import AGREE, OwnField, Required
from ticketdesk.store.queries import ticket_types, tickets
from ticketdesk.store.store import NewAct, Store
from ticketdesk.store.writer import Priority
from ticketdesk.words import use_language
from ticketdesk.words.errors import sentence

SIZE = OwnField(key="size", name="尺码", kind="choice", options=("S", "M"), required=Required.CREATION)
NOTE = OwnField(key="visit", name="上门日", kind="date", required=Required.COMPLETION)


def refused(desk: Desk, command: Command) -> DeskError:
    with pytest.raises(DeskError) as caught:
        desk.run(command)
    return caught.value


@pytest.fixture
def kind(desk: Desk) -> str:
    saved = SaveTicketType(type_name="上门量尺", icon="map-pin", form_fields=(SIZE, NOTE), rules=("KS-ONSITE-3D",))
    return str(desk.run(saved).result)


def values(desk: Desk, ticket: int) -> dict[str, str]:
    return {key: each.value for key, each in ticket_types.values(desk.store.reader, ticket).items() if each.value}


def test_the_shops_own_type_stands_beside_the_shipped_ones(desk: Desk, kind: str) -> None:
    forms = ticket_types.forms(desk.store.reader)
    assert len(list(forms)) == 14
    made = forms.must(kind)
    assert (made.name, made.icon, made.fields, made.shipped, made.version) == (
        "上门量尺", "map-pin", (SIZE, NOTE), False, 1,
    )  # fmt: skip
    desk.undo().result()
    assert ticket_types.form(desk.store.reader, kind) is None


def test_a_shipped_type_is_edited_and_brought_back(desk: Desk, make: Make) -> None:
    ticket = make.ticket(type="repair").id
    desk.run(SaveTicketType(type_key="repair", type_name="返修", form_fields=(SIZE,), priority=3))
    edited = ticket_types.form(desk.store.reader, "repair")
    assert edited is not None and (edited.name, edited.priority, edited.shipped) == ("返修", 3, True)
    desk.run(RemoveTicketType(type_key="repair"))  # although a ticket uses it: the type itself stays
    assert ticket_types.form(desk.store.reader, "repair") == ticket_types.shipped("repair")
    assert tickets.detail(desk.store.reader, ticket).row.type == "repair"


def test_a_type_that_is_used_is_not_removed_but_retired(desk: Desk, make: Make, kind: str) -> None:
    ticket = make.ticket(type=kind, own=(("size", "M"),)).id
    error = refused(desk, RemoveTicketType(type_key=kind))
    assert (error.key, error.values["count"]) == ("type_in_use", 1)
    desk.run(RetireTicketType(type_key=kind))
    assert kind not in {each.key for each in ticket_types.forms(desk.store.reader).offered()}
    assert tickets.detail(desk.store.reader, ticket).row.type == kind
    assert refused(desk, CreateTicket(type=kind, title="x", own=(("size", "M"),))).key == "ticket_type_retired"
    other = make.ticket(type="inquiry").id
    change = SetTicketField(ticket_ids=(other,), field="type", value=kind)
    assert refused(desk, change).key == "ticket_type_retired"
    desk.run(RetireTicketType(type_key=kind, retired=False))
    desk.run(change)


def test_a_shipped_type_is_retired_and_offered_again(desk: Desk) -> None:
    desk.run(RetireTicketType(type_key="invoice"))
    assert "invoice" not in {each.key for each in ticket_types.forms(desk.store.reader).offered()}
    assert refused(desk, CreateTicket(type="invoice", title="x")).key == "ticket_type_retired"
    desk.undo().result()
    assert ticket_types.form(desk.store.reader, "invoice") == ticket_types.shipped("invoice")


def test_the_last_type_offered_stays(desk: Desk) -> None:
    keys = [each.key for each in ticket_types.forms(desk.store.reader)]
    for key in keys[1:]:
        desk.run(RetireTicketType(type_key=key))
    assert refused(desk, RetireTicketType(type_key=keys[0])).key == "type_last"


@pytest.mark.parametrize(
    ("command", "key"),
    [
        (SaveTicketType(type_name=" \u202e "), "type_name"),
        (SaveTicketType(type_name="长" * 41), "type_name"),
        (SaveTicketType(type_name="换货"), "type_name_taken"),
        (SaveTicketType(type_name="return and refund"), "type_name_taken"),
        (SaveTicketType(type_key="gone", type_name="x"), "ticket_type_unknown"),
        (SaveTicketType(type_name="新", icon="../../etc"), "choice_unknown"),
        (SaveTicketType(type_name="新", priority=9), "choice_unknown"),
        (SaveTicketType(type_name="新", rules=("NO-1",)), "rule_unknown"),
        (SaveTicketType(type_name="新", assignee_id=4_242), "agent_missing"),
        (
            SaveTicketType(type_name="新", form_fields=(OwnField(key="a", name="选", kind="choice"),)),
            "type_field_options",
        ),
        (SaveTicketType(type_name="新", checklist=tuple(map(str, range(99)))), "type_checks_many"),
        (RetireTicketType(type_key="gone"), "ticket_type_unknown"),
        (RemoveTicketType(type_key="gone"), "ticket_type_unknown"),
        (CreateTicket(type="refund_only", title="x", own=((AGREE, "yes"),)), "value_guarded"),
        (CreateTicket(type="inquiry", title="x", own=(("size", "M"),)), "field_unknown"),
        (CreateTicket(type="inquiry", title="x", parent_id=4_242), "ticket_missing"),
    ],
)
def test_what_cannot_be_is_refused(desk: Desk, command: Command, key: str) -> None:
    assert refused(desk, command).key == key
    assert not desk.store.reader.rows("SELECT 1 FROM ticket_form UNION ALL SELECT 1 FROM ticket")


def test_two_who_edit_the_same_type_do_not_lose_a_word(desk: Desk, kind: str) -> None:
    desk.run(SaveTicketType(type_key=kind, type_name="甲", version=1))
    assert refused(desk, SaveTicketType(type_key=kind, type_name="乙", version=1)).key == "row_changed"


def test_creation_asks_for_its_fields_and_completion_for_the_rest(desk: Desk, make: Make, kind: str) -> None:
    error = refused(desk, CreateTicket(type=kind, title="量窗帘"))
    assert (error.key, error.values["names"]) == ("fields_missing", ("尺码",))
    ticket = make.ticket(type=kind, own=(("size", "M"),)).id
    for finish in (
        SetTicketState(ticket_ids=(ticket,), state="done"),
        ReplyOnTicket(ticket_id=ticket, text="好", finish=True),
    ):
        error = refused(desk, finish)
        assert (error.key, error.values["names"]) == ("fields_missing", ("上门日",))
    desk.run(SetTicketValue(ticket_id=ticket, own=(("visit", "2026/11/28"),)))
    assert values(desk, ticket) == {"size": "M", "visit": "2026-11-28"}
    desk.run(SetTicketState(ticket_ids=(ticket,), state="done"))
    desk.undo().result()
    desk.undo().result()
    assert values(desk, ticket) == {"size": "M"}
    desk.redo().result()
    assert values(desk, ticket) == {"size": "M", "visit": "2026-11-28"}


def test_one_of_many_that_is_not_complete_keeps_all_open(desk: Desk, make: Make) -> None:
    whole, empty = make.ticket(type="inquiry").id, make.ticket(type="invoice").id
    assert refused(desk, SetTicketState(ticket_ids=(whole, empty), state="done")).key == "fields_missing"
    assert tickets.detail(desk.store.reader, whole).row.state == "open"


def test_a_field_of_a_kind_that_is_gone_stops_nobody(desk: Desk, make: Make, kind: str) -> None:
    ticket = make.ticket(type=kind, own=(("size", "M"),)).id

    def newer() -> None:
        text = '[{"key": "x", "name": "全息图", "kind": "hologram", "required": "completion"}, 7]'
        with desk.store.act(NewAct(1, None, "Seed", "{}", 256, undoable=False)) as frame:
            frame.tx.connection.execute("UPDATE ticket_form SET fields = ?", (text,))

    desk.store.submit(newer, Priority.ACT).result()
    (field,) = ticket_types.forms(desk.store.reader).must(kind).fields
    assert (field.kind, field.required) == ("hologram", "no")
    desk.run(SetTicketState(ticket_ids=(ticket,), state="done"))


def test_a_type_begins_with_its_own_rules(desk: Desk, make: Make, kind: str) -> None:
    ticket = make.ticket(type=kind, own=(("size", "M"),)).id
    row = tickets.detail(desk.store.reader, ticket).row
    assert row.due_rule == "KS-ONSITE-3D" and row.due_at is not None
    chain = deadlines.chain_of(desk.store.reader, ticket, row.opened_at)
    assert chain is not None and [each.rule.id for each in chain.steps] == ["KS-ONSITE-3D"]
    desk.run(SetTicketField(ticket_ids=(ticket,), field="type", value="complaint"))
    assert tickets.detail(desk.store.reader, ticket).row.due_rule == ""
    desk.run(SetTicketField(ticket_ids=(ticket,), field="type", value=kind))
    assert tickets.detail(desk.store.reader, ticket).row.due_rule == "KS-ONSITE-3D"


@pytest.mark.parametrize(("type_key", "rule"), [("onsite_repair", "KS-ONSITE-3D"), ("repair", "")])
def test_repairs_begin_with_the_rules_of_the_pack(desk: Desk, make: Make, type_key: str, rule: str) -> None:
    ticket = make.ticket(type=type_key).id
    assert tickets.detail(desk.store.reader, ticket).row.due_rule == rule


def test_an_agreement_needs_its_right_and_the_password_and_starts_the_return(
    desk: Desk, make: Make, people: People
) -> None:
    ticket = make.ticket(type="return_refund").id
    assert AgreeToRefund(ticket_id=ticket).sensitive
    with pytest.raises(DeskError, match="denied"), unguarded(desk):
        desk.run(AgreeToRefund(ticket_id=ticket), agent_id=people.agent)
    with unguarded(desk):
        desk.run(AgreeToRefund(ticket_id=ticket))
    assert values(desk, ticket) == {AGREE: "yes"}
    assert tickets.detail(desk.store.reader, ticket).row.due_rule == "TB-RET-7D"
    for answer in ("no", ""):
        assert refused(desk, SetTicketValue(ticket_id=ticket, own=((AGREE, answer),))).key == "value_guarded"
    with unguarded(desk):
        other = make.ticket(type="inquiry").id
        assert refused(desk, AgreeToRefund(ticket_id=other)).key == "refund_none"


def test_of_two_who_answer_a_refund_the_second_is_told_what_stands(desk: Desk, make: Make, people: People) -> None:
    ticket = make.ticket(type="return_refund").id
    starts = "SELECT event FROM ticket_start WHERE ticket_id = ? AND deleted = 0 ORDER BY id"
    with unguarded(desk):
        desk.run(AgreeToRefund(ticket_id=ticket))
        for again in (True, False):
            told = refused(desk, AgreeToRefund(ticket_id=ticket, agreed=again))
            assert (told.key, told.values["kept"]) == ("value_changed", "yes")
        assert desk.store.reader.rows(starts, (ticket,)) == [("agreed",)]
        desk.run(AgreeToRefund(ticket_id=ticket, agreed=False, seen="yes"))
        assert values(desk, ticket) == {AGREE: "no"}
        assert refused(desk, AgreeToRefund(ticket_id=ticket, seen="yes")).values["kept"] == "no"
    for language, word in (("en", "“yes”"), ("zh_CN", "“是”")):
        use_language(language)
        assert word in sentence(told)


def test_no_act_on_many_takes_an_agreement_away(desk: Desk, make: Make) -> None:
    ticket = make.ticket(type="return_refund").id
    with unguarded(desk):
        desk.run(AgreeToRefund(ticket_id=ticket))
    field = ticket_types.forms(desk.store.reader).must("return_refund").field(AGREE)
    assert field is not None
    emptied = SetManyValues(ticket_ids=(ticket,), field=field.name, field_kind=field.kind)
    assert refused(desk, emptied).key == "type_lacks_field"
    assert values(desk, ticket) == {AGREE: "yes"}


def test_screenshots_are_kept_with_the_ticket(desk: Desk, make: Make) -> None:
    shot = files.keep(desk.store, b"png", "退款.png", "image/png")
    ticket = make.ticket(type="refund_only", proofs=(("proof", shot),)).id
    assert values(desk, ticket) == {"proof": shot.sha256}
    desk.run(SetTicketValue(ticket_id=ticket, proofs=(("refund_shot", shot),)))
    assert values(desk, ticket)["refund_shot"] == shot.sha256
    nowhere = FileRef("0" * 64, "x.png", "image/png", 1, 1, 1)
    assert refused(desk, SetTicketValue(ticket_id=ticket, proofs=(("proof", nowhere),))).key == "file_missing"
    assert refused(desk, SetTicketValue(ticket_id=ticket, proofs=(("reason", shot),))).key == "value_picture"


def test_many_orders_get_a_ticket_each_and_one_undo_takes_them_back(desk: Desk, make: Make) -> None:
    make.imported(5)
    orders = tuple(make.order_id(n) for n in range(5))
    done = desk.run(CreateTickets(order_ids=orders, type="invoice", title="开票", own=(("tax_number", "9131"),)))
    assert done.result == 5
    found = desk.store.reader.rows("SELECT order_id, buyer_id IS NULL FROM ticket WHERE deleted = 0 ORDER BY id")
    assert found == [(order, 0) for order in orders]
    desk.undo().result()
    assert not desk.store.reader.rows("SELECT 1 FROM ticket WHERE deleted = 0")
    with pytest.raises(DeskError, match="order_missing"):
        desk.run(CreateTickets(order_ids=(*orders, 4_242), type="invoice", title="开票"))
    assert not desk.store.reader.rows("SELECT 1 FROM ticket WHERE deleted = 0")


def test_a_child_names_its_ticket_and_duplicates_are_found(desk: Desk, make: Make) -> None:
    make.imported(2)
    order = make.order_id(1)
    first = make.ticket(order_id=order)
    child = make.ticket("补一件", order_id=order, type="reshipment", parent_id=first.id)
    assert desk.store.reader.rows(
        "SELECT to_id FROM ticket_link WHERE kind = 'parent' AND from_id = ?", (child.id,)
    ) == [(first.id,)]
    found = ticket_types.duplicates(desk.store.reader, order, "exchange")
    assert [(each.id, each.number) for each in found] == [(first.id, first.number)]
    assert tickets.detail(desk.store.reader, child.id).events[0].after == "ticket"
    desk.run(SetTicketState(ticket_ids=(first.id,), state="done"))
    assert ticket_types.duplicates(desk.store.reader, order, "exchange") == []


@pytest.fixture
def repairs(desk: Desk, people: People) -> int:
    """A department with one member, whose queue tickets of the type "repair" go to."""
    group = int(desk.run(AddGroup(group_name="维修组")).result)  # type: ignore[call-overload]
    desk.run(SetGroupMember(group_id=group, agent_id=people.owner, member=True))
    desk.run(SaveTicketType(type_key="repair", type_name="维修", group_id=group))
    return group


def whose(store: Store, ticket: int) -> tuple[int | None, int | None]:
    return next(iter(store.reader.rows("SELECT assignee_id, group_id FROM ticket WHERE id = ?", (ticket,))))


def test_new_tickets_of_a_type_stand_in_its_department(
    desk: Desk, make: Make, people: People, store: Store, repairs: int
) -> None:
    assert whose(store, make.ticket(type="repair").id) == (None, repairs)
    assert whose(store, make.ticket(type="repair", assignee_id=people.owner).id) == (people.owner, repairs)
    assert whose(store, make.ticket(type="inquiry").id) == (None, None)


def test_who_is_no_member_takes_a_new_ticket_out_of_the_queue(
    desk: Desk, make: Make, store: Store, repairs: int
) -> None:
    other = add_colleague(desk)
    assert whose(store, make.ticket(type="repair", assignee_id=other).id) == (other, None)


def test_many_orders_at_once_go_to_the_department_too(desk: Desk, make: Make, store: Store, repairs: int) -> None:
    make.imported(2)
    desk.run(CreateTickets(order_ids=(make.order_id(0), make.order_id(1)), type="repair", title="维修"))
    assert store.reader.rows("SELECT group_id, COUNT(*) FROM ticket GROUP BY 1") == [(repairs, 2)]


def test_a_department_that_was_removed_takes_no_tickets_and_an_unknown_one_is_refused(
    desk: Desk, make: Make, store: Store, repairs: int
) -> None:
    desk.run(RemoveGroup(group_id=repairs))
    assert whose(store, make.ticket(type="repair").id) == (None, None)
    with pytest.raises(DeskError) as caught:
        desk.run(SaveTicketType(type_key="repair", type_name="维修", group_id=repairs))
    assert caught.value.key == "row_missing"


def test_the_department_of_a_type_is_taken_back(desk: Desk, store: Store, repairs: int) -> None:
    desk.undo().result()
    found = ticket_types.form(store.reader, "repair")
    assert found is not None and found.group_id is None
