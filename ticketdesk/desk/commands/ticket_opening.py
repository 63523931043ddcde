"""What opening a ticket of a type needs: the type itself, its values as they are kept, and the row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ticketdesk.desk.command import Context
from ticketdesk.desk.commands.ticket_events import attach
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.files import FileRef
from ticketdesk.domain.ticket_types import FieldKind, TicketForm
from ticketdesk.domain.ticket_values import checked_values
from ticketdesk.store.queries import ticket_types
from ticketdesk.store.queries.serving import groups
from ticketdesk.store.tx import Tx
from ticketdesk.store.writers import ticket_types as writing


def form_of(tx: Tx, key: str) -> TicketForm:
    """Return a type as the shop has it; DeskError ``ticket_type_unknown``."""
    found = ticket_types.form(tx, key)
    if found is None:
        raise DeskError("ticket_type_unknown", type=key)
    return found


def offered_form(tx: Tx, key: str) -> TicketForm:
    """Return a type that a ticket can become; DeskErrors ``ticket_type_unknown`` and ``ticket_type_retired``."""
    found = form_of(tx, key)
    if found.retired:
        raise DeskError("ticket_type_retired", type=found.name)
    return found


def opening_group(tx: Tx, form: TicketForm, assignee: int | None) -> int | None:
    """Return the department whose queue a new ticket of a type stands in, None for none.

    A department that was removed counts as none, and whoever gets the ticket at once must belong to it.
    """
    group = next((each for each in groups(tx) if each.id == form.group_id), None)
    if group is None or (assignee is not None and assignee not in group.members):
        return None
    return group.id


def opening_values(
    form: TicketForm, own: Sequence[tuple[str, str]], proofs: Sequence[tuple[str, FileRef]]
) -> dict[str, str]:
    """Return the values of a new ticket as they are kept; errors as of ``checked_values``."""
    return checked_values(form, {**dict(own), **pictures_of(form, proofs)}, new=True)


def pictures_of(form: TicketForm, proofs: Sequence[tuple[str, FileRef]]) -> dict[str, str]:
    """Return the values of screenshots: the digests of their files; DeskError ``value_picture`` for another kind."""
    found: dict[str, list[str]] = {}
    for key, file in proofs:
        field = form.field(key)
        if field is not None and field.kind != FieldKind.SCREENSHOT:
            raise DeskError("value_picture", field=field.name)
        found.setdefault(key, []).append(file.sha256)
    return {key: " ".join(digests) for key, digests in found.items()}


def keep_values(
    context: Context,
    ticket: int,
    line: int,
    form: TicketForm,
    values: Mapping[str, str],
    proofs: Sequence[tuple[str, FileRef]] = (),
) -> None:
    """Write the values of a ticket that has none, and hang the files of its screenshots on a line of its timeline."""
    for field in form.fields:
        if field.key in values:
            writing.set_value(context.tx, ticket, field, values[field.key])
    attach(context, ticket, line, [file for _, file in proofs])
