"""Writing the marks of conversations: star, pin, how far they were read."""

from __future__ import annotations

from typing import Any

from ticketdesk.domain.errors import DeskError
from ticketdesk.store.reader import first
from ticketdesk.store.tables import Conversation
from ticketdesk.store.tx import Tx

MOST_PINNED = 100


def _current(tx: Tx, conversation: int, column: str) -> Any:
    found = first(tx, f"SELECT {column} FROM conversation WHERE id = ? AND deleted = 0", (conversation,))
    if found is None:
        raise DeskError("row_missing", table="conversation", id=conversation)
    return found[0]


def set_star(tx: Tx, conversation: int, *, starred: bool) -> bool:
    """Star a conversation or not and return whether that is new; DeskError ``row_missing``."""
    if bool(_current(tx, conversation, "starred")) == starred:
        return False
    tx.update(Conversation, conversation, {"starred": int(starred)})
    return True


def set_pin(tx: Tx, conversation: int, at: int | None) -> bool:
    """Pin a conversation (``at`` in UTC ms) or not (None) and return whether that is new.

    DeskErrors ``row_missing`` and ``too_many_pinned``.
    """
    pinned = _current(tx, conversation, "pinned_at") is not None
    if pinned == (at is not None):
        return False
    if at is not None:
        _check_room(tx)
    tx.update(Conversation, conversation, {"pinned_at": at})
    return True


def _check_room(tx: Tx) -> None:
    sql = (
        "SELECT id FROM conversation INDEXED BY conversation_pinned WHERE deleted = 0 AND pinned_at IS NOT NULL LIMIT ?"
    )
    if len(tx.rows(sql, (MOST_PINNED,))) >= MOST_PINNED:
        raise DeskError("too_many_pinned", limit=MOST_PINNED)


def set_seen(tx: Tx, conversation: int, message: int) -> bool:
    """Move the unread line forward to ``message`` and return whether it moved; DeskError ``row_missing``."""
    before = _current(tx, conversation, "seen_message_id")
    if before is not None and before >= message:
        return False
    tx.update(Conversation, conversation, {"seen_message_id": message})
    return True


def wait_no_more(tx: Tx, buyer: int) -> None:
    """Nobody waits for this buyer any more."""
    sql = "SELECT id FROM conversation WHERE buyer_id = ? AND deleted = 0 AND waiting_since IS NOT NULL"
    for (conversation,) in tx.rows(sql, (buyer,)):
        tx.update(Conversation, conversation, {"waiting_since": None, "escalated_at": None})
