"""Cutting a text of the search language into raw terms: name, operator, values, each with its place.

Signs and blanks of Chinese input methods count as the plain ones; every character keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from ticketdesk.domain.query.errors import QueryError
from ticketdesk.domain.query.tree import Op

MOST_CHARS: Final = 2_000
MOST_TERMS: Final = 64
MOST_VALUES: Final = 50

_SIGNS: Final = str.maketrans("：＝＜＞－−–—，、＂　＼“”", ':=<>----,,"' + ' \\""')
_UNKEPT: Final = re.compile("[\x00\ud800-\udfff]")
_CLOSERS: Final = {'"': '"', "'": "'‘’", "‘": "'‘’", "「": "」", "『": "』"}
QUOTES: Final = frozenset("\"'‘’「」『』“”＂")
_OP: Final = re.compile(r":?(?P<sign><=|=<|>=|=>|[<>≤≥])|(?P<plain>[:=])")
_NAME: Final = re.compile(r"[^\s:=<>≤≥,\"'‘’「」『』]+")
_NO_NAME: Final = re.compile(r"[\W\d_]*")
_OPS: Final = {
    "<": Op.BELOW, "<=": Op.AT_MOST, "=<": Op.AT_MOST, "≤": Op.AT_MOST,
    ">": Op.ABOVE, ">=": Op.AT_LEAST, "=>": Op.AT_LEAST, "≥": Op.AT_LEAST,
}  # fmt: skip


class Part(NamedTuple):
    """One value or word as it was typed, without its quotes; ``start`` and ``end`` are with them."""

    text: str
    quoted: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Raw:
    """One term as it was typed: without a ``name`` it is a word; ``op`` is None for the colon."""

    start: int
    end: int
    negated: bool
    name: Part | None
    op: Op | None
    parts: tuple[Part, ...]


def plain_signs(text: str) -> str:
    """Return ``text`` with the signs of input methods as plain ones, each in its place."""
    return _UNKEPT.sub(" ", text).translate(_SIGNS)


def scan(text: str) -> list[Raw]:
    """Return the raw terms of ``text``; QueryError for what cannot be cut."""
    if len(text) > MOST_CHARS:
        raise QueryError("query_too_long", text, MOST_CHARS, len(text), limit=MOST_CHARS)
    found: list[Raw] = []
    for raw in _Scanner(text).terms():
        if len(found) == MOST_TERMS:
            raise QueryError("query_too_many", text, raw.start, raw.end, limit=MOST_TERMS)
        found.append(raw)
    return found


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text, self._plain = text, plain_signs(text)
        self._kept = _UNKEPT.sub(" ", text)

    def terms(self) -> Iterator[Raw]:
        at = self._skip(0)
        while at < len(self._plain):
            raw = self._term(at)
            yield raw
            at = self._skip(raw.end)

    def _skip(self, at: int) -> int:
        while at < len(self._plain) and self._plain[at].isspace():
            at += 1
        return at

    def _term(self, start: int) -> Raw:
        negated = self._plain[start] == "-"
        at = start + negated
        if self._blank(at):
            raise QueryError("query_minus_alone", self._text, start, at)
        name = _NAME.match(self._plain, at)
        op = _OP.match(self._plain, name.end() if name else at)
        if op and name and not _NO_NAME.fullmatch(name[0]):
            return self._field(start, negated, Part(self._kept[at : name.end()], False, at, name.end()), op)
        if op and not name:
            raise QueryError("query_field_missing", self._text, at, self._word_end(at))
        word = self._part(at, lists=False)
        return Raw(start, word.end, negated, None, None, (word,))

    def _field(self, start: int, negated: bool, name: Part, op: re.Match[str]) -> Raw:
        at = op.end()
        parts: list[Part] = []
        while True:
            part = self._part(at, lists=True)
            if not part.text.strip():
                raise QueryError("query_value_empty", self._text, name.start, max(part.end, at))
            parts.append(part)
            if len(parts) > MOST_VALUES:
                raise QueryError("query_many_values", self._text, part.start, part.end, limit=MOST_VALUES)
            at = part.end
            if self._plain[at : at + 1] != ",":
                sign = op["sign"]
                return Raw(start, at, negated, name, _OPS[sign] if sign else None, tuple(parts))
            at += 1

    def _part(self, at: int, *, lists: bool) -> Part:
        if self._plain[at : at + 1] in _CLOSERS and not self._blank(at):
            return self._quoted(at)
        end = at
        while not self._blank(end) and not (lists and self._plain[end] == ","):
            end += 1
        return Part(self._kept[at:end], False, at, end)

    def _quoted(self, start: int) -> Part:
        closers = _CLOSERS[self._plain[start]]
        said: list[str] = []
        at = start + 1
        while at < len(self._plain):
            if self._plain[at] in closers:
                return self._closed("".join(said), start, at + 1)
            if self._plain[at] == "\\" and self._kept[at + 1 : at + 2] in _ESCAPED:
                at += 1
            said.append(self._kept[at : at + 1])
            at += 1
        raise QueryError("query_quote_open", self._text, start, len(self._text))

    def _closed(self, said: str, start: int, end: int) -> Part:
        if not said.strip():
            raise QueryError("query_value_empty", self._text, start, end)
        return Part(said, True, start, end)

    def _blank(self, at: int) -> bool:
        return at >= len(self._plain) or self._plain[at].isspace()

    def _word_end(self, at: int) -> int:
        while not self._blank(at):
            at += 1
        return at


_ESCAPED: Final = QUOTES | {"\\", "＼"}
