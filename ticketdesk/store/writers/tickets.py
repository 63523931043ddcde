"""Writing tickets, their events and their attachments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.files import FileRef
from ticketdesk.domain.moments import from_ms
from ticketdesk.domain.tickets import ticket_number
from ticketdesk.store.reader import first
from ticketdesk.store.sql import Value
from ticketdesk.store.tables import Attachment, Ticket, TicketEvent
from ticketdesk.store.tx import Tx


class TicketNow(NamedTuple):
    """What a command must know of a ticket before it changes it."""

    id: int
    version: int
    state: str
    type: str
    priority: int
    assignee_id: int | None
    creator_id: int | None
    conversation_id: int | None
    buyer_id: int | None
    order_id: int | None
    opened_at: int
    rule_pack: str
    number: str
    title: str
    closed_at: int | None
    merged_into: int | None
    resume_at: int | None
    group_id: int | None


def current(tx: Tx, ticket: int) -> TicketNow:
    """Return the ticket as it stands; DeskErrors ``ticket_missing`` where it is gone, ``ticket_merged`` into which."""
    found = standing(tx, ticket)
    if found.merged_into is not None:
        raise DeskError("ticket_merged", id=found.merged_into, number=standing(tx, found.merged_into).number)
    return found


def standing(tx: Tx, ticket: int) -> TicketNow:
    """Return the ticket as it stands, merged or not; DeskError ``ticket_missing`` where it is gone."""
    return TicketNow(*_columns(tx, ticket, TicketNow._fields))


class TicketWords(NamedTuple):
    """What a ticket says in words of its own."""

    title: str
    demand: str
    description: str


def words(tx: Tx, ticket: int) -> TicketWords:
    """Return the words of a ticket as they stand; DeskError ``ticket_missing`` where it is gone."""
    return TicketWords(*_columns(tx, ticket, TicketWords._fields))


class DeadlineNow(NamedTuple):
    """The deadline that stands in a ticket's row."""

    due_at: int | None
    due_from: int | None
    due_rule: str
    order_id: int | None
    closed_at: int | None
    type: str
    rule_pack: str

    def due(self) -> dict[str, Value]:
        """Return the columns of the deadline alone."""
        return {"due_at": self.due_at, "due_from": self.due_from, "due_rule": self.due_rule}


def deadline(tx: Tx, ticket: int) -> DeadlineNow:
    """Return the deadline of a ticket as it stands; DeskError ``ticket_missing`` where the ticket is gone."""
    return DeadlineNow(*_columns(tx, ticket, DeadlineNow._fields))


def _columns(tx: Tx, ticket: int, names: tuple[str, ...]) -> tuple[Any, ...]:
    found = first(tx, f"SELECT {', '.join(names)} FROM ticket WHERE id = ? AND deleted = 0", (ticket,))
    if found is None:
        raise DeskError("ticket_missing", id=ticket)
    return found


def add_ticket(tx: Tx, now: int, values: Mapping[str, Value]) -> tuple[int, str]:
    """Insert a ticket with the next number of its day and return (id, number)."""
    number = ticket_number(now, tx.next_number(f"ticket:{from_ms(now):%Y%m%d}"))
    given = _given(now, values)
    ticket = tx.insert(Ticket, {**values, **given, "number": number, "opened_at": now, "updated_at": now})
    return ticket, number


def last_author(tx: Tx, ticket: int) -> str:
    """Return who wrote a ticket last, "" for the desk itself.

    By the journal: who merges another ticket into this one, or takes an act back, leaves no line on it.
    """
    sql = (
        "SELECT COALESCE((SELECT name FROM agent WHERE id = a.agent_id), '') FROM change c JOIN act a ON a.id = c.act"
        " WHERE c.tbl = 'ticket' AND c.key = ? ORDER BY c.act DESC LIMIT 1"
    )
    found = first(tx, sql, (ticket,))
    return str(found[0]) if found else ""


def change_ticket(tx: Tx, ticket: int, now: int, values: Mapping[str, Value], *, version: int | None = None) -> None:
    """Change columns of a ticket; with ``version`` only as it was seen."""
    tx.update(Ticket, ticket, {**values, **_given(now, values), "updated_at": now}, version=version)


def _given(now: int, values: Mapping[str, Value]) -> dict[str, Value]:
    """With the assignee stands when it was given to him: a stand-in takes on what is newly given."""
    if "assignee_id" not in values:
        return {}
    return {"assigned_at": None if values["assignee_id"] is None else now}


def add_event(
    tx: Tx, ticket: int, kind: str, *, agent_id: int | None, author: str, at: int, text: str = "", before: str = "",
    after: str = "",
) -> int:  # fmt: skip
    """Insert one line of the ticket's timeline and return its id."""
    return tx.insert(
        TicketEvent,
        {
            "ticket_id": ticket, "kind": kind, "agent_id": agent_id, "author": author, "text": text, "before": before,
            "after": after, "at": at,
        },
    )  # fmt: skip


def add_attachment(tx: Tx, file: FileRef, now: int, *, ticket: int | None = None, event: int | None = None) -> int:
    """Insert the row of a kept file and return its id; DeskError ``file_missing`` if the file was never kept."""
    if not tx.files.path_of(file.sha256).exists():
        raise DeskError("file_missing", name=file.name)
    return tx.insert(
        Attachment,
        {
            "sha256": file.sha256, "name": file.name, "media_type": file.media_type, "size": file.size,
            "width": file.width, "height": file.height, "created_at": now, "ticket_id": ticket, "event_id": event,
        },
    )  # fmt: skip
