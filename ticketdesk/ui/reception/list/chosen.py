"""What an agent chose to see in the list of conversations, and its words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from ticketdesk.store.queries.conversation_lists import ListFilter
from ticketdesk.words import mark, tr

GROUPS: Final = MappingProxyType(
    {
        "starred": mark("Starred"),
        "asked_not_ordered": mark("Asked, not ordered"),
        "ordered_not_paid": mark("Ordered, not paid"),
        "waiting_for_me": mark("Waiting for me"),
        "answered": mark("Answered"),
        "auto_answered": mark("Answered automatically"),
        "followed": mark("Followed up"),
    }
)
# For each order its name and what it is called in its two directions, the usual one first.
ORDERS: Final = MappingProxyType(
    {
        "waiting": (mark("Waiting time"), mark("Longest waiting first"), mark("Shortest waiting first")),
        "last": (mark("Last message"), mark("Newest first"), mark("Oldest first")),
        "contact": (mark("Begin of the contact"), mark("Newest contact first"), mark("Oldest contact first")),
    }
)
SCOPES: Final = ("waiting", "open", "recent", "team", "all_buyers")
_QUICK: Final = MappingProxyType(
    {"waiting": ("waiting",), "open": ("last",), "recent": ("waiting", "last", "contact"),
     "all_buyers": ("last", "contact")}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chosen:
    """Scope, group, order and words as ``store.queries.conversation_lists.ListFilter`` has them."""

    scope: str = "waiting"
    group: str = ""
    mine: bool = False
    words: str = ""
    order: str = "waiting"
    descending: bool = True

    @property
    def filtered(self) -> bool:
        """Whether less is shown than the scope holds."""
        return bool(self.group or self.mine or self.words)

    @property
    def quick(self) -> bool:
        """Whether one index gives its first rows in order, however long the list is."""
        return not self.filtered and self.order in _QUICK.get(self.scope, ())

    def wanted(self, agent_id: int | None) -> ListFilter:
        """Return it as the question of ``agent_id``."""
        return ListFilter(
            self.scope, self.group, self.order, self.descending, self.words, agent_id, self.mine
        )  # fmt: skip

    def unfiltered(self) -> Chosen:
        """Return the same scope and order with nothing left out."""
        return replace(self, group="", mine=False, words="")


def usual(scope: str) -> Chosen:
    """Return a scope as it stands before anything was chosen: who waits longest first, else the newest."""
    return Chosen(scope, order="waiting" if scope == "waiting" else "last")


def group_words(chosen: Chosen) -> str:
    """Return what the list is narrowed to, "" for nothing."""
    names = [tr(GROUPS[chosen.group])] if chosen.group else []
    if chosen.mine:
        names.append(tr("Mine only"))
    return " · ".join(names)


def order_words(order: str, *, descending: bool) -> str:
    """Return what an order is called in one of its directions."""
    return tr(ORDERS[order][1 if descending else 2])
