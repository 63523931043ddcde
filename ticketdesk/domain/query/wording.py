"""The canonical text of a query, of a term, of a value, in either language; parsing it gives the same query."""

from __future__ import annotations

from typing import Final

from ticketdesk.domain.query.errors import QueryError
from ticketdesk.domain.query.fields import CREATED, VOCABULARY, Field, Names, Vocabulary
from ticketdesk.domain.query.parsing import parse
from ticketdesk.domain.query.periods import PERIODS
from ticketdesk.domain.query.scanning import QUOTES
from ticketdesk.domain.query.tree import (
    Among,
    Amount,
    Between,
    Compare,
    Condition,
    Day,
    Key,
    Language,
    Measure,
    Query,
    Span,
    Term,
    Text,
    Value,
    When,
    Words,
)

_BREAKS: Final = QUOTES | frozenset(",，、\\＼<>=≤≥＜＞＝")
_PERIODS: Final = {each.key: each for each in PERIODS}


def unparse(query: Query, language: Language, vocabulary: Vocabulary = VOCABULARY) -> str:
    """Return the text of a query in a language."""
    return " ".join(term_text(term, language, vocabulary) for term in query.terms)


def term_text(term: Term, language: Language, vocabulary: Vocabulary = VOCABULARY) -> str:
    """Return the text of one term, with its minus."""
    return ("-" if term.negated else "") + _condition(term.condition, language, vocabulary)


def field_text(field: Field, language: Language) -> str:
    """Return what begins a condition on a field: "状态:"."""
    return f"{field.names.shown(language)}:"


def _condition(condition: Condition, language: Language, vocabulary: Vocabulary) -> str:
    if isinstance(condition, Words):
        return _words(condition.text, vocabulary)
    field = vocabulary.of(condition.field)
    name = field.names.shown(language)
    if isinstance(condition, Compare):
        return f"{name}{condition.op.value}{value_text(field, condition.value, language)}"
    if isinstance(condition, Among):
        return f"{name}:{','.join(value_text(field, value, language) for value in condition.values)}"
    text = _range(field, condition, language)
    return text if _is_dates(condition) else f"{name}:{text}"


def _range(field: Field, asked: Between, language: Language) -> str:
    low, high = (value_text(field, end, language) if end is not None else "" for end in (asked.low, asked.high))
    return f"{low}..{high}"


def _is_dates(asked: Between) -> bool:
    """Whether a range is read as one on the day of opening without its field."""
    ends = [end for end in (asked.low, asked.high) if end is not None]
    return asked.field == CREATED and len(ends) == 2 and any(isinstance(end, Day) for end in ends)


def value_text(field: Field, value: Value | Measure, language: Language) -> str:
    """Return the text of a value of a field, in quotes where it would be read as something else."""
    if isinstance(value, Key):
        return _named(field, value.name).shown(language)
    if isinstance(value, Text):
        bare = not (set(value.text) & _BREAKS) and " " not in value.text and field.choice(value.text) is None
        return value.text if bare else _quoted(value.text)
    if isinstance(value, Amount):
        yuan, cents = divmod(value.cents, 100)
        return f"{yuan}.{cents:02d}" if cents else str(yuan)
    return when_text(value, language)


def when_text(value: When, language: Language) -> str:
    """Return the text of a time: "2026-11-01", "今天", "4h"."""
    if isinstance(value, Day):
        return f"{value.year:04d}-{value.month:02d}-{value.day:02d}"
    if isinstance(value, Span):
        return f"{value.count}{value.unit}"
    return _PERIODS[value.name].shown(language)


def _named(field: Field, key: str) -> Names:
    """The field's own word; one that the vocabulary no longer knows is written as it is."""
    return next((each for each in field.words() if each.key == key), Names(key, (key,), (key,)))


def _words(text: str, vocabulary: Vocabulary) -> str:
    """The words as they are where they are read as they are, else in quotes."""
    try:
        found = parse(text, vocabulary)
    except QueryError:
        return _quoted(text)
    return text if found == Query((Term(Words(text)),)) else _quoted(text)


def _quoted(text: str) -> str:
    said = "".join(f"\\{char}" if char in QUOTES or char in "\\＼" else char for char in text)
    return f'"{said}"'
