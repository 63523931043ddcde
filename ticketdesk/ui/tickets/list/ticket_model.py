"""The model of the ticket list: its columns and the texts of a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QObject

from ticketdesk.domain.moments import DAY
from ticketdesk.domain.tickets import Priority, TicketState
from ticketdesk.store.queries import tickets
from ticketdesk.store.queries.tickets import TicketRow
from ticketdesk.ui import labels
from ticketdesk.ui.delegates.cells import column_width
from ticketdesk.ui.delegates.chips import chip_column
from ticketdesk.ui.models.snapshot import Column, SnapshotModel
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.tickets.list.ticket_groups import Heading
from ticketdesk.ui.world import World
from ticketdesk.words import tr

COLUMN_KEYS: Final = ("state", "number", "title", "type", "buyer", "priority", "assignee", "deadline", "updated")
STATE, NUMBER, TITLE, TYPE, BUYER, PRIORITY, ASSIGNEE, DEADLINE, UPDATED = range(9)
# Columns in the order in which they go where the title would get less than this (px); the ticket at the right has them.
GIVEN_UP: Final = (ASSIGNEE, UPDATED, PRIORITY, NUMBER, TYPE, BUYER)
LEAST_TITLE: Final = 190
_SPANS: Final = (DAY - 1, 1 - DAY, 99 * DAY, -99 * DAY)


def columns() -> tuple[Column, ...]:
    """Return the columns of tickets.png; only deadline and last change are orders the store can offer."""
    states = [labels.ticket_state(each.value).text for each in TicketState]
    types = [tr("Type"), *map(labels.ticket_type, labels.ticket_types())]
    priorities = [tr("Priority"), *(labels.priority(int(each)).text for each in Priority)]
    return (
        Column(tr("State"), width=chip_column([*states, tr("Overdue")])),
        Column(tr("Number"), width=106),
        Column(tr("Title"), width=LEAST_TITLE),
        Column(tr("Type"), width=column_width(types)),
        Column(tr("Buyer"), width=132),
        Column(tr("Priority"), width=column_width(priorities)),
        Column(tr("Assignee"), width=78),
        Column(tr("Deadline"), "due", column_width((labels.remaining(span, 0) for span in _SPANS), "small")),
        Column(tr("Updated"), "updated", column_width(["00:00", tr("Updated"), tr("Yesterday")])),
    )


def texts(row: TicketRow | Heading, now: int) -> tuple[str, ...]:
    """Return one text a column for ``row`` at ``now`` (UTC ms); a heading has its words alone."""
    if isinstance(row, Heading):
        return (row.words,)
    return (
        labels.ticket_state(row.state).text,
        row.number,
        one_line(row.title),
        labels.ticket_type(row.type),
        one_line(row.buyer_nick),
        labels.priority(row.priority).text,
        row.assignee_name or tr("Nobody"),
        labels.remaining(row.due_at, now) if row.closed_at is None else "",
        labels.time_text(row.updated_at, now),
    )


class TicketModel(SnapshotModel):
    """Tickets, and headings of groups between them, which have ids below zero."""

    def __init__(self, world: World, parent: QObject | None = None) -> None:
        super().__init__(columns(), self._fetch_rows, lambda row: texts(row, world.clock()), parent)
        self._world = world
        self._headings: Mapping[int, Heading] = {}

    def set_headings(self, headings: Mapping[int, Heading]) -> None:
        """Know these headings; those shown are read anew."""
        self._headings = headings
        self.refresh(headings)

    def heading(self, number: int) -> Heading | None:
        """Return the heading with this id."""
        return self._headings.get(number)

    def _fetch_rows(self, ids: Sequence[int]) -> Iterable[Any]:
        found: list[Any] = [self._headings[number] for number in ids if number in self._headings]
        wanted = [number for number in ids if number > 0]
        return found + tickets.rows(self._world.reader, wanted) if wanted else found


def ticket_model(world: World, parent: QObject | None = None) -> TicketModel:
    """Return an empty model that reads its rows from the world's store."""
    return TicketModel(world, parent)
