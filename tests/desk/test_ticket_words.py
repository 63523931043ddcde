"""A ticket reworded: journaled a field at a time, nobody written over, who is named in it called."""

from __future__ import annotations

import pytest

from tests.desk.builders import Make, People
from tests.desk.undoing import refusal
from ticketdesk.desk.commands.many_tickets import ChangeManyTickets
from ticketdesk.desk.commands.ticket_merging import MergeTickets
from ticketdesk.desk.commands.ticket_replies import NoteOnTicket
from ticketdesk.desk.commands.ticket_types import SaveTicketType
from ticketdesk.desk.commands.ticket_values import CreateTickets
from ticketdesk.desk.commands.ticket_words import RewordTicket
from ticketdesk.desk.commands.tickets import CancelTicket, CreateTicket, TransferTicket
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.compare import digest
from ticketdesk.store.queries import agents, ticket_people, tickets
from ticketdesk.store.queries.search import hits
from ticketdesk.words import use_language
from ticketdesk.words.errors import sentence


def stands(desk: Desk, ticket: int) -> tuple[str, str, str]:
    found = tickets.detail(desk.store.reader, ticket)
    assert found is not None
    return found.row.title, found.demand, found.description


def name(desk: Desk, agent: int) -> str:
    return agents.actor(desk.store.reader, agent).name


def calls(desk: Desk, agent: int) -> list[str]:
    return [each.text for each in ticket_people.mentions(desk.store.reader, agent)]


def found(desk: Desk, words: str) -> list[int]:
    return [each.id for each in hits(desk.store.reader, "tickets", words)]


@pytest.fixture
def ticket(make: Make) -> int:
    return make.ticket("换货", description="码数不合适", demand="换 L 码").id


def test_each_field_is_a_line_of_the_timeline_and_one_undo_takes_the_act_back(desk: Desk, ticket: int) -> None:
    before = digest(desk.store.reader)
    desk.run(RewordTicket(ticket_id=ticket, words=(("title", " 换货 · 外套 "), ("demand", "换 XL 码"))))
    assert stands(desk, ticket) == ("换货 · 外套", "换 XL 码", "码数不合适")
    lines = tickets.detail(desk.store.reader, ticket).events[1:]  # type: ignore[union-attr]
    assert [(line.kind, line.before, line.text) for line in lines] == [
        ("title", "换货", "换货 · 外套"), ("demand", "换 L 码", "换 XL 码"),
    ]  # fmt: skip
    assert len({line.act for line in lines}) == 1 and lines[0].act is not None
    desk.undo_act(lines[0].act).result()
    assert stands(desk, ticket) == ("换货", "换 L 码", "码数不合适")
    assert digest(desk.store.reader) == before


def test_the_new_words_are_found_and_the_old_ones_no_more(desk: Desk, ticket: int) -> None:
    desk.run(RewordTicket(ticket_id=ticket, words=(("description", "袖口开线"),)))
    assert [found(desk, words) for words in ("袖口开线", "码数不合适")] == [[ticket], []]


def test_who_writes_later_hears_what_a_colleague_wrote_and_may_write_it_over_then(
    desk: Desk, people: People, ticket: int
) -> None:
    other = Desk(desk.store, desk._clock, people.agent)
    desk.run(RewordTicket(ticket_id=ticket, words=(("title", "退货"),), seen=(("title", "换货"),)))
    standing = digest(desk.store.reader)
    late = RewordTicket(ticket_id=ticket, words=(("title", "补发"), ("demand", "补一件")), seen=(("title", "换货"),))
    error = refusal(lambda: other.run(late))
    assert (error.key, error.values["field"], error.values["kept"]) == ("ticket_reworded", "title", "退货")
    assert digest(desk.store.reader) == standing
    for language, field in (("zh_CN", "标题"), ("en", "Title")):
        use_language(language)
        assert f"“{field}”" in sentence(error) and "“退货”" in sentence(error)
    other.run(RewordTicket(ticket_id=ticket, words=(("demand", "补一件"),), seen=(("demand", "换 L 码"),)))
    other.run(RewordTicket(ticket_id=ticket, words=(("title", "补发"),), seen=(("title", "退货"),)))
    assert stands(desk, ticket) == ("补发", "补一件", "码数不合适")


def test_what_is_refused_and_the_same_words_write_nothing(desk: Desk, make: Make, ticket: int) -> None:
    ended, loser = make.ticket("二").id, make.ticket("三").id
    desk.run(CancelTicket(ticket_id=ended, reason="买家不换了"))
    desk.run(MergeTickets(winner_id=ticket, loser_ids=(loser,)))
    before = digest(desk.store.reader)
    version = tickets.detail(desk.store.reader, ticket).row.version  # type: ignore[union-attr]
    for key, command in (
        ("ticket_title_empty", RewordTicket(ticket_id=ticket, words=(("title", " \u200b "),))),
        ("field_unknown", RewordTicket(ticket_id=ticket, words=(("number", "x"),))),
        ("message_too_long", RewordTicket(ticket_id=ticket, words=(("demand", "字" * 30_000),))),
        ("ticket_changed", RewordTicket(ticket_id=ticket, words=(("title", "x"),), version=version - 1)),
        ("ticket_ended", RewordTicket(ticket_id=ended, words=(("title", "x"),))),
        ("ticket_merged", RewordTicket(ticket_id=loser, words=(("title", "x"),))),
        ("ticket_missing", RewordTicket(ticket_id=7, words=(("title", "x"),))),
    ):
        with pytest.raises(DeskError, match=key):
            desk.run(command)
    assert desk.run(RewordTicket(ticket_id=ticket, words=(("title", "换货"),))).act_id is None
    assert digest(desk.store.reader) == before


def test_a_name_in_the_words_of_a_ticket_calls_once(desk: Desk, people: People) -> None:
    agent, lead = people.agent, people.lead
    asked = f"@{name(desk, agent)} 看一下"
    made = desk.run(CreateTicket(type="exchange", title="换货", demand="换 L 码", description=asked)).result
    ticket = made.id  # type: ignore[attr-defined]
    assert calls(desk, agent) == [f"换 L 码 {asked}"]
    shown = tickets.detail(desk.store.reader, ticket)
    assert shown is not None and [each.agent_id for each in shown.asked] == [agent]
    more = f"{asked}，@{name(desk, lead)} 也看一下"
    assert desk.run(RewordTicket(ticket_id=ticket, words=(("description", more),))).result == (lead,)
    assert len(calls(desk, agent)) == 1 and calls(desk, lead) == [more]
    assert desk.run(RewordTicket(ticket_id=ticket, words=(("demand", f"@{name(desk, agent)}"),))).result == (agent,)
    desk.undo().result()
    assert len(calls(desk, agent)) == 1


def test_the_note_of_a_transfer_calls_too(desk: Desk, people: People, ticket: int) -> None:
    agent, lead = people.agent, people.lead
    note = f"@{name(desk, lead)} 请批准"
    desk.run(TransferTicket(ticket_ids=(ticket,), assignee_id=agent, reason="too_busy", note=note))
    assert calls(desk, lead) == [note] and calls(desk, agent) == []
    shown = tickets.detail(desk.store.reader, ticket)
    assert shown is not None and [(each.agent_id, each.text) for each in shown.asked] == [(lead, note)]


def test_many_tickets_call_for_each_of_them_and_one_undo_takes_it_back(desk: Desk, make: Make, people: People) -> None:
    make.imported(40)
    orders, both = tuple(make.order_id(n) for n in range(40)), f"@{name(desk, people.lead)} @{name(desk, people.agent)}"
    desk.run(CreateTickets(order_ids=orders, type="invoice", title="开票", description=both * 3, demand=both))
    ids = tuple(row[0] for row in desk.store.reader.rows("SELECT id FROM ticket WHERE deleted = 0"))
    assert len(calls(desk, people.lead)) == len(calls(desk, people.agent)) == 40
    desk.undo().result()
    assert calls(desk, people.lead) == []
    desk.redo().result()
    before = digest(desk.store.reader)
    desk.run(ChangeManyTickets(ticket_ids=ids, change="transfer", assignee_id=people.agent, reason=both * 3))
    assert len(calls(desk, people.lead)) == 80
    desk.undo().result()
    assert digest(desk.store.reader) == before


def test_a_note_calls_as_before(desk: Desk, people: People, ticket: int) -> None:
    assert desk.run(NoteOnTicket(ticket_id=ticket, text=f"@{name(desk, people.lead)} 急")).result == (people.lead,)
    assert calls(desk, people.lead) == [f"@{name(desk, people.lead)} 急"]


def test_words_of_a_type_of_the_shops_own_are_reworded_as_well(desk: Desk, make: Make) -> None:
    kind = str(desk.run(SaveTicketType(type_name="上门量尺")).result)
    ticket = make.ticket("量窗", type=kind).id
    desk.run(RewordTicket(ticket_id=ticket, words=(("title", "量三扇窗"),)))
    assert stands(desk, ticket)[0] == "量三扇窗"
