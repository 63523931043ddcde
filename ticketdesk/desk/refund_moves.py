"""What the acts on refunds share: moving one on, its history, its deadline, and the ticket that follows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ticketdesk.desk.command import Context
from ticketdesk.desk.commands.ticket_events import event, settle
from ticketdesk.desk.commands.ticket_opening import form_of
from ticketdesk.desk.refund_deadlines import Course, Noted, due_of
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.files import FileRef
from ticketdesk.domain.refunds import PAYING, RefundAct, RefundState, checked_amount, events_of, next_state
from ticketdesk.domain.text import clean_name, kept_text
from ticketdesk.domain.ticket_types import AGREE
from ticketdesk.domain.ticket_values import YES
from ticketdesk.store.queries import refunds as asking
from ticketdesk.store.queries.ticket_ties import winner_of
from ticketdesk.store.sql import Value
from ticketdesk.store.writers import deadlines, refunds, ticket_types, tickets
from ticketdesk.store.writers.refunds import RefundNow

MOST_REASON: Final = 500
MOST_PROOFS: Final = 20
MOST_NAME: Final = 100
MOVED: Final = frozenset(
    {"refund.state", "refund.ended_at", "refund.updated_at", "refund.due_at", "refund.due_from", "refund.due_rule",
     "refund.told_due_at", "refund.told_at", "refund_event.+", "attachment.+", "ticket_event.+", "ticket_start.+",
     "ticket.updated_at", "ticket.due_at", "ticket.due_from", "ticket.due_rule"}
)  # fmt: skip
"""What moving a refund writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is done about a refund: the act, words, kept pictures, further columns; ``at`` when it was (UTC ms)."""

    act: RefundAct
    text: str = ""
    proofs: tuple[FileRef, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    at: int | None = None


def seen(context: Context, refund: int, version: int | None) -> RefundNow:
    """Return the refund as it stands.

    DeskErrors ``refund_missing``, and ``refund_changed`` where somebody moved it since it had ``version`` (None: never
    asked), with who was last (``author``, "" for a file) and the ``state`` that stands now.
    """
    now = refunds.current(context.tx, refund)
    if version is not None and version != now.version:
        author = refunds.last_author(context.tx, now.id)
        raise DeskError("refund_changed", id=now.id, author=author, state=now.state.value)
    return now


def words_of(text: str, limit: int = MOST_REASON) -> str:
    """Return a text as it is kept; DeskError ``note_too_long``."""
    found = kept_text(text).strip()
    if len(found) > limit:
        raise DeskError("note_too_long", limit=limit)
    return found


def name_of(text: str) -> str:
    """Return the name of a courier or a parcel's number as it is kept; DeskError ``name_too_long``."""
    found = clean_name(text)
    if len(found) > MOST_NAME:
        raise DeskError("name_too_long", limit=MOST_NAME)
    return found


def parcel_of(carrier: str, tracking: str) -> dict[str, Value]:
    """Return the columns of a parcel; DeskError ``tracking_missing`` where there is no number."""
    number = name_of(tracking)
    if not number:
        raise DeskError("tracking_missing")
    return {"carrier": name_of(carrier), "tracking": number}


def settled(context: Context, now: RefundNow, amount: int | None = None) -> dict[str, Value]:
    """Return the column of the amount (fen) that both sides settled on, {} where it is what stands or none is paid.

    What stands (``amount`` None) is checked too: others of the order may have been paid since it was asked for.
    DeskErrors ``order_missing`` and those of ``checked_amount``.
    """
    if now.kind not in PAYING:
        return {}
    room = asking.room(context.tx, now.order_id, besides=now.id)
    if room is None:
        raise DeskError("order_missing", id=now.order_id)
    checked = checked_amount(now.kind, now.amount_cents if amount is None else amount, room)
    return {} if checked == now.amount_cents else {"amount_cents": checked}


def moment_of(context: Context, at: int | None) -> int:
    """Return when something was: ``at``, or now for None; DeskError ``start_future``."""
    if at is not None and at > context.now:
        raise DeskError("start_future")
    return context.now if at is None else at


def keep(context: Context, proofs: Sequence[FileRef]) -> tuple[str, ...]:
    """Write the rows of kept pictures and return their digests; DeskErrors ``proofs_many``, ``file_missing``."""
    if len(proofs) > MOST_PROOFS:
        raise DeskError("proofs_many", limit=MOST_PROOFS)
    for file in proofs:
        tickets.add_attachment(context.tx, file, context.now)
    return tuple(dict.fromkeys(file.sha256 for file in proofs))


def move(context: Context, now: RefundNow, step: Step) -> RefundState:
    """Bring a refund on by an act, note it, reckon its deadline anew, and tell the ticket that follows it.

    DeskErrors ``refund_ended`` and ``refund_act_not_allowed``, and those of the parts of ``step``.
    """
    after = next_state(now.state, step.act, now.kind)
    at = moment_of(context, step.at)
    values = dict(step.values)
    if after is not now.state or step.act is RefundAct.CHANGED:
        # The platform named its deadline for the state before.
        values |= {"state": after.value, "told_due_at": None, "told_at": None}
    refunds.change(context.tx, now.id, context.now, values)
    note(context, now.id, step, before=now.state, after=after, at=at)
    settle_refund(context, now.id)
    tell_ticket(context, now, step.act, after, at)
    return after


def note(context: Context, refund: int, step: Step, *, before: str, after: str, at: int) -> int:
    """Append a line to the history."""
    actor = context.actor
    return refunds.add_event(
        context.tx, refund, step.act, agent_id=actor.agent_id, author=actor.name, at=at, text=words_of(step.text),
        before=before, after=after, proofs=keep(context, step.proofs),
    )  # fmt: skip


def settle_refund(context: Context, refund: int) -> None:
    """Bring the row of a refund up to its deadline."""
    now = refunds.current(context.tx, refund)
    values = due_of(context.tx, course_of(context, now), context.now)
    if values != {"due_at": now.due_at, "due_from": now.due_from, "due_rule": now.due_rule}:
        refunds.change(context.tx, refund, context.now, values)


def course_of(context: Context, now: RefundNow) -> Course:
    """Return a refund as its deadlines are reckoned."""
    notes = tuple(Noted(each.act, each.after, each.at) for each in refunds.history(context.tx, now.id))
    applied = now.applied_at if now.applied_at is not None else next((each.at for each in notes), context.now)
    return Course(now.order_id, now.kind, now.state, applied, notes, now.told_due_at, now.told_at)


def say_agreed(context: Context, ticket: int | None) -> None:
    """Fill in that the shop agrees on the ticket that follows a refund, where its type asks for that."""
    if ticket is None or tickets.standing(context.tx, ticket).closed_at is not None:
        return
    field = form_of(context.tx, tickets.standing(context.tx, ticket).type).field(AGREE)
    if field is not None:
        ticket_types.set_value(context.tx, ticket, field, YES)


def tell_ticket(context: Context, now: RefundNow, act: RefundAct, after: RefundState, at: int) -> None:
    """Note on the ticket that follows a refund what was done, with the starts of its deadlines.

    One that was merged says it at its winner; an ended one hears nothing more.
    """
    if now.ticket_id is None:
        return
    ticket = winner_of(context.tx, now.ticket_id)
    if tickets.standing(context.tx, ticket).closed_at is not None:
        return
    for each in events_of(act, now.kind, after):
        deadlines.add_start(context.tx, ticket, each, at, context.actor.agent_id)
    tickets.change_ticket(context.tx, ticket, context.now, {})
    event(context, ticket, "refund", text=f"{act.value}\n{now.kind.value}", before=now.state.value, after=after.value)
    settle(context, ticket)
