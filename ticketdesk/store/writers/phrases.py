"""Writing phrases."""

from __future__ import annotations

from ticketdesk.store.reader import first
from ticketdesk.store.tables import Phrase
from ticketdesk.store.tx import Tx


def add_phrase(tx: Tx, code: str, text: str, grouping: str, initials: str) -> int:
    """Insert a phrase at the end of the list and return its id."""
    last = first(tx, "SELECT COALESCE(MAX(sort), 0) FROM phrase WHERE deleted = 0")
    return tx.insert(
        Phrase,
        {"code": code, "text": text, "grouping": grouping, "initials": initials, "sort": (last[0] if last else 0) + 1},
    )


def edit_phrase(tx: Tx, phrase: int, code: str, text: str, grouping: str, initials: str) -> None:
    """Change a phrase."""
    tx.update(Phrase, phrase, {"code": code, "text": text, "grouping": grouping, "initials": initials})


def remove_phrase(tx: Tx, phrase: int) -> None:
    """Lay the tombstone on a phrase."""
    tx.tombstone(Phrase, phrase)
