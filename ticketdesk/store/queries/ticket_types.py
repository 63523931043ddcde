"""The types of tickets as the shop has them, who uses them, and the values of a ticket's own fields."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ticketdesk.domain.files import FileRef
from ticketdesk.domain.ticket_types import ICONS, FieldKind, OwnField, Required, TicketForm, TicketForms
from ticketdesk.domain.ticket_types_shipped import SHIPPED
from ticketdesk.store.reader import Rows, first, some

_ROWS = (
    "SELECT key, name, icon, fields, checklist, rules, priority, assignee_id, group_id, retired, version, id"
    " FROM ticket_form WHERE deleted = 0"
)
_BATCH = 500
_SHIPPED = {each.key: each for each in SHIPPED}


class TicketField(NamedTuple):
    """A value that stands: the row's id, the kind it was written as, and the value as it is kept."""

    id: int
    kind: str
    value: str


def forms(source: Rows) -> TicketForms:
    """Return every type: the shipped ones in their order, each as the shop edited it, then the shop's own."""
    rows = source.rows(f"{_ROWS} ORDER BY id")
    edited = {str(row[0]): _form(row) for row in rows}
    own = [form for key, form in edited.items() if key not in _SHIPPED]
    return TicketForms([*(edited.get(each.key, each) for each in SHIPPED), *own])


def form(source: Rows, key: str) -> TicketForm | None:
    """Return one type as it stands, None where there is none of this key."""
    row = first(source, f"{_ROWS} AND key = ? ORDER BY id DESC LIMIT 1", (key,))
    return _SHIPPED.get(key) if row is None else _form(row)


def row_id(source: Rows, key: str) -> int | None:
    """Return the shop's own row of a type, None where it stands as shipped or is no type."""
    row = first(source, "SELECT id FROM ticket_form WHERE key = ? AND deleted = 0 ORDER BY id DESC LIMIT 1", (key,))
    return None if row is None else int(row[0])


def shipped(key: str) -> TicketForm | None:
    """Return the type that travels with the program under this key."""
    return _SHIPPED.get(key)


def uses(source: Rows, key: str) -> int:
    """Return how many tickets are of this type."""
    row = first(source, "SELECT COUNT(*) FROM ticket WHERE type = ? AND deleted = 0", (key,))
    return 0 if row is None else int(row[0])


def types_of(source: Rows, ids: Sequence[int]) -> dict[str, int]:
    """Return the types of these tickets and how many are of each, the most frequent first."""
    found: Counter[str] = Counter()
    for at in range(0, len(ids), _BATCH):
        some_ids = some(ids[at : at + _BATCH])
        sql = f"SELECT type, COUNT(*) FROM ticket WHERE id IN ({some_ids}) AND deleted = 0 GROUP BY type"
        found.update(dict(source.rows(sql)))
    return dict(found.most_common())


def values(source: Rows, ticket: int) -> dict[str, TicketField]:
    """Return the values of a ticket by the keys of their fields."""
    sql = "SELECT field, id, kind, value FROM ticket_value WHERE ticket_id = ? AND deleted = 0 ORDER BY id"
    return {field: TicketField(*rest) for field, *rest in source.rows(sql, (ticket,))}


class FilledField(NamedTuple):
    """What a kept value is the value of: the field's name in its type, else as shipped, else its key."""

    name: str
    kind: str


def filled_fields(source: Rows, ids: Collection[int]) -> dict[int, FilledField]:
    """Return the fields of these rows of values, removed ones too."""
    sql = (
        "SELECT v.id, v.field, v.kind, t.type FROM ticket_value v JOIN ticket t ON t.id = v.ticket_id"
        f" WHERE v.id IN ({some(ids)})"
    )
    rows = source.rows(sql) if ids else []
    owners = {key: (form(source, key), shipped(key)) for key in {row[3] for row in rows}}
    found: dict[int, FilledField] = {}
    for number, key, kind, type_key in rows:
        fields = (owner.field(key) for owner in owners[type_key] if owner is not None)
        found[number] = FilledField(next((each.name for each in fields if each), key), kind)
    return found


def shots(source: Rows, ticket: int) -> dict[str, FileRef]:
    """Return the kept pictures of a ticket by their SHA-256."""
    sql = (
        "SELECT sha256, name, media_type, size, width, height FROM attachment WHERE ticket_id = ? AND deleted = 0"
        " ORDER BY id"
    )
    return {str(row[0]): FileRef(*row) for row in source.rows(sql, (ticket,))}


class Duplicate(NamedTuple):
    """A ticket of the same order and type that has not ended."""

    id: int
    number: str
    title: str
    state: str
    opened_at: int


def duplicates(source: Rows, order_id: int, kind: str, limit: int = 5) -> list[Duplicate]:
    """Return the tickets of an order that are of type ``kind`` and not ended, newest first."""
    sql = (
        "SELECT id, number, title, state, opened_at FROM ticket WHERE order_id = ? AND type = ? AND deleted = 0"
        " AND closed_at IS NULL ORDER BY id DESC LIMIT ?"
    )
    return [Duplicate(*row) for row in source.rows(sql, (order_id, kind, limit))]


def duplicates_of_many(source: Rows, order_ids: Sequence[int], kind: str) -> dict[int, Duplicate]:
    """Return for each of these orders that has any the newest ticket of type ``kind`` that is not ended."""
    sql = (
        "SELECT order_id, id, number, title, state, opened_at FROM ticket"
        f" WHERE order_id IN ({some(order_ids)}) AND type = ? AND deleted = 0 AND closed_at IS NULL ORDER BY id"
    )
    return {order: Duplicate(*row) for order, *row in source.rows(sql, (kind,))}


def _form(row: tuple[object, ...]) -> TicketForm:
    key, name, icon, fields, checklist, rules, priority, assignee, group, retired, version, _id = row
    return TicketForm(
        key=str(key), name=str(name), icon=str(icon) or ICONS[0],
        fields=tuple(_field(each) for each in _list(fields) if isinstance(each, dict)), priority=_int(priority),
        checklist=_texts(checklist), rules=_texts(rules), assignee_id=None if assignee is None else _int(assignee),
        group_id=None if group is None else _int(group), retired=bool(retired),
        shipped=str(key) in _SHIPPED, version=_int(version),
    )  # fmt: skip


def _field(found: Mapping[str, object]) -> OwnField:
    """A field as it was kept; one of a kind that this program does not know can be seen and asks for nothing."""
    options = found.get("options", ())
    made = OwnField(
        key=str(found.get("key", "")), name=str(found.get("name", "")), kind=str(found.get("kind", "")),
        required=str(found.get("required", Required.NO)),
        options=tuple(map(str, options)) if isinstance(options, list | tuple) else (),
    )  # fmt: skip
    return made if made.kind in set(FieldKind) else replace(made, required=Required.NO.value)


def _list(text: object) -> list[object]:
    found = json.loads(str(text))
    return found if isinstance(found, list) else []


def _texts(text: object) -> tuple[str, ...]:
    return tuple(map(str, _list(text)))


def _int(value: object) -> int:
    return value if isinstance(value, int) else 0
