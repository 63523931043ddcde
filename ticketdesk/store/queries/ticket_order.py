"""Few tickets that may be wanted, brought into the order of a list once what is asked of them is known."""

from __future__ import annotations

from array import array
from typing import Final

from ticketdesk.domain.query.tree import Query
from ticketdesk.store.queries import near_words
from ticketdesk.store.queries.term_covers import Asks
from ticketdesk.store.queries.term_sql import Sql, all_of
from ticketdesk.store.queries.ticket_conditions import condition
from ticketdesk.store.queries.ticket_roads import DEADLINE
from ticketdesk.store.reader import some

DUE: Final = "due"
UPDATED: Final = "updated"
CREATED: Final = "created"
READ: Final = 500
"""Of so many tickets the texts are read for words: the index of a common word gives all its hits or none."""

# Sorted upwards; what comes last first has its contrary.
_KEYS: Final = {
    DUE: f"closed_at IS NOT NULL, CASE WHEN closed_at IS NULL THEN {DEADLINE} ELSE -updated_at END,"
    " CASE WHEN closed_at IS NULL THEN id ELSE -id END",
    UPDATED: "-updated_at, -id",
    CREATED: "-id",
}


def in_order(asks: Asks, few: set[int], order: str, *, turned: bool) -> array[int]:
    """Return those of few tickets that are wanted, in their order or ``turned`` from its end."""
    without = near_words.wordless(asks.query)
    if without == asks.query or len(few) > READ:
        return _sorted(asks, asks.query, few, order, turned)
    return near_words.holding(asks.source, _sorted(asks, without, few, order, turned), asks.query, "tickets")


def _sorted(asks: Asks, query: Query, few: set[int], order: str, turned: bool) -> array[int]:
    """Read at once, so that words are looked up once."""
    if not few:
        return array("q")
    conditions = all_of(condition(term, asks.seen) for term in query.terms)
    both = all_of((Sql(f"deleted = 0 AND id IN ({some(few)})"), conditions))
    rows = asks.source.rows(f"SELECT {_KEYS[order]}, id FROM ticket NOT INDEXED WHERE {both.text}", both.values)
    return array("q", [row[-1] for row in sorted(rows, reverse=turned)])
