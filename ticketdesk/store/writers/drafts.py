"""Writing drafts: unsent words of this computer, which are no acts."""

from __future__ import annotations

import apsw


def put_draft(connection: apsw.Connection, key: str, body: str, at: int) -> None:
    """Keep unsent words as of ``at`` (UTC ms), drop empty ones; no act, so typing never fills the journal."""
    if body:
        sql = "INSERT INTO draft(key, body, at) VALUES (?, ?, ?) ON CONFLICT(key) DO UPDATE SET body = ?2, at = ?3"
        connection.execute(sql, (key, body, at))
    else:
        connection.execute("DELETE FROM draft WHERE key = ?", (key,))
