"""Many tickets changed by one act: who refuses is told, the rest is done, one undo takes all of it back."""

from __future__ import annotations

import pytest

from tests.desk.builders import Make, People, add_colleague
from tests.desk.undoing import refusal
from ticketdesk.desk import bulk
from ticketdesk.desk.commands.deadlines import NoteStart
from ticketdesk.desk.commands.handing import AddGroup
from ticketdesk.desk.commands.many_tickets import ChangeManyTickets, ReplyOnManyTickets
from ticketdesk.desk.commands.talk import Override
from ticketdesk.desk.commands.ticket_replies import ReplyOnTicket
from ticketdesk.desk.commands.tickets import SetTicketState
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.tally import Changed
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import HOUR
from ticketdesk.domain.tickets import MOST_REPLIES
from ticketdesk.store.compare import digest
from ticketdesk.store.queries import tickets
from ticketdesk.store.queries.ticket_timeline import lines
from ticketdesk.words.errors import sentence

MANY = 700


def changed(desk: Desk, *ids: int, agent: int | None = None, **more: object) -> Changed:
    result = desk.run(ChangeManyTickets(ticket_ids=ids, **more), agent_id=agent).result
    assert isinstance(result, Changed)
    return result


def column(desk: Desk, name: str, *ids: int) -> list[object]:
    found = {row.id: getattr(row, name) for row in tickets.rows(desk.store.reader, ids)}
    return [found[each] for each in ids]


@pytest.fixture
def three(make: Make) -> tuple[int, int, int]:
    one, two, three = (make.ticket(f"第{n}张").id for n in range(3))
    return one, two, three


def test_who_refuses_is_told_by_number_and_reason_and_the_others_are_done(desk, three) -> None:
    desk.run(SetTicketState(ticket_ids=(three[1],), state="done"))
    before = digest(desk.store.reader)
    found = changed(desk, *three, 77, change="state", value="waiting_buyer")
    assert found.changed == 2 and column(desk, "state", *three) == ["waiting_buyer", "done", "waiting_buyer"]
    number = column(desk, "number", three[1])[0]
    assert [(each.id, each.number, each.error.key) for each in found.refused] == [
        (three[1], number, "ticket_state_not_allowed"),
        (77, "", "ticket_missing"),
    ]
    desk.undo().result()
    assert digest(desk.store.reader) == before


def test_the_agreed_end_of_a_deadline_is_set_where_one_can_be_agreed_on(desk, make, clock) -> None:
    repairs = [make.ticket("修", type="repair").id for _ in range(2)]
    for each in repairs:
        desk.run(NoteStart(ticket_id=each, event="return_received", at=clock.now - HOUR))
    exchange, inquiry = make.ticket("换").id, make.ticket("问", type="inquiry").id
    before, until = digest(desk.store.reader), clock.now + 200 * HOUR
    found = changed(desk, *repairs, exchange, inquiry, change="due", until=until)
    assert found.changed == 2 and column(desk, "due_at", *repairs) == [until] * 2
    assert [(each.id, each.error.key) for each in found.refused] == [
        (exchange, "rule_not_agreeable"), (inquiry, "deadline_none"),
    ]  # fmt: skip
    desk.undo().result()
    assert digest(desk.store.reader) == before
    assert refusal(lambda: changed(desk, repairs[0], change="due", until=clock.now - 1)).key == "moment_past"


def test_many_tickets_are_watched_and_watched_no_more(desk, three) -> None:
    colleague = add_colleague(desk)
    before = digest(desk.store.reader)
    assert changed(desk, *three, change="watch", assignee_id=colleague) == Changed(3, ())
    watching = "SELECT COUNT(*) FROM ticket_watch WHERE agent_id = ? AND deleted = 0"
    assert desk.store.reader.rows(watching, (colleague,)) == [(3,)]
    assert refusal(lambda: changed(desk, *three, change="watch", assignee_id=colleague)).key == "tickets_same"
    assert changed(desk, *three[:2], change="unwatch", assignee_id=colleague) == Changed(2, ())
    assert desk.store.reader.rows(watching, (colleague,)) == [(1,)]
    for _ in range(2):
        desk.undo().result()
    assert digest(desk.store.reader) == before


def test_a_department_gets_them_all(desk, three) -> None:
    group = desk.run(AddGroup(group_name="售后组")).result
    before = digest(desk.store.reader)
    assert changed(desk, *three, change="transfer", group_id=group) == Changed(3, ())
    assert desk.store.reader.rows("SELECT DISTINCT group_id, assignee_id FROM ticket") == [(group, None)]
    desk.undo().result()
    assert digest(desk.store.reader) == before


@pytest.fixture
def small_chunks(monkeypatch) -> None:
    """Acts on many take turns soon."""
    monkeypatch.setattr(bulk, "CHUNK", 50)


@pytest.mark.usefixtures("small_chunks")
def test_a_ticket_that_another_act_on_many_holds_is_told_and_the_others_are_done(desk, make, many) -> None:
    """Both go on at once, chunk by chunk, and both are taken back."""
    free = make.ticket("没人动").id
    before, posted = digest(desk.store.reader), []

    def begun(_done: int) -> None:
        if not posted:
            second = ChangeManyTickets(ticket_ids=(many[0], free), change="priority", value="3")
            posted.append(desk.post(second))

    first = desk.post(ChangeManyTickets(ticket_ids=many, change="state", value="in_progress"), progress=begun)
    assert first.result().result == Changed(MANY, ())
    found = posted[0].result().result
    assert found.changed == 1 and [(each.id, each.error.key) for each in found.refused] == [(many[0], "row_busy")]
    assert found.refused[0].number and "Wait until it is through" in sentence(found.refused[0].error)
    assert column(desk, "priority", many[0], free) == [2, 3]
    for _ in range(2):
        desk.undo().result()
    assert digest(desk.store.reader) == before


@pytest.mark.usefixtures("small_chunks")
def test_where_another_act_holds_all_of_them_that_is_the_reason(desk, many) -> None:
    posted = []

    def begun(_done: int) -> None:
        if not posted:
            posted.append(desk.post(ChangeManyTickets(ticket_ids=many[:1], change="priority", value="3")))
            posted.append(desk.post(ChangeManyTickets(ticket_ids=many[:2], change="priority", value="3")))

    desk.post(ChangeManyTickets(ticket_ids=many, change="state", value="in_progress"), progress=begun).result()
    assert [refusal(each.result).key for each in posted] == ["row_busy", "tickets_refused"]
    assert column(desk, "priority", *many[:2]) == [2, 2]


CHANGES = {
    "state": ({"value": "in_progress"}, "state", "in_progress"),
    "type": ({"value": "repair"}, "type", "repair"),
    "priority": ({"value": "3"}, "priority", 3),
    "suspend": ({"until": 1_795_000_000_000 + 48 * HOUR, "reason": "等货"}, "state", "suspended"),
    "cancel": ({"reason": "重复"}, "state", "cancelled"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_made_to_all_and_taken_back_by_one_undo(desk, three, change) -> None:
    more, name, wanted = CHANGES[change]
    before = digest(desk.store.reader)
    assert changed(desk, *three, change=change, **more) == Changed(3, ())
    assert column(desk, name, *three) == [wanted] * 3
    assert lines(desk.store.reader, three[0])[-1].author == "小满"
    desk.undo().result()
    assert digest(desk.store.reader) == before


def test_they_are_handed_on_and_taken_up_again(desk, three, make) -> None:
    colleague = add_colleague(desk)
    assert changed(desk, *three, change="transfer", assignee_id=colleague, value="leave", reason="换班").changed == 3
    assert column(desk, "assignee_id", *three) == [colleague] * 3
    assert "换班" in lines(desk.store.reader, three[2])[-1].text
    changed(desk, *three, change="state", value="done")
    assert changed(desk, *three, change="reopen").changed == 3
    assert column(desk, "state", *three) == ["in_progress"] * 3


def test_others_tickets_are_cancelled_with_the_right_only(desk, make, people: People) -> None:
    own = make.ticket("我的", agent_id=people.agent, assignee_id=people.agent).id
    other = make.ticket("别人的", agent_id=people.lead, assignee_id=people.lead).id
    found = changed(desk, own, other, agent=people.agent, change="cancel", reason="重复")
    assert found.changed == 1 and [(each.id, each.error.key) for each in found.refused] == [(other, "denied")]
    assert column(desk, "state", own, other) == ["cancelled", "open"]


def test_an_act_that_changes_nothing_leaves_none_behind(desk, three) -> None:
    changed(desk, *three, change="priority", value="3")
    for ids, wanted in ((three, "tickets_same"), ((77,), "ticket_missing"), ((77, 78), "tickets_refused")):
        given = ChangeManyTickets(ticket_ids=ids, change="priority", value="3")
        assert refusal(lambda given=given: desk.run(given)).key == wanted
    desk.undo().result()
    assert column(desk, "priority", *three) == [2, 2, 2]


def test_the_reasons_of_all_are_told_where_none_was_changed(desk) -> None:
    error = refusal(lambda: changed(desk, 77, 78, change="priority", value="3"))
    refused = error.values["refused"]
    assert isinstance(refused, tuple) and [each.id for each in refused] == [77, 78]


@pytest.mark.parametrize(
    ("more", "wanted"),
    [({"change": "sell"}, "choice_unknown"), ({"change": "cancel"}, "tickets_refused"),
     ({"change": "state", "value": "suspended"}, "tickets_refused"), ({"change": "suspend"}, "tickets_refused")],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_written(desk, three, more, wanted) -> None:
    before = digest(desk.store.reader)
    assert refusal(lambda: changed(desk, *three, **more)).key == wanted
    assert digest(desk.store.reader) == before


def test_a_refusal_takes_back_what_its_ticket_had_written_and_nothing_else(desk, three, monkeypatch) -> None:
    from ticketdesk.desk.commands import tickets as module

    written = module.event

    def broken(context, ticket: int, kind: str, **more: str) -> int:
        line = written(context, ticket, kind, **more)
        if ticket == three[1]:
            raise DeskError("ticket_missing", id=ticket)
        return line

    monkeypatch.setattr(module, "event", broken)
    found = changed(desk, *three, change="type", value="repair")
    assert found.changed == 2 and column(desk, "type", *three) == ["repair", "exchange", "repair"]
    assert [len(lines(desk.store.reader, each)) for each in three] == [2, 1, 2]


@pytest.fixture
def many(make: Make) -> tuple[int, ...]:
    return tuple(make.ticket(f"第{n}张").id for n in range(MANY))


def test_a_change_of_very_many_says_how_far_it_is_and_can_be_stopped(desk, many) -> None:
    before, told = digest(desk.store.reader), []
    command = ChangeManyTickets(ticket_ids=many, change="state", value="in_progress")
    future = desk.post(command, progress=told.append, cancelled=lambda: bool(told))
    assert refusal(future.result).key == "cancelled"
    assert told and 0 < told[0] < MANY
    assert digest(desk.store.reader) == before
    told.clear()
    command = ChangeManyTickets(ticket_ids=many, change="state", value="in_progress")
    assert desk.post(command, progress=told.append).result().result == Changed(MANY, ())
    assert told == sorted(told) and told[-1] == MANY and len(told) > 2
    desk.undo().result()
    assert digest(desk.store.reader) == before


def test_no_backup_is_waited_for(desk, three, monkeypatch) -> None:
    monkeypatch.setattr(desk, "before_bulk", lambda: pytest.fail("a backup was asked for"))
    assert changed(desk, *three, change="priority", value="1").changed == 3


def test_each_buyer_reads_the_words_with_his_own_variables(desk, make: Make) -> None:
    talks = {nick: make.transcript(nick, "在吗").conversation_id for nick in ("林", "周")}
    ids = [make.ticket("换货", buyer_nick=nick, conversation_id=talk).id for nick, talk in talks.items()]
    silent = make.ticket("没聊过", buyer_nick="王").id
    before = digest(desk.store.reader)
    result = desk.run(ReplyOnManyTickets(ticket_ids=(*ids, silent), text="亲爱的{买家}，{客服}来了")).result
    assert isinstance(result, Changed) and result.changed == 2
    assert [(each.id, each.error.key) for each in result.refused] == [(silent, "ticket_no_talk")]
    for ticket, (nick, talk) in zip(ids, talks.items(), strict=True):
        words = f"亲爱的{nick}，小满来了"
        assert lines(desk.store.reader, ticket)[-1].text == words
        assert desk.store.reader.rows("SELECT last_text FROM conversation WHERE id = ?", (talk,)) == [(words,)]
    desk.undo().result()
    assert digest(desk.store.reader) == before


def test_why_words_to_many_went_against_a_rule_is_kept_with_each_that_did(desk, make: Make) -> None:
    talks = {nick: make.transcript(nick, "在吗").conversation_id for nick in ("林", "加我微信abc12345", "周")}
    ids = [make.ticket("换货", buyer_nick=nick, conversation_id=talk).id for nick, talk in talks.items()]
    before = digest(desk.store.reader)
    reasons = (Override("contact.wechat", "买家要求"), Override("dont.harsh", "买家要求"))
    against = ReplyOnManyTickets(ticket_ids=tuple(ids), text="{买家}，在呢", overrides=reasons)
    assert desk.run(against).result == Changed(3, ())
    sql = "SELECT m.conversation_id, w.rule, w.reason, w.agent_id FROM wording_override w JOIN message m"
    kept = desk.store.reader.rows(f"{sql} ON m.id = w.message_id WHERE w.deleted = 0")
    assert kept == [(list(talks.values())[1], "contact.wechat", "买家要求", desk.agent_id)]
    desk.undo().result()
    assert digest(desk.store.reader) == before
    bare = ReplyOnManyTickets(
        ticket_ids=tuple(ids), text="加微信 abc12345", overrides=(Override("contact.wechat", " "),)
    )
    assert refusal(lambda: desk.run(bare)).key == "tickets_refused"
    assert digest(desk.store.reader) == before


def test_a_reply_on_one_ticket_keeps_its_reason_too(desk, make: Make) -> None:
    talk = make.transcript("林", "在吗").conversation_id
    ticket = make.ticket("换货", buyer_nick="林", conversation_id=talk).id
    desk.run(ReplyOnTicket(ticket_id=ticket, text="加微信", overrides=(Override("contact.wechat", "买家要求"),)))
    assert desk.store.reader.rows("SELECT rule, reason FROM wording_override") == [("contact.wechat", "买家要求")]


def test_nothing_is_written_with_a_hole_in_it(desk, make: Make) -> None:
    talk = make.transcript("林", "在吗").conversation_id
    ticket = make.ticket("换货", buyer_nick="林", conversation_id=talk).id
    error = refusal(lambda: desk.run(ReplyOnManyTickets(ticket_ids=(ticket,), text="单号 {单号}，{快递}")))
    assert (error.key, error.values["names"]) == ("variables_unknown", "单号, 快递")
    assert refusal(lambda: desk.run(ReplyOnManyTickets(ticket_ids=(ticket,), text=" "))).key == "reply_empty"
    many = ReplyOnManyTickets(ticket_ids=tuple(range(1, MOST_REPLIES + 2)), text="亲")
    assert refusal(lambda: desk.run(many)).key == "tickets_many"
