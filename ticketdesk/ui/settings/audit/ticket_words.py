"""Words of the log for what tickets are made of: links, types as they are kept, the values of a type's own fields."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from ticketdesk.domain.personal import STARS, about_people, mask_text
from ticketdesk.store.queries.audit import FieldChange
from ticketdesk.store.queries.ticket_types import filled_fields
from ticketdesk.store.reader import Reader
from ticketdesk.ui import labels
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.settings.audit.subjects import Names
from ticketdesk.ui.tickets.detail.event_words import value_words
from ticketdesk.words import mark, tr
from ticketdesk.words.records import column_name
from ticketdesk.words.refunds import act_word, kind_name, state_name, stepping_name
from ticketdesk.words.ticket_types import shown, source

_LONGEST: Final = 300
# Shipped fields that hold personal data; those of the shop's own are known by their names.
_PERSONAL: Final = frozenset({"New address", "Title of the invoice", "Tax number"})
# Entries with words of their own; the text of all others is the program's: moments, kinds of fields, numbers.
_SAID: Final = frozenset({"reply", "note", "created", "check"})
_LINKS: Final = MappingProxyType({"parent": mark("Parent"), "related": mark("Related")})


def _link(text: str) -> str:
    return tr(_LINKS[text]) if text in _LINKS else text


def _yes_no(text: str) -> str:
    return tr("yes") if text == "1" else tr("no")


def _priority(text: str) -> str:
    return labels.priority(int(text)).text if text.isdecimal() else text


def _listed(text: str) -> str:
    """What a list of a type holds: the names of its fields, the lines of its checklist, the ids of its rules."""
    try:
        found = json.loads(text)
    except ValueError:
        return text
    names = [each.get("name", "") if isinstance(each, dict) else each for each in found]
    return tr(", ").join(shown(str(name)) for name in names)


# By (table or command, column or argument).
_WORDS: Final[Mapping[tuple[str, str], Callable[[str], str]]] = MappingProxyType(
    {
        ("ticket_link", "kind"): _link,
        ("LinkTickets", "kind"): _link,
        ("ticket_form", "name"): shown,
        ("ticket_form", "fields"): _listed,
        ("ticket_form", "checklist"): _listed,
        ("ticket_form", "rules"): _listed,
        ("ticket_form", "priority"): _priority,
        ("ticket_form", "retired"): _yes_no,
        ("SaveTicketType", "priority"): _priority,
        ("CreateTickets", "priority"): _priority,
        ("CreateTickets", "type"): labels.ticket_type,
        ("SetManyValues", "field"): shown,
        ("SplitTicket", "type"): labels.ticket_type,
        ("refund", "kind"): kind_name,
        ("refund", "state"): state_name,
        ("refund", "cs_status"): stepping_name,
        ("refund_event", "act"): act_word,
        ("refund_event", "before"): state_name,
        ("refund_event", "after"): state_name,
        ("OpenRefund", "kind"): kind_name,
        ("NoteRefund", "act"): act_word,
    }
)


def said_by_itself(row: Sequence[FieldChange]) -> bool:
    """Whether an entry of a ticket says something that neither the act nor another row does."""
    return all(change.field != "kind" or change.after in _SAID for change in row)


def filled_names(reader: Reader, ids: Collection[int]) -> dict[tuple[str, int], str]:
    """Return what these rows of `ticket_value` are values of, by ("field" or "kind", id of the row)."""
    found = filled_fields(reader, ids)
    names = {("field", number): shown(field.name) for number, field in found.items()}
    return names | {("kind", number): field.kind for number, field in found.items()}


def filled(change: FieldChange, names: Names) -> tuple[str, str, str]:
    """Return (name of the field, value before, value after) of a row of `ticket_value`, personal data masked."""
    name = names.get(("field", change.id)) or column_name("value")
    kind = names.get(("kind", change.id), "")
    return name, _hidden(name, kind, change.before), _hidden(name, kind, change.after)


def _hidden(name: str, kind: str, value: object) -> str:
    """A kept value in words; of a field whose name is about people nothing is shown but that it was filled."""
    if not value:
        return ""
    personal = source(name) in _PERSONAL or about_people(name)
    return STARS if personal else one_line(mask_text(value_words(kind, str(value))), _LONGEST)


def ticket_words(table: str, column: str, text: str) -> str | None:
    """Return the words of such a value; None for any other."""
    said = _WORDS.get((table, column))
    return None if said is None else said(text)
