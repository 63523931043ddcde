"""What a transcript adds to messages that are already kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from ticketdesk.domain.moments import MINUTE
from ticketdesk.domain.transcript import Said

SENT_TOLERANCE: Final = 10 * MINUTE
"""How far the platform's time of a reply may lie from the moment it was marked sent here (ms)."""


class Side(StrEnum):
    """Who speaks in a message."""

    BUYER = "buyer"
    AGENT = "agent"
    SYSTEM = "system"
    UNKNOWN = "unknown"


class Key(NamedTuple):
    """By what two copies of a message are known to be the same: moment (UTC ms), side, text with blanks evened."""

    at_ms: int
    side: Side
    text: str


def key(at_ms: int, side: Side, text: str) -> Key:
    """Return the key of a kept message."""
    return Key(at_ms, side, " ".join(text.split()))


def side_of(said: Said) -> Side:
    """Return who speaks in ``said``."""
    if said.system:
        return Side.SYSTEM
    if said.is_agent is None:
        return Side.UNKNOWN
    return Side.AGENT if said.is_agent else Side.BUYER


def key_of(said: Said) -> Key:
    """Return the key of a message of a transcript."""
    return key(said.at_ms, side_of(said), said.text)


def new_only(existing: Iterable[Key], messages: Sequence[Said], *, sent: Iterable[Key] = ()) -> tuple[Said, ...]:
    """Return the ``messages`` that ``existing`` does not hold yet, in their order (trade.md C9).

    Each kept message answers for one copy only, so two identical ones of one second stay two. ``sent`` are replies that
    left through this program's outbox: their moment is ours, not the platform's, and may differ by ten minutes.
    """
    kept = Counter(existing)
    fresh: list[Said] = []
    for said in messages:
        asked = key_of(said)
        if kept[asked] > 0:
            kept[asked] -= 1
        else:
            fresh.append(said)
    return _without_sent(fresh, list(sent))


def _without_sent(fresh: Sequence[Said], sent: list[Key]) -> tuple[Said, ...]:
    """Return ``fresh`` without the copies of replies ``sent`` from here; each reply answers for the nearest copy."""
    result: list[Said] = []
    for said in fresh:
        asked = key_of(said)
        near = [reply for reply in sent if _same_but_for_time(reply, asked)]
        if near:
            sent.remove(min(near, key=lambda reply: abs(reply.at_ms - asked.at_ms)))
        else:
            result.append(said)
    return tuple(result)


def _same_but_for_time(reply: Key, asked: Key) -> bool:
    return reply[1:] == asked[1:] and abs(reply.at_ms - asked.at_ms) <= SENT_TOLERANCE
