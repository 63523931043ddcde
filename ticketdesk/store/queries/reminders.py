"""Reminders that are due, and what is to be done for buyers with its history."""

from __future__ import annotations

from typing import NamedTuple

from ticketdesk.store.reader import Rows, first


class ReminderRow(NamedTuple):
    """A reminder with what it is about; moments in UTC ms."""

    id: int
    agent_id: int
    conversation_id: int | None
    ticket_id: int | None
    text: str
    due_at: int
    repeat: str
    state: str
    done_at: int | None
    nick: str
    ticket_number: str


_REMINDER = (
    "SELECT r.id, r.agent_id, r.conversation_id, r.ticket_id, r.text, r.due_at, r.repeat, r.state, r.done_at,"
    " COALESCE(b.nick, ''), COALESCE(t.number, '') FROM reminder r LEFT JOIN conversation c ON c.id = r.conversation_id"
    " LEFT JOIN buyer b ON b.id = c.buyer_id LEFT JOIN ticket t ON t.id = r.ticket_id"
)


def reminders(source: Rows, agent_id: int, *, until: int | None = None, limit: int = 200) -> list[ReminderRow]:
    """Return an agent's open reminders, the nearest first; with ``until`` (UTC ms) those due by then."""
    sql = f"{_REMINDER} WHERE r.agent_id = ? AND r.deleted = 0 AND r.state = 'open' AND r.due_at <= ?"
    most = 9_223_372_036_854_775_807 if until is None else until
    return [ReminderRow(*row) for row in source.rows(f"{sql} ORDER BY r.due_at, r.id LIMIT ?", (agent_id, most, limit))]


def reminders_of(source: Rows, conversation_id: int) -> list[ReminderRow]:
    """Return the open reminders about a conversation, of whichever agent, the nearest first."""
    sql = f"{_REMINDER} WHERE r.conversation_id = ? AND r.deleted = 0 AND r.state = 'open' LIMIT 100"
    return sorted((ReminderRow(*row) for row in source.rows(sql, (conversation_id,))), key=lambda row: row.due_at)


def next_reminder(source: Rows, agent_id: int) -> int | None:
    """Return when the agent's nearest open reminder is due (UTC ms), None without one."""
    found = first(
        source,
        "SELECT due_at FROM reminder WHERE agent_id = ? AND deleted = 0 AND state = 'open' ORDER BY due_at, id LIMIT 1",
        (agent_id,),
    )
    return int(found[0]) if found else None


class TodoRow(NamedTuple):
    """A to-do; moments in UTC ms, names "" for nobody (an open one without assignee is everybody's)."""

    id: int
    version: int
    buyer_id: int
    nick: str
    conversation_id: int | None
    text: str
    creator: str
    assignee_id: int | None
    assignee: str
    created_at: int
    due_at: int | None
    state: str
    done_by: str
    done_at: int | None


_TODO = (
    "SELECT t.id, t.version, t.buyer_id, b.nick, t.conversation_id, t.text, COALESCE(c.name, ''), t.assignee_id,"
    " COALESCE(a.name, ''), t.created_at, t.due_at, t.state, COALESCE(d.name, ''), t.done_at FROM todo t"
    " JOIN buyer b ON b.id = t.buyer_id LEFT JOIN agent c ON c.id = t.creator_id"
    " LEFT JOIN agent a ON a.id = t.assignee_id LEFT JOIN agent d ON d.id = t.done_by"
)
_NEVER = 9_223_372_036_854_775_807


def todos_of(source: Rows, buyer_id: int, limit: int = 100) -> list[TodoRow]:
    """Return all there is and was to be done for a buyer, the newest first: the history (trade.md A.2-23)."""
    sql = f"{_TODO} WHERE t.buyer_id = ? AND t.deleted = 0 ORDER BY t.id DESC LIMIT ?"
    return [TodoRow(*row) for row in source.rows(sql, (buyer_id, limit))]


def open_todos(source: Rows, agent_id: int | None = None, limit: int = 200) -> list[TodoRow]:
    """Return what is to be done, the nearest deadline first; with ``agent_id`` only that agent's and everybody's."""
    mine = " AND (t.assignee_id IS NULL OR t.assignee_id = ?2)" if agent_id is not None else ""
    sql = f"{_TODO} WHERE t.deleted = 0 AND t.state = 'open'{mine} ORDER BY COALESCE(t.due_at, {_NEVER}), t.id LIMIT ?1"
    return [TodoRow(*row) for row in source.rows(sql, (limit, agent_id) if mine else (limit,))]


class Change(NamedTuple):
    """One change of a to-do, by an act: who, when (UTC ms), which command."""

    act_id: int
    at: int
    agent: str
    command: str


def todo_history(source: Rows, todo_id: int, limit: int = 100) -> list[Change]:
    """Return who did what to a to-do, the newest first, from the journal."""
    sql = (
        "SELECT a.id, a.at, COALESCE(g.name, ''), a.command FROM change c JOIN act a ON a.id = c.act"
        " LEFT JOIN agent g ON g.id = a.agent_id WHERE c.tbl = 'todo' AND c.key = ?"
    )
    found = {Change(*row) for row in source.rows(sql, (todo_id,))}
    return sorted(found, reverse=True)[:limit]
