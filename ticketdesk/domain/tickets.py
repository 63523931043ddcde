"""Tickets: their states and ways between them, types, priorities, numbers and reasons to hand one on."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Final

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import from_ms
from ticketdesk.domain.text import clean_name


class TicketState(StrEnum):
    """Where a ticket stands (tickets.png)."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    WAITING_BUYER = "waiting_buyer"
    WAITING_COLLEAGUE = "waiting_colleague"
    SUSPENDED = "suspended"
    DONE = "done"
    CANCELLED = "cancelled"


class TicketType(StrEnum):
    """The types that travel with the program (issue 6, trade.md A.1-3); a shop may have more, ``ticket_types``."""

    INQUIRY = "inquiry"
    AFTER_SALE = "after_sale"
    RETURN_REFUND = "return_refund"
    REFUND_ONLY = "refund_only"
    EXCHANGE = "exchange"
    RESHIPMENT = "reshipment"
    REPAIR = "repair"
    ONSITE_REPAIR = "onsite_repair"
    LOGISTICS = "logistics"
    CHANGE_ADDRESS = "change_address"
    INVOICE = "invoice"
    COMPLAINT = "complaint"
    COLLABORATION = "collaboration"


class Priority(IntEnum):
    """How pressing a ticket is; a greater number goes first."""

    LOW = 1
    NORMAL = 2
    HIGH = 3


class TransferReason(StrEnum):
    """Why a ticket or conversation goes to somebody else (trade.md part 4: a transfer carries a reason)."""

    OTHER_DUTY = "other_duty"
    SHIFT_END = "shift_end"
    NEEDS_LEAD = "needs_lead"
    NEEDS_WAREHOUSE = "needs_warehouse"
    KNOWS_CASE = "knows_case"
    TOO_BUSY = "too_busy"
    OTHER = "other"


LONGEST_TITLE: Final = 120
MOST_ORDERS: Final = 1_000
MOST_TICKETS: Final = 100_000  # that are changed by one act
MOST_REPLIES: Final = 1_000  # buyers who are written to at once: all of it is there before the first one leaves
"""So many orders get a ticket each in one act."""
ENDED: Final = frozenset({TicketState.DONE, TicketState.CANCELLED})
ACTIVE: Final = frozenset(TicketState) - ENDED

_REOPENED: Final = frozenset({TicketState.IN_PROGRESS})
TRANSITIONS: Final[dict[TicketState, frozenset[TicketState]]] = {
    **{state: frozenset(TicketState) - {state, TicketState.OPEN} for state in ACTIVE},
    TicketState.DONE: _REOPENED,
    TicketState.CANCELLED: _REOPENED,
}


Forbidden = frozenset[tuple[TicketState, TicketState]]
NO_MOVES: Final[Forbidden] = frozenset()


def can_move(old: TicketState, new: TicketState, forbidden: Forbidden = NO_MOVES) -> bool:
    """Return whether a ticket may go from ``old`` to ``new``; an ended one only comes back as in progress.

    ``forbidden`` are the moves that the shop took out of the table (``domain.ticket_moves``).
    """
    return new in TRANSITIONS[old] and (old, new) not in forbidden


def require_move(old: TicketState, new: TicketState, forbidden: Forbidden = NO_MOVES) -> None:
    """Raise a DeskError with both states unless the move is allowed.

    ``ticket_state_not_allowed`` for a move the trade does not know, ``ticket_move_forbidden`` for one of ``forbidden``.
    """
    if not can_move(old, new):
        raise DeskError("ticket_state_not_allowed", old=old.value, new=new.value)
    if (old, new) in forbidden:
        raise DeskError("ticket_move_forbidden", old=old.value, new=new.value)


def woken(*, assigned: bool) -> TicketState:
    """Return the state in which a suspended ticket comes back: with its assignee in progress, else open for anybody."""
    return TicketState.IN_PROGRESS if assigned else TicketState.OPEN


def ticket_number(day_ms: int, n: int) -> str:
    """Return the number that people read: ``T-YYMMDD-NNN`` of the shop's day of ``day_ms`` (UTC milliseconds).

    ``n`` counts the day's tickets from 1 and takes more digits past 999; ``ValueError`` if it is below 1.
    """
    if n < 1:
        raise ValueError(f"tickets of a day are counted from 1, not {n}")
    return f"T-{from_ms(day_ms):%y%m%d}-{n:03d}"


def checked_title(text: str) -> str:
    """Return a title as it is kept, of at most 120 characters; DeskError ``ticket_title_empty``."""
    title = clean_name(text)[:LONGEST_TITLE]
    if not title:
        raise DeskError("ticket_title_empty")
    return title
