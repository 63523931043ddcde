"""What indexes alone tell of a term: the ids of the rows that fulfil it, or of those that do not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple

from ticketdesk.domain.query.tree import Among, Query, Term, Words
from ticketdesk.store.queries.gathering import Walk, few
from ticketdesk.store.queries.term_sql import Asked, Seen, Sql, run_query
from ticketdesk.store.reader import Rows, some

_CHUNK: Final = 500


class Cover(NamedTuple):
    """Ids by walks through indexes. A row fulfils the term where it is one of them (``inside``), or where it is not.

    Where they are not ``exact`` they hold others besides.
    """

    walks: tuple[Walk, ...]
    inside: bool = True
    exact: bool = True


class Noun(NamedTuple):
    """What is searched: the full text ``fts``, the SQL of a term, what indexes tell of fields (``ways``).

    ``each``: fields whose excluded values are covered one by one; ``apart``: fields that no road of the list goes by;
    ``first`` and ``last``: fields that are cheap and dear to read from a row.
    """

    fts: str
    condition: Callable[[Term, Seen], Sql]
    ways: Mapping[str, Way]
    each: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()
    first: frozenset[str] = frozenset()
    last: frozenset[str] = frozenset()


class Asks(NamedTuple):
    """Who asks which query of what, and when; ``noun`` is what the rows are."""

    source: Rows
    query: Query
    seen: Seen
    noun: Noun


Way = Callable[[Asks, Asked], "Iterable[Cover]"]


def covers(asks: Asks, term: Term) -> tuple[Cover, ...]:
    """Return what indexes tell of a term, each in its own way; none where they tell nothing."""
    asked, noun = term.condition, asks.noun
    if term.negated and isinstance(asked, Among) and asked.field in noun.each and len(asked.values) > 1:
        # It has neither: what lacks one of them holds all of these, and others besides.
        each = (Term(Among(asked.field, (value,)), negated=True) for value in asked.values)
        return tuple(found._replace(exact=False) for one in each for found in covers(asks, one))
    if isinstance(asked, Words):
        found: Iterable[Cover] = [Cover((by_words(noun.fts, run_query(asked.text)),))]
    else:
        way = noun.ways.get(asked.field)
        found = way(asks, asked) if way else ()
    if not term.negated:
        return tuple(found)
    return tuple(each._replace(inside=not each.inside) for each in found if each.exact)


def by_words(fts: str, query: str) -> Walk:
    """Return the rows that hold words by their index."""
    return Walk(f"SELECT rowid FROM {fts} WHERE {fts} MATCH ?", (query,))


def pointing(source: Rows, links: Iterable[Walk], to: Callable[[Sql], Walk], column: str) -> tuple[Walk, ...] | None:
    """Return walks ``to`` the rows that point by ``column`` to the linked ones; None where these are not few."""
    rows = few(source, links)
    if rows is None:
        return None
    every = sorted(rows)
    chunks = (some(every[at : at + _CHUNK]) for at in range(0, len(every), _CHUNK))
    return tuple(to(Sql(f"{column} IN ({chunk})")) for chunk in chunks)
