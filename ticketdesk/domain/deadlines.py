"""How urgent a deadline is; when something is due is said by the rules of ``domain.rules``."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from ticketdesk.domain.moments import HOUR


class Urgency(StrEnum):
    """How near a deadline is (tokens.md)."""

    NONE = "none"
    OK = "ok"
    SOON = "soon"
    OVER = "over"


_SOON_TENTHS: Final = 10
_SOON_LEFT: Final = 2 * HOUR


def urgency(start: int | None, due: int | None, now: int) -> Urgency:
    """Return how urgent ``due`` is at ``now`` (UTC ms): soon under a tenth of the span or 2 h, over from ``due`` on.

    Where the start is not known only the two hours count (tokens.md, Deadline).
    """
    if due is None:
        return Urgency.NONE
    left = due - now
    if left <= 0:
        return Urgency.OVER
    tenth = 0 if start is None else max(0, due - start) // _SOON_TENTHS
    return Urgency.SOON if left < max(tenth, _SOON_LEFT) else Urgency.OK


def used_share(start: int | None, due: int, now: int) -> float:
    """Return the part of the span ``start``..``due`` that is used at ``now``, from 0.0 to 1.0 (the bar of a deadline).

    Without a start, or with one not before ``due``, the span is empty: 0.0 until due, 1.0 after.
    """
    if start is None or start >= due:
        return 1.0 if now >= due else 0.0
    return min(1.0, max(0.0, (now - start) / (due - start)))
