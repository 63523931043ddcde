"""Spans of moments that the terms of a query leave: of one term, or of all that speak of one moment of a row."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from typing import NamedTuple

from ticketdesk.domain.query.fields import VOCABULARY, Vocabulary
from ticketdesk.domain.query.periods import Interval, intervals
from ticketdesk.domain.query.tree import NONE, Among, Query, Term, Words
from ticketdesk.store.queries.term_sql import Seen


class Spans(NamedTuple):
    """Spans apart from each other, the earliest first, and the ``places`` of the terms that they answer."""

    found: tuple[Interval, ...]
    places: frozenset[int]


def spans(query: Query, field: str, seen: Seen, vocabulary: Vocabulary = VOCABULARY) -> Spans | None:
    """Return what all terms on a moment that every row has leave of it; None where none of them asks for it."""
    kept: tuple[Interval, ...] = (Interval(None, None),)
    places = set()
    for place, term in enumerate(query.terms):
        found = of_term(term, field, seen, vocabulary)
        if found is not None:
            kept = _common(kept, complement(found) if term.negated else found)
            places.add(place)
    return Spans(kept, frozenset(places)) if places else None


def of_term(term: Term, field: str, seen: Seen, vocabulary: Vocabulary = VOCABULARY) -> tuple[Interval, ...] | None:
    """Return the spans that a term takes, whether it is negated or not; None where it asks for something else."""
    asked = term.condition
    if isinstance(asked, Words) or asked.field != field or (isinstance(asked, Among) and NONE in asked.values):
        return None
    return disjoint(intervals(vocabulary.of(field), asked, seen.now))


def disjoint(found: Iterable[Interval]) -> tuple[Interval, ...]:
    """Return the same moments as spans apart from each other, the earliest first."""
    apart: list[tuple[float, float]] = []
    for low, high in sorted(map(_ends, found)):
        if low >= high:
            continue
        if apart and low <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(high, apart[-1][1]))
        else:
            apart.append((low, high))
    return tuple(_interval(*each) for each in apart)


def complement(found: Iterable[Interval]) -> tuple[Interval, ...]:
    """Return all moments that are in none of the spans, which are apart and in order."""
    left, at = [], -inf
    for low, high in map(_ends, found):
        left.append((at, low))
        at = high
    left.append((at, inf))
    return disjoint(_interval(*each) for each in left if each[0] < each[1])


def _common(one: Iterable[Interval], other: Iterable[Interval]) -> tuple[Interval, ...]:
    others = list(map(_ends, other))
    both = ((max(low, first), min(high, last)) for low, high in map(_ends, one) for first, last in others)
    return disjoint(_interval(*each) for each in both if each[0] < each[1])


def _ends(span: Interval) -> tuple[float, float]:
    return (-inf if span.low is None else span.low, inf if span.high is None else span.high)


def _interval(low: float, high: float) -> Interval:
    return Interval(None if low == -inf else int(low), None if high == inf else int(high))
