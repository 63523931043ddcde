"""The first rows of a list that hold words, read instead of looked up.

Of a word that very many rows hold the index gives all or nothing, 0.2 s at a million. Its first hits are among the
first rows of the list without it: their texts are read, and hold it or not by the same rule as the index.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Final

from ticketdesk.domain.query.tree import Query, Words
from ticketdesk.domain.text import fold, letters, simplify
from ticketdesk.store.reader import Rows, some
from ticketdesk.store.search_index import SOURCES

WINDOWS: Final = (128, 512)
ENOUGH: Final = 32
_TEXTS: Final = {source.kind: source.sql for source in SOURCES}
_APART: Final = "\x1f"


def wordless(query: Query) -> Query:
    """Return the query without its words."""
    return Query(tuple(term for term in query.terms if not isinstance(term.condition, Words)))


def holding(source: Rows, ids: array[int], query: Query, kind: str) -> array[int]:
    """Return those of ``ids``, in their order, that hold the words of a query and not those it excludes.

    ``kind`` is one of ``search_index.SOURCES``.
    """
    asked = [(_run(term.condition.text), term.negated) for term in query.terms if isinstance(term.condition, Words)]
    if not ids:
        return array("q")
    texts = {row[0]: list(_runs(row[1:])) for row in source.rows(_TEXTS[kind].format(ids=some(ids)))}
    return array("q", [key for key in ids if key in texts and _fits(texts[key], asked)])


def _fits(runs: list[str], asked: list[tuple[str, bool]]) -> bool:
    return all(any(wanted in run for run in runs) is not negated for wanted, negated in asked)


def _runs(texts: Iterable[str | None]) -> Iterable[str]:
    return (_run(line) for text in texts if text for line in text.split(_APART) if line)


def _run(text: str) -> str:
    return simplify(letters(fold(text)))
