"""What may tie two tickets: parent and child, related, merged; each rule refuses with its own key."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Final, NamedTuple

from ticketdesk.domain.errors import DeskError

MOST_MERGED: Final = 50
"""So many tickets are merged by one act: more is no merge but a mistake."""
# What an agent wrote can go to another ticket; how a ticket came to its state belongs to that ticket alone.
MOVABLE: Final = frozenset({"reply", "note"})

ParentOf = Callable[[int], int | None]


class LinkKind(StrEnum):
    """How two linked tickets belong together; of ``parent`` the first is the child."""

    PARENT = "parent"
    RELATED = "related"


class MergeSide(NamedTuple):
    """What the rules of merging ask of a ticket; ``number`` is the one people read."""

    id: int
    number: str
    buyer_id: int | None
    buyer_nick: str


def require_parent(child: int, parent: int, parent_of: ParentOf) -> None:
    """DeskErrors ``link_self``, ``link_has_parent`` (a ticket has one), ``link_circle``."""
    if child == parent:
        raise DeskError("link_self")
    if parent_of(child) is not None:
        raise DeskError("link_has_parent")
    if descends(parent, child, parent_of):
        raise DeskError("link_circle")


def descends(ticket: int, ancestor: int, parent_of: ParentOf) -> bool:
    """Return whether ``ticket`` is a child of ``ancestor``, or a child's child; a circle in the data ends the walk."""
    seen: set[int] = set()
    at: int | None = parent_of(ticket)
    while at is not None and at not in seen:
        if at == ancestor:
            return True
        seen.add(at)
        at = parent_of(at)
    return False


def require_merge(winner: MergeSide, loser: MergeSide, parent_of: ParentOf, *, across_buyers: bool) -> None:
    """DeskErrors ``merge_self``, ``merge_child``, and ``merge_other_buyer`` unless the agent said that it is meant."""
    if winner.id == loser.id:
        raise DeskError("merge_self")
    if descends(winner.id, loser.id, parent_of) or descends(loser.id, winner.id, parent_of):
        raise DeskError("merge_child", loser=loser.number, winner=winner.number)
    known = winner.buyer_id is not None and loser.buyer_id is not None
    if known and winner.buyer_id != loser.buyer_id and not across_buyers:
        raise DeskError(
            "merge_other_buyer",
            loser=loser.number,
            nick=loser.buyer_nick,
            winner=winner.number,
            other=winner.buyer_nick,
        )
