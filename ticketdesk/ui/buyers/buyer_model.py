"""The model of the list of buyers: its columns and the texts of a row."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject

from ticketdesk.store.queries import buyers
from ticketdesk.store.queries.buyers import MOST, NICK, TALK, BuyerLine
from ticketdesk.ui import labels
from ticketdesk.ui.delegates.cells import column_width
from ticketdesk.ui.delegates.chips import chip_column
from ticketdesk.ui.labels import Label
from ticketdesk.ui.models.snapshot import Column, SnapshotModel
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn

NICKNAME, STATE, ORDERS, LAST, REGION, NOTE = range(6)
# Columns in the order in which they go where the nickname would get less than this (px); the profile has them.
GIVEN_UP: Final = (NOTE, REGION, ORDERS)
LEAST_NICK: Final = 120


def columns() -> tuple[Column, ...]:
    """Return the columns; nickname and last contact are the orders the store can offer."""
    states = [tr("In conversation"), trn(88, "{0} open ticket", "{0} open tickets")]
    return (
        Column(tr("Buyer"), NICK, LEAST_NICK + 20),
        Column(tr("Open"), width=chip_column(states)),
        Column(tr("Orders"), width=column_width([tr("Orders"), f"{MOST}+"]), align="right"),
        Column(tr("Last contact"), TALK, column_width([tr("Last contact") + " " * 4, "2026-11-20", tr("Yesterday")])),
        Column(tr("Region"), width=128),
        Column(tr("Note"), width=150),
    )


def texts(row: BuyerLine, now: int) -> tuple[str, ...]:
    """Return one text a column for ``row`` at ``now`` (UTC ms)."""
    return (
        one_line(row.nick),
        open_chip(row).text,
        capped(row.orders, MOST),
        labels.time_text(row.last_at, now),
        one_line(row.region),
        one_line(row.note),
    )


def open_chip(row: BuyerLine) -> Label:
    """Return what is open with a buyer: tickets before a conversation, since they have deadlines; "" for nothing."""
    if row.open_tickets:
        return Label(trn(row.open_tickets, "{0} open ticket", "{0} open tickets"), "warn")
    return Label(tr("In conversation"), "accent") if row.talking else Label("")


def capped(count: int, most: int) -> str:
    """Return a count that stops at ``most``: "6", "100+"."""
    return f"{most}+" if count >= most else str(count)


def buyer_model(world: World, parent: QObject | None = None) -> SnapshotModel:
    """Return an empty model that reads its rows from the world's store."""
    return SnapshotModel(
        columns(),
        lambda ids: buyers.lines(world.reader, ids),
        lambda row: texts(row, world.clock()),
        parent,
    )
