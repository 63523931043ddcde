"""Writing who stands in for whom."""

from __future__ import annotations

from typing import NamedTuple

from ticketdesk.domain.errors import DeskError
from ticketdesk.store.reader import first
from ticketdesk.store.ticket_tables import StandIn
from ticketdesk.store.tx import Tx


class Span(NamedTuple):
    """From when until when, UTC ms."""

    from_at: int
    until_at: int


def add_stand_in(tx: Tx, agent: int, stand_in: int, span: Span) -> int:
    """Insert it and return the id."""
    return tx.insert(StandIn, {"agent_id": agent, "stand_in_id": stand_in, **span._asdict()})


def span_of(tx: Tx, key: int) -> Span:
    """Return when it is in force; DeskError ``row_missing`` where it is gone."""
    found = first(tx, "SELECT from_at, until_at FROM stand_in WHERE id = ? AND deleted = 0", (key,))
    if found is None:
        raise DeskError("row_missing", table="stand_in", id=key)
    return Span(*found)


def absent_of(tx: Tx, key: int) -> int:
    """Return who is absent; DeskError ``row_missing`` where it is gone."""
    found = first(tx, "SELECT agent_id FROM stand_in WHERE id = ? AND deleted = 0", (key,))
    if found is None:
        raise DeskError("row_missing", table="stand_in", id=key)
    return int(found[0])


def end_stand_in(tx: Tx, key: int, now: int) -> None:
    """Let it be over at ``now`` (UTC ms)."""
    tx.update(StandIn, key, {"until_at": now})


def drop_stand_in(tx: Tx, key: int) -> None:
    """Lay the tombstone on one that never began."""
    tx.tombstone(StandIn, key)
