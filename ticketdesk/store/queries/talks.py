"""One talk as it is opened: the conversation, its newest messages, what waits in the outbox, the open tickets."""

from __future__ import annotations

from typing import Final, NamedTuple

from ticketdesk.store.queries import conversations, tickets
from ticketdesk.store.queries.conversations import ConversationRow, MessageRow
from ticketdesk.store.queries.packing import packed, unpacked
from ticketdesk.store.queries.refund_brief import RefundBrief, packed_open
from ticketdesk.store.queries.tickets import TicketRow
from ticketdesk.store.reader import Rows, first

_NEWEST_TICKETS: Final = 100
_NEWEST_REPLIES: Final = 500
"""So many replies of the whole shop's outbox are looked through for those of one conversation, the newest first."""


class Talk(NamedTuple):
    """What opening a conversation shows; ``messages``, ``outbox`` and ``tickets`` oldest first.

    ``outbox`` are replies not pasted yet, also those above ``messages``; ``tickets`` the buyer's open ones, as are
    ``refunds``.
    """

    row: ConversationRow
    messages: list[MessageRow]
    outbox: list[MessageRow]
    tickets: list[TicketRow]
    refunds: list[RefundBrief]


_MESSAGES = f"{conversations.MESSAGE} WHERE m.conversation_id = c.id AND m.deleted = 0 ORDER BY m.id DESC LIMIT ?"
_OUTBOX = (
    "SELECT id FROM (SELECT id, conversation_id FROM message WHERE state = 'outbox' AND deleted = 0"
    f" ORDER BY id DESC LIMIT {_NEWEST_REPLIES}) WHERE conversation_id = {{0}}"
)
_TICKETS = (
    "SELECT id FROM (SELECT id, closed_at FROM ticket WHERE buyer_id = {0} AND deleted = 0"
    f" ORDER BY id DESC LIMIT {_NEWEST_TICKETS}) WHERE closed_at IS NULL"
)
_REPLIES = f"{conversations.MESSAGE} WHERE m.id IN ({_OUTBOX}) ORDER BY m.id"
_OPENED = f"{tickets.ROW} WHERE t.id IN ({_TICKETS}) ORDER BY t.id"
_TALK = (
    f"SELECT {conversations.COLUMNS}, {packed(MessageRow._fields, _MESSAGES)},"
    f" {packed(MessageRow._fields, _REPLIES.format('c.id'))},"
    f" {packed(TicketRow._fields, _OPENED.format('c.buyer_id'))}, {packed_open('c.buyer_id')}"
    f" FROM {conversations.TABLES} WHERE c.id = ? AND c.deleted = 0"
)


def talk(source: Rows, conversation_id: int, limit: int = 60) -> Talk | None:
    """Return a conversation with its last ``limit`` messages, or None."""
    found = first(source, _TALK, (limit, conversation_id))
    if found is None:
        return None
    return Talk(
        ConversationRow(*found[:-4]), unpacked(found[-4], MessageRow._make)[::-1],
        unpacked(found[-3], MessageRow._make), unpacked(found[-2], TicketRow._make),
        unpacked(found[-1], RefundBrief._make),
    )  # fmt: skip


def outbox(source: Rows, conversation_id: int) -> list[MessageRow]:
    """Return the replies of a conversation that wait to be pasted, oldest first."""
    return [MessageRow(*row) for row in source.rows(_REPLIES.format("?"), (conversation_id,))]


def open_tickets(source: Rows, buyer_id: int) -> list[TicketRow]:
    """Return the open ones of a buyer's newest tickets, oldest first."""
    return [TicketRow(*row) for row in source.rows(_OPENED.format("?"), (buyer_id,))]
