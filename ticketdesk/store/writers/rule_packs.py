"""Writing the shop's packs of deadline rules."""

from __future__ import annotations

from ticketdesk.store.deadline_tables import RulePack
from ticketdesk.store.tx import Tx


def add_pack(tx: Tx, name: str, body: str, from_at: int) -> int:
    """Keep a pack that holds from ``from_at`` (UTC ms) on and return its id."""
    return tx.insert(RulePack, {"name": name, "body": body, "from_at": from_at})
