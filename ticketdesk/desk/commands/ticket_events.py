"""What the acts on tickets share: lines of the timeline, pictures, moves between states, deadlines."""

from __future__ import annotations

from collections.abc import Sequence

from ticketdesk.desk.command import Context
from ticketdesk.domain.deadlines import due_for_order, due_for_ticket
from ticketdesk.domain.files import FileRef
from ticketdesk.domain.orders import OrderState
from ticketdesk.domain.tickets import ENDED, TicketState, TicketType, require_move
from ticketdesk.store.queries.orders import order_clock
from ticketdesk.store.sql import Value
from ticketdesk.store.writers import tickets
from ticketdesk.store.writers.tickets import TicketNow


def event(context: Context, ticket: int, kind: str, *, text: str = "", before: str = "", after: str = "") -> int:
    """Add a line to the timeline and return its id."""
    actor = context.actor
    return tickets.add_event(
        context.tx, ticket, kind, agent_id=actor.agent_id, author=actor.name, at=context.now, text=text, before=before,
        after=after,
    )  # fmt: skip


def attach(context: Context, ticket: int, line: int, pictures: Sequence[FileRef]) -> None:
    """Hang kept pictures on a line of the timeline."""
    for file in pictures:
        tickets.add_attachment(context.tx, file, context.now, ticket=ticket, event=line)


def move(context: Context, now: TicketNow, new: TicketState, version: int | None = None) -> None:
    """Bring a ticket into another state; DeskError ``ticket_state_not_allowed`` for a move the trade does not know."""
    require_move(TicketState(now.state), new)
    closed = context.now if new in ENDED else None
    values: dict[str, Value] = {"state": new.value, "closed_at": closed}
    tickets.change_ticket(context.tx, now.id, context.now, values, version=version)
    event(context, now.id, "state", before=now.state, after=new.value)


def due(context: Context, kind: str, order_id: int | None, opened_at: int) -> tuple[int | None, str]:
    """Return (moment, rule) of the deadline of a ticket of this type: its own rule's, else its unshipped order's."""
    found = due_for_ticket(TicketType(kind), opened_at)
    if found is None and order_id is not None:
        state, paid_at = order_clock(context.tx, order_id)
        found = due_for_order(OrderState(state), paid_at)
    return (found.due, found.rule.id) if found else (None, "")
