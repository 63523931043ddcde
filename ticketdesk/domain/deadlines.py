"""Deadlines: the rules as data, when a ticket or an order is due, and how urgent that is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ticketdesk.domain.moments import HOUR
from ticketdesk.domain.order_states import OrderState


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """A limit in exact hours; ``version`` is the state of the text it was taken from, which a ticket keeps."""

    id: str
    version: str
    hours: int
    source: str

    def due(self, start: int) -> int:
        """Return the moment (UTC milliseconds) that lies the rule's exact hours after ``start``."""
        return start + self.hours * HOUR


@dataclass(frozen=True, slots=True)
class Deadline:
    """A running clock: the rule that set it, its start and its end (UTC milliseconds)."""

    rule: DeadlineRule
    start: int
    due: int


SHIP: Final = DeadlineRule("TB-SHIP-1", "2026-11", 48, "issue 2: ship 48 h after payment")
EXCHANGE: Final = DeadlineRule("KS-EX-1", "2022-09-30", 48, "trade.md A.7: the shop answers an exchange within 48 h")
RULES: Final = (SHIP, EXCHANGE)

_WAITS_FOR_SHIPMENT: Final = frozenset({OrderState.WAIT_SHIP, OrderState.PART_SHIPPED})


def due_for_order(state: OrderState, paid_at: int | None) -> Deadline | None:
    """Return when a paid order must be shipped, None once it is shipped or ended, or before it is paid (issue 2)."""
    return _started(SHIP, paid_at) if state in _WAITS_FOR_SHIPMENT else None


def _started(rule: DeadlineRule | None, start: int | None) -> Deadline | None:
    """Return the clock of ``rule`` begun at ``start``, None if either is missing."""
    return None if rule is None or start is None else Deadline(rule, start, rule.due(start))


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
