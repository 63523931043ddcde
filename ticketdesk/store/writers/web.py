"""Writing the visits of the web channel: no acts and no journal, as drafts; nobody would take one back."""

from __future__ import annotations

from collections.abc import Sequence

import apsw


def add_visit(
    connection: apsw.Connection, visit_id: int, token_hash: str, nicks: Sequence[str], lang: str, at: int
) -> None:
    """Keep a visit under the first of ``nicks`` that no buyer and no visit has; ``at`` in UTC ms.

    Where all are taken the last one is used: it holds chance enough to be nobody's.
    """
    sql = (
        "SELECT 1 FROM web_visit WHERE nick = ?1 UNION ALL SELECT 1 FROM buyer WHERE nick = ?1 AND deleted = 0"
        " UNION ALL SELECT 1 FROM buyer_alias WHERE nick = ?1 AND deleted = 0"
    )
    free = (nick for nick in nicks if not connection.execute(sql, (nick,)).fetchall())
    connection.execute(
        "INSERT INTO web_visit(id, token_hash, nick, thread, created_at, seen_at, lang) VALUES (?, ?, ?, '', ?, ?, ?)",
        (visit_id, token_hash, next(free, nicks[-1]), at, at, lang),
    )


def see_visit(connection: apsw.Connection, visit_id: int, lang: str, at: int) -> None:
    """The buyer of a visit came back at ``at`` (UTC ms)."""
    connection.execute("UPDATE web_visit SET seen_at = MAX(seen_at, ?), lang = ? WHERE id = ?", (at, lang, visit_id))


def prove(connection: apsw.Connection, visit_id: int, order_id: int, at: int) -> None:
    """The buyer of a visit has proved an order at ``at`` (UTC ms); once is enough."""
    sql = "INSERT INTO web_proof(visit_id, order_id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
    connection.execute(sql, (visit_id, order_id, at))
