"""What waits for the agent, as rows: own and unclaimed tickets, waiting buyers, orders soon late to ship."""

from array import array
from typing import Final, NamedTuple

from ticketdesk.domain.moments import DAY, MINUTE
from ticketdesk.store.queries import conversations, orders, tickets
from ticketdesk.store.queries.tickets import TicketView
from ticketdesk.store.reader import Reader
from ticketdesk.ui.labels import Label, short_number
from ticketdesk.ui.models.snapshot import Column
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.world import Place
from ticketdesk.words import tr

MOST: Final = 30
_FEW: Final = 10
_BUYER_PATIENCE: Final = 3 * MINUTE  # tokens.md: from three minutes on waiting is bad
_SHIP_SOON: Final = DAY


class Todo(NamedTuple):
    """One thing to do: ``due_at`` orders the list (UTC ms), ``start`` begins its span, ``waiting`` marks a buyer."""

    id: int
    place: Place
    title: str
    source: str
    about: str
    who: str
    due_at: int | None
    start: int | None
    waiting: bool = False


def columns() -> tuple[Column, ...]:
    """Return the columns of the list."""
    return (
        Column(tr("Matter"), width=260), Column(tr("Source"), width=98), Column(tr("Buyer / order"), width=224),
        Column(tr("Assignee"), width=90), Column(tr("Deadline"), width=124), Column("", width=72),
    )  # fmt: skip


def present(todo: Todo) -> tuple[str, ...]:
    """Return the texts of a row, the clock of its deadline left out."""
    return one_line(todo.title), todo.source, one_line(todo.about), one_line(todo.who), "", tr("Open it")


def source_chip(todo: Todo) -> Label:
    """Return the chip that says what kind of thing waits."""
    return Label(todo.source, "warn" if todo.waiting else "plain")


def todos(reader: Reader, agent_id: int | None, now: int) -> list[Todo]:
    """Return what waits, the most urgent first; what has no deadline comes last."""
    found = [*_tickets(reader, agent_id), *_talks(reader), *_orders(reader, now)]
    return sorted(found, key=lambda todo: (todo.due_at is None, todo.due_at or 0, todo.id))[:MOST]


def _tickets(reader: Reader, agent_id: int | None) -> list[Todo]:
    own = tickets.snapshot(reader, TicketView("mine", agent_id), limit=MOST) if agent_id is not None else array("q")
    free = tickets.snapshot(reader, TicketView("unassigned"), limit=_FEW)
    return [
        Todo(row.id, Place("ticket", row.id), f"{row.title}", tr("Ticket"), _about(row.buyer_nick, row.number),
             row.assignee_name or tr("nobody"), row.due_at, row.opened_at)
        for row in tickets.rows(reader, own + free)
    ]  # fmt: skip


def _talks(reader: Reader) -> list[Todo]:
    ids = conversations.snapshot(reader, "waiting", limit=_FEW)
    return [
        Todo(row.id, Place("conversation", row.id), row.last_text or tr("Picture"), tr("Conversation"), row.nick,
             row.agent_name, row.waiting_since + _BUYER_PATIENCE, row.waiting_since, waiting=True)
        for row in conversations.rows(reader, ids)
        if row.waiting_since is not None
    ]  # fmt: skip


def _orders(reader: Reader, now: int) -> list[Todo]:
    ids = orders.snapshot(reader, "due", limit=_FEW)
    return [
        Todo(row.id, Place("order", row.id), tr("To ship: {0}", row.titles), tr("Order"),
             _about(row.buyer_nick, short_number(row.number)), "", row.due_at, row.paid_at)
        for row in orders.rows(reader, ids)
        if row.due_at is not None and row.due_at < now + _SHIP_SOON
    ]  # fmt: skip


def _about(buyer: str, number: str) -> str:
    return " · ".join(part for part in (buyer, number) if part)
