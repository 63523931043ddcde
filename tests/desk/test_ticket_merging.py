"""Merging, taking out again and splitting: every word stays exactly once, and each act can be taken back whole."""

from __future__ import annotations

import pytest

from tests.desk.builders import Clock, Make
from tests.desk.undoing import refusal
from ticketdesk.desk.commands.ticket_links import LinkTickets
from ticketdesk.desk.commands.ticket_merging import MergeTickets, SplitTicket, UnmergeTicket
from ticketdesk.desk.commands.ticket_replies import NoteOnTicket, ReplyOnTicket
from ticketdesk.desk.commands.tickets import ReopenTicket, SetTicketState, TicketMade
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.files import keep
from ticketdesk.store.compare import digest
from ticketdesk.store.queries import ticket_ties, tickets
from ticketdesk.store.queries.ticket_timeline import EventRow
from ticketdesk.store.store import Store
from ticketdesk.words.errors import sentence


def lines(store: Store, ticket: int) -> tuple[EventRow, ...]:
    found = tickets.detail(store.reader, ticket)
    assert found is not None
    return found.events


def words(store: Store, ticket: int) -> list[str]:
    return [line.text for line in lines(store, ticket) if line.kind in ("note", "reply")]


def state(store: Store, ticket: int) -> tuple[str, bool]:
    row = tickets.rows(store.reader, [ticket])[0]
    return row.state, row.closed_at is not None


@pytest.fixture
def pair(desk: Desk, make: Make) -> tuple[int, int]:
    """Two tickets of one buyer, each with a note."""
    found = make.ticket("一", buyer_nick="云朵").id, make.ticket("二", buyer_nick="云朵").id
    for name, ticket in zip("甲乙", found, strict=True):
        desk.run(NoteOnTicket(ticket_id=ticket, text=name))
    return found


def test_the_winner_shows_the_words_of_both_once_and_the_loser_is_closed(
    desk: Desk, store: Store, pair: tuple[int, int]
) -> None:
    winner, loser = pair
    desk.run(MergeTickets(winner_id=winner, loser_ids=(loser,)))
    assert words(store, winner) == ["甲", "乙"]
    assert state(store, loser) == ("cancelled", True)
    found = tickets.detail(store.reader, loser)
    assert found is not None and found.merged_into == winner
    assert ticket_ties.winner_of(store.reader, loser) == winner
    assert [row.ticket_id for row in ticket_ties.links(store.reader, winner)] == [loser]


def test_what_is_written_at_a_merged_ticket_goes_to_the_winner(
    desk: Desk, store: Store, pair: tuple[int, int], make: Make
) -> None:
    winner, loser = pair
    top = make.ticket("三", buyer_nick="云朵").id
    desk.run(MergeTickets(winner_id=winner, loser_ids=(loser,)))
    desk.run(MergeTickets(winner_id=top, loser_ids=(winner,)))
    desk.run(NoteOnTicket(ticket_id=loser, text="丙"))
    desk.run(ReplyOnTicket(ticket_id=winner, text="丁"))
    assert words(store, top) == ["甲", "乙", "丙", "丁"]
    assert store.reader.rows("SELECT COUNT(*) FROM ticket_event WHERE ticket_id = ? AND text IN ('丙', '丁')", (top,))[
        0
    ] == (2,)


def test_taking_out_brings_the_ticket_back_as_it_stood(
    desk: Desk, store: Store, pair: tuple[int, int], clock: Clock
) -> None:
    winner, loser = pair
    desk.run(SetTicketState(ticket_ids=(loser,), state="waiting_buyer"))
    due = tickets.rows(store.reader, [loser])[0].due_at
    desk.run(MergeTickets(winner_id=winner, loser_ids=(loser,)))
    desk.run(NoteOnTicket(ticket_id=winner, text="丙"))
    desk.run(UnmergeTicket(ticket_id=loser))
    assert state(store, loser) == ("waiting_buyer", False)
    assert tickets.rows(store.reader, [loser])[0].due_at == due
    assert words(store, winner) == ["甲", "丙"] and words(store, loser) == ["乙"]


def test_an_ended_ticket_is_ended_again_when_it_is_taken_out(desk: Desk, store: Store, pair: tuple[int, int]) -> None:
    winner, loser = pair
    desk.run(SetTicketState(ticket_ids=(loser,), state="done"))
    closed = tickets.rows(store.reader, [loser])[0].closed_at
    desk.run(MergeTickets(winner_id=winner, loser_ids=(loser,)))
    desk.run(UnmergeTicket(ticket_id=loser))
    assert state(store, loser) == ("done", True)
    assert tickets.rows(store.reader, [loser])[0].closed_at == closed


def test_what_was_written_meanwhile_goes_where_the_agent_says(desk: Desk, store: Store, pair: tuple[int, int]) -> None:
    winner, loser = pair
    picture = keep(store, b"\x89PNG", "a.png", "image/png", width=2, height=2)
    desk.run(MergeTickets(winner_id=winner, loser_ids=(loser,)))
    desk.run(NoteOnTicket(ticket_id=winner, text="留下"))
    desk.run(NoteOnTicket(ticket_id=winner, text="带走", pictures=(picture,)))
    since = ticket_ties.written_since(store.reader, loser)
    assert [each.text for each in since] == ["留下", "带走"]
    desk.run(UnmergeTicket(ticket_id=loser, take=(since[1].id,)))
    assert words(store, winner) == ["甲", "留下"] and words(store, loser) == ["乙", "带走"]
    assert [len(line.pictures) for line in lines(store, loser) if line.text == "带走"] == [1]


def test_only_what_was_written_since_can_be_taken_along(desk: Desk, store: Store, pair: tuple[int, int]) -> None:
    winner, loser = pair
    older = next(line.id for line in lines(store, winner) if line.text == "甲")
    desk.run(MergeTickets(winner_id=winner, loser_ids=(loser,)))
    assert refusal(lambda: desk.run(UnmergeTicket(ticket_id=loser, take=(older,)))).key == "lines_elsewhere"


def test_a_split_moves_words_and_pictures_and_leaves_a_link(desk: Desk, store: Store, pair: tuple[int, int]) -> None:
    ticket, _ = pair
    picture = keep(store, b"\x89PNG", "a.png", "image/png", width=2, height=2)
    desk.run(NoteOnTicket(ticket_id=ticket, text="另一件事", pictures=(picture,)))
    line = lines(store, ticket)[-1]
    made = desk.run(SplitTicket(ticket_id=ticket, event_ids=(line.id,), title="新单", type="logistics")).result
    assert isinstance(made, TicketMade)
    assert words(store, ticket) == ["甲"] and words(store, made.id) == ["另一件事"]
    assert [len(each.pictures) for each in lines(store, made.id)] == [1, 0]
    assert [(row.kind, row.ticket_id) for row in ticket_ties.links(store.reader, made.id)] == [("related", ticket)]
    assert [row.text for row in ticket_ties.checks(store.reader, made.id)] == [
        "Ask the courier",
        "Tell the buyer what comes of it",
    ]


def test_a_split_takes_words_of_a_merged_ticket_too(desk: Desk, store: Store, pair: tuple[int, int]) -> None:
    winner, loser = pair
    line = next(line.id for line in lines(store, loser) if line.text == "乙")
    desk.run(MergeTickets(winner_id=winner, loser_ids=(loser,)))
    made = desk.run(SplitTicket(ticket_id=winner, event_ids=(line,), title="新单", type="inquiry")).result
    assert isinstance(made, TicketMade)
    assert (words(store, winner), words(store, made.id)) == (["甲"], ["乙"])
    desk.run(UnmergeTicket(ticket_id=loser))
    assert words(store, loser) == []


@pytest.mark.parametrize("which", ["merge", "unmerge", "split"])
def test_each_act_taken_back_leaves_the_store_as_it_was(
    desk: Desk, store: Store, pair: tuple[int, int], which: str
) -> None:
    winner, loser = pair
    if which == "unmerge":
        desk.run(MergeTickets(winner_id=winner, loser_ids=(loser,)))
        desk.run(NoteOnTicket(ticket_id=winner, text="丙"))
    line = lines(store, winner)[-1].id
    before = digest(store.reader)
    command = {
        "merge": MergeTickets(winner_id=winner, loser_ids=(loser,)),
        "unmerge": UnmergeTicket(ticket_id=loser, take=(line,)),
        "split": SplitTicket(ticket_id=winner, event_ids=(line,), title="新单", type="exchange"),
    }[which]
    desk.run(command)
    assert digest(store.reader) != before
    desk.undo().result()
    assert digest(store.reader) == before


def test_what_makes_no_sense_is_refused_in_one_sentence_and_changes_nothing(
    desk: Desk, store: Store, pair: tuple[int, int], make: Make
) -> None:
    one, other = pair
    child = make.ticket("子", buyer_nick="云朵").id
    desk.run(LinkTickets(ticket_ids=(child, one), kind="parent"))
    stranger = make.ticket("别人", buyer_nick="秋水").id
    merged = make.ticket("四", buyer_nick="云朵").id
    desk.run(MergeTickets(winner_id=other, loser_ids=(merged,)))
    created = lines(store, one)[0].id
    foreign = lines(store, stranger)[0].id
    before = digest(store.reader)
    refused = {
        "merge_nothing": MergeTickets(winner_id=one, loser_ids=()),
        "merge_too_many": MergeTickets(winner_id=one, loser_ids=tuple(range(60))),
        "merge_self": MergeTickets(winner_id=one, loser_ids=(other, one)),
        "merge_child": MergeTickets(winner_id=one, loser_ids=(child,)),
        "merge_other_buyer": MergeTickets(winner_id=one, loser_ids=(stranger,)),
        "ticket_merged": MergeTickets(winner_id=one, loser_ids=(merged,)),
        "ticket_not_merged": UnmergeTicket(ticket_id=one),
        "ticket_missing": MergeTickets(winner_id=one, loser_ids=(7,)),
        "split_nothing": SplitTicket(ticket_id=one, event_ids=(), title="新", type="exchange"),
        "split_only_words": SplitTicket(ticket_id=one, event_ids=(created,), title="新", type="exchange"),
        "lines_elsewhere": SplitTicket(ticket_id=one, event_ids=(foreign,), title="新", type="exchange"),
        "ticket_title_empty": SplitTicket(ticket_id=one, event_ids=(created,), title=" ", type="exchange"),
        "ticket_type_unknown": SplitTicket(ticket_id=one, event_ids=(created,), title="新", type="nothing"),
    }
    for key, command in refused.items():
        error = refusal(lambda command=command: desk.run(command))  # type: ignore[misc]
        assert error.key == key
        assert "{" not in sentence(error) and len(sentence(error)) > 20
    assert refusal(lambda: desk.run(MergeTickets(winner_id=child, loser_ids=(one,)))).key == "merge_child"
    number = tickets.rows(store.reader, [other])[0].number
    assert number in sentence(refusal(lambda: desk.run(ReopenTicket(ticket_id=merged))))
    assert digest(store.reader) == before


def test_tickets_of_two_buyers_are_merged_where_the_agent_means_it(desk: Desk, store: Store, make: Make) -> None:
    one, other = make.ticket("一", buyer_nick="云朵").id, make.ticket("二", buyer_nick="秋水").id
    error = refusal(lambda: desk.run(MergeTickets(winner_id=one, loser_ids=(other,))))
    assert "云朵" in sentence(error) and "秋水" in sentence(error)
    desk.run(MergeTickets(winner_id=one, loser_ids=(other,), across_buyers=True))
    assert ticket_ties.members(store.reader, one) == (one, other)


def test_a_single_act_is_taken_back_by_itself_and_only_once(desk: Desk, store: Store, pair: tuple[int, int]) -> None:
    winner, loser = pair
    merged = desk.run(MergeTickets(winner_id=winner, loser_ids=(loser,))).act_id
    assert merged is not None
    noted = desk.run(NoteOnTicket(ticket_id=winner, text="后来")).act_id
    desk.undo_act(merged).result()
    assert state(store, loser) == ("open", False)
    assert words(store, winner) == ["甲", "后来"]
    assert refusal(lambda: desk.undo_act(merged).result()).key == "act_not_standing"
    desk.redo().result()
    assert words(store, winner) == ["甲", "乙", "后来"]
    desk.undo_act(merged).result()
    assert words(store, winner) == ["甲", "后来"]
    assert noted is not None


def test_an_act_that_a_later_one_builds_on_is_refused_with_its_rows(
    desk: Desk, store: Store, pair: tuple[int, int]
) -> None:
    ticket, _ = pair
    first = desk.run(SetTicketState(ticket_ids=(ticket,), state="in_progress")).act_id
    desk.run(SetTicketState(ticket_ids=(ticket,), state="waiting_buyer"))
    assert first is not None
    error = refusal(lambda: desk.undo_act(first).result())
    assert error.key == "undo_conflict"
    assert state(store, ticket) == ("waiting_buyer", False)
