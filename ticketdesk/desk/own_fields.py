"""The one question that completing a ticket asks of the own fields of its type."""

from __future__ import annotations

from ticketdesk.desk.command import Context
from ticketdesk.domain.ticket_types import Required
from ticketdesk.domain.ticket_values import require
from ticketdesk.domain.tickets import TicketState
from ticketdesk.store.queries import ticket_types
from ticketdesk.store.writers.tickets import TicketNow


def require_complete(context: Context, now: TicketNow, new: TicketState) -> None:
    """Raise DeskError ``fields_missing`` with the fields' names where a ticket cannot be ``new`` = done yet.

    Called by every move of a ticket; only completing it asks for anything.
    """
    if new is not TicketState.DONE:
        return
    form = ticket_types.form(context.tx, now.type)
    if form is not None and form.required(Required.COMPLETION):
        kept = ticket_types.values(context.tx, now.id)
        require(form, {key: each.value for key, each in kept.items()}, Required.COMPLETION)
