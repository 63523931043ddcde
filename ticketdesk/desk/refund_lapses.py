"""Deadlines of refunds that passed: recorded by the desk, and what the platform does then, suggested or done."""

from __future__ import annotations

from typing import Final

from ticketdesk.desk.command import Context
from ticketdesk.desk.refund_moves import Step, move, note, say_agreed
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.refunds import RefundAct, RefundState, drawn
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
    if done and drawn(now.state, now.kind) is not None:
        carry_out(context, now)


def carry_out(context: Context, now: RefundNow) -> RefundState:
    """Bring a refund to where the platform leads it, as of the end of its deadline, and return the state.

    What was paid is not weighed: the platform has done it. DeskError ``lapse_missing`` where nobody says what it does.
    """
    act = drawn(now.state, now.kind)
    if act is None:
        raise DeskError("lapse_missing")
    after = move(context, now, Step(act=act, at=now.due_at))
    if act is RefundAct.AGREED:
        say_agreed(context, now.ticket_id)
    return after
