"""What the journal knows of a ticket's own row, act by act."""

from __future__ import annotations

import json
from typing import Final, NamedTuple

from ticketdesk.domain.masking import mask_phone
from ticketdesk.domain.ticket_past import FIELDS, Image, Step
from ticketdesk.store.reader import Rows, first

MOST: Final = 500
_STEPS = (
    "SELECT a.id, a.at, COALESCE(g.name, ''), a.command, c.before FROM change c JOIN act a ON a.id = c.act"
    " LEFT JOIN agent g ON g.id = a.agent_id WHERE c.tbl = 'ticket' AND c.key = ? ORDER BY c.act DESC, c.seq DESC"
    " LIMIT ?"
)


class Past(NamedTuple):
    """A ticket's row as it is, and up to ``MOST`` changes of it, the newest first; the contact's phone is masked."""

    now: Image
    steps: tuple[Step, ...]


def past(source: Rows, ticket: int) -> Past | None:
    """Return what is known of a ticket's row, None where it never was. Asks two statements."""
    row = first(source, f"SELECT {', '.join(FIELDS)} FROM ticket WHERE id = ?", (ticket,))
    if row is None:
        return None
    steps = _folded(source.rows(_STEPS, (ticket, MOST)))
    return Past(_masked(dict(zip(FIELDS, row, strict=True))), steps)


def _folded(rows: list[tuple[int, int, str, str, str | None]]) -> tuple[Step, ...]:
    """One step an act: of several changes of the row in one act the first says how it was before."""
    found: dict[int, Step] = {}
    for act, at, author, command, before in rows:
        image = None if before is None else _masked(json.loads(before))
        found[act] = Step(act, at, author, command, image)
    return tuple(found.values())


def _masked(image: dict[str, object]) -> Image:
    return {**image, "contact": mask_phone(str(image.get("contact") or ""))}
