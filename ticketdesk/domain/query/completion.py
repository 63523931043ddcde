"""What may be written at the caret: fields, values of a field, and the span that a choice replaces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, Protocol

from ticketdesk.domain.query.fields import VOCABULARY, Field, Kind, Names, Vocabulary, plain
from ticketdesk.domain.query.periods import PERIODS
from ticketdesk.domain.query.scanning import MOST_CHARS, QUOTES, plain_signs
from ticketdesk.domain.query.tree import Language, Text
from ticketdesk.domain.query.wording import field_text, value_text

MOST: Final = 12
_LENGTHS: Final = ("10m", "1h", "4h", "1d", "3d", "1w")
_FIELD: Final = re.compile(r"(?P<name>[^\s:=<>≤≥,\"'‘’「」『』]+)(?P<op>:?(?:<=|=<|>=|=>|[<>≤≥])|[:=])")
_PIECE: Final = re.compile(r"\"(?:\\.|[^\"\\])*\"?|'[^']*'?|「[^」]*」?|『[^』]*』?|[^\s,]+")
_WORD: Final = re.compile(r"(?:\"(?:\\.|[^\"\\])*(?:\"|$)|「[^」]*(?:」|$)|『[^』]*(?:』|$)|\S)+")


class Provider(Protocol):
    """Knows values that stand in the store."""

    def names(self, field: str, beginning: str) -> Sequence[str]:
        """Return some names for a field of persons or texts that begin so (nicknames, agents, order numbers)."""


class Suggestion(NamedTuple):
    """``text`` to be written, ``name`` to be shown beside it (the field it belongs to, or ""), ``goes_on``: a value
    comes next."""

    text: str
    name: str = ""
    goes_on: bool = False


class Completion(NamedTuple):
    """What may replace ``start`` up to ``end``."""

    start: int
    end: int
    suggestions: tuple[Suggestion, ...]


def complete(
    text: str,
    caret: int,
    language: Language,
    vocabulary: Vocabulary = VOCABULARY,
    provider: Provider | None = None,
) -> Completion:
    """Return what may be written at ``caret`` (characters), at most ``MOST``, the likeliest first; never an error."""
    caret = min(max(caret, 0), len(text))
    if len(text) > MOST_CHARS:
        return Completion(caret, caret, ())
    signs = plain_signs(text)
    start, end = _word_at(signs, caret)
    start += signs[start:caret].startswith("-")
    found = _FIELD.match(signs, start, caret)
    field = vocabulary.named(text[found.start("name") : found.end("name")]) if found else None
    if found and field is not None:
        return _values(text, signs, caret, (found.end(), end), field, found["op"] in ":=", language, provider)
    typed = text[start:caret]
    return Completion(start, end, tuple(_begun(typed, language, vocabulary))[:MOST])


def _word_at(signs: str, caret: int) -> tuple[int, int]:
    """Return the bounds of the term that the caret stands in or behind; of none the caret itself."""
    for found in _WORD.finditer(signs):
        if found.start() <= caret <= found.end():
            return found.start(), found.end()
    return caret, caret


def _begun(typed: str, language: Language, vocabulary: Vocabulary) -> Iterator[Suggestion]:
    """Fields that begin so, then conditions whose value begins so."""
    for field in vocabulary.fields:
        if _begins(field.names, typed):
            yield Suggestion(field_text(field, language), goes_on=True)
    if not plain(typed):
        return
    for field in vocabulary.fields:
        for choice in field.choices:
            if _begins(choice, typed):
                yield Suggestion(field_text(field, language) + choice.shown(language))


def _values(
    text: str,
    signs: str,
    caret: int,
    bounds: tuple[int, int],
    field: Field,
    equal: bool,
    language: Language,
    provider: Provider | None,
) -> Completion:
    start, end = bounds
    for found in _PIECE.finditer(signs, start, end):
        if found.start() <= caret <= found.end():
            start, end = found.span()
            break
    else:
        start = end = caret
    typed = text[start:caret].strip("".join(QUOTES))
    offered = _offered(field, typed, equal, language, provider)
    return Completion(start, end, tuple(Suggestion(each, field.names.shown(language)) for each in offered)[:MOST])


def _offered(field: Field, typed: str, equal: bool, language: Language, provider: Provider | None) -> Iterator[str]:
    choices = field.words() if equal else field.choices
    yield from (each.shown(language) for each in choices if _begins(each, typed))
    if field.kind is Kind.MOMENT:
        yield from (each.shown(language) for each in PERIODS if _begins(each, typed))
        yield from (each for each in _LENGTHS if each.startswith(typed.lower()))
    elif field.kind is not Kind.CHOICE and provider is not None:
        yield from (value_text(field, Text(name), language) for name in provider.names(field.key, typed) if plain(name))


def _begins(names: Names, typed: str) -> bool:
    wanted = plain(typed)
    return not wanted or any(plain(name).startswith(wanted) for name in names.every())
