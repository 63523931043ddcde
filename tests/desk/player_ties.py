"""Random acts that tie tickets to each other and keep their checklists."""

from __future__ import annotations

import random
from collections.abc import Callable

from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.ticket_checks import AddCheck, RemoveCheck, TickCheck
from ticketdesk.desk.commands.ticket_links import LinkTickets, UnlinkTickets
from ticketdesk.desk.commands.ticket_merging import MergeTickets, SplitTicket, UnmergeTicket
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.queries import ticket_ties

TIE_REFUSALS = frozenset(
    {
        "ticket_merged", "merge_self", "merge_child", "link_self", "link_there", "link_has_parent", "link_circle",
        "check_missing", "lines_elsewhere",
    }
)  # fmt: skip


class TieDraws:
    """Draws on the rows of ``desk``; one of the parts of ``Player``."""

    desk: Desk
    rng: random.Random
    _one: Callable[..., int]
    _some: Callable[..., tuple[int, ...]]
    _text: Callable[[], str]

    def _tie_draws(self) -> tuple[Callable[[], Command], ...]:
        return (
            self._merge, self._merge, self._unmerge, self._split, self._link, self._unlink, self._add_check,
            self._tick, self._tick, self._remove_check,
        )  # fmt: skip

    def _merge(self) -> Command:
        return MergeTickets(
            winner_id=self._one("ticket", "merged_into IS NULL"), loser_ids=self._some("ticket", 2), across_buyers=True
        )

    def _unmerge(self) -> Command:
        loser = self._one("ticket", "merged_into IS NOT NULL")
        since = [each.id for each in ticket_ties.written_since(self.desk.store.reader, loser)]
        return UnmergeTicket(ticket_id=loser, take=tuple(key for key in since if self.rng.random() < 0.5))

    def _split(self) -> Command:
        ticket = self._one("ticket_event", "kind IN ('reply', 'note')")
        owner = self.desk.store.reader.rows("SELECT ticket_id FROM ticket_event WHERE id = ?", (ticket,))[0][0]
        return SplitTicket(
            ticket_id=ticket_ties.winner_of(self.desk.store.reader, owner), event_ids=(ticket,), title=self._text(),
            type="exchange",
        )  # fmt: skip

    def _link(self) -> Command:
        pair = self._one("ticket"), self._one("ticket")
        return LinkTickets(ticket_ids=pair, kind=self.rng.choice(("parent", "related")))

    def _unlink(self) -> Command:
        link = self._one("ticket_link")
        pair = self.desk.store.reader.rows("SELECT from_id, to_id FROM ticket_link WHERE id = ?", (link,))[0]
        return UnlinkTickets(ticket_ids=pair)

    def _add_check(self) -> Command:
        return AddCheck(ticket_id=self._one("ticket"), text=self._text())

    def _item(self) -> dict[str, int]:
        check = self._one("ticket_check")
        owner = self.desk.store.reader.rows("SELECT ticket_id FROM ticket_check WHERE id = ?", (check,))[0][0]
        return {"ticket_id": owner, "check_id": check}

    def _tick(self) -> Command:
        if self.rng.random() < 0.3:
            return TickCheck(**self._item(), done=False)
        return TickCheck(**self._item(), done=True)

    def _remove_check(self) -> Command:
        if self.rng.random() < 0.5:
            raise DeskError("nothing_here")
        return RemoveCheck(**self._item())
