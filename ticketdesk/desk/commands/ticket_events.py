"""What the acts on tickets share: lines of the timeline, pictures, moves between states, deadlines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from ticketdesk.desk import deadlines
from ticketdesk.desk.command import Context
from ticketdesk.desk.own_fields import require_complete
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.files import FileRef
from ticketdesk.domain.orders import OrderState
from ticketdesk.domain.rules.chain import Chain, Step, chain
from ticketdesk.domain.rules.matter import Fixed, Happened, Matter
from ticketdesk.domain.rules.own_days import reckoning_of
from ticketdesk.domain.rules.shipping import SHIP
from ticketdesk.domain.rules.values import Event
from ticketdesk.domain.text import kept_text
from ticketdesk.domain.tickets import ENDED, TicketState, require_move
from ticketdesk.store.queries import agents
from ticketdesk.store.queries.deadlines import habits, platform, told_by_platform
from ticketdesk.store.queries.orders import order_clock
from ticketdesk.store.queries.ticket_flow import forbidden
from ticketdesk.store.queries.type_names import type_rules
from ticketdesk.store.sql import Value
from ticketdesk.store.writers import tickets
from ticketdesk.store.writers.ticket_ties import add_check
from ticketdesk.store.writers.tickets import TicketNow

MOST_REASON: Final = 500


def event(context: Context, ticket: int, kind: str, *, text: str = "", before: str = "", after: str = "") -> int:
    """Add a line to the timeline and return its id."""
    actor = context.actor
    return tickets.add_event(
        context.tx, ticket, kind, agent_id=actor.agent_id, author=actor.name, at=context.now, text=text, before=before,
        after=after,
    )  # fmt: skip


def guard(context: Context, now: TicketNow, version: int | None) -> None:
    """Raise DeskError ``ticket_changed`` where somebody wrote the ticket since it had ``version`` (None: never asked).

    It carries what stands there now: ``author`` of the last line, ``state``, ``name`` of the assignee ("" for nobody).
    """
    if version is None or version == now.version:
        return
    name = agents.actor(context.tx, now.assignee_id).name if now.assignee_id is not None else ""
    author = tickets.last_author(context.tx, now.id)
    raise DeskError("ticket_changed", id=now.id, author=author, state=now.state, name=name)


def reason_of(text: str) -> str:
    """Return a reason as it is kept, which may be empty; DeskError ``note_too_long`` past 500 characters."""
    reason = kept_text(text).strip()
    if len(reason) > MOST_REASON:
        raise DeskError("note_too_long", limit=MOST_REASON)
    return reason


def attach(context: Context, ticket: int, line: int, pictures: Sequence[FileRef]) -> None:
    """Hang kept pictures on a line of the timeline."""
    for file in pictures:
        tickets.add_attachment(context.tx, file, context.now, ticket=ticket, event=line)


def opening_checks(context: Context, ticket: int, items: Iterable[str]) -> None:
    """Give a new ticket the checklist of its type."""
    for item in items:
        add_check(context.tx, ticket, item)


def move(context: Context, now: TicketNow, new: TicketState, version: int | None = None) -> None:
    """Bring a ticket into another state.

    DeskErrors of ``require_move``, by the shop's own table, and of ``guard``; ``fields_missing`` for a ticket that
    cannot be completed yet.
    """
    guard(context, now, version)
    require_move(TicketState(now.state), new, forbidden(context.tx))
    require_complete(context, now, new)
    closed = context.now if new in ENDED else None
    tickets.change_ticket(context.tx, now.id, context.now, standing(now, new, closed), version=version)
    event(context, now.id, "state", before=now.state, after=new.value)
    settle_move(context, now, closed)


def standing(now: TicketNow, new: TicketState, closed: int | None = None) -> dict[str, Value]:
    """Return the columns of a state; a ticket that leaves suspension forgets when it was to come back."""
    values: dict[str, Value] = {"state": new.value, "closed_at": closed}
    return values if now.resume_at is None else {**values, "resume_at": None}


def settle_move(context: Context, now: TicketNow, closed: int | None = None) -> None:
    """Bring the deadline up to a move out of ``now``'s state, where that moves a clock."""
    # Other changes of state move no clock, unless a rule stands still in one of them.
    if closed is None and (now.state in ENDED or deadlines.pack_called(context.tx, now.rule_pack).pauses):
        settle(context, now.id)


def opening_due(context: Context, kind: str, order_id: int | None) -> dict[str, Value]:
    """Return the deadline of a ticket of this type that is opened now, by the pack of rules in force."""
    pack, applied = deadlines.in_force(context.tx, context.now), Happened(Event.APPLIED, context.now)
    matter = Matter(
        kind=kind, opened_at=context.now, platform=platform(context.tx), events=(applied,),
        rules=type_rules(context.tx, kind),
    )  # fmt: skip
    return {
        **_due(context, chain(pack, matter, context.now, reckoning_of(habits(context.tx))), order_id),
        "rule_pack": pack.version,
    }


def settle(context: Context, ticket: int) -> None:
    """Bring the deadline of a ticket up to what its chain says now; one that has ended keeps what it had."""
    values = settled(context, ticket)
    if values:
        tickets.change_ticket(context.tx, ticket, context.now, values)


def settled(context: Context, ticket: int, kind: str | None = None) -> dict[str, Value]:
    """Return the columns that ``settle`` would write, none where the deadline stands as it should.

    ``kind`` is the type that the ticket is about to have: both are written at once.
    """
    stands = tickets.deadline(context.tx, ticket)
    if stands.closed_at is not None:
        return {}
    own = kind or stands.type
    ruled = any(own in each.opens for each in deadlines.pack_called(context.tx, stands.rule_pack).rules)
    ruled = ruled or bool(type_rules(context.tx, own))
    found = deadlines.chain_of(context.tx, ticket, context.now, kind) if ruled else None
    values = _due(context, found, stands.order_id, told_by_platform(context.tx, ticket))
    return values if values != stands.due() else {}


def _standing_step(found: Chain) -> Step | None:
    """A step that passed and was never recorded stands first: a corrected start may have the next one run already.

    The clock of the lapses finds it by the row, records it, and the row goes on to the step that runs.
    """
    return next(iter(found.to_record), None) or found.current


def _due(context: Context, found: Chain | None, order_id: int | None, told: Fixed | None = None) -> dict[str, Value]:
    """The end of the chain's current step, else a moment of the platform's file, else that of the unshipped order."""
    step = _standing_step(found) if found else None
    if step is not None:
        return {"due_at": step.due, "due_from": step.start, "due_rule": step.rule.id}
    if told is not None:
        return {"due_at": told.due, "due_from": min(told.told_at, told.due), "due_rule": ""}
    if order_id is not None:
        state, paid_at = order_clock(context.tx, order_id)
        ship = deadlines.shipping(context.tx, context.now).clock(OrderState(state), paid_at)
        if ship is not None:
            return {"due_at": ship.due, "due_from": ship.start, "due_rule": SHIP}
    return {"due_at": None, "due_from": None, "due_rule": ""}
