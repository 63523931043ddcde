"""Samples of the commands that tie tickets to each other and keep their checklists."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.handing import AddGroup, SetGroupMember
from ticketdesk.desk.commands.stand_ins import EndStandIn, NameStandIn
from ticketdesk.desk.commands.ticket_checks import AddCheck, RemoveCheck, TickCheck
from ticketdesk.desk.commands.ticket_links import LinkTickets, UnlinkTickets
from ticketdesk.desk.commands.ticket_merging import MergeTickets, SplitTicket, UnmergeTicket
from ticketdesk.desk.commands.ticket_people import DoneMention, SeeTicket, UnwatchTicket, WatchTicket
from ticketdesk.desk.commands.ticket_replies import NoteOnTicket
from ticketdesk.domain.moments import DAY

if TYPE_CHECKING:
    from tests.desk.samples import Sampler, Whose


def _linked(s: Sampler, whose: Whose) -> tuple[int, int]:
    pair = s.ticket(whose), s.ticket(whose)
    if whose != "missing":
        s.run(LinkTickets(ticket_ids=pair, kind="related"))
    return pair


def _merged(s: Sampler, whose: Whose) -> int:
    loser = s.ticket(whose)
    if whose != "missing":
        s.run(MergeTickets(winner_id=s.ticket(whose), loser_ids=(loser,)))
    return loser


def _split(s: Sampler, whose: Whose) -> Command:
    ticket, lines = s.ticket(whose), (1,)
    if whose != "missing":
        s.run(NoteOnTicket(ticket_id=ticket, text=s.word(), pictures=(s.picture(),)))
        sql = "SELECT id FROM ticket_event WHERE ticket_id = ? AND kind = 'note'"
        lines = s.make.desk.store.reader.rows(sql, (ticket,))[0]
    return SplitTicket(ticket_id=ticket, event_ids=lines, title=s.word(), type="exchange")


def _item(s: Sampler, whose: Whose) -> dict[str, Any]:
    ticket = s.ticket(whose)
    item = 1 if whose == "missing" else int(str(s.run(AddCheck(ticket_id=ticket, text=s.word()))))
    return {"ticket_id": ticket, "check_id": item}


def _mention(s: Sampler, whose: Whose) -> int:
    """A call of the actor, or of somebody else."""
    if whose == "missing":
        return 1
    reader = s.make.desk.store.reader
    sql = "SELECT id, name FROM agent WHERE deleted = 0 AND enabled = 1"
    names = dict(reader.rows(sql))
    called = s.actor if whose == "own" and s.actor is not None else s.colleague(whose)
    name = names.get(called) or reader.rows("SELECT name FROM agent WHERE id = ?", (called,))[0][0]
    by = s.people.lead if called == s.people.owner else s.people.owner
    ticket = s.ticket(whose)
    s.make.desk.run(NoteOnTicket(ticket_id=ticket, text=f"@{name} 看"), agent_id=by)
    return int(reader.rows("SELECT MAX(id) FROM ticket_mention WHERE agent_id = ?", (called,))[0][0])


def _watched(s: Sampler, whose: Whose) -> int:
    ticket = s.ticket(whose)
    if whose != "missing":
        s.run(WatchTicket(ticket_id=ticket, agent_ids=(s.people.warehouse,)))
    return ticket


def _away(s: Sampler, whose: Whose) -> NameStandIn:
    """The actor's own absence, or that of somebody of the same department; each at a time of its own."""
    absent = s.actor if whose == "own" and s.actor is not None else s.colleague(whose)
    if whose == "foreign":
        group = int(str(s.run(AddGroup(group_name=s.word()))))
        for agent in {absent, s.actor or absent}:
            s.run(SetGroupMember(group_id=group, agent_id=agent))
    sql = "SELECT COALESCE(MAX(until_at), 0) FROM stand_in"
    begin = max(s.make.clock.now, int(s.make.desk.store.reader.rows(sql)[0][0])) + DAY
    other = s.people.lead if absent == s.people.agent else s.people.agent
    return NameStandIn(agent_id=absent, stand_in_id=other, from_at=begin, until_at=begin + DAY)


def _named(s: Sampler, whose: Whose) -> int:
    return 1 if whose == "missing" else int(str(s.run(_away(s, whose))))


PEOPLE_SAMPLES: dict[str, Callable[[Sampler, Whose], Command]] = {
    "DoneMention": lambda s, w: DoneMention(mention_ids=(_mention(s, w),)),
    "WatchTicket": lambda s, w: WatchTicket(ticket_id=s.ticket(w), agent_ids=(s.people.warehouse,)),
    "UnwatchTicket": lambda s, w: UnwatchTicket(ticket_id=_watched(s, w), agent_ids=(s.people.warehouse,)),
    "NameStandIn": _away,
    "EndStandIn": lambda s, w: EndStandIn(stand_in_ids=(_named(s, w),)),
    "SeeTicket": lambda s, w: SeeTicket(ticket_id=s.ticket(w)),
}
TIE_SAMPLES: dict[str, Callable[[Sampler, Whose], Command]] = {
    "MergeTickets": lambda s, w: MergeTickets(winner_id=s.ticket(w), loser_ids=(s.ticket(w),)),
    "UnmergeTicket": lambda s, w: UnmergeTicket(ticket_id=_merged(s, w)),
    "SplitTicket": _split,
    "LinkTickets": lambda s, w: LinkTickets(ticket_ids=(s.ticket(w), s.ticket(w)), kind="parent"),
    "UnlinkTickets": lambda s, w: UnlinkTickets(ticket_ids=_linked(s, w)),
    "AddCheck": lambda s, w: AddCheck(ticket_id=s.ticket(w), text=s.word()),
    "TickCheck": lambda s, w: TickCheck(**_item(s, w), done=True),
    "RemoveCheck": lambda s, w: RemoveCheck(**_item(s, w)),
}
