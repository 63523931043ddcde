"""The timeline of a ticket, a page at a time: its own lines and those of tickets merged into it, words of its
conversation since it was opened, remarks on its order and what became of the order, whose flag and state the journal
tells."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from ticketdesk.store.ids import before_moment
from ticketdesk.store.queries.packing import packed
from ticketdesk.store.queries.ticket_orders import ORDERS, order_lines
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
    remark, paid, shipped and finished (of the order), flag and order_state (changes of an order: ``text`` is the
    command, ``before`` and ``after`` are platform codes).
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


# UNION ends a circle, as in ``ticket_ties``. Each kind of line is read along its index as far as a page goes; whose
# turn it is among them is said below, so that nothing is sorted that the page does not show.
_WHOLE = (
    "WITH RECURSIVE cte_whole(id) AS (SELECT ?1 UNION SELECT t.id FROM ticket t"
    " JOIN cte_whole ON t.merged_into = cte_whole.id WHERE t.merged_into IS NOT NULL AND t.deleted = 0)"
)
_COLUMNS: Final = (*EventRow._fields[:-1], "json(pictures)")


def _leg(select: str) -> str:
    """The lines of one kind as JSON."""
    return packed(_COLUMNS, select)


def _each(leg: str, rows: str) -> str:
    """That for each of some rows."""
    return f"(SELECT json_group_array(json({leg})) FROM {rows})"


_EVENTS = (
    "SELECT e.id AS key, e.id, e.kind, e.agent_id, e.author, e.text, e.before, e.after, e.at, e.ticket_id, t.number,"
    f" {_act('ticket_event', 'e.id')} AS act,"
    f" {_pictures('ticket_id = e.ticket_id AND event_id = e.id', 'e.id')} AS pictures"
    " FROM ticket_event e CROSS JOIN ticket t ON t.id = e.ticket_id"
    " WHERE e.ticket_id = cte_whole.id AND e.deleted = 0 AND e.id < ?2 ORDER BY e.id DESC LIMIT ?3"
)
# A reply on the ticket stands there as its own line: the message it sent is not told twice.
_MESSAGES = (
    "SELECT m.id AS key, m.id, CASE m.side WHEN 'in' THEN 'heard' ELSE 'said' END AS kind, m.agent_id,"
    " m.sender AS author, m.text, m.kind AS before, m.state AS after, m.sent_at AS at, own.id AS ticket_id, own.number,"
    f" NULL AS act, {_pictures('id = m.attachment_id', 'm.id')} AS pictures"
    " FROM message m WHERE m.conversation_id = {talk}"
    f" AND m.id > {before_moment('{since}')} AND m.id < ?2"
    " AND m.deleted = 0 AND m.side IN ('in', 'out') AND NOT (m.side = 'out' AND EXISTS (SELECT 1 FROM ticket_event e"
    " WHERE e.ticket_id IN (SELECT id FROM cte_whole) AND e.kind = 'reply' AND e.deleted = 0 AND e.at = m.sent_at"
    " AND e.agent_id IS m.agent_id)) ORDER BY m.id DESC LIMIT ?3"
)
# An order has few remarks, and imported ones have ids that do not follow their moments: all are read.
_REMARK_KEY = f"CASE r.source WHEN 'desk' THEN r.id ELSE {before_moment('r.at')} + 1 END"
_REMARKS = (
    f"SELECT {_REMARK_KEY} AS key, r.id, 'remark' AS kind, r.agent_id, r.author, r.text, '' AS before,"
    f" COALESCE(r.flag, '') AS after, r.at, own.id AS ticket_id, own.number, {_act('remark', 'r.id')} AS act,"
    f" '[]' AS pictures FROM remark r WHERE r.order_id = own.order_id AND r.deleted = 0"
    f" AND {_REMARK_KEY} < ?2"
)


def _order_moment(kind: str) -> str:
    at = f"r.{kind}_at"
    return (
        f"SELECT {before_moment(at)} + 1 AS key, r.id, '{kind}' AS kind, NULL AS agent_id, '' AS author,"
        f" r.tracking AS text, '' AS before, '' AS after, {at} AS at, own.id AS ticket_id, own.number, NULL AS act,"
        f" '[]' AS pictures FROM orders r WHERE r.id = own.order_id AND {at} >= own.opened_at"
        f" AND {before_moment(at)} + 1 < ?2"
    )


def _messages(talk: str, since: str) -> str:
    return _MESSAGES.replace("{talk}", talk).replace("{since}", since)


# Of a merged ticket that was opened earlier the words that were said before this one are shown, too.
_OTHER_TALKS = (
    "(SELECT t.conversation_id AS talk, MIN(t.opened_at, own.opened_at) AS since FROM cte_whole"
    " CROSS JOIN ticket t ON t.id = cte_whole.id WHERE t.id <> own.id AND t.conversation_id IS NOT NULL"
    " AND (t.conversation_id IS NOT own.conversation_id OR t.opened_at < own.opened_at))"
)
_LEGS = (
    _each(_leg(_EVENTS), "cte_whole"),
    _each(_leg(_messages("others.talk", "others.since")), f"{_OTHER_TALKS} others"),
    f"json_array(json({_leg(_messages('own.conversation_id', 'own.opened_at'))}))",
    f"json_array(json({_leg(_REMARKS)}))",
    *(f"json_array(json({_leg(_order_moment(kind))}))" for kind in ("paid", "shipped", "finished")),
)
_PAGE = f"{_WHOLE} SELECT {', '.join(_LEGS)}, {ORDERS} FROM ticket own WHERE own.id = ?1"


def lines(source: Rows, ticket: int, before: int | None = None, limit: int = PAGE) -> list[EventRow]:
    """Return ``limit`` lines of a ticket, oldest first: those before the key ``before``, or the newest.

    They are more where several that happened as one stand at the beginning.
    """
    below = _NEWEST if before is None else before
    *legs, orders = next(iter(source.rows(_PAGE, (ticket, below, limit))), ("[]",))
    # Two tickets of one conversation tell its words once.
    rows = {(row[2], row[1]): row for leg in legs for part in json.loads(leg) for row in part}
    rows |= {(row[2], row[1]): row for row in order_lines(orders, below)}
    newest = sorted(rows.values(), key=lambda row: (row[0], row[1]), reverse=True)
    return [_line(row) for row in reversed(newest[: _end(newest, limit)])]


def _end(newest: Sequence[Sequence[Any]], limit: int) -> int:
    """Where a page ends: lines of one key stay together, since the next page begins below it."""
    end = min(limit, len(newest))
    while 0 < end < len(newest) and newest[end][0] == newest[end - 1][0]:
        end += 1
    return end


def _line(row: Sequence[Any]) -> EventRow:
    return EventRow._make((*row[:-1], tuple(map(AttachmentRow._make, row[-1]))))
