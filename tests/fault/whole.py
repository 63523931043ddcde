"""What a store that was killed must still be: nothing acknowledged lost, no act half there, the file sound."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import apsw

from tests.desk.soundness import orphans
from ticketdesk.store import counters, journal, search_index

_HALVES = {
    "a ticket without the line that it was made": "SELECT id FROM ticket t WHERE deleted = 0 AND NOT EXISTS "
    "(SELECT 1 FROM ticket_event e WHERE e.ticket_id = t.id AND e.kind = 'created' AND e.deleted = 0)",
    "a conversation that is not up to its messages": "SELECT id FROM conversation c WHERE deleted = 0 AND "
    "last_message_id IS NOT (SELECT MAX(m.id) FROM message m WHERE m.conversation_id = c.id AND m.deleted = 0 "
    "AND m.side <> 'system')",
    "a buyer waits although answered": "SELECT id FROM conversation WHERE last_side = 'out' AND waiting_since NOT NULL",
    "a ticket reply that is not in the outbox": "SELECT e.id FROM ticket_event e WHERE e.kind = 'reply'"
    " AND e.deleted = 0 AND NOT EXISTS (SELECT 1 FROM message m WHERE m.text = e.text AND m.deleted = 0)",
    "an order that does not show its newest remark": "SELECT id FROM orders o WHERE deleted = 0 AND last_remark <> "
    "COALESCE((SELECT text FROM remark r WHERE r.order_id = o.id AND r.deleted = 0 ORDER BY at DESC, id DESC LIMIT 1),"
    " '')",
    "a part of a transcript": "SELECT substr(text, 1, instr(text, ' ')) FROM message WHERE text LIKE 'w%x% _'"
    " GROUP BY 1 HAVING COUNT(*) <> 3",
    "an act left open": "SELECT id FROM act WHERE state = 'open'",
    "an act still running": "SELECT act FROM current_act WHERE act NOT NULL",
}


def problems(connection: apsw.Connection, acked: Iterable[Mapping[str, Any]] = ()) -> list[str]:
    """Return everything that is wrong with the store; ``acked`` are the acknowledged acts."""
    for source in search_index.SOURCES:
        # FTS5 looks for a new structure of its index when a table is opened, which integrity_check does not do: on a
        # connection that has checked before it told of damage that is not there.
        connection.execute(f"SELECT rowid FROM {source.fts} LIMIT 1").fetchall()
    found = [f"{what}: {key}" for what, sql in _HALVES.items() for (key, *_) in connection.execute(sql).fetchall()]
    found += [
        f"integrity: {row[0]}" for row in connection.execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"
    ]
    found += [f"foreign key: {row}" for row in connection.execute("PRAGMA foreign_key_check").fetchall()]
    found += [f"chain broken at {act}" for act in journal.chain_breaks(connection)]
    found += [f"without parent: {row}" for row in orphans(connection)]
    found += [f"index of {kind}: {n} wrong" for kind, n in search_index.missing(connection).items() if n]
    if counters.stored(connection.execute("SELECT name, key, n FROM counter")) != counters.recounted(connection):
        found.append("counters")
    return found + _gone(connection) + [text for ack in acked for text in _lost(connection, ack)]


def _gone(connection: apsw.Connection) -> list[str]:
    """Rows that the journal has seen and the tables have not."""
    found = []
    for table in journal.journaled_tables(connection):
        sql = f"SELECT DISTINCT key FROM change WHERE tbl = '{table}' AND key NOT IN (SELECT id FROM {table})"
        found += [f"{table} {key} is gone" for (key,) in connection.execute(sql).fetchall()]
    return found


def _lost(connection: apsw.Connection, ack: Mapping[str, Any]) -> list[str]:
    if ack["act"]:
        changes = connection.execute("SELECT COUNT(*) FROM change WHERE act = ?", (ack["act"],)).fetchone()[0]
        state = connection.execute("SELECT state FROM act WHERE id = ?", (ack["act"],)).fetchone()
        if state is None or state[0] not in ("done", "undone") or changes != ack["changes"]:
            return [f"act {ack['act']} is lost: {state}, {changes} of {ack['changes']} changes"]
    if ack["text"] and not _said(connection, ack["text"]):
        return [f"the words {ack['text']} are lost"]
    return []


def _said(connection: apsw.Connection, text: str) -> bool:
    sql = (
        "SELECT EXISTS (SELECT 1 FROM message WHERE text IN (?1, ?1 || ' 0')) OR "
        "EXISTS (SELECT 1 FROM ticket WHERE title = ?1) OR EXISTS (SELECT 1 FROM remark WHERE text = ?1)"
    )
    return bool(connection.execute(sql, (text,)).fetchone()[0])
