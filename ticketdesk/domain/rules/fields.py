"""One field of a rule after another, taken from what a file or an editor states, with what is wrong with each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, TypeVar

from ticketdesk.domain.rules.counting import minutes_of
from ticketdesk.domain.rules.faults import Fault, FaultKind

Word = TypeVar("Word", bound=StrEnum)
LONGEST: Final = 10_000
LONGEST_TEXT: Final = 500
MOST_TEXTS: Final = 60
_SHOWN: Final = 60
_PARTS: Final = re.compile(r"[\s,，、;；]+")
REGIONS: Final = ("near", "across", "far")


def shortened(value: object) -> str:
    """Return what a file states as one short line of a sentence."""
    text = str(value)
    plain = "".join(each if each.isprintable() else " " for each in text[:_SHOWN])
    return plain if len(text) <= _SHOWN else f"{plain}…"


def parted(text: str) -> list[str]:
    """Return the words of a line between whose words stand blanks or commas of any kind."""
    return [each for each in _PARTS.split(text) if each]


class Fields:
    """The stated fields of one rule; each question returns a value or None and remembers the fault."""

    def __init__(self, rule: str, stated: Mapping[str, Any]) -> None:
        self.rule = rule
        self.faults: list[Fault] = []
        self._stated = stated

    def fault(self, kind: FaultKind, field: str, value: object = "") -> None:
        """Remember that ``field`` is wrong."""
        self.faults.append(Fault(kind, self.rule, shortened(field), shortened(value)))

    def text(self, field: str, *, needed: bool = False) -> str:
        """Return a text, "" where there is none."""
        value = self._stated.get(field, "")
        if not isinstance(value, str):
            self.fault(FaultKind.NOT_TEXT, field, value)
            return ""
        if needed and not value.strip():
            self.fault(FaultKind.MISSING, field)
        if len(value) > LONGEST_TEXT:
            self.fault(FaultKind.LONG_TEXT, field, LONGEST_TEXT)
        return value.strip()

    def texts(self, field: str) -> tuple[str, ...]:
        """Return a list of texts, an empty one where there is none."""
        value = self._stated.get(field, ())
        if not isinstance(value, list | tuple) or not all(isinstance(each, str) and each.strip() for each in value):
            self.fault(FaultKind.NOT_TEXT, field, value)
            return ()
        if len(value) > MOST_TEXTS or any(len(each) > LONGEST_TEXT for each in value):
            self.fault(FaultKind.LONG_TEXT, field, LONGEST_TEXT)
            return ()
        return tuple(each.strip() for each in value)

    def word(self, field: str, words: type[Word], default: Word | None = None) -> Word | None:
        """Return one of the trade's words; ``default`` where none is stated, a fault where there is no default."""
        value = self._stated.get(field)
        if value is None:
            if default is None:
                self.fault(FaultKind.MISSING, field)
            return default
        return self._word(field, value, words)

    def words(self, field: str, words: type[Word]) -> tuple[Word, ...]:
        """Return a list of the trade's words."""
        found = (self._word(field, value, words) for value in self.texts(field))
        return tuple(each for each in found if each is not None)

    def _word(self, field: str, value: object, words: type[Word]) -> Word | None:
        if value in set(words):
            return words(str(value))
        self.fault(FaultKind.UNKNOWN_WORD, field, value)
        return None

    def yes(self, field: str) -> bool:
        """Return a yes or no, no where there is none."""
        value = self._stated.get(field, False)
        if not isinstance(value, bool):
            self.fault(FaultKind.NOT_YES_NO, field, value)
            return False
        return value

    def whole(self, field: str, *, least: int = 1) -> int | None:
        """Return a whole number from ``least`` to ``LONGEST``, None where there is none."""
        return self._whole(field, self._stated.get(field), least)

    def _whole(self, field: str, value: object, least: int) -> int | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self.fault(FaultKind.NOT_WHOLE, field, value)
        elif value < least:
            self.fault(FaultKind.NEGATIVE, field, value)
        elif value > LONGEST:
            self.fault(FaultKind.TOO_LONG, field, value)
        else:
            return value
        return None

    def day(self, field: str, *, needed: bool = False) -> date | None:
        """Return a date (of TOML, or as ``YYYY-MM-DD``), None where there is none."""
        value = self._stated.get(field)
        if value is None:
            if needed:
                self.fault(FaultKind.MISSING, field)
            return None
        try:
            if isinstance(value, date) and not isinstance(value, datetime):
                return value
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            self.fault(FaultKind.NOT_DATE, field, value)
            return None

    def time(self, field: str) -> int | None:
        """Return minutes after midnight of ``HH:MM``, None where there is none."""
        value = self._stated.get(field)
        return None if value is None else self._time(field, value)

    def _time(self, field: str, value: object) -> int | None:
        found = minutes_of(value) if isinstance(value, str) else None
        if found is None:
            self.fault(FaultKind.NOT_TIME, field, value)
        return found

    def window(self, field: str) -> tuple[int, int] | None:
        """Return a part of the day from two times, None where there is none."""
        value = self._stated.get(field)
        if value is None:
            return None
        if not isinstance(value, list | tuple) or len(value) != 2:
            self.fault(FaultKind.NOT_TIME, field, value)
            return None
        begins, ends = (self._time(field, each) for each in value)
        if begins is None or ends is None:
            return None
        if begins >= ends:
            self.fault(FaultKind.EMPTY_WINDOW, field, "–".join(map(str, value)))
            return None
        return begins, ends

    def regions(self, field: str) -> tuple[tuple[str, int], ...]:
        """Return the hours by region, nothing where there is no such table."""
        value = self._stated.get(field)
        if value is None:
            return ()
        if not isinstance(value, Mapping) or set(value) != set(REGIONS):
            self.fault(FaultKind.REGION_MISSING, field, ", ".join(REGIONS))
            return ()
        hours = [(name, self._whole(field, value[name], 1)) for name in REGIONS]
        return tuple((name, each) for name, each in hours if each is not None)
