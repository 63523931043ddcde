"""Tickets: the views with their counts, the list, one ticket with its timeline."""

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ticketdesk.domain.masking import mask_phone
from ticketdesk.store.queries.gathering import Cancelled, Walk, never, walked
from ticketdesk.store.reader import Rows, first, some
from ticketdesk.store.sql import Value

if TYPE_CHECKING:
    from ticketdesk.store.queries.refund_brief import RefundBrief
    from ticketdesk.store.queries.ticket_people import Asked, Watcher
    from ticketdesk.store.queries.ticket_ties import CheckRow, LinkRow
    from ticketdesk.store.queries.ticket_timeline import EventRow

LAST = 9_223_372_036_854_775_807
CAP = 1_000


class TicketRow(NamedTuple):
    """A row of the ticket list; moments in UTC ms, ``priority`` 1..3."""

    id: int
    version: int
    number: str
    title: str
    type: str
    state: str
    priority: int
    buyer_id: int | None
    buyer_nick: str
    order_id: int | None
    order_flag: int | None
    conversation_id: int | None
    assignee_id: int | None
    assignee_name: str
    opened_at: int
    due_at: int | None
    due_rule: str
    due_from: int | None
    closed_at: int | None
    updated_at: int
    resume_at: int | None = None
    group_id: int | None = None
    group_name: str = ""


class TicketView(NamedTuple):
    """Which tickets a list shows: ``name`` is a key of ``VIEWS``, filled by ``key`` (an assignee, a type …).

    ``until`` ends "due_between" (UTC ms, excluded); ``turned`` is the view's order from its end.
    """

    name: str
    key: str | int | None = None
    until: int | None = None
    turned: bool = False


class TicketDetail(NamedTuple):
    """One ticket with all that is known of it; the contact's phone is masked.

    ``talk`` is its conversation, else the newest one of its buyer; ``events`` are the newest page of its timeline.
    """

    row: TicketRow
    contact: str
    product: str
    description: str
    demand: str
    creator_id: int | None
    creator_name: str
    order_number: str
    order_state: str
    talk: int | None
    merged_into: int | None
    merged_number: str
    links: tuple["LinkRow", ...]
    checks: tuple["CheckRow", ...]
    watchers: tuple["Watcher", ...]
    asked: tuple["Asked", ...]
    events: tuple["EventRow", ...]
    refunds: tuple["RefundBrief", ...] = ()


_DUE = f"COALESCE(due_at, {LAST})"
_OPEN = "deleted = 0 AND closed_at IS NULL"
VIEWS: dict[str, str] = {
    "mine": f"{_OPEN} AND assignee_id = ? ORDER BY {_DUE}, id",
    "unassigned": f"{_OPEN} AND assignee_id IS NULL ORDER BY {_DUE}, id",
    "due_before": f"{_OPEN} AND {_DUE} < ? ORDER BY {_DUE}, id",
    "due_between": f"{_OPEN} AND {_DUE} >= ? AND {_DUE} < ? ORDER BY {_DUE}, id",
    "type": f"{_OPEN} AND type = ? ORDER BY {_DUE}, id",
    "state": f"{_OPEN} AND state = ? ORDER BY {_DUE}, id",
    "group": f"{_OPEN} AND group_id = ? ORDER BY {_DUE}, id",
    "open": f"{_OPEN} ORDER BY {_DUE}, id",
    "done": "deleted = 0 AND closed_at IS NOT NULL AND state = 'done' ORDER BY updated_at DESC, id DESC",
    "cancelled": "deleted = 0 AND closed_at IS NOT NULL AND state = 'cancelled' ORDER BY updated_at DESC, id DESC",
    "all": "deleted = 0 ORDER BY updated_at DESC, id DESC",
    "buyer": "deleted = 0 AND buyer_id = ? ORDER BY id DESC",
}
_TURNED = {
    f"{_DUE}, id": f"{_DUE} DESC, id DESC",
    "updated_at DESC, id DESC": "updated_at, id",
    "id DESC": "id",
}
_COLUMNS = (
    "t.id, t.version, t.number, t.title, t.type, t.state, t.priority, t.buyer_id, COALESCE(b.nick, '') AS buyer_nick,"
    " t.order_id, o.flag AS order_flag, t.conversation_id, t.assignee_id, COALESCE(a.name, '') AS assignee_name,"
    " t.opened_at, t.due_at, t.due_rule, t.due_from, t.closed_at, t.updated_at, t.resume_at, t.group_id,"
    " COALESCE(g.name, '') AS group_name"
)
_TABLES = (
    "ticket t LEFT JOIN buyer b ON b.id = t.buyer_id LEFT JOIN orders o ON o.id = t.order_id"
    " LEFT JOIN agent a ON a.id = t.assignee_id LEFT JOIN agent_group g ON g.id = t.group_id"
)
ROW = f"SELECT {_COLUMNS} FROM {_TABLES}"
_DETAIL = (
    f"SELECT {_COLUMNS}, t.contact, t.product, t.description, t.demand, t.creator_id, COALESCE(w.name, ''),"
    " COALESCE(o.number, ''), COALESCE(o.state, ''), COALESCE(t.conversation_id, (SELECT id FROM conversation"
    " WHERE buyer_id = t.buyer_id AND deleted = 0 ORDER BY id DESC LIMIT 1)), t.merged_into,"
    " COALESCE((SELECT number FROM ticket WHERE id = t.merged_into), ''),"
    " {ties}"
    f" FROM {_TABLES} LEFT JOIN agent w ON w.id = t.creator_id WHERE t.id = ?1 AND t.deleted = 0"
)


def snapshot(source: Rows, view: TicketView, *, limit: int | None = None, cancelled: Cancelled = never) -> "array[int]":
    """Return the ids of a view in its order (open ones by deadline, ended ones by last change), ``limit`` at most.

    Without a limit there may be a million: call it in a task, which ends early where it is ``cancelled``.
    """
    values: tuple[Value, ...] = tuple(value for value in (view.key, view.until) if value is not None)
    sql = VIEWS[view.name]
    if view.turned:
        wanted, _, order = sql.partition(" ORDER BY ")
        sql = f"{wanted} ORDER BY {_TURNED[order]}"
    if limit is not None:
        sql += f" LIMIT {int(limit)}"
    return walked(source, (Walk(f"SELECT id FROM ticket WHERE {sql}", values),), None, cancelled)


def rows(source: Rows, ids: Sequence[int]) -> list[TicketRow]:
    """Return the rows of ``ids`` that are there, in no promised order."""
    return [TicketRow(*row) for row in source.rows(f"{ROW} WHERE t.deleted = 0 AND t.id IN ({some(ids)})")]


def due_between(source: Rows, after: int, before: int) -> int:
    """Return how many open tickets fall due in [after, before), counted up to 1,000 (then 1,001)."""
    sql = f"SELECT COUNT(*) FROM (SELECT 1 FROM ticket WHERE {_OPEN} AND {_DUE} >= ? AND {_DUE} < ? LIMIT {CAP + 1})"
    found = first(source, sql, (after, before))
    return int(found[0]) if found else 0


def next_due(source: Rows, now: int) -> TicketRow | None:
    """Return the open ticket that falls due next (not yet over), or None."""
    found = first(
        source,
        f"SELECT id FROM ticket WHERE {_OPEN} AND {_DUE} >= ? AND {_DUE} < {LAST} ORDER BY {_DUE}, id LIMIT 1",
        (now,),
    )
    return rows(source, [found[0]])[0] if found else None


def id_of_number(source: Rows, number: str) -> int | None:
    """Return the ticket with this number."""
    found = first(source, "SELECT id FROM ticket WHERE number = ? AND deleted = 0", (number,))
    return int(found[0]) if found else None


def detail(source: Rows, ticket_id: int) -> TicketDetail | None:
    """Return one ticket with the newest page of its timeline (oldest first), or None."""
    # No first picture shows a ticket whole.
    from ticketdesk.store.queries.packing import unpacked
    from ticketdesk.store.queries.refund_brief import RefundBrief, packed_of_ticket
    from ticketdesk.store.queries.ticket_people import packed_people, unpacked_people
    from ticketdesk.store.queries.ticket_ties import packed_ties, unpacked_ties
    from ticketdesk.store.queries.ticket_timeline import lines

    packed_all = f"{packed_ties()}, {packed_people()}, {packed_of_ticket('?1')}"
    found = first(source, _DETAIL.replace("{ties}", packed_all), (ticket_id,))
    if found is None:
        return None
    n = len(TicketRow._fields)
    contact, *more = found[n:-5]
    ties = unpacked_ties(*found[-5:-3]) + unpacked_people(*found[-3:-1])
    events, refunds = tuple(lines(source, ticket_id)), tuple(unpacked(found[-1], RefundBrief._make))
    return TicketDetail._make((TicketRow(*found[:n]), mask_phone(contact), *more, *ties, events, refunds))
