"""Counters for badges: rows kept by triggers in the same transaction, so that no screen ever counts a table."""

from collections.abc import Iterable
from typing import NamedTuple

import apsw


class Counter(NamedTuple):
    """One family of badges: rows of ``table`` under ``condition``, counted by ``key`` ({r} is the row)."""

    name: str
    table: str
    key: str
    condition: str
    columns: tuple[str, ...]


_OPEN = "{r}.closed_at IS NULL"
_QUEUED = f"{_OPEN} AND {{r}}.group_id IS NOT NULL"
_SERVED = "COALESCE({r}.agent_id, 0)"
_WAITING = "{r}.waiting_since IS NOT NULL"

COUNTERS: tuple[Counter, ...] = (
    Counter("ticket.all", "ticket", "''", "1", ()),
    Counter("ticket.state", "ticket", "{r}.state", "1", ("state",)),
    Counter("ticket.assignee", "ticket", "COALESCE({r}.assignee_id, 0)", _OPEN, ("assignee_id", "closed_at")),
    Counter("ticket.type", "ticket", "{r}.type", _OPEN, ("type", "closed_at")),
    Counter("ticket.group", "ticket", "{r}.group_id", _QUEUED, ("group_id", "closed_at")),
    Counter("conversation.waiting", "conversation", "''", "{r}.waiting_since IS NOT NULL", ("waiting_since",)),
    Counter("conversation.state", "conversation", "{r}.state", "1", ("state",)),
    Counter("orders.all", "orders", "''", "1", ()),
    Counter("orders.state", "orders", "{r}.state", "1", ("state",)),
    Counter("orders.flag", "orders", "{r}.flag", "1", ("flag",)),
    Counter("orders.contradicting", "orders", "''", "{r}.remark_conflict <> 0", ("remark_conflict",)),
    Counter("refund.state", "refund", "{r}.state", "{r}.ended_at IS NULL", ("state", "ended_at")),
    Counter("message.outbox", "message", "''", "{r}.state = 'outbox'", ("state",)),
    # The reception centre; 0 stands for nobody.
    Counter("conversation.agent", "conversation", _SERVED, "{r}.state = 'open'", ("agent_id", "state")),
    Counter("conversation.waiting_agent", "conversation", _SERVED, _WAITING, ("agent_id", "waiting_since")),
    Counter("conversation.starred", "conversation", "''", "{r}.starred <> 0", ("starred",)),
    Counter("conversation.followed", "conversation", "''", "{r}.followed <> 0", ("followed",)),
    Counter("conversation.auto_answered", "conversation", "''", "{r}.auto_answered <> 0", ("auto_answered",)),
    Counter("message.leaving", "message", "{r}.state", "{r}.state IN ('counting', 'queued', 'failed')", ("state",)),
    Counter("todo.open", "todo", "COALESCE({r}.assignee_id, 0)", "{r}.state = 'open'", ("assignee_id", "state")),
    Counter("reminder.open", "reminder", "{r}.agent_id", "{r}.state = 'open'", ("agent_id", "state")),
)


def _step(counter: Counter, row: str, by: int) -> str:
    key = counter.key.format(r=row)
    condition = counter.condition.format(r=row)
    return (
        f"INSERT INTO counter(name, key, n) SELECT '{counter.name}', {key}, {by}"
        f" WHERE {row}.deleted = 0 AND {condition} ON CONFLICT(name, key) DO UPDATE SET n = n + {by};"
    )


def trigger_sql() -> list[str]:
    """Return the triggers that keep every counter."""
    made: list[str] = []
    for table in dict.fromkeys(counter.table for counter in COUNTERS):
        family = [counter for counter in COUNTERS if counter.table == table]
        inserts = " ".join(_step(counter, "NEW", 1) for counter in family)
        made.append(f"CREATE TRIGGER count_{table}_insert AFTER INSERT ON {table} BEGIN {inserts} END")
        for counter in family:
            watched = ", ".join(("deleted", *counter.columns))
            name = f"count_{counter.name.replace('.', '_')}_update"
            steps = f"{_step(counter, 'OLD', -1)} {_step(counter, 'NEW', 1)}"
            made.append(f"CREATE TRIGGER {name} AFTER UPDATE OF {watched} ON {table} BEGIN {steps} END")
    return made


def recounted(connection: apsw.Connection) -> dict[tuple[str, str], int]:
    """Return what every counter must hold, counted from the tables (slow; for ``verify`` and tests)."""
    found: dict[tuple[str, str], int] = {}
    for counter in COUNTERS:
        key, condition = counter.key.format(r="t"), counter.condition.format(r="t")
        sql = f"SELECT {key}, COUNT(*) FROM {counter.table} t WHERE t.deleted = 0 AND {condition} GROUP BY 1"
        for value, n in connection.execute(sql):
            found[counter.name, str(value)] = n
    return found


def stored(rows: Iterable[tuple[str, str, int]]) -> dict[tuple[str, str], int]:
    """Return counter rows as a mapping, zeros left out."""
    return {(name, key): n for name, key, n in rows if n}
