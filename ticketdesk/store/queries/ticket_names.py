"""Values of the search language that stand in the store: agents, nicknames, numbers that begin so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from ticketdesk.store.queries.term_sql import HIGHEST, tail
from ticketdesk.store.queries.ticket_conditions import number
from ticketdesk.store.reader import Rows

MOST: Final = 8


class StoredNames:
    """The provider of completion (``domain.query.completion.Provider``) over a store: few indexed statements a call.

    ``known`` says how the names of a field are found, by default those of tickets.
    """

    def __init__(self, source: Rows, known: Mapping[str, Callable[[Rows, str], list[str]]] | None = None) -> None:
        self._source, self._known = source, _ASKED if known is None else known

    def names(self, field: str, beginning: str) -> Sequence[str]:
        """Return up to ``MOST`` names of a field; of an order's number the end is typed. Other fields have none."""
        asked = self._known.get(field)
        return asked(self._source, beginning) if asked else ()


def people(source: Rows, beginning: str = "") -> list[str]:
    """Return the names of agents, as they may be asked for, that begin so (of a handful)."""
    rows = source.rows("SELECT name FROM agent WHERE deleted = 0 ORDER BY id")
    return [name for (name,) in rows if name.startswith(beginning)]


def _some_people(source: Rows, beginning: str) -> list[str]:
    return people(source, beginning)[:MOST]


def nicks(source: Rows, beginning: str) -> list[str]:
    """Return some nicknames of buyers that begin so."""
    sql = "SELECT nick FROM buyer WHERE deleted = 0 AND nick >= ? AND nick < ? ORDER BY nick LIMIT ?"
    return [nick for (nick,) in source.rows(sql, (beginning, beginning + HIGHEST, MOST))]


def numbers_of_orders(source: Rows, end: str) -> list[str]:
    """Return some numbers of orders that end so."""
    start = tail(end)
    if not start:
        return []
    sql = "SELECT number FROM orders WHERE deleted = 0 AND number_reversed >= ? AND number_reversed < ? LIMIT ?"
    return [found for (found,) in source.rows(sql, (start, start + HIGHEST, MOST))]


def _numbers(source: Rows, beginning: str) -> list[str]:
    start = number(beginning)
    sql = "SELECT number FROM ticket WHERE number >= ? AND number < ? AND deleted = 0 ORDER BY number DESC LIMIT ?"
    return [found for (found,) in source.rows(sql, (start, start + HIGHEST, MOST))]


_ASKED: Final[dict[str, Callable[[Rows, str], list[str]]]] = {
    "assignee": _some_people,
    "creator": _some_people,
    "buyer": nicks,
    "order": numbers_of_orders,
    "number": _numbers,
}
