"""Buyers as other rooms name them."""

from __future__ import annotations

from typing import NamedTuple

from ticketdesk.store.reader import Rows, first


class BuyerRow(NamedTuple):
    """A buyer."""

    id: int
    version: int
    nick: str
    name: str
    phone: str
    region: str
    note: str
    last_seen_at: int


def buyer(source: Rows, buyer_id: int) -> BuyerRow | None:
    """Return one buyer, or None."""
    found = first(source, f"SELECT {', '.join(BuyerRow._fields)} FROM buyer WHERE id = ? AND deleted = 0", (buyer_id,))
    return BuyerRow(*found) if found else None


def id_of_nick(source: Rows, nick: str) -> int | None:
    """Return the buyer with this nickname."""
    found = first(source, "SELECT id FROM buyer WHERE nick = ? AND deleted = 0", (nick,))
    return int(found[0]) if found else None
