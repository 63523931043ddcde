"""Headings in the list of tickets: a row each over the tickets that have a state, type, assignee or day in common."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ticketdesk.domain.moments import DAY, HOUR
from ticketdesk.store.queries.ticket_search import Group
from ticketdesk.ui import labels
from ticketdesk.ui.moments import day_text
from ticketdesk.words import tr, trn

GROUPINGS = ("state", "type", "assignee", "day")


class Heading(NamedTuple):
    """A heading as a row of the list; its ``id`` is below zero, which no ticket's is."""

    id: int
    text: str
    size: int
    folded: bool

    @property
    def words(self) -> str:
        """What stands in it."""
        return f"{self.text}  {trn(self.size, '{0} ticket', '{0} tickets')}"


class Grouped(NamedTuple):
    """A list with its headings: ``ids`` in the order shown, ``places`` of the headings in it, ``headings`` by their
    ids, ``total`` tickets."""

    ids: array[int]
    places: tuple[int, ...]
    headings: Mapping[int, Heading]
    total: int


def laid_out(groups: Sequence[Group], by: str, names: Mapping[int, str], folded: frozenset[str], now: int) -> Grouped:
    """Return a list with a heading over each group; of those that are ``folded`` (by their words) the heading alone.

    ``names`` are those of agents, ``now`` is UTC ms.
    """
    ids: array[int] = array("q")
    headings: dict[int, Heading] = {}
    places: list[int] = []
    for place, group in enumerate(groups, start=1):
        text = group_words(by, group.value, names, now)
        heading = headings[-place] = Heading(-place, text, len(group.ids), text in folded)
        places.append(len(ids))
        ids.append(-place)
        if not heading.folded:
            ids.extend(group.ids)
    return Grouped(ids, tuple(places), headings, sum(len(group.ids) for group in groups))


def group_words(by: str, value: str | int | None, names: Mapping[int, str], now: int) -> str:
    """Return what the tickets of a group have in common."""
    if by == "state":
        return labels.ticket_state(str(value)).text
    if by == "type":
        return labels.ticket_type(str(value))
    if by == "assignee":
        return tr("Nobody") if value is None else names.get(int(value), tr("Nobody"))
    if value is None:
        return tr("Without a deadline")
    return day_text(int(value) * DAY - 8 * HOUR, now)
