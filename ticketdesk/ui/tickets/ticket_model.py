"""The model of the ticket list: its columns and the texts of a row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QObject

from ticketdesk.domain.tickets import TicketState, TicketType
from ticketdesk.store.queries import tickets
from ticketdesk.store.queries.tickets import TicketRow
from ticketdesk.ui import labels
from ticketdesk.ui.delegates import chips
from ticketdesk.ui.delegates.cells import PAD
from ticketdesk.ui.models.snapshot import Column, SnapshotModel
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.world import World
from ticketdesk.words import tr

STATE, NUMBER, TITLE, TYPE, BUYER, PRIORITY, ASSIGNEE, DEADLINE, UPDATED = range(9)
# Columns that go when the list gets narrow, with the width (px) below which each goes.
NARROW: Final = ((UPDATED, 770), (ASSIGNEE, 840), (PRIORITY, 620), (TYPE, 560), (NUMBER, 590), (BUYER, 400))


def columns() -> tuple[Column, ...]:
    """Return the columns of tickets.png; only deadline and last change are orders the store can offer."""
    return (
        Column(tr("State"), width=_widest(labels.ticket_state(each.value).text for each in TicketState)),
        Column(tr("Number"), width=106),
        Column(tr("Title"), width=160),
        Column(tr("Type"), width=min(90, _widest(labels.ticket_type(each.value) for each in TicketType))),
        Column(tr("Buyer"), width=110),
        Column(tr("Priority"), width=56),
        Column(tr("Assignee"), width=70),
        Column(tr("Deadline"), "due", 112),
        Column(tr("Updated"), "updated", 60),
    )


def _widest(words: Iterable[str]) -> int:
    """Return the width (px) of a column that holds each of these words, as chip or as text."""
    return max(chips.chip_width(chips.ChipText(each)) for each in words) + 2 * PAD


def texts(row: TicketRow, now: int) -> tuple[str, ...]:
    """Return one text a column for ``row`` at ``now`` (UTC ms)."""
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


def ticket_model(world: World, parent: QObject | None = None) -> SnapshotModel:
    """Return an empty model that reads its rows from the world's store."""
    return SnapshotModel(
        columns(),
        lambda ids: tickets.rows(world.reader, ids),
        lambda row: texts(row, world.clock()),
        parent,
    )
