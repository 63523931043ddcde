"""Every kind of bulk act, undone: the database is as it was before it, and done again as it was after."""

from __future__ import annotations

import pytest

from tests.desk.builders import Make, People
from tests.desk.samples import Sampler
from tests.desk.soundness import assert_sound
from ticketdesk.desk.command import BulkCommand, Command
from ticketdesk.desk.commands.many_tickets import ChangeManyTickets, ReplyOnManyTickets
from ticketdesk.desk.commands.ticket_merging import MergeTickets
from ticketdesk.desk.commands.tickets import SetTicketState
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.registry import commands
from ticketdesk.store.compare import digest

BULK = sorted(name for name, kind in commands().items() if issubclass(kind, BulkCommand))


def undone(desk: Desk, command: Command) -> None:
    """Do, undo, do again and undo."""
    before = digest(desk.store.reader)
    desk.run(command)
    after = digest(desk.store.reader)
    assert after != before
    for _again in range(2):
        desk.undo().result()
        assert digest(desk.store.reader) == before
        desk.redo().result()
        assert digest(desk.store.reader) == after
    desk.undo().result()
    assert digest(desk.store.reader) == before
    assert_sound(desk.store, "亚麻", "在吗", "词")


@pytest.mark.parametrize("name", BULK)
def test_a_bulk_act_leaves_nothing_behind(name: str, desk: Desk, make: Make, people: People) -> None:
    make.imported(3)
    sample = Sampler(make, people, people.owner)
    undone(desk, sample(name, "own"))


def test_the_kinds_of_bulk_acts_are_known() -> None:
    assert {"ChangeManyTickets", "CreateTickets", "ImportOrders", "ReplyOnManyTickets", "SetDayCounting"} <= set(BULK)


MANY = 90
CHANGES: dict[str, dict[str, object]] = {
    "state": {"value": "done"},
    "type": {"value": "return_refund"},
    "priority": {"value": "3"},
    "transfer": {"value": "leave", "reason": "换班"},
    "suspend": {"until": 4_102_444_800_000, "reason": "等货"},
    "cancel": {"reason": "重复"},
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_many_tickets_of_all_kinds_leaves_nothing_behind(
    change: str, desk: Desk, make: Make, people: People
) -> None:
    """Some of them answered, some ended, some merged: who refuses is left, and the rest comes back as it was."""
    more = {"assignee_id": people.agent} if change == "transfer" else {}
    undone(desk, ChangeManyTickets(ticket_ids=many(desk, make), change=change, **CHANGES[change], **more))  # type: ignore[arg-type]


def test_a_reply_to_many_buyers_leaves_nothing_behind(desk: Desk, make: Make) -> None:
    undone(desk, ReplyOnManyTickets(ticket_ids=many(desk, make), text="亲爱的{买家}，已经处理好了"))


def many(desk: Desk, make: Make) -> tuple[int, ...]:
    """Tickets of several types, states and buyers, some with a conversation."""
    talks = {nick: make.transcript(nick, "在吗").conversation_id for nick in ("林", "周", "王")}
    kinds, nicks = ("exchange", "complaint", "inquiry"), tuple(talks)
    found = []
    for n in range(MANY):
        nick = nicks[n % 3]
        talk = talks[nick] if n % 2 else None
        made = make.ticket(f"第{n}张", type=kinds[n // 3 % 3], buyer_nick=nick, conversation_id=talk)
        found.append(made.id)
    desk.run(SetTicketState(ticket_ids=tuple(found[::9]), state="in_progress"))
    desk.run(SetTicketState(ticket_ids=(found[2], found[5]), state="waiting_buyer"))
    desk.run(MergeTickets(winner_id=found[1], loser_ids=(found[4], found[7])))
    return tuple(found)
