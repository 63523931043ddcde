"""The full-text index: kept from the journal inside the same transaction, so that no write can miss it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import apsw

from ticketdesk.domain.text import pairs
from ticketdesk.store.journal import Touched
from ticketdesk.store.reader import some
from ticketdesk.store.sql import all_rows, each_row, insert_rows, one_value

_BATCH = 400
_SHORT = 64  # letters of a text that is worth remembering
_APART = "\x1f"  # between the joined words of an order's lines or a ticket's events


class Source(NamedTuple):
    """How one kind of row becomes searchable: by ``columns`` of its own table, and by the texts of rows that belong
    to it (``joined``, SQL)."""

    kind: str
    fts: str
    columns: tuple[str, ...]
    joined: str = ""

    @property
    def sql(self) -> str:
        """Return what gives id and texts of the rows whose ids are put in ``{ids}``."""
        wanted = ", ".join(("id", *self.columns, *([self.joined] if self.joined else [])))
        return f"SELECT {wanted} FROM {TABLE_OF[self.kind]} WHERE deleted = 0 AND id IN ({{ids}})"


class _Child(NamedTuple):
    """Rows whose words are found under their ``parent``, those of them that ``speak`` (SQL).

    ``speak`` has a place before and one behind each column: what was before is read from the journal.
    """

    parent: str
    column: str
    speak: str


_SPOKEN = "{0}kind{1} IN ('reply', 'note')"
_BEFORE = ("json_extract(before, '$.", "')")
_LINES = (
    "(SELECT group_concat(title || ' ' || attributes || ' ' || merchant_code, char(31)) FROM order_line l"
    " WHERE l.order_id = orders.id AND l.deleted = 0)"
)
_EVENTS = (
    "(SELECT group_concat(text, char(31)) FROM ticket_event e WHERE e.ticket_id = ticket.id AND e.deleted = 0"
    f" AND {_SPOKEN.format('e.', '')})"
)
SOURCES: tuple[Source, ...] = (
    Source("messages", "fts_message", ("text",)),
    Source(
        "orders",
        "fts_order",
        (
            "number",
            "buyer_nick",
            "receiver",
            "phone",
            "mobile",
            "titles",
            "tracking",
            "buyer_message",
            "payment_number",
        ),
        _LINES,
    ),
    Source("tickets", "fts_ticket", ("number", "title", "description", "demand", "product", "contact"), _EVENTS),
    Source("buyers", "fts_buyer", ("nick", "name", "phone", "note")),
    Source("remarks", "fts_remark", ("text", "author")),
)
TABLE_OF = {"messages": "message", "orders": "orders", "tickets": "ticket", "buyers": "buyer", "remarks": "remark"}
# A line's words are found under its order, an event's under its ticket.
_CHILDREN = {
    "order_line": _Child("orders", "order_id", "1"),
    "ticket_event": _Child("ticket", "ticket_id", _SPOKEN),
}


def body(texts: Iterable[str | None]) -> str:
    """Return the index text of one row: the pairs of each field, kept apart so that no word spans two fields."""
    found: list[str] = []
    for text in texts:
        if text and _APART in text:
            found += [_pairs(line) for line in text.split(_APART) if line]
        elif text:  # _pairs, without a call of its own for each of a row's columns
            found.append(pairs(text) if text.isascii() or len(text) > _SHORT else _pairs_again(text))
    return " ".join(found)


def _pairs(text: str) -> str:
    # Numbers are each other's unlike, and soon cut.
    return pairs(text) if text.isascii() or len(text) > _SHORT else _pairs_again(text)


@lru_cache(maxsize=8_192)
def _pairs_again(text: str) -> str:
    """Titles, names and nicknames come again and again in the rows of a file."""
    return pairs(text)


def refresh(connection: apsw.Connection, changes: Sequence[Touched], since: int) -> dict[str, int]:
    """Bring the index up to what the transaction wrote after change ``since``, and return the names of the indexes
    that were written, each with the number of its rows.

    A row that was there before is written anew only where its words changed: most acts change other columns.
    """
    by_table = {change.table: change for change in changes}
    written: dict[str, int] = {}
    for source in SOURCES:
        table = TABLE_OF[source.kind]
        own = by_table.get(table)
        fresh = set(own.fresh) if own else set()
        old = _reworded(connection, source, since) - fresh if own and own.old else set()
        for child, tie in _CHILDREN.items():
            if tie.parent == table and child in by_table:
                old |= _parents(connection, child, tie, by_table[child], since) - fresh
        if fresh or old:
            _reindex(connection, source, sorted(fresh), sorted(old))
            written[source.fts] = len(fresh) + len(old)
    return written


def _reworded(connection: apsw.Connection, source: Source, since: int) -> set[int]:
    """The rows whose words are others than before one of the changes after ``since``, or that came or went."""
    table = TABLE_OF[source.kind]
    differs = " OR ".join(
        f"json_extract(c.before, '$.{name}') IS NOT r.{name}" for name in ("deleted", *source.columns)
    )
    sql = (
        f"SELECT DISTINCT c.key FROM change c NOT INDEXED CROSS JOIN {table} r ON r.id = c.key"
        f" WHERE c.seq > ? AND c.tbl = '{table}' AND c.before IS NOT NULL AND ({differs})"
    )
    return {key for (key,) in each_row(connection, sql, (since,))}


def _parents(connection: apsw.Connection, child: str, tie: _Child, change: Touched, since: int) -> set[int]:
    """The rows to which children belong that were written, and those to which they belonged before."""
    found: set[int] = set()
    for at in range(0, len(change.ids), _BATCH):
        ids = some(change.ids[at : at + _BATCH])
        sql = f"SELECT DISTINCT {tie.column} FROM {child} WHERE id IN ({ids}) AND {tie.speak.format('', '')}"
        found.update(value for (value,) in each_row(connection, sql))
    if change.old:
        sql = (
            f"SELECT DISTINCT json_extract(before, '$.{tie.column}') FROM change NOT INDEXED"
            f" WHERE seq > ? AND tbl = '{child}' AND before IS NOT NULL AND {tie.speak.format(*_BEFORE)}"
        )
        found.update(value for (value,) in each_row(connection, sql, (since,)) if value is not None)
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
    insert_rows(connection, source.fts, ("rowid", "body"), [(row[0], body(row[1:])) for row in rows])


def missing(connection: apsw.Connection) -> dict[str, int]:
    """Return per kind how many live rows the index lacks or holds too much (zero everywhere in a sound store)."""
    found: dict[str, int] = {}
    for source in SOURCES:
        table = TABLE_OF[source.kind]
        live = one_value(connection, f"SELECT COUNT(*) FROM {table} WHERE deleted = 0")
        indexed = one_value(connection, f"SELECT COUNT(*) FROM {source.fts}_docsize")
        found[source.kind] = abs(live - indexed)
    return found
