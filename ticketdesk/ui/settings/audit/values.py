"""Values of the journal as the log shows them: in words, personal data masked whoever looks."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from ticketdesk.domain.masking import mask_address, mask_name, mask_phone
from ticketdesk.domain.money import YUAN
from ticketdesk.domain.permissions import STANDARD_ROLES, Permission
from ticketdesk.domain.personal import mask_text
from ticketdesk.domain.rules.values import Event
from ticketdesk.ui import labels
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.settings.audit.subjects import row_column
from ticketdesk.ui.settings.audit.ticket_words import ticket_words
from ticketdesk.words import mark, rights, ticket_types, tr
from ticketdesk.words.rules import event_name
from ticketdesk.words.settings import setting_name

LONGEST: Final = 300
_TEXTS: Final = frozenset(
    {"text", "buyer_message", "description", "demand", "remark", "note", "reason", "title", "value"}
)
_HOW: Final = MappingProxyType(
    {"sign_in": mark("Sign in"), "unlock": mark("Unlock"), "confirm": mark("Password again")}
)
# Why nothing was allowed at all, where the log of a refusal names no right.
_SHUT: Final = MappingProxyType(
    {"locked": mark("Locked"), "signed_out": mark("Nobody is signed in"), "agent_disabled": mark("Disabled")}
)
_KINDS: Final = MappingProxyType(
    {
        "orders": mark("Orders"),
        "tickets": mark("Tickets"),
        "messages": mark("Messages"),
        "buyers": mark("Buyers"),
        "phrases": mark("Phrases"),
        "log": mark("Log of acts"),
        "backup": mark("Backup"),
    }
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


def shown(
    table: str, column: str, value: object, now: int, names: Mapping[tuple[str, int], str], currency: str = YUAN
) -> str:
    """Return ``value`` of a column in words ("" for none); ``names`` tells what rows are called, by (column, id), and
    ``currency`` what amounts are in."""
    if value is None or value == "":
        return ""
    named_by = row_column(column)
    if named_by.endswith("_id") and isinstance(value, int):
        return names.get((named_by, value), "…")
    if column.endswith("_at") or column in ("at", "until"):
        return labels.date_text(value, now) if isinstance(value, int) and value else ""
    if column.endswith("_cents") and isinstance(value, int):
        return labels.money(value, currency)
    text = str(value)
    if column in _MASKS or (table == "buyer" and column == "name"):
        return _MASKS.get(column, mask_name)(text)
    return one_line(_special(table, column, text, value), LONGEST)


def _special(table: str, column: str, text: str, value: object) -> str:
    if column == "permissions":
        return _rights(text)
    ours = ticket_words(table, column, text)
    if ours is not None:
        return ours
    if column == "flag":
        return labels.flag(value).name if isinstance(value, int) else text
    if column in _CHOICES:
        return _CHOICES[column](text)
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if column == "channel":
        return labels.channel(text)
    if column == "enabled":
        return tr("yes") if value else tr("no")
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


def named(argument: str, value: str) -> str:
    """Return a choice that a command was told in words: "sign_in", "orders"; anything else as it stands."""
    return _CHOICES[argument](value) if argument in _CHOICES else value


def turned(before: object, after: object) -> str:
    """Return what a role got and lost, "+ Export the shop's data": whole lists would have to be compared by eye."""
    old, new = _held(str(before or "")), _held(str(after or ""))
    came = [tr("+ {0}", rights.right(each)) for each in Permission if each.value in new - old]
    went = [tr("− {0}", rights.right(each)) for each in Permission if each.value in old - new]
    return tr(", ").join(came + went)


def _right(text: str) -> str:
    found = next((each for each in Permission if each.value == text), None)
    return rights.right(found) if found else tr(_SHUT[text]) if text in _SHUT else text


def _how(text: str) -> str:
    return tr(_HOW[text]) if text in _HOW else text


def _role(text: str) -> str:
    return next((labels.role(role.name) for role in STANDARD_ROLES if role.code == text), text)


def _exported(text: str) -> str:
    return tr(_KINDS[text]) if text in _KINDS else text


def _setting(text: str) -> str:
    return setting_name(text)


def _happened(text: str) -> str:
    return event_name(Event(text)) if text in {each.value for each in Event} else text


_CHOICES: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {
        "permission": _right,
        "right": _right,
        "how": _how,
        "role": _role,
        "type_key": labels.ticket_type,
        "type_name": ticket_types.shown,
        "key": _setting,
        "kind": _exported,
        "event": _happened,
    }
)


def _held(text: str) -> set[str]:
    try:
        return set(json.loads(text or "[]"))
    except ValueError:
        return set()


def _rights(text: str) -> str:
    held = _held(text)
    return tr(", ").join(rights.right(each) for each in Permission if each.value in held)
