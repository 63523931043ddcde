"""What a chain of deadlines is reckoned from: a ticket's events, states, agreed and imported moments, recorded lapses.

All moments are UTC milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from ticketdesk.domain.rules.counting import Place, Span, merged
from ticketdesk.domain.rules.values import Event
from ticketdesk.domain.tickets import ENDED


class Happened(NamedTuple):
    """An event as it was noted, and when it was in truth, where somebody corrected that (a signed parcel)."""

    event: Event
    noted_at: int
    corrected_at: int | None = None

    @property
    def at(self) -> int:
        """When it was, as far as is known."""
        return self.noted_at if self.corrected_at is None else self.corrected_at


class InState(NamedTuple):
    """The ticket came into a state."""

    state: str
    at: int


class Fixed(NamedTuple):
    """A moment that somebody set: both sides by agreement, or the platform's own of an imported file.

    ``told_at`` is when it was agreed or exported, ``rule`` whose deadline it is ("": of the step that runs then).
    """

    due: int
    told_at: int
    rule: str = ""


class Lapse(NamedTuple):
    """A lapse that the desk recorded as an act; ``nth`` counts the steps by the same rule from 1."""

    rule: str
    nth: int
    start: int
    due: int
    recorded_at: int
    carried_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A ticket as the engine sees it. ``rules`` are what it begins with where its type says so, () by the pack.

    ``pauses`` are spans in which every clock stood still, besides the states that a rule itself pauses in; one that
    lasts has no end. All that is listed has been, also where the clock, set back, shows an earlier moment.
    """

    kind: str
    opened_at: int
    platform: str = ""
    rules: tuple[str, ...] = ()
    events: tuple[Happened, ...] = ()
    states: tuple[InState, ...] = ()
    pauses: tuple[tuple[int, int | None], ...] = ()
    agreed: tuple[Fixed, ...] = ()
    imported: tuple[Fixed, ...] = ()
    lapses: tuple[Lapse, ...] = ()
    place: Place | None = None


class Stop(NamedTuple):
    """The ticket ended: done or cancelled, and nobody took it up again."""

    at: int


def ended(states: Iterable[InState]) -> Stop | None:
    """Return since when the ticket has ended, None while it lives."""
    since: int | None = None
    for each in in_order(states):
        closed = each.state in ENDED
        since = (each.at if since is None else since) if closed else None
    return None if since is None else Stop(since)


def pauses_of(matter: Matter, states: frozenset[str], now: int) -> tuple[Span, ...]:
    """Return when a clock stood still that stands in ``states``; a pause that lasts goes to ``now``."""
    found = [(begin, now if end is None else end) for begin, end in matter.pauses]
    changes = in_order(matter.states) if states else []
    if changes:
        ends = [each.at for each in changes[1:]] + [now]
        found += [(each.at, end) for each, end in zip(changes, ends, strict=True) if each.state in states]
    return merged(found)


def stands(matter: Matter, states: frozenset[str]) -> bool:
    """Return whether a clock that stands in ``states`` stands still now."""
    changes = in_order(matter.states) if states else []
    return any(end is None for _, end in matter.pauses) or bool(changes and changes[-1].state in states)


def in_order(states: Iterable[InState]) -> list[InState]:
    """Return the states, oldest first; of one moment the order is that of the list."""
    return sorted(states, key=lambda each: each.at)
