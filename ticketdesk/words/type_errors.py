"""Sentences for refusals of ticket types and their fields: each names the field."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from ticketdesk.words import mark, tr, trn
from ticketdesk.words.problems import Refusal
from ticketdesk.words.ticket_types import shown

_SENTENCES: Final = MappingProxyType(
    {
        "value_number": (mark("“{0}” must be a number such as 3 or 2.5, not “{1}”."), ("field", "value")),
        "value_amount": (mark("“{0}” must be an amount such as 12.80, not “{1}”."), ("field", "value")),
        "value_date": (mark("“{0}” must be a day such as 2026-11-27, not “{1}”."), ("field", "value")),
        "value_choice": (mark("“{1}” is no choice of “{0}”. Choose one of the list."), ("field", "value")),
        "value_yes_no": (mark("“{0}” is answered with yes or no."), ("field",)),
        "value_tracking": (
            mark("“{0}” must be a tracking number of letters and digits, not “{1}”."),
            ("field", "value"),
        ),
        "value_picture": (mark("“{0}” takes pictures only. Paste or drop one there."), ("field",)),
        "value_long": (mark("“{0}” has more than {1} characters. Shorten it."), ("field", "limit")),
        "value_guarded": (mark("“{0}” is answered on the ticket itself, with the password."), ("field",)),
        "ticket_type_retired": (mark("“{0}” is no longer offered. Choose another type."), ("type",)),
        "refund_none": (mark("A ticket of this type has no refund to agree to. Change its type first."), ()),
        "orders_many": (
            mark("So many orders cannot get a ticket each at once (the most is {0}). Choose fewer."),
            ("limit",),
        ),
        "rule_unknown": (mark("There is no deadline rule {0}. Choose one of the list."), ("rule",)),
        "type_name": (mark("The type needs a name of 1 to {0} characters."), ("limit",)),
        "type_name_taken": (mark("Another type is called “{0}” already. Choose another name."), ("name",)),
        "type_last": (mark("This is the last type that is offered. Offer another one first."), ()),
        "type_fields_many": (mark("A type has {0} fields at most, these are {1}. Remove some."), ("limit", "count")),
        "type_field_name": (mark("Field {0} needs a name of 1 to {1} characters."), ("place", "limit")),
        "type_field_twice": (mark("Two fields are called “{0}”. Rename one of them."), ("field",)),
        "type_field_kind": (mark("“{0}” is of a kind that does not exist. Choose one of the list."), ("field",)),
        "type_field_options": (mark("“{0}” has nothing to choose from. Type its choices."), ("field",)),
        "type_options_many": (
            mark("“{0}” may have {1} choices of at most {2} characters. Shorten the list."),
            ("field", "limit", "length"),
        ),
        "type_checks_many": (
            mark("A checklist has {0} lines of at most {1} characters. Shorten it."),
            ("limit", "length"),
        ),
    }
)
TYPE_KEYS: Final = frozenset(_SENTENCES) | {"fields_missing", "type_in_use"}


def type_sentence(error: Refusal) -> str:
    """Say what is wrong with a type or a value of one of its fields; names of shipped fields are translated."""
    values = error.values
    if error.key == "fields_missing":
        given = values.get("names", ())
        names = given if isinstance(given, list | tuple) else ()
        return tr("Still empty: {0}. Fill this in first.", tr(", ").join(shown(str(name)) for name in names))
    if error.key == "type_in_use":
        return trn(
            int(str(values.get("count", 0))),
            "{0} ticket is of the type “{1}”. Retire it instead: it is no longer offered then.",
            "{0} tickets are of the type “{1}”. Retire it instead: it is no longer offered then.",
            shown(str(values.get("type", ""))),
        )
    text, names = _SENTENCES[error.key]
    return tr(text, *(shown(str(values.get(name, ""))) for name in names))
