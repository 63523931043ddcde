"""What an agent takes up next: tickets, refunds, waiting buyers, reminders, to-dos in one order (issue 6, point 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from ticketdesk.domain.deadlines import Urgency, urgency
from ticketdesk.domain.flags import Flag
from ticketdesk.domain.moments import HOUR, MINUTE
from ticketdesk.domain.tickets import Priority, TicketState


class NextKind(StrEnum):
    """What an item is; of two that are equally urgent the one named first goes first."""

    TALK = "talk"
    TICKET = "ticket"
    REFUND = "refund"
    MENTION = "mention"
    REMINDER = "reminder"
    TODO = "todo"


class NextItem(NamedTuple):
    """One thing that may be taken up; moments in UTC ms.

    ``began_at``..``due_at`` is its limit (no ``due_at``: it has none); ``soon_at``: when it becomes pressing, where
    its limit does not say that. ``handler_id`` is who works on it, None for nobody; ``state`` a ticket's, else "".
    ``version`` changes when it does. ``subject`` is a ticket's type, a refund's kind or what else names it; ``nick`` is
    its buyer.
    ``instead_of`` names the absent one whom the agent stands in for, "" for nobody.
    ``leads_to`` are the kind and id of the place it is worked on, None for words alone.
    """

    kind: NextKind
    id: int
    due_at: int | None = None
    began_at: int | None = None
    soon_at: int | None = None
    flag: Flag = Flag.GREY
    priority: int = Priority.NORMAL
    handler_id: int | None = None
    state: str = ""
    version: int = 0
    subject: str = ""
    nick: str = ""
    leads_to: tuple[str, int] | None = None
    instead_of: str = ""


class Mark(NamedTuple):
    """An item as it was shown: it comes again with a new version, and once when its limit passes."""

    version: int
    over: bool


Shown = Mapping[tuple[NextKind, int], Mark]
REMINDER_LIMIT: Final = HOUR
"""A reminder has no span of its own: how late it is counts in hours."""

_BAND: Final = {Urgency.OVER: 0, Urgency.SOON: 1, Urgency.OK: 2, Urgency.NONE: 3}
_FLAGS: Final = {Flag.PURPLE: 2, Flag.BLUE: 1}  # a complaint, then an after-sale case (trade.md A.8)
_KINDS: Final = {kind: place for place, kind in enumerate(NextKind)}
_PARTS: Final = 10
OTHERS_TURN: Final = frozenset({TicketState.WAITING_BUYER.value, TicketState.WAITING_COLLEAGUE.value})
"""States of tickets that come only once they are late."""
_LAST: Final = 1 << 62


def next_item(items: Iterable[NextItem], shown: Shown, agent_id: int | None, now: int) -> NextItem | None:
    """Return the most urgent of ``items`` for an agent at ``now``, None where nothing (more) is to be taken up.

    Left out is what a colleague works on, what is suspended, what waits for the buyer or a colleague within its limit,
    and what was ``shown`` and has not changed since.
    """
    fresh = (
        each for each in items if is_for(each, agent_id, now) and shown.get((each.kind, each.id)) != mark(each, now)
    )
    return min(fresh, key=lambda each: rank(each, now), default=None)


def is_for(item: NextItem, agent_id: int | None, now: int) -> bool:
    """Return whether ``item`` is this agent's to take up at ``now``."""
    if item.handler_id not in (None, agent_id) or item.state == TicketState.SUSPENDED:
        return False
    return item.state not in OTHERS_TURN or level(item, now) is Urgency.OVER


def level(item: NextItem, now: int) -> Urgency:
    """Return how urgent an item is: by its limit, or pressing from ``soon_at`` on (a buyer who waits)."""
    found = urgency(item.began_at, item.due_at, now)
    if item.soon_at is None or found is Urgency.OVER:
        return found
    return Urgency.SOON if now >= item.soon_at else Urgency.OK


def mark(item: NextItem, now: int) -> Mark:
    """Return what tells whether an item changed after ``now``."""
    return Mark(item.version, level(item, now) is Urgency.OVER)


def rank(item: NextItem, now: int) -> tuple[int, ...]:
    """Return the place of an item in the order; the least goes first.

    What is over comes first, then what is pressing, what has time, what has no limit. Among these the least time left
    counts in tenths of the item's own limit (a buyer is late after minutes, an exchange after two days); of the same
    tenth a purple flag goes before a blue one and any other, then the priority, then the earlier moment.
    """
    due = _LAST if item.due_at is None else item.due_at
    tenths = 0 if item.due_at is None else (item.due_at - now) * _PARTS // _limit(item)
    flag = _FLAGS.get(item.flag, 0)
    return (_BAND[level(item, now)], tenths, -flag, -item.priority, due, _KINDS[item.kind], item.id)


def _limit(item: NextItem) -> int:
    began = item.began_at if item.began_at is not None else (item.due_at or 0) - HOUR
    return max((item.due_at or 0) - began, MINUTE)
