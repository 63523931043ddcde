"""Deadlines of refunds that passed: recorded by the desk, and what the platform does then, suggested or done."""

from __future__ import annotations

from typing import Final

from ticketdesk.desk.command import Context
from ticketdesk.desk.refund_moves import Step, move, note, say_agreed
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.refunds import PAYING, RefundAct, RefundState, Room, drawn
from ticketdesk.store.queries import refunds as asking
from ticketdesk.store.writers import refunds
from ticketdesk.store.writers.refunds import RefundNow

AGREED_ON: Final = frozenset({"ticket_value.+", "ticket_value.value", "ticket_value.kind"})
"""What agreeing writes on the ticket that follows a refund."""


def record(context: Context, refund: int, *, done: bool) -> None:
    """Note that the deadline of a refund passed, with its rule; ``done``: what the platform does then counts as done.

    The row of the refund stays as it is: its deadline is late until somebody, or the platform's file, moves it on.
    """
    now = refunds.current(context.tx, refund)
    lapse = Step(act=RefundAct.LAPSED, text=now.due_rule)
    note(context, now.id, lapse, before=now.state.value, after=now.state.value, at=now.due_at or context.now)
    if done and drawn(now.state, now.kind) is not None and _too_much(context, now) is None:
        carry_out(context, now)


def carry_out(context: Context, now: RefundNow) -> RefundState:
    """Bring a refund to where the platform leads it, as of the end of its deadline, and return the state.

    What others still ask for is not weighed: the platform has done it. DeskErrors ``lapse_missing`` where nobody says
    what it does, ``refund_amount_high`` where it would pay back more than was paid, which no platform does.
    """
    act = drawn(now.state, now.kind)
    if act is None:
        raise DeskError("lapse_missing")
    room = _too_much(context, now)
    if room is not None:
        left = max(0, (room.paid or 0) - room.done)
        raise DeskError("refund_amount_high", left=left, paid=room.paid, currency=room.currency)
    after = move(context, now, Step(act=act, at=now.due_at))
    if act is RefundAct.AGREED:
        say_agreed(context, now.ticket_id)
    return after


def _too_much(context: Context, now: RefundNow) -> Room | None:
    """Return what the order has to pay back from where a lapse would pay more than others left of what was paid."""
    pays = drawn(now.state, now.kind) in (RefundAct.AGREED, RefundAct.DONE) and now.kind in PAYING
    room = asking.room(context.tx, now.order_id, besides=now.id) if pays else None
    if room is None or room.paid is None or room.done + (now.amount_cents or 0) <= room.paid:
        return None
    return room
