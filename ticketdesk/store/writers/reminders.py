"""Writing reminders and to-dos."""

from __future__ import annotations

from typing import NamedTuple

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.reminders import Repeat
from ticketdesk.store.reader import first
from ticketdesk.store.reception_tables import Reminder, Todo
from ticketdesk.store.sql import Value
from ticketdesk.store.tx import Tx


class ReminderNow(NamedTuple):
    """A reminder as a command must know it."""

    id: int
    agent_id: int
    due_at: int
    repeat: Repeat
    state: str


def add_reminder(
    tx: Tx, agent: int, about: tuple[int | None, int | None], text: str, due_at: int, repeat: Repeat
) -> int:
    """Insert a reminder about (conversation, ticket) and return its id."""
    values: dict[str, Value] = {
        "agent_id": agent, "conversation_id": about[0], "ticket_id": about[1], "text": text, "due_at": due_at,
        "repeat": repeat.value,
    }  # fmt: skip
    return tx.insert(Reminder, values)


def reminder(tx: Tx, reminder_id: int) -> ReminderNow:
    """Return a reminder; DeskError ``row_missing`` where it is gone."""
    sql = "SELECT id, agent_id, due_at, repeat, state FROM reminder WHERE id = ? AND deleted = 0"
    found = first(tx, sql, (reminder_id,))
    if found is None:
        raise DeskError("row_missing", table="reminder", id=reminder_id)
    return ReminderNow._make(found)._replace(repeat=Repeat(found[3]))


def change_reminder(tx: Tx, reminder_id: int, **values: Value) -> None:
    """Change columns of a reminder."""
    tx.update(Reminder, reminder_id, values)


class NewTodo(NamedTuple):
    """A to-do to be written; moments in UTC ms, ``assignee_id`` None for everyone."""

    buyer_id: int
    text: str
    conversation_id: int | None = None
    assignee_id: int | None = None
    due_at: int | None = None


def add_todo(tx: Tx, new: NewTodo, creator: int | None, now: int) -> int:
    """Insert a to-do and return its id."""
    return tx.insert(Todo, {**new._asdict(), "creator_id": creator, "created_at": now})


def todo_state(tx: Tx, todo: int) -> str:
    """Return the state of a to-do; DeskError ``row_missing`` where it is gone."""
    found = first(tx, "SELECT state FROM todo WHERE id = ? AND deleted = 0", (todo,))
    if found is None:
        raise DeskError("row_missing", table="todo", id=todo)
    return str(found[0])


def change_todo(tx: Tx, todo: int, **values: Value) -> None:
    """Change columns of a to-do; DeskError ``row_missing``."""
    tx.update(Todo, todo, values)
