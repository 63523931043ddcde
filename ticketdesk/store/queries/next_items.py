"""What an agent may take up next: the head of each kind by its index, as many whatever the size of the shop."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ticketdesk.domain.flags import flag_of
from ticketdesk.domain.moments import MINUTE
from ticketdesk.domain.next_item import OTHERS_TURN, REMINDER_LIMIT, NextItem, NextKind
from ticketdesk.domain.refunds import SHOPS_TURN
from ticketdesk.domain.tickets import TicketState
from ticketdesk.store.queries.reminders import open_todos, reminders
from ticketdesk.store.queries.stand_ins import HIS, covered, not_over
from ticketdesk.store.queries.ticket_people import mentions
from ticketdesk.store.queries.tickets import LAST
from ticketdesk.store.reader import Rows

HEAD = 200
"""So many of each kind are looked at: those that fall due first, the buyers who wait longest."""

_OF_ASSIGNEE = (
    "SELECT id FROM ticket INDEXED BY ticket_assignee WHERE deleted = 0 AND closed_at IS NULL AND assignee_id {0}"
    f" ORDER BY COALESCE(due_at, {LAST}), id LIMIT ?2"
)
# What nobody has taken out of a department's queue is its members'.
_MEMBER = (
    "({0} IS NOT NULL OR {1} IS NULL OR EXISTS (SELECT 1 FROM agent_group_member m"
    " WHERE m.agent_id = ?1 AND m.group_id = {1} AND m.deleted = 0))"
)
_ITEMS = (
    "SELECT t.id, t.version, t.type, t.state, t.priority, t.assignee_id, t.due_at, COALESCE(t.due_from, t.opened_at),"
    " o.flag, COALESCE(b.nick, '') FROM ({0}) h"
    " CROSS JOIN ticket t ON t.id = h.id LEFT JOIN orders o ON o.id = t.order_id LEFT JOIN buyer b ON b.id = t.buyer_id"
)
_HEADS = f"SELECT id FROM ({_OF_ASSIGNEE.format('= ?1')}) UNION ALL SELECT id FROM ({_OF_ASSIGNEE.format('IS NULL')})"
_TICKETS = f"{_ITEMS.format(_HEADS)} WHERE {_MEMBER.format('t.assignee_id', 't.group_id')}"
_HIS = _ITEMS.format(HIS)
_WAITING = "SELECT id FROM conversation INDEXED BY {0} WHERE deleted = 0 AND waiting_since IS NOT NULL"
_UNSERVED = f"{_WAITING.format('conversation_unserved')} AND agent_id IS NULL ORDER BY waiting_since, id LIMIT ?2"
_LONGEST = f"{_WAITING.format('conversation_waiting')} ORDER BY waiting_since, id LIMIT ?2"
# What an agent serves is little, but may be in work long: the newest ones hold those who wait for a word.
_SERVED = (
    "SELECT id FROM conversation INDEXED BY conversation_served WHERE deleted = 0 AND agent_id = ?1 AND state = 'open'"
    " ORDER BY last_at DESC, id DESC LIMIT ?2"
)
_TALKS = (
    "SELECT c.id, c.last_message_id, c.waiting_since, c.agent_id, b.nick,"
    " (SELECT flag FROM orders o WHERE o.buyer_id = c.buyer_id AND o.deleted = 0"
    " ORDER BY o.sort_at DESC, o.id DESC LIMIT 1) FROM"
    f" (SELECT id FROM ({_UNSERVED}) UNION ALL SELECT id FROM ({_LONGEST}) UNION ALL SELECT id FROM ({_SERVED})) h"
    " CROSS JOIN conversation c ON c.id = h.id JOIN buyer b ON b.id = c.buyer_id"
    " WHERE c.waiting_since IS NOT NULL AND (c.agent_id IS NULL OR c.agent_id = ?1)"
    f" AND {_MEMBER.format('c.agent_id', 'c.group_id')}"
)
_OF_STATE = (
    "SELECT id FROM refund INDEXED BY refund_state WHERE deleted = 0 AND ended_at IS NULL AND state = '{0}'"
    f" ORDER BY COALESCE(due_at, {LAST}), id LIMIT ?1"
)
_RESTING = ", ".join(repr(str(state)) for state in sorted((*OTHERS_TURN, TicketState.SUSPENDED.value)))
# A ticket that follows a refund and waits for nobody else comes by itself.
_REFUNDS = (
    "SELECT r.id, r.version, r.kind, r.due_at, COALESCE(r.due_from, r.applied_at), r.order_id, o.flag,"
    " COALESCE(b.nick, o.buyer_nick), t.assignee_id FROM"
    f" ({' UNION ALL '.join(f'SELECT id FROM ({_OF_STATE.format(state.value)})' for state in SHOPS_TURN)}) h"
    " CROSS JOIN refund r ON r.id = h.id JOIN orders o ON o.id = r.order_id LEFT JOIN buyer b ON b.id = r.buyer_id"
    " LEFT JOIN ticket t ON t.id = r.ticket_id AND t.deleted = 0 AND t.closed_at IS NULL"
    f" WHERE t.id IS NULL OR t.state IN ({_RESTING})"
)


def of_tickets(source: Rows, agent_id: int, limit: int = HEAD) -> list[NextItem]:
    """Return the agent's open tickets and those of nobody, of departments only the agent's own; ``limit`` of each."""
    return _tickets(source.rows(_TICKETS, (agent_id, limit)))


def of_absent(source: Rows, agent_id: int, now: int, limit: int = HEAD) -> list[NextItem]:
    """Return what the agent may take up at ``now`` (UTC ms) for those whom he stands in for: tickets and calls."""
    found: list[NextItem] = []
    for each in covered(not_over(source, now), agent_id, now):
        his = dict.fromkeys(_tickets(source.rows(_HIS, (each.agent_id, each.from_at, now, limit))))
        both = (*his, *of_mentions(source, each.agent_id, limit))
        found += [item._replace(handler_id=agent_id, instead_of=each.name) for item in both]
    return found


def _tickets(rows: Iterable[tuple[Any, ...]]) -> list[NextItem]:
    return [
        NextItem(
            NextKind.TICKET, key, due, began, flag=flag_of(flag), priority=priority, handler_id=handler, state=state,
            version=version, subject=kind, nick=nick, leads_to=("ticket", key),
        )
        for key, version, kind, state, priority, handler, due, began, flag, nick in rows
    ]  # fmt: skip


def of_refunds(source: Rows, limit: int = HEAD) -> list[NextItem]:
    """Return the refunds that wait for the shop, without those whose ticket comes itself; ``limit`` of each state."""
    return [
        NextItem(
            NextKind.REFUND, key, due, began, flag=flag_of(flag), handler_id=handler, version=version, subject=kind,
            nick=nick, leads_to=("order", order),
        )
        for key, version, kind, due, began, order, flag, nick, handler in source.rows(_REFUNDS, (limit,))
    ]  # fmt: skip


def of_talks(source: Rows, agent_id: int, warn: int, bad: int, limit: int = HEAD) -> list[NextItem]:
    """Return the buyers who wait for the agent or for nobody yet; ``warn`` and ``bad`` are the shop's minutes."""
    found = {row[0]: row for row in source.rows(_TALKS, (agent_id, limit))}
    return [
        NextItem(
            NextKind.TALK, key, since + bad * MINUTE, since, since + warn * MINUTE, flag=flag_of(flag),
            handler_id=handler, version=last or 0, nick=nick, leads_to=("conversation", key),
        )
        for key, last, since, handler, nick, flag in found.values()
    ]  # fmt: skip


def of_reminders(source: Rows, agent_id: int, now: int, limit: int = HEAD) -> list[NextItem]:
    """Return the agent's reminders that are due at ``now`` (UTC ms)."""
    return [
        NextItem(
            NextKind.REMINDER, row.id, row.due_at, row.due_at - REMINDER_LIMIT, handler_id=row.agent_id,
            version=row.due_at, subject=row.text, nick=row.nick or row.ticket_number,
            leads_to=_place(row.conversation_id, row.ticket_id),
        )
        for row in reminders(source, agent_id, until=now, limit=limit)
    ]  # fmt: skip


def of_mentions(source: Rows, agent_id: int, limit: int = HEAD) -> list[NextItem]:
    """Return the notes that call the agent by name: a colleague waits for a word, so they are pressing at once."""
    return [
        NextItem(
            NextKind.MENTION, row.id, soon_at=row.at, handler_id=row.agent_id, subject=row.text,
            nick=row.author or row.number, leads_to=("ticket", row.ticket_id),
        )
        for row in mentions(source, agent_id, limit)
    ]  # fmt: skip


def of_todos(source: Rows, agent_id: int, limit: int = HEAD) -> list[NextItem]:
    """Return what is to be done for buyers by the agent or by anybody."""
    return [
        NextItem(
            NextKind.TODO, row.id, row.due_at, row.created_at, handler_id=row.assignee_id, version=row.version,
            subject=row.text, nick=row.nick, leads_to=_place(row.conversation_id, None) or ("buyer", row.buyer_id),
        )
        for row in open_todos(source, agent_id, limit)
    ]  # fmt: skip


def _place(conversation_id: int | None, ticket_id: int | None) -> tuple[str, int] | None:
    if conversation_id is not None:
        return "conversation", conversation_id
    return ("ticket", ticket_id) if ticket_id is not None else None
