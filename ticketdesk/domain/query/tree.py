"""What was asked, as a frozen tree: terms that must all hold, each with the place where it was typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Key:
    """A word of the field's own: a choice ("open"), ``ME`` or ``NONE``."""

    name: str


@dataclass(frozen=True, slots=True)
class Text:
    """A free text: a name, a number."""

    text: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar, one that exists."""

    year: int
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class Period:
    """A day, week or month seen from now: a key of ``periods.PERIODS``."""

    name: str


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time: ``unit`` is "m", "h", "d" or "w"."""

    count: int
    unit: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money in cents, of whatever currency the row is in."""

    cents: int


When = Day | Period | Span
Measure = When | Amount
Value = Key | Text | Day | Period | Span | Amount
ME = Key("me")
NONE = Key("none")


class Op(StrEnum):
    """How a value is compared; of a length of time before now ("waiting", "created") the length is compared."""

    BELOW = "<"
    AT_MOST = "<="
    ABOVE = ">"
    AT_LEAST = ">="


@dataclass(frozen=True, slots=True)
class Words:
    """Text to be found somewhere in a row; blanks and punctuation in it do not matter."""

    text: str


@dataclass(frozen=True, slots=True)
class Among:
    """The field is one of the values; a day or period stands for its whole length, a length for "within"."""

    field: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """The field against one value: a moment, an amount, or a choice of an ordered field."""

    field: str
    op: Op
    value: Key | Measure


@dataclass(frozen=True, slots=True)
class Between:
    """A moment or an amount from ``low`` to ``high``, both with it; None is open."""

    field: str
    low: Measure | None
    high: Measure | None


Condition = Words | Among | Compare | Between


@dataclass(frozen=True, slots=True)
class Term:
    """A condition or, ``negated``, its contrary; typed at ``start`` up to ``end`` (where it was typed makes no other
    term)."""

    condition: Condition
    negated: bool = False
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Query:
    """Terms that must all hold; none holds for everything."""

    terms: tuple[Term, ...] = ()

    def without(self, place: int) -> Query:
        """Return the query without its term number ``place``."""
        return Query(self.terms[:place] + self.terms[place + 1 :])
