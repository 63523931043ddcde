"""What signing in asks the store."""

from typing import NamedTuple

from ticketdesk.store.reader import Rows, first


class CredentialRow(NamedTuple):
    """How an agent proves who it is; ``hash`` is "" without a password, ``failed_at`` UTC ms."""

    hash: str
    failures: int
    failed_at: int | None


def of(source: Rows, agent_id: int) -> CredentialRow:
    """Return the credential of an agent; one without a row has no password and never failed."""
    found = first(source, "SELECT hash, failures, failed_at FROM credential WHERE agent_id = ?", (agent_id,))
    return CredentialRow(*found) if found else CredentialRow("", 0, None)


def any_password(source: Rows) -> bool:
    """Return whether anybody who may sign in has a password."""
    sql = (
        "SELECT 1 FROM credential c JOIN agent a ON a.id = c.agent_id"
        " WHERE c.hash <> '' AND a.deleted = 0 AND a.enabled = 1 LIMIT 1"
    )
    return first(source, sql) is not None
