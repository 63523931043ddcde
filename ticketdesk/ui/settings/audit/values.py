"""Values of the journal as the log shows them: in words, personal data masked whoever looks."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from ticketdesk.domain.masking import mask_address, mask_name, mask_phone
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.personal import mask_text
from ticketdesk.ui import labels
from ticketdesk.ui.safe_text import one_line
from ticketdesk.words import rights, tr

LONGEST: Final = 300
_TEXTS: Final = frozenset(
    {"text", "buyer_message", "description", "demand", "remark", "note", "reason", "title", "value"}
)
_MASKS: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {
        "phone": mask_phone,
        "mobile": mask_phone,
        "contact": mask_phone,
        "receiver": mask_name,
        "invoice_title": mask_name,
        "address": mask_address,
    }
)


def shown(table: str, column: str, value: object, now: int, names: Mapping[tuple[str, int], str]) -> str:
    """Return ``value`` of a column in words ("" for none); ``names`` tells what rows are called, by (column, id)."""
    if value is None or value == "":
        return ""
    if column.endswith("_id") and isinstance(value, int):
        return names.get((column, value), "…")
    if column.endswith("_at") or column == "at":
        return labels.date_text(value, now) if isinstance(value, int) and value else ""
    if column.endswith("_cents") and isinstance(value, int):
        return labels.money(value)
    text = str(value)
    if column in _MASKS or (table == "buyer" and column == "name"):
        return _MASKS.get(column, mask_name)(text)
    return one_line(_special(table, column, text, value), LONGEST)


def _special(table: str, column: str, text: str, value: object) -> str:
    if column == "permissions":
        return _rights(text)
    if column == "flag":
        return labels.flag(value).name if isinstance(value, int) else text
    if column == "channel":
        return labels.channel(text)
    if column == "enabled":
        return tr("Yes") if value else tr("No")
    if column in ("state", "type", "priority"):
        return _state(table, column, text)
    return mask_text(text) if column in _TEXTS else text


def _state(table: str, column: str, text: str) -> str:
    if table == "orders":
        return labels.order_state(text).text
    if table in ("ticket", "SetTicketState", "CreateTicket"):
        if column == "state":
            return labels.ticket_state(text).text
        if column == "type":
            return labels.ticket_type(text)
        return labels.priority(int(text)).text if text.isdecimal() else text
    return text


def _rights(text: str) -> str:
    try:
        held = set(json.loads(text))
    except ValueError:
        return text
    return tr(", ").join(rights.right(each) for each in Permission if each.value in held)
