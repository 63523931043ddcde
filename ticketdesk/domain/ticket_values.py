"""Values of a type's own fields: what each kind takes, how it is kept, and which fields are still empty."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.money import narrow, parse_cents, yuan
from ticketdesk.domain.text import clean_name, kept_text
from ticketdesk.domain.ticket_types import AGREE, FieldKind, OwnField, Required, TicketForm

LONGEST_LINE: Final = 200
LONGEST_TEXT: Final = 4_000
YES: Final = "yes"
NO: Final = "no"
_TRACKING: Final = re.compile(r"[A-Za-z0-9-]{4,40}")
_NUMBER: Final = re.compile(r"[+-]?\d{1,15}(\.\d{1,6})?")
_DATE: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}( [0-9a-f]{64})*")


def checked_value(field: OwnField, text: str) -> str:
    """Return ``text`` as the store keeps it, "" for an empty one.

    An amount is kept in cents, a date as YYYY-MM-DD, a choice as its option, yes and no as these words, screenshots
    as the SHA-256 of their files. DeskErrors ``value_number``, ``value_amount``, ``value_date``, ``value_choice``,
    ``value_yes_no``, ``value_tracking``, ``value_picture``, ``value_long``, each naming the field.
    """
    long = field.kind == FieldKind.LONG_TEXT
    plain = kept_text(text).strip() if long else clean_name(text)
    most = LONGEST_TEXT if long else 4_000 if field.kind == FieldKind.SCREENSHOT else LONGEST_LINE
    if len(plain) > most:
        raise DeskError("value_long", field=field.name, limit=most)
    return _of_kind(field, plain) if plain else ""


def _of_kind(field: OwnField, plain: str) -> str:
    """The kept form of a text that is not empty; kinds of a newer program and plain ones stay as they are."""
    match field.kind:
        case FieldKind.NUMBER:
            return _number(field, narrow(plain).replace(",", ""))
        case FieldKind.AMOUNT:
            return _amount(field, plain)
        case FieldKind.DATE:
            return _date(field, narrow(plain))
        case FieldKind.CHOICE if plain not in field.options:
            raise DeskError("value_choice", field=field.name, value=plain[:40])
        case FieldKind.YES_NO if plain not in (YES, NO):
            raise DeskError("value_yes_no", field=field.name)
        case FieldKind.TRACKING:
            return _tracking(field, narrow(plain).replace(" ", ""))
        case FieldKind.SCREENSHOT if not _DIGEST.fullmatch(plain):
            raise DeskError("value_picture", field=field.name)
    return plain


def _number(field: OwnField, plain: str) -> str:
    if not plain.isascii() or not _NUMBER.fullmatch(plain):
        raise DeskError("value_number", field=field.name, value=plain[:40])
    try:
        found = Decimal(plain)
    except InvalidOperation as error:
        raise DeskError("value_number", field=field.name, value=plain[:40]) from error
    return format(found.normalize() if found else Decimal(0), "f")


def _amount(field: OwnField, plain: str) -> str:
    cents = parse_cents(plain)
    if cents is None or cents < 0:
        raise DeskError("value_amount", field=field.name, value=plain[:40])
    return str(cents)


def _date(field: OwnField, plain: str) -> str:
    found = _DATE.fullmatch(plain)
    try:
        return date(*map(int, found.groups())).isoformat() if found and plain else _no_date(field, plain)
    except ValueError as error:
        raise DeskError("value_date", field=field.name, value=plain[:40]) from error


def _no_date(field: OwnField, plain: str) -> str:
    raise DeskError("value_date", field=field.name, value=plain[:40])


def is_tracking(text: str) -> bool:
    """Return whether ``text`` can stand in a field for a tracking number."""
    return _TRACKING.fullmatch(text) is not None


def _tracking(field: OwnField, plain: str) -> str:
    if not _TRACKING.fullmatch(plain):
        raise DeskError("value_tracking", field=field.name, value=plain[:40])
    return plain.upper()


def checked_values(form: TicketForm, given: Mapping[str, str], *, new: bool) -> dict[str, str]:
    """Return the values that are not empty as they are kept; a ``new`` ticket must have what creation asks for.

    DeskErrors as of ``checked_value``, ``field_unknown`` for a key that the type does not have, ``value_guarded`` for
    the agreement to a refund, and ``fields_missing``.
    """
    found: dict[str, str] = {}
    for key, text in given.items():
        field = form.field(key)
        if field is None:
            raise DeskError("field_unknown", field=key)
        if key == AGREE and (text or not new):  # to empty it is to take the shop's word back
            raise DeskError("value_guarded", field=field.name)
        value = checked_value(field, text)
        if value:
            found[key] = value
    if new:
        require(form, found, Required.CREATION)
    return found


def missing(form: TicketForm, values: Mapping[str, str], when: Required) -> tuple[OwnField, ...]:
    """Return the fields that must be filled ``when`` the ticket is created or completed, and are not.

    A field of a kind that this program does not know can be filled by nobody here, so it stops nobody.
    """
    known = set(FieldKind)
    return tuple(each for each in form.required(when) if each.kind in known and not values.get(each.key))


def require(form: TicketForm, values: Mapping[str, str], when: Required) -> None:
    """Raise DeskError ``fields_missing`` with the names of the fields unless none is missing."""
    found = missing(form, values, when)
    if found:
        names = tuple(each.name for each in found)
        raise DeskError("fields_missing", names=names, keys=tuple(each.key for each in found), when=when.value)


def typed_value(kind: str, kept: str) -> str:
    """Return a kept value as it is typed and read: an amount in yuan, all else as it is."""
    return yuan(int(kept)) if kind == FieldKind.AMOUNT and kept.lstrip("-").isdigit() else kept
