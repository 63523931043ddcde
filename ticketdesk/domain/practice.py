"""What practice measures: typing, first responses and wording, each against the shop's standard (trade.md A.11)."""

from __future__ import annotations

from typing import Final, NamedTuple

from ticketdesk.domain.moments import MINUTE, SECOND

PAUSE: Final = 3 * SECOND
"""Milliseconds without a keystroke after which the agent thinks or reads, and no longer types."""

MOST_AT_ONCE: Final = 12
"""So many characters an input method commits at once; more come from a phrase or the clipboard and are not typed."""

ENOUGH: Final = 20
"""Fewer typed characters say nothing about a speed."""


class Meter:
    """Hears how long a text is after each change, and adds up characters and the time spent typing them."""

    def __init__(self) -> None:
        self.characters = 0
        self.spent = 0
        self._at: int | None = None
        self._length = 0

    def begin(self, length: int) -> None:
        """Another text, ``length`` characters long, is written from now on."""
        self._at, self._length = None, length

    def heard(self, length: int, now: int) -> None:
        """The text is ``length`` characters long at ``now`` (UTC ms); what was taken out is time, but no character.

        The first stroke after a pause counts neither: when its typing began is not known.
        """
        added, self._length = length - self._length, length
        before, self._at = self._at, now
        if added > MOST_AT_ONCE or length == 0:
            self._at = None
        elif before is not None and now - before <= PAUSE:
            self.spent += now - before
            self.characters += max(0, added)

    def per_minute(self) -> int | None:
        """Return characters a minute, None where too few were typed."""
        if self.characters < ENOUGH or not self.spent:
            return None
        return round(self.characters * MINUTE / self.spent)


class Standards(NamedTuple):
    """What the shop asks for: characters a minute, seconds until the first response."""

    typing_per_minute: int
    first_response_seconds: int


class Served(NamedTuple):
    """One played buyer: when the first response left, in ms after the question; None for nobody answered."""

    nick: str
    first_response: int | None


class Hit(NamedTuple):
    """A rule of wording that ``replies`` replies went against; ``says`` is an English source text."""

    says: str
    replies: int


class Report(NamedTuple):
    """What came of a practice."""

    standards: Standards
    typing_per_minute: int | None
    served: tuple[Served, ...]
    replies: int
    hits: tuple[Hit, ...]

    @property
    def answered(self) -> tuple[int, ...]:
        """The first responses there were, in ms."""
        return tuple(each.first_response for each in self.served if each.first_response is not None)

    @property
    def average(self) -> int | None:
        """The mean first response in ms, None where nobody was answered."""
        times = self.answered
        return round(sum(times) / len(times)) if times else None

    @property
    def in_time(self) -> int:
        """How many buyers had their first response within the standard."""
        return sum(each <= self.standards.first_response_seconds * SECOND for each in self.answered)

    @property
    def typing_met(self) -> bool | None:
        """Whether the typing meets the standard, None where too little was typed."""
        speed = self.typing_per_minute
        return None if speed is None else speed >= self.standards.typing_per_minute

    @property
    def response_met(self) -> bool | None:
        """Whether every buyer was answered and the mean lies within the standard, None where nobody came."""
        if not self.served:
            return None
        mean = self.average
        everybody = len(self.answered) == len(self.served)
        return everybody and mean is not None and mean <= self.standards.first_response_seconds * SECOND

    @property
    def wording_met(self) -> bool | None:
        """Whether no reply went against a rule, None where none was sent."""
        return not self.hits if self.replies else None
