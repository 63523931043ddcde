"""From what was typed to what is asked; whatever the text is, the only error is a ``QueryError``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from ticketdesk.domain.query.errors import QueryError, shortened
from ticketdesk.domain.query.fields import CREATED, STATE, VOCABULARY, Field, Kind, Names, Vocabulary, plain
from ticketdesk.domain.query.periods import WhenError, is_date, turned, when
from ticketdesk.domain.query.scanning import Part, Raw, scan
from ticketdesk.domain.query.tree import (
    Among,
    Amount,
    Between,
    Compare,
    Condition,
    Key,
    Measure,
    Op,
    Period,
    Query,
    Span,
    Term,
    Text,
    Value,
    When,
    Words,
)

_RANGE: Final = re.compile(r"\.{2,}|[~〜]|至|。。")
_DOTS: Final = "….*"
_AMOUNT: Final = re.compile(r"[¥￥$€£]?([0-9]{1,9})(?:\.([0-9]{1,2}))?(?:元|块|yuan)?")
_MEASURED: Final = (Kind.MOMENT, Kind.AMOUNT)
_CLOSE: Final = 0.6
_CLOSE_HAN: Final = 0.5  # one of two characters is right


def parse(text: str, vocabulary: Vocabulary = VOCABULARY, people: Sequence[str] | None = None) -> Query:
    """Return what ``text`` asks, each term with its place; QueryError names what is wrong and where.

    With ``people`` (names of agents) a person must be one of them.
    """
    return Query(
        tuple(
            Term(_Parser(text, raw, vocabulary, people).condition(), raw.negated, raw.start, raw.end)
            for raw in scan(text)
        )
    )


def _dotted(name: str) -> str:
    """Return a text with what was left out at either end, however it was written ("...1764", "3100*"), as "…"; a single
    point stands for itself."""
    end = name.lstrip(_DOTS)
    whole = name if len(name) - len(end) == 1 and name[0] == "." else "…" + end if end != name else name
    begun = whole.rstrip(_DOTS)
    left_out = whole[len(begun) :]
    return begun + "…" if begun and left_out not in ("", ".") else whole


class _Parser:
    """Reads one raw term."""

    def __init__(self, text: str, raw: Raw, vocabulary: Vocabulary, people: Sequence[str] | None) -> None:
        self._text, self._raw, self._vocabulary, self._people = text, raw, vocabulary, people

    def condition(self) -> Condition:
        raw = self._raw
        if raw.name is None:
            return self._word(raw.parts[0])
        field = self._vocabulary.named(raw.name.text)
        if field is None:
            raise self._unknown_field(raw.name)
        if raw.op is not None:
            return self._compared(field, raw.op, raw.name, raw.parts)
        if field.kind in _MEASURED and len(raw.parts) == 1 and not raw.parts[0].quoted:
            ends = _RANGE.split(_nfkc(raw.parts[0].text))
            if len(ends) == 2:
                return self._between(field, raw.parts[0], ends)
        return Among(field.key, tuple(self._value(field, part) for part in raw.parts))

    def _word(self, part: Part) -> Condition:
        if not part.quoted:
            found = self._bare(part)
            if found is not None:
                return found
        words = " ".join(part.text.split())
        if not plain(words):
            raise self._wrong("query_word_blank", part)
        return Words(words)

    def _bare(self, part: Part) -> Condition | None:
        """A state by its name, a day, or days from one to another: short for a condition on state or opening."""
        states = self._vocabulary.of(STATE).choices
        state = next((each for each in states if plain(part.text) in bare_names(each)), None)
        if state is not None:
            return Among(STATE, (Key(state.key),))
        created = self._vocabulary.of(CREATED)
        ends = _RANGE.split(_nfkc(part.text))
        if len(ends) == 2 and any(map(is_date, ends)):
            return self._between(created, part, ends)
        if len(ends) == 2 and all(isinstance(_tried(end), Period) for end in ends):
            return self._between(created, part, ends)
        return Among(CREATED, (self._when(part, part.text),)) if is_date(part.text) else None

    def _value(self, field: Field, part: Part) -> Value:
        if field.kind in _MEASURED:
            known = field.choice(part.text)
            return Key(known.key) if known is not None else self._measure(field, part, part.text)
        if field.kind is Kind.CHOICE:
            return Key(self._choice(field, part, field.choices).key)
        known = field.choice(part.text) if not part.quoted else None
        if known is not None:
            return Key(known.key)
        name = " ".join(part.text.split())
        if field.kind is Kind.TEXT and not field.whole:
            name = _dotted(name)
        if not name.strip("… "):
            raise self._wrong("query_value_unknown", part)
        if field.kind is Kind.PERSON and self._people is not None and name not in self._people:
            raise self._unlike(part, (Names(each, (each,), (each,)) for each in self._people))
        return Text(name)

    def _choice(self, field: Field, part: Part, choices: Sequence[Names]) -> Names:
        found = field.choice(part.text)
        if found is None:
            raise self._unlike(part, choices)
        return found

    def _compared(self, field: Field, op: Op, name: Part, parts: Sequence[Part]) -> Compare:
        part = parts[0]
        if len(parts) > 1:
            raise self._wrong("query_one_value", parts[1])
        if field.kind in _MEASURED:
            return Compare(field.key, op, self._measure(field, part, part.text))
        if not field.ranked:
            raise self._wrong("query_no_order", name._replace(end=part.end))
        return Compare(field.key, op, Key(self._choice(field, part, field.choices).key))

    def _between(self, field: Field, part: Part, ends: Sequence[str]) -> Between:
        low, high = (self._measure(field, part, end) if end else None for end in ends)
        if low is None and high is None:
            raise self._wrong("query_value_empty", part)
        if low is not None and high is not None:
            if isinstance(low, Span) is not isinstance(high, Span):
                raise self._wrong("query_range_mixed", part)
            if turned(low, high):
                raise self._wrong("query_range_turned", part)
        return Between(field.key, low, high)

    def _measure(self, field: Field, part: Part, word: str) -> Measure:
        if field.kind is Kind.MOMENT:
            return self._when(part, word)
        found = _AMOUNT.fullmatch(_nfkc(word).strip())
        if found is None:
            raise self._wrong("query_amount", part)
        return Amount(int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0")))

    def _when(self, part: Part, word: str) -> When:
        try:
            return when(word)
        except WhenError as error:
            at = self._text.find(word, part.start, part.end)
            if at < 0:
                raise QueryError(error.key, self._text, part.start, part.end) from None
            raise QueryError(error.key, self._text, at, at + len(word)) from None

    def _unknown_field(self, name: Part) -> QueryError:
        near = nearest(name.text, (each for field in self._vocabulary.fields for each in field.names.every()))
        key = "query_field_near" if near else "query_field_unknown"
        return QueryError(key, self._text, name.start, name.end, near=near)

    def _unlike(self, part: Part, choices: Iterable[Names]) -> QueryError:
        names = [name for each in choices for name in (*each.zh, *each.en)]
        near = nearest(part.text, names)
        return self._wrong("query_value_near" if near else "query_value_unknown", part, near=near)

    def _wrong(self, key: str, part: Part, **more: object) -> QueryError:
        if self._raw.name is not None:
            more["field"] = shortened(self._raw.name.text)
        return QueryError(key, self._text, part.start, part.end, **more)


def bare_names(state: Names) -> set[str]:
    """Return the names by which a state is meant when they stand alone: what is written, and long ones."""
    first = {state.zh[0], state.en[0]}
    return {plain(name) for name in state.every() if name in first or (not name.isascii() and len(name) > 2)}


def nearest(word: str, names: Iterable[str]) -> str:
    """Return the known name that a typed word is most like, or ""."""
    from difflib import get_close_matches  # only a mistake needs it

    known = {plain(name): name for name in names}
    found = get_close_matches(plain(word)[:40], list(known), n=1, cutoff=_CLOSE if word.isascii() else _CLOSE_HAN)
    return shortened(known[found[0]]) if found else ""


def _nfkc(word: str) -> str:
    return unicodedata.normalize("NFKC", word)


def _tried(word: str) -> Value | None:
    try:
        return when(word)
    except WhenError:
        return None
