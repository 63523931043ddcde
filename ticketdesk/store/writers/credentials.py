"""Writing what signing in needs: the hash, failed tries, the last time. Not journaled, so no image holds a hash."""

from __future__ import annotations

from ticketdesk.store.tx import Tx


def put_hash(tx: Tx, agent: int, stored: str) -> None:
    """Give ``agent`` the password whose scrypt string is ``stored``; tries that failed are forgotten."""
    tx.rows(
        "INSERT INTO credential(agent_id, hash) VALUES (?1, ?2)"
        " ON CONFLICT(agent_id) DO UPDATE SET hash = ?2, failures = 0, failed_at = NULL",
        (agent, stored),
    )


def passed(tx: Tx, agent: int, now: int, *, signed_in: bool) -> None:
    """The password was right (or there is none); ``signed_in`` also notes the moment of the last sign-in."""
    tx.rows(
        "INSERT INTO credential(agent_id, signed_in_at) VALUES (?1, ?2) ON CONFLICT(agent_id)"
        " DO UPDATE SET failures = 0, failed_at = NULL, signed_in_at = COALESCE(?2, signed_in_at)",
        (agent, now if signed_in else None),
    )


def failed(tx: Tx, agent: int, now: int) -> None:
    """A wrong password was typed."""
    tx.rows("UPDATE credential SET failures = failures + 1, failed_at = ? WHERE agent_id = ?", (now, agent))
