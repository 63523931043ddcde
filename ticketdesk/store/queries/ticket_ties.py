"""What ties tickets: merged ones with their winner, parents and children, related ones; checklists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ticketdesk.domain.ticket_ties import LinkKind
from ticketdesk.store.queries.packing import packed, unpacked
from ticketdesk.store.reader import Rows, first, some


class LinkRow(NamedTuple):
    """A ticket that this one is tied to; ``kind`` is parent, child, related or merged, ``id`` 0 for a merged one."""

    id: int
    kind: str
    ticket_id: int
    number: str
    title: str
    state: str


class CheckRow(NamedTuple):
    """An item of a checklist, with who did it and when (UTC ms)."""

    id: int
    text: str
    done_at: int | None
    done_by: str


class Written(NamedTuple):
    """A line of a timeline that could go to another ticket."""

    id: int
    ticket_id: int
    kind: str
    author: str
    text: str
    at: int


# A tree of merges is never deep, but a damaged one must not turn for ever: UNION ends a circle.
_DOWN = (
    "WITH RECURSIVE whole(id) AS (SELECT ?1 UNION SELECT t.id FROM ticket t JOIN whole w ON t.merged_into = w.id"
    " WHERE t.merged_into IS NOT NULL AND t.deleted = 0)"
)
_UP = (
    "WITH RECURSIVE up(id, merged_into) AS (SELECT id, merged_into FROM ticket WHERE id = ?1 UNION"
    " SELECT t.id, t.merged_into FROM ticket t JOIN up ON t.id = up.merged_into)"
    " SELECT id FROM up WHERE merged_into IS NULL"
)
_LINKS = (
    "SELECT l.id, CASE WHEN l.kind = 'related' THEN 'related' ELSE 'parent' END AS kind, t.id AS ticket_id, t.number,"
    " t.title, t.state"
    " FROM ticket_link l JOIN ticket t ON t.id = l.to_id WHERE l.from_id = ?1 AND l.deleted = 0 AND t.deleted = 0"
    " UNION ALL"
    " SELECT l.id, CASE WHEN l.kind = 'related' THEN 'related' ELSE 'child' END, t.id, t.number, t.title, t.state"
    " FROM ticket_link l JOIN ticket t ON t.id = l.from_id WHERE l.to_id = ?1 AND l.deleted = 0 AND t.deleted = 0"
    " UNION ALL"
    " SELECT 0, 'merged', t.id, t.number, t.title, t.state FROM ticket t"
    " WHERE t.merged_into = ?1 AND t.merged_into IS NOT NULL AND t.deleted = 0"
)
_CHECKS = (
    "SELECT c.id, c.text, c.done_at, COALESCE(a.name, '') AS done_by FROM ticket_check c"
    " LEFT JOIN agent a ON a.id = c.done_by WHERE c.ticket_id = ?1 AND c.deleted = 0 ORDER BY c.id"
)
_WRITTEN = "SELECT id, ticket_id, kind, author, text, at FROM ticket_event WHERE deleted = 0"


def packed_ties() -> str:
    """Return SQL for the links and the checklist of ticket ?1 as two values; ``unpacked_ties`` reads them."""
    return f"{packed(LinkRow._fields, _LINKS)}, {packed(CheckRow._fields, _CHECKS)}"


def unpacked_ties(links: str, checks: str) -> tuple[tuple[LinkRow, ...], tuple[CheckRow, ...]]:
    """Return what ``packed_ties`` gave, in the order of ``links`` and ``checks``."""
    return tuple(_in_order(unpacked(links, LinkRow._make))), tuple(unpacked(checks, CheckRow._make))


def winner_of(source: Rows, ticket: int) -> int:
    """Return the ticket that this one is part of now: itself, unless it was merged."""
    found = first(source, _UP, (ticket,))
    return ticket if found is None else int(found[0])


def members(source: Rows, ticket: int) -> tuple[int, ...]:
    """Return the ticket and all that were merged into it, also through others."""
    return tuple(key for (key,) in source.rows(f"{_DOWN} SELECT id FROM whole", (ticket,)))


def before_merge(source: Rows, ticket: int) -> tuple[str, int | None]:
    """Return (state, closing in UTC ms) of a merged ticket as it stood before."""
    sql = (
        "SELECT before, after FROM ticket_event WHERE ticket_id = ? AND kind = 'merged' AND deleted = 0"
        " ORDER BY id DESC LIMIT 1"
    )
    state, closed = first(source, sql, (ticket,)) or ("open", "")
    return str(state), int(closed) if closed else None


def nick_of(source: Rows, buyer: int | None) -> str:
    """Return the nickname of a buyer, "" where there is none."""
    found = first(source, "SELECT nick FROM buyer WHERE id = ?", (buyer,))
    return "" if found is None else str(found[0])


def links(source: Rows, ticket: int) -> list[LinkRow]:
    """Return every ticket that this one is tied to, parents first, then children, related and merged ones."""
    return _in_order(LinkRow._make(row) for row in source.rows(_LINKS, (ticket,)))


def _in_order(found: Iterable[LinkRow]) -> list[LinkRow]:
    order = ("parent", "child", "related", "merged")
    return sorted(found, key=lambda row: (order.index(row.kind), row.ticket_id))


def linked(source: Rows, one: int, other: int) -> bool:
    """Return whether two tickets are linked in any way, in either direction."""
    sql = "SELECT 1 FROM ticket_link WHERE deleted = 0 AND (from_id, to_id) IN (VALUES (?1, ?2), (?2, ?1)) LIMIT 1"
    return first(source, sql, (one, other)) is not None


def parent_of(source: Rows, ticket: int) -> int | None:
    """Return the parent of a ticket, None where it has none."""
    sql = "SELECT to_id FROM ticket_link WHERE from_id = ? AND kind = ? AND deleted = 0 LIMIT 1"
    found = first(source, sql, (ticket, LinkKind.PARENT.value))
    return None if found is None else int(found[0])


def checks(source: Rows, ticket: int) -> list[CheckRow]:
    """Return the checklist of a ticket in its order."""
    return [CheckRow._make(row) for row in source.rows(_CHECKS, (ticket,))]


def open_checks(source: Rows, ticket: int) -> int:
    """Return how many items of the checklist are not done."""
    sql = "SELECT COUNT(*) FROM ticket_check WHERE ticket_id = ? AND deleted = 0 AND done_at IS NULL"
    found = first(source, sql, (ticket,))
    return int(found[0]) if found else 0


def written(source: Rows, events: Sequence[int]) -> list[Written]:
    """Return these lines of timelines, the oldest first."""
    return [Written._make(row) for row in source.rows(f"{_WRITTEN} AND id IN ({some(events)}) ORDER BY id")]


def written_since(source: Rows, merged: int) -> list[Written]:
    """Return what agents wrote at the winner since ``merged`` was merged into it, the oldest first; 200 at most."""
    sql = (
        f"{_WRITTEN} AND ticket_id = (SELECT w.id FROM ({_UP}) w) AND kind IN ('reply', 'note')"
        " AND id > (SELECT MAX(id) FROM ticket_event WHERE ticket_id = ?1 AND kind = 'merged' AND deleted = 0)"
        " ORDER BY id LIMIT 200"
    )
    return [Written._make(row) for row in source.rows(sql, (merged,))]
