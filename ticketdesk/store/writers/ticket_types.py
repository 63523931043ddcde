"""Writing types of tickets and the values of their fields."""

from __future__ import annotations

import dataclasses
import json

from ticketdesk.domain.ticket_types import OwnField, TicketForm
from ticketdesk.store.queries import ticket_types
from ticketdesk.store.sql import Value
from ticketdesk.store.ticket_type_tables import TicketForm as FormRow
from ticketdesk.store.ticket_type_tables import TicketValue
from ticketdesk.store.tx import Tx


def save_type(tx: Tx, form: TicketForm, *, version: int | None = None) -> int:
    """Keep a type as the shop wants it and return its row; with ``version`` only as it was seen (``row_changed``)."""
    values: dict[str, Value] = {
        "name": form.name, "icon": form.icon, "fields": _json([dataclasses.asdict(each) for each in form.fields]),
        "checklist": _json(form.checklist), "rules": _json(form.rules), "priority": form.priority,
        "assignee_id": form.assignee_id, "group_id": form.group_id, "retired": int(form.retired),
    }  # fmt: skip
    found = ticket_types.row_id(tx, form.key)
    if found is None:
        return tx.insert(FormRow, {"key": form.key, **values})
    tx.update(FormRow, found, values, version=version)
    return found


def retire_type(tx: Tx, row: int, *, retired: bool) -> None:
    """Offer a type no longer, or again."""
    tx.update(FormRow, row, {"retired": int(retired)})


def remove_type(tx: Tx, row: int) -> None:
    """Lay the tombstone of the shop's row: its own type is gone, a shipped one stands as shipped again."""
    tx.tombstone(FormRow, row)


def standing(tx: Tx, ticket: int) -> dict[str, str]:
    """Return the values of a ticket as they stand, by the keys of their fields."""
    return {key: each.value for key, each in ticket_types.values(tx, ticket).items()}


def set_value(tx: Tx, ticket: int, field: OwnField, value: str) -> str:
    """Keep the value of a field ("" for none) and return what stood there before."""
    found = ticket_types.values(tx, ticket).get(field.key)
    if found is None:
        if value:
            tx.insert(TicketValue, {"ticket_id": ticket, "field": field.key, "kind": field.kind, "value": value})
        return ""
    if value != found.value or field.kind != found.kind:
        tx.update(TicketValue, found.id, {"kind": field.kind, "value": value})
    return found.value


def _json(values: object) -> str:
    return json.dumps(values, ensure_ascii=False)
