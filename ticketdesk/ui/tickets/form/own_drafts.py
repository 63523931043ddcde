"""Own fields of an unsent form as text of its draft, and what is wrong with them, by field."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.files import FileRef
from ticketdesk.domain.ticket_types import Required, TicketForm
from ticketdesk.domain.ticket_values import checked_value, missing
from ticketdesk.ui.tickets.form.own_fields import OwnFields
from ticketdesk.words import errors, tr

_OWN, _PICTURES = "own.", "shots."


def pack_own(own: OwnFields) -> dict[str, str]:
    """Return the fields of a draft that hold what is typed into the own fields, and their screenshots."""
    texts = {_OWN + key: text for key, text in own.values().items()}
    shots = {_PICTURES + key: json.dumps([list(ref) for ref in refs]) for key, refs in own.pictures().items()}
    return texts | shots


def unpack_own(fields: Mapping[str, str]) -> tuple[dict[str, str], dict[str, tuple[FileRef, ...]]]:
    """Return texts and screenshots by the keys of the own fields."""
    texts = {name.removeprefix(_OWN): text for name, text in fields.items() if name.startswith(_OWN)}
    shots = {name.removeprefix(_PICTURES): _refs(text) for name, text in fields.items() if name.startswith(_PICTURES)}
    return texts, shots


def _refs(text: str) -> tuple[FileRef, ...]:
    try:
        return tuple(FileRef(*each) for each in json.loads(text))
    except (ValueError, TypeError):
        return ()


def complaints(form: TicketForm | None, own: OwnFields, *, new: bool) -> dict[str, str]:
    """Return what is wrong, by the keys of the fields: a value that does not fit, or one that creation asks for."""
    if form is None:
        return {}
    texts, found = own.values(), {}
    for field in own.fields():
        try:
            checked_value(field, texts.get(field.key, ""))
        except DeskError as error:
            found[field.key] = errors.sentence(error)
    filled = texts | dict.fromkeys(own.pictures(), "x")
    for field in missing(form, filled, Required.CREATION) if new else ():
        found.setdefault(field.key, tr("Fill this in."))
    return found
