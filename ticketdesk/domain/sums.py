"""Sums as an agent types them while writing: + − × ÷ ( ) and %, exact, never through a float."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.money import narrow

LONGEST: Final = 200
DEEPEST: Final = 40
MOST_DIGITS: Final = 15

_TOKEN: Final = re.compile(r"\s*(?:(\d+(?:\.\d*)?|\.\d+)|([-+*/()%]))")
_SIGNS: Final = str.maketrans({"−": "-", "–": "-", "×": "*", "x": "*", "X": "*", "÷": "/", "¥": None, ",": None})


def result(text: str) -> Fraction:
    """Return what the sum comes to, exactly. ``5%`` is 0.05; behind + or − it is that share of what stands before
    (``200-10%`` is 180), as pocket calculators have it.

    DeskErrors: ``sum_unclear`` for what is no sum, ``sum_by_zero``, ``sum_too_long`` (200 characters).
    """
    if len(text) > LONGEST:
        raise DeskError("sum_too_long", limit=LONGEST)
    reading = _Reading(_tokens(narrow(text).translate(_SIGNS).rstrip("= ")))
    found = reading.sum_of(0)
    reading.end()
    return found


def shown(value: Fraction) -> str:
    """Return the value as money is written: whole numbers plain, else rounded half up to cents, ``-0.5`` as -0.50."""
    if value.denominator == 1:
        return str(value.numerator)
    cents = int(abs(value) * 100 + Fraction(1, 2))
    return f"{'-' if value < 0 and cents else ''}{cents // 100}.{cents % 100:02d}"


def exact(value: Fraction) -> bool:
    """Return whether ``shown`` tells the whole value, unrounded."""
    return (value * 100).denominator == 1


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    at, text = 0, text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or len(match[1] or "") > MOST_DIGITS:
            raise DeskError("sum_unclear")
        found.append(match[1] or match[2])
        at = match.end()
    return found


class _Reading:
    """Reads tokens by descent: a sum of products of signed values."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0

    def sum_of(self, depth: int) -> Fraction:
        """Products joined by + and −."""
        if depth > DEEPEST:
            raise DeskError("sum_unclear")
        found, _share = self._product(depth)
        while (sign := self._next("+-")) is not None:
            value, share = self._product(depth)
            value = found * value if share else value
            found = found + value if sign == "+" else found - value
        return found

    def _product(self, depth: int) -> tuple[Fraction, bool]:
        """Values joined by × and ÷, and whether it is one bare percentage."""
        found, share = self._value(depth)
        while (sign := self._next("*/")) is not None:
            value, _share = self._value(depth)
            share = False
            if sign == "/" and not value:
                raise DeskError("sum_by_zero")
            found = found * value if sign == "*" else found / value
        return found, share

    def _value(self, depth: int) -> tuple[Fraction, bool]:
        sign = 1
        while (read := self._next("+-")) is not None:
            sign = -sign if read == "-" else sign
        if self._next("(") is not None:
            found = self.sum_of(depth + 1)
            if self._next(")") is None:
                raise DeskError("sum_unclear")
        else:
            found = self._number()
        share = False
        while self._next("%") is not None:
            found, share = found / 100, True
        return found * sign, share

    def _number(self) -> Fraction:
        token = self._tokens[self._at] if self._at < len(self._tokens) else ""
        if not token or not (token[0].isdigit() or token[0] == "."):
            raise DeskError("sum_unclear")
        self._at += 1
        return Fraction(f"0{token}" if token[0] == "." else token.rstrip("."))

    def _next(self, signs: str) -> str | None:
        if self._at < len(self._tokens) and self._tokens[self._at] in signs:
            self._at += 1
            return self._tokens[self._at - 1]
        return None

    def end(self) -> None:
        """Nothing may follow."""
        if self._at != len(self._tokens):
            raise DeskError("sum_unclear")
