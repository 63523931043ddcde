"""The timeline of a ticket, a page at a time: its own lines and those of tickets merged into it, words of its
conversation since it was opened, remarks on its order and what became of the order."""

from __future__ import annotations

from typing import Final, NamedTuple

from ticketdesk.store.ids import before_moment
from ticketdesk.store.queries.packing import packed, unpacked
from ticketdesk.store.reader import Rows


class AttachmentRow(NamedTuple):
    """A file of a line."""

    id: int
    event_id: int | None
    sha256: str
    name: str
    media_type: str
    width: int
    height: int


class EventRow(NamedTuple):
    """One line of a ticket's timeline, with its pictures.

    ``key`` orders lines (an id, or the place among ids of what has a moment only). ``ticket_id`` and ``number`` are of
    the ticket that the line is of: the winner shows those of merged ones. ``act`` can take the line back, where it
    stands and is a step of undo. ``kind`` is that of a ``ticket_event``, or heard and said (of the conversation),
    remark, paid, shipped and finished (of the order).
    """

    key: int
    id: int
    kind: str
    agent_id: int | None
    author: str
    text: str
    before: str
    after: str
    at: int
    ticket_id: int
    number: str
    act: int | None
    pictures: tuple[AttachmentRow, ...] = ()


PAGE: Final = 60
_NEWEST: Final = (1 << 63) - 1


def _pictures(where: str, event: str) -> str:
    """The files of a line as JSON; ``event`` is what they are told to hang on."""
    names = [event if name == "event_id" else name for name in AttachmentRow._fields]
    return packed(names, f"SELECT * FROM attachment WHERE {where} AND deleted = 0 ORDER BY id")


def _act(table: str, key: str) -> str:
    """What takes a line back: only the act that made it, and never the import of a whole file."""
    return (
        f"(SELECT a.id FROM change c JOIN act a ON a.id = c.act WHERE c.tbl = '{table}' AND c.key = {key}"
        f" AND c.before IS NULL AND a.state = 'done' AND a.undoable = 1"
        " AND a.command NOT LIKE 'Import%' LIMIT 1)"
    )


# UNION ends a circle, as in ``ticket_ties``.
_WHOLE = (
    "WITH RECURSIVE whole(id) AS (SELECT ?1 UNION SELECT t.id FROM ticket t JOIN whole w ON t.merged_into = w.id"
    " WHERE t.merged_into IS NOT NULL AND t.deleted = 0),"
    " own AS (SELECT id, number, order_id, conversation_id, opened_at FROM ticket WHERE id = ?1)"
)
_EVENTS = (
    "SELECT e.id, e.id, e.kind, e.agent_id, e.author, e.text, e.before, e.after, e.at, t.id, t.number,"
    f" {_act('ticket_event', 'e.id')}, {_pictures('ticket_id = e.ticket_id AND event_id = e.id', 'e.id')}"
    " FROM whole w CROSS JOIN ticket t ON t.id = w.id CROSS JOIN ticket_event e ON e.ticket_id = w.id"
    " WHERE e.deleted = 0 AND e.id < ?2 ORDER BY e.id DESC LIMIT ?3"
)
# A reply on the ticket stands there as its own line: the message it sent is not told twice.
_MESSAGES = (
    "SELECT m.id, m.id, CASE m.side WHEN 'in' THEN 'heard' ELSE 'said' END, m.agent_id, m.sender, m.text, m.kind,"
    f" m.state, m.sent_at, o.id, o.number, NULL, {_pictures('id = m.attachment_id', 'm.id')}"
    " FROM own o CROSS JOIN message m ON m.conversation_id = {talk}"
    f" AND m.id > {before_moment('o.opened_at')} AND m.id < ?2"
    " WHERE m.deleted = 0 AND m.side IN ('in', 'out') AND NOT (m.side = 'out' AND EXISTS (SELECT 1 FROM ticket_event e"
    " WHERE e.ticket_id IN (SELECT id FROM whole) AND e.kind = 'reply' AND e.deleted = 0 AND e.at = m.sent_at"
    " AND e.agent_id IS m.agent_id)) ORDER BY m.id DESC LIMIT ?3"
)
_REMARKS = (
    f"SELECT {before_moment('r.at')} + 1, r.id, 'remark', r.agent_id, r.author, r.text, '', COALESCE(r.flag, ''),"
    f" r.at, o.id, o.number, {_act('remark', 'r.id')}, '[]'"
    " FROM own o CROSS JOIN remark r ON r.order_id = o.order_id"
    f" WHERE r.deleted = 0 AND {before_moment('r.at')} + 1 < ?2 ORDER BY r.at DESC, r.id DESC LIMIT ?3"
)


def _order_moment(kind: str) -> str:
    at = f"r.{kind}_at"
    return (
        f"SELECT {before_moment(at)} + 1, r.id, '{kind}', NULL, '', r.tracking, '', '', {at}, o.id, o.number, NULL,"
        f" '[]' FROM own o CROSS JOIN orders r ON r.id = o.order_id WHERE {at} >= o.opened_at"
        f" AND {before_moment(at)} + 1 < ?2"
    )


_OTHER_TALKS = (
    "(SELECT t.conversation_id FROM whole w JOIN ticket t ON t.id = w.id WHERE t.id <> o.id"
    " AND t.conversation_id IS NOT NULL AND t.conversation_id IS NOT o.conversation_id)"
)
_LEGS = (
    _EVENTS,
    _MESSAGES.replace("{talk}", "o.conversation_id"),
    _MESSAGES.replace("= {talk}", f"IN {_OTHER_TALKS}"),
    _REMARKS,
    *(_order_moment(kind) for kind in ("paid", "shipped", "finished")),
)
_PAGE = f"{_WHOLE} {' UNION ALL '.join(f'SELECT * FROM ({leg})' for leg in _LEGS)} ORDER BY 1 DESC, 2 DESC LIMIT ?3"


def lines(source: Rows, ticket: int, before: int | None = None, limit: int = PAGE) -> list[EventRow]:
    """Return ``limit`` lines of a ticket, oldest first: those before the key ``before``, or the newest."""
    found = source.rows(_PAGE, (ticket, _NEWEST if before is None else before, limit))
    return [_line(row) for row in reversed(found)]


def _line(row: tuple[object, ...]) -> EventRow:
    pictures = unpacked(str(row[-1]), AttachmentRow._make)
    return EventRow._make((*row[:-1], tuple(pictures)))
