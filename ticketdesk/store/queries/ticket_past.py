"""What the journal knows of a ticket's own row and of the fields of its type, act by act."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from ticketdesk.domain.masking import mask_phone
from ticketdesk.domain.ticket_past import FIELDS, OWN, Change, Image, Step, steps_of
from ticketdesk.store.queries.packing import packed
from ticketdesk.store.reader import Rows, first

MOST: Final = 500
_OWN = packed(("field", "kind", "value"), "SELECT * FROM ticket_value WHERE ticket_id = ticket.id AND deleted = 0")
_NOW = f"SELECT {', '.join(FIELDS)}, {_OWN} FROM ticket WHERE id = ?"
_ACT = "c.seq, c.act, act.at, COALESCE(g.name, ''), act.command"
_BY = "CROSS JOIN act ON act.id = c.act LEFT JOIN agent g ON g.id = act.agent_id"
# An act that writes a field of the type writes the ticket too.
_CHANGES = (
    f"SELECT * FROM (SELECT {_ACT}, '', c.before FROM change c {_BY} WHERE c.tbl = 'ticket' AND c.key = ?1"
    " ORDER BY c.act DESC, c.seq DESC LIMIT ?2)"
    f" UNION ALL SELECT {_ACT}, v.field,"
    " CASE WHEN json_extract(c.before, '$.deleted') = 0 THEN json_extract(c.before, '$.value') END"
    f" FROM ticket_value v CROSS JOIN change c ON c.tbl = 'ticket_value' AND c.key = v.id {_BY}"
    " WHERE v.ticket_id = ?1 AND v.deleted = 0"
)


class Past(NamedTuple):
    """A ticket as it is, and the acts that changed it, the newest first; the contact's phone is masked.

    ``kinds`` are those of the fields of its type. Where ``whole`` is False there were more than ``MOST`` changes, and
    the oldest are not told. A value whose very writing was taken back is not known.
    """

    now: Image
    steps: tuple[Step, ...]
    kinds: Mapping[str, str]
    whole: bool


def past(source: Rows, ticket: int) -> Past | None:
    """Return what is known of a ticket, None where it never was. Asks two statements."""
    row = first(source, _NOW, (ticket,))
    if row is None:
        return None
    own = json.loads(row[-1])
    now = _masked({**dict(zip(FIELDS, row[:-1], strict=True)), **{OWN + field: value for field, _kind, value in own}})
    rows = source.rows(_CHANGES, (ticket, MOST))
    kinds = {OWN + field: kind for field, kind, _value in own}
    return Past(now, steps_of(now, _changes(rows)), kinds, sum(not each[5] for each in rows) < MOST)


def _changes(rows: list[tuple[Any, ...]]) -> Iterator[Change]:
    told = {row[1] for row in rows if not row[5]}
    for row in rows:
        change = Change._make(row)
        if change.own and change.act in told:
            yield change
        elif not change.own:
            yield change._replace(before=None if row[6] is None else _image(json.loads(row[6])))


def _image(row: Mapping[str, object]) -> Image:
    return _masked({name: row.get(name) for name in FIELDS})


def _masked(image: dict[str, object]) -> Image:
    return {**image, "contact": mask_phone(str(image.get("contact") or ""))}
