"""Types of tickets as the shop edits them: name, icon, fields of their own, defaults, checklist, rules of deadlines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.text import clean_name
from ticketdesk.domain.tickets import Priority


class FieldKind(StrEnum):
    """What a field of a type takes (issue 6)."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    AMOUNT = "amount"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"
    BUYER = "buyer"
    ORDER = "order"
    ORDER_LINE = "order_line"
    PRODUCT = "product"
    TRACKING = "tracking"
    SCREENSHOT = "screenshot"


class Required(StrEnum):
    """When a field must be filled."""

    NO = "no"
    CREATION = "creation"
    COMPLETION = "completion"


MOST_FIELDS: Final = 40
MOST_OPTIONS: Final = 60
MOST_CHECKS: Final = 40
LONGEST_NAME: Final = 40
AGREE: Final = "agree_refund"
"""The field that says whether the shop agrees to a refund: set by an act of its own, with the password (A.1-12)."""
ICONS: Final = (
    "ticket-check", "messages-square", "package", "truck", "refresh-cw", "undo-2", "redo-2", "settings", "map-pin",
    "search", "file-text", "circle-alert", "users", "phone", "star", "tag", "flag", "shopping-bag", "printer", "clock",
)  # fmt: skip
_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnField:
    """A field of a type; ``options`` are what a choice offers, ``name`` and these may be English source strings."""

    key: str
    name: str
    kind: str = FieldKind.TEXT
    required: str = Required.NO
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketForm:
    """A type of ticket. ``rules`` are ids of deadline rules it begins with, () those that the pack has for its key.

    ``assignee_id`` and ``group_id`` are whose a new ticket is and the department in whose queue it stands.
    ``retired``: no longer offered, still shown; ``shipped``: it travels with the program, as it is or edited;
    ``version`` counts the writes of the shop's row, 0 where there is none.
    """

    key: str
    name: str
    icon: str = ICONS[0]
    fields: tuple[OwnField, ...] = ()
    priority: int = Priority.NORMAL
    checklist: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    assignee_id: int | None = None
    group_id: int | None = None
    retired: bool = False
    shipped: bool = False
    version: int = 0

    def field(self, key: str) -> OwnField | None:
        """Return one of its fields, None for a key that it does not have."""
        return next((each for each in self.fields if each.key == key), None)

    def alike(self, name: str, kind: str) -> OwnField | None:
        """Return its field of this name and kind, None for none; the agreement to a refund is never meant."""
        alike = (each for each in self.fields if each.name == name and each.kind == kind and each.key != AGREE)
        return next(alike, None)

    def required(self, when: Required) -> tuple[OwnField, ...]:
        """Return the fields that must be filled at creation, or at completion (which asks for both)."""
        asked = {Required.CREATION, when}
        return tuple(each for each in self.fields if each.required in asked)


class TicketForms:
    """All types of a shop: the shipped ones in their order, each as the shop edited it, then the shop's own."""

    def __init__(self, forms: Iterable[TicketForm]) -> None:
        self._by_key: Mapping[str, TicketForm] = MappingProxyType({each.key: each for each in forms})

    def __iter__(self) -> Iterator[TicketForm]:
        return iter(self._by_key.values())

    def get(self, key: str) -> TicketForm | None:
        """Return the type called ``key``, retired ones too; None for none."""
        return self._by_key.get(key)

    def offered(self) -> tuple[TicketForm, ...]:
        """Return what a new ticket can be."""
        return tuple(each for each in self if not each.retired)

    def must(self, key: str) -> TicketForm:
        """Return the type called ``key``; DeskError ``ticket_type_unknown`` for none."""
        found = self.get(key)
        if found is None:
            raise DeskError("ticket_type_unknown", type=key)
        return found


def checked_fields(fields: Iterable[OwnField]) -> tuple[OwnField, ...]:
    """Return the fields as they are kept, names cleaned and keys made for new ones.

    DeskErrors ``type_fields_many``, ``type_field_name``, ``type_field_twice``, ``type_field_kind``,
    ``type_field_options`` and ``type_options_many``, each naming the field or its place.
    """
    given = tuple(fields)
    if len(given) > MOST_FIELDS:
        raise DeskError("type_fields_many", limit=MOST_FIELDS, count=len(given))
    found: list[OwnField] = []
    for place, each in enumerate(given, 1):
        found.append(_checked(each, place, found))
    return tuple(found)


def _checked(given: OwnField, place: int, before: list[OwnField]) -> OwnField:
    name = clean_name(given.name)
    if not name or len(name) > LONGEST_NAME:
        raise DeskError("type_field_name", place=place, limit=LONGEST_NAME)
    if name.casefold() in {each.name.casefold() for each in before}:
        raise DeskError("type_field_twice", field=name)
    if given.kind not in set(FieldKind) or given.required not in set(Required):
        raise DeskError("type_field_kind", field=name)
    options = _options(name, given)
    taken = {each.key for each in before}
    key = given.key if _KEY.fullmatch(given.key) and given.key not in taken else _free_key(place, taken)
    return OwnField(key=key, name=name, kind=given.kind, required=given.required, options=options)


def _options(name: str, given: OwnField) -> tuple[str, ...]:
    if given.kind != FieldKind.CHOICE:
        return ()
    found = tuple(dict.fromkeys(word for word in map(clean_name, given.options) if word))
    if not found:
        raise DeskError("type_field_options", field=name)
    if len(found) > MOST_OPTIONS or any(len(word) > LONGEST_NAME for word in found):
        raise DeskError("type_options_many", field=name, limit=MOST_OPTIONS, length=LONGEST_NAME)
    return found


def _free_key(place: int, taken: set[str]) -> str:
    while f"field_{place}" in taken:
        place += 1
    return f"field_{place}"


def checked_list(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the lines of a checklist as they are kept, blank ones left out; DeskError ``type_checks_many``."""
    found = tuple(dict.fromkeys(line for line in map(clean_name, lines) if line))
    if len(found) > MOST_CHECKS or any(len(line) > 120 for line in found):
        raise DeskError("type_checks_many", limit=MOST_CHECKS, length=120)
    return found


def shared_fields(forms: Sequence[TicketForm]) -> tuple[OwnField, ...]:
    """Return the fields that tickets of all these types have, as the first of them has it.

    Fields of two types are one where name and kind are the same: keys of the shop's own fields are counted in each type
    anew. A choice offers what it offers in all of them; one that shares nothing is left out, as is the agreement to a
    refund, which asks for a password at each ticket.
    """
    first, *others = forms or (None,)
    fields = (each for each in (first.fields if first else ()) if each.key != AGREE and each.kind in set(FieldKind))
    found = (_shared(each, [form.alike(each.name, each.kind) for form in others]) for each in fields)
    return tuple(each for each in found if each is not None)


def _shared(field: OwnField, others: Sequence[OwnField | None]) -> OwnField | None:
    there = [each for each in others if each is not None]
    if len(there) < len(others):
        return None
    options = tuple(word for word in field.options if all(word in each.options for each in there))
    if field.options and not options:
        return None
    return replace(field, options=options, required=Required.NO.value)
