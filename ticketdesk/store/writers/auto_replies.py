"""Writing auto-replies."""

from __future__ import annotations

from typing import NamedTuple

from ticketdesk.store.reader import first
from ticketdesk.store.reception_tables import AutoReply
from ticketdesk.store.tx import Tx


class NewAutoReply(NamedTuple):
    """An auto-reply to be written; ``enabled`` 0 or 1."""

    scene: str
    keywords: str
    text: str
    cooldown_ms: int
    enabled: int


def add(tx: Tx, new: NewAutoReply) -> int:
    """Insert an auto-reply at the end of the list and return its id."""
    last = first(tx, "SELECT COALESCE(MAX(sort), 0) FROM auto_reply WHERE deleted = 0")
    return tx.insert(AutoReply, {**new._asdict(), "sort": (last[0] if last else 0) + 1})


def edit(tx: Tx, key: int, new: NewAutoReply) -> None:
    """Change an auto-reply; DeskError ``row_missing``."""
    tx.update(AutoReply, key, new._asdict())


def remove(tx: Tx, key: int) -> None:
    """Lay the tombstone on an auto-reply; DeskError ``row_missing``."""
    tx.tombstone(AutoReply, key)
