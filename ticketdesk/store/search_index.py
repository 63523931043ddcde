"""The full-text index: kept from the journal inside the same transaction, so that no write can miss it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import apsw

from ticketdesk.domain.text import pairs
from ticketdesk.store.journal import Touched
from ticketdesk.store.reader import some
from ticketdesk.store.sql import all_rows, each_row, one_value

_BATCH = 400
_SHORT = 64  # letters of a text that is worth remembering
_APART = "\x1f"  # between the joined words of an order's lines or a ticket's events


class Source(NamedTuple):
    """How one kind of row becomes searchable: ``sql`` gives id and its texts for the ids put in ``{ids}``."""

    kind: str
    fts: str
    sql: str


_LINES = "SELECT group_concat(title || ' ' || attributes || ' ' || merchant_code, char(31)) FROM order_line l"

SOURCES: tuple[Source, ...] = (
    Source("messages", "fts_message", "SELECT id, text FROM message WHERE deleted = 0 AND id IN ({ids})"),
    Source(
        "orders",
        "fts_order",
        "SELECT id, number, buyer_nick, receiver, phone, mobile, titles, tracking, buyer_message, payment_number, "
        f"({_LINES} WHERE l.order_id = orders.id AND l.deleted = 0) "
        "FROM orders WHERE deleted = 0 AND id IN ({ids})",
    ),
    Source(
        "tickets",
        "fts_ticket",
        "SELECT id, number, title, description, demand, product, contact, "
        "(SELECT group_concat(text, char(31)) FROM ticket_event e WHERE e.ticket_id = ticket.id AND e.deleted = 0 "
        "AND e.kind IN ('reply', 'note')) FROM ticket WHERE deleted = 0 AND id IN ({ids})",
    ),
    Source("buyers", "fts_buyer", "SELECT id, nick, name, phone, note FROM buyer WHERE deleted = 0 AND id IN ({ids})"),
    Source("remarks", "fts_remark", "SELECT id, text, author FROM remark WHERE deleted = 0 AND id IN ({ids})"),
)
TABLE_OF = {"messages": "message", "orders": "orders", "tickets": "ticket", "buyers": "buyer", "remarks": "remark"}
# A line's words are found under its order, an event's under its ticket.
PARENT_OF = {"order_line": ("orders", "order_id"), "ticket_event": ("ticket", "ticket_id")}


def body(texts: Iterable[str | None]) -> str:
    """Return the index text of one row: the pairs of each field, kept apart so that no word spans two fields."""
    return " ".join([_pairs(line) for text in texts if text for line in text.split(_APART) if line])


def _pairs(text: str) -> str:
    # Numbers are each other's unlike, and soon cut.
    return pairs(text) if len(text) > _SHORT or text.isascii() else _pairs_again(text)


@lru_cache(maxsize=8_192)
def _pairs_again(text: str) -> str:
    """Titles, names and nicknames come again and again in the rows of a file."""
    return pairs(text)


def refresh(connection: apsw.Connection, changes: Sequence[Touched]) -> list[str]:
    """Bring the index up to what the transaction wrote, and return the names of the indexes that were written."""
    by_table = {change.table: change for change in changes}
    written: list[str] = []
    for source in SOURCES:
        table = TABLE_OF[source.kind]
        own = by_table.get(table)
        fresh = set(own.fresh) if own else set()
        old = set(own.old) if own else set()
        for child, (parent, column) in PARENT_OF.items():
            if parent == table and child in by_table:
                old |= _parents(connection, child, column, by_table[child].ids) - fresh
        if fresh or old:
            _reindex(connection, source, sorted(fresh), sorted(old))
            written.append(source.fts)
    return written


def _parents(connection: apsw.Connection, child: str, column: str, ids: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for at in range(0, len(ids), _BATCH):
        sql = f"SELECT DISTINCT {column} FROM {child} WHERE id IN ({some(ids[at : at + _BATCH])})"
        found.update(value for (value,) in each_row(connection, sql))
    return found


def _reindex(connection: apsw.Connection, source: Source, fresh: Sequence[int], old: Sequence[int]) -> None:
    for at in range(0, len(old), _BATCH):
        ids = some(old[at : at + _BATCH])
        connection.execute(f"DELETE FROM {source.fts} WHERE rowid IN ({ids})")
        _add(connection, source, ids)
    for at in range(0, len(fresh), _BATCH):
        _add(connection, source, some(fresh[at : at + _BATCH]))


def _add(connection: apsw.Connection, source: Source, ids: str) -> None:
    rows = all_rows(connection, source.sql.format(ids=ids))
    connection.executemany(
        f"INSERT INTO {source.fts}(rowid, body) VALUES (?, ?)", [(row[0], body(row[1:])) for row in rows]
    )


def missing(connection: apsw.Connection) -> dict[str, int]:
    """Return per kind how many live rows the index lacks or holds too much (zero everywhere in a sound store)."""
    found: dict[str, int] = {}
    for source in SOURCES:
        table = TABLE_OF[source.kind]
        live = one_value(connection, f"SELECT COUNT(*) FROM {table} WHERE deleted = 0")
        indexed = one_value(connection, f"SELECT COUNT(*) FROM {source.fts}_docsize")
        found[source.kind] = abs(live - indexed)
    return found
