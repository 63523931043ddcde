"""What is still open when a conversation is to end, in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ticketdesk.store.ids import before_moment
from ticketdesk.store.queries.packing import packed, unpacked
from ticketdesk.store.reader import Rows, first

MOST = 5


class OpenTicket(NamedTuple):
    """A ticket of the buyer that is not closed."""

    number: str
    title: str


class OpenReminder(NamedTuple):
    """Somebody is still to be reminded; ``due_at`` in UTC ms."""

    text: str
    due_at: int


class OpenQuestions(NamedTuple):
    """What is open around a conversation, five of each at most, and the ``shop``'s name for the closing words.

    ``unanswered`` are the words of the buyer since the buyer waits, oldest first; ``todos`` what is to be done.
    """

    unanswered: tuple[str, ...]
    tickets: tuple[OpenTicket, ...]
    reminders: tuple[OpenReminder, ...]
    todos: tuple[str, ...]
    shop: str

    def any(self) -> bool:
        """Whether anything is open."""
        return any((self.unanswered, self.tickets, self.reminders, self.todos))


_UNANSWERED = (
    "SELECT text FROM (SELECT id, substr(text, 1, 200) AS text FROM message WHERE conversation_id = c.id"
    f" AND side = 'in' AND deleted = 0 AND id > {before_moment('c.waiting_since')} ORDER BY id DESC LIMIT {MOST})"
    " ORDER BY id"
)
_TICKETS = (
    "SELECT number, title FROM ticket WHERE buyer_id = c.buyer_id AND deleted = 0 AND closed_at IS NULL"
    f" ORDER BY id LIMIT {MOST}"
)
_REMINDERS = (
    "SELECT text, due_at FROM reminder WHERE conversation_id = c.id AND deleted = 0 AND state = 'open'"
    f" ORDER BY due_at, id LIMIT {MOST}"
)
_TODOS = (
    "SELECT text FROM todo WHERE buyer_id = c.buyer_id AND deleted = 0 AND state = 'open'"
    f" ORDER BY id LIMIT {MOST}"
)  # fmt: skip
_SQL = (
    f"SELECT CASE WHEN c.waiting_since IS NULL THEN '[]' ELSE {packed(('text',), _UNANSWERED)} END,"
    f" {packed(OpenTicket._fields, _TICKETS)}, {packed(OpenReminder._fields, _REMINDERS)}, {packed(('text',), _TODOS)},"
    " COALESCE((SELECT name FROM shop WHERE deleted = 0 LIMIT 1), '') FROM conversation c WHERE c.id = ?"
)


def open_questions(source: Rows, conversation_id: int) -> OpenQuestions:
    """Return what is open around a conversation; nothing for one that is not there."""
    found = first(source, _SQL, (conversation_id,))
    if found is None:
        return OpenQuestions((), (), (), (), "")
    texts, tickets, reminders, todos, shop = found
    return OpenQuestions(
        tuple(unpacked(texts, _only)), tuple(unpacked(tickets, OpenTicket._make)),
        tuple(unpacked(reminders, OpenReminder._make)), tuple(unpacked(todos, _only)), shop,
    )  # fmt: skip


def _only(row: Sequence[str]) -> str:
    return str(row[0])
