"""Which rows belong to which, so that no live row is ever left with an absent one: undo and acts ask here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import apsw

from ticketdesk.store import journal
from ticketdesk.store.journal import Touched
from ticketdesk.store.reader import some
from ticketdesk.store.sql import all_rows, one_row

_BATCH = 400
# A change that made its row present: an insert, or a tombstone taken away.
_CAME = "({0}.before IS NULL OR json_extract({0}.before, '$.deleted') <> 0)"
_WENT = "({0}.before IS NOT NULL AND json_extract({0}.before, '$.deleted') = 0)"


class Link(NamedTuple):
    """Rows of ``child`` name a row of ``parent`` in ``column``."""

    child: str
    column: str
    parent: str


class Tie(NamedTuple):
    """A live row that belongs to a row which is absent, or is about to be."""

    table: str
    key: int
    column: str
    parent: str


# Not declared as foreign keys: a ticket's files are written beside it, the tables of files stand before tickets, and
# references point up to other tables only.
_UNDECLARED = (
    Link("ticket_event", "ticket_id", "ticket"),
    Link("attachment", "ticket_id", "ticket"),
    Link("refund", "ticket_id", "ticket"),
    Link("ticket", "merged_into", "ticket"),
)


def links(connection: apsw.Connection) -> tuple[Link, ...]:
    """Return every tie between journaled tables."""
    declared = [
        Link(table, row[3], row[2])
        for table in journal.journaled_tables(connection)
        for row in all_rows(connection, f"PRAGMA foreign_key_list({table})")
    ]
    return (*declared, *(link for link in _UNDECLARED if link not in declared))


def left_behind(connection: apsw.Connection, known: Sequence[Link], act: int, last: int) -> Iterator[Tie]:
    """Yield the live rows written after change ``last`` that belong to a row which taking ``act`` back would remove."""
    # By number: of an index the whole journal would be walked.
    since = "SELECT DISTINCT tbl FROM change NOT INDEXED WHERE seq > ?"
    later = {table for (table,) in all_rows(connection, since, (last,))}
    for link in known:
        if link.child not in later:
            continue
        sql = (
            f"SELECT DISTINCT d.key FROM change d NOT INDEXED CROSS JOIN {link.child} r ON r.id = d.key"
            f" WHERE d.seq > ?1 AND d.tbl = '{link.child}' AND r.deleted = 0 AND r.{link.column} IS NOT NULL"
            f" AND EXISTS (SELECT 1 FROM change c WHERE c.tbl = '{link.parent}' AND c.key = r.{link.column}"
            f" AND c.act = ?2 AND {_CAME.format('c')})"
            f" AND NOT EXISTS (SELECT 1 FROM change o WHERE o.tbl = '{link.child}' AND o.key = d.key AND o.act = ?2"
            f" AND ({_CAME.format('o')} OR json_extract(o.before, '$.{link.column}') IS NOT r.{link.column}))"
        )
        yield from (Tie(link.child, key, link.column, link.parent) for (key,) in all_rows(connection, sql, (last, act)))


def without_parent(connection: apsw.Connection, known: Sequence[Link], act: int) -> Iterator[Tie]:
    """Yield the rows that taking ``act`` back would give to a row which is absent and stays so."""
    sql = "SELECT DISTINCT tbl FROM change WHERE act = ? AND before IS NOT NULL"
    written = [table for (table,) in all_rows(connection, sql, (act,))]
    for link in (each for table in written for each in _moved(connection, known, act, table)):
        before = f"json_extract(c.before, '$.{link.column}')"
        sql = (
            f"SELECT DISTINCT c.key FROM change c JOIN {link.child} r ON r.id = c.key"
            f" JOIN {link.parent} p ON p.id = {before} WHERE c.act = ?1 AND c.tbl = '{link.child}'"
            f" AND {_WENT.format('c')} AND p.deleted <> 0 AND (r.deleted <> 0 OR r.{link.column} IS NOT p.id)"
            f" AND NOT EXISTS (SELECT 1 FROM change o WHERE o.tbl = '{link.parent}' AND o.key = p.id AND o.act = ?1"
            f" AND {_WENT.format('o')})"
        )
        yield from (Tie(link.child, key, link.column, link.parent) for (key,) in all_rows(connection, sql, (act,)))


def _moved(connection: apsw.Connection, known: Sequence[Link], act: int, child: str) -> list[Link]:
    """The ties of a table of which a row written by ``act`` would come back, or come to another parent: mostly none."""
    own = [link for link in known if link.child == child]
    if not own:
        return []
    moved = (
        f"TOTAL(r.deleted <> 0 OR json_extract(c.before, '$.{link.column}') IS NOT r.{link.column})" for link in own
    )
    sql = (
        f"SELECT {', '.join(moved)} FROM change c JOIN {child} r ON r.id = c.key"
        f" WHERE c.act = ? AND c.tbl = '{child}' AND {_WENT.format('c')}"
    )
    found = one_row(connection, sql, (act,)) or ()
    return [link for link, n in zip(own, found, strict=True) if n]


def doubled(connection: apsw.Connection, act: int) -> Iterator[Tie]:
    """Yield the rows that taking ``act`` back would bring back although another row has taken their key since."""
    sql = "SELECT DISTINCT tbl FROM change WHERE act = ? AND before IS NOT NULL"
    for (table,) in all_rows(connection, sql, (act,)):
        for columns in _keys(connection, table):
            same = " AND ".join(f"o.{name} = json_extract(c.before, '$.{name}')" for name in columns)
            sql = (
                f"SELECT DISTINCT c.key FROM change c JOIN {table} r ON r.id = c.key JOIN {table} o ON {same}"
                f" WHERE c.act = ?1 AND c.tbl = '{table}' AND {_WENT.format('c')} AND r.deleted <> 0"
                " AND o.deleted = 0 AND o.id <> r.id"
            )
            yield from (Tie(table, key, columns[-1], table) for (key,) in all_rows(connection, sql, (act,)))


def keyed(connection: apsw.Connection, touched: Iterable[Touched]) -> tuple[str, int] | None:
    """Return a new row among ``touched`` of a table in which only one live row may have a key, if there is any.

    Messages do not count: a channel's key is never given twice, and what buyers say must come in at any time.
    """
    fresh = ((change.table, change.fresh[0]) for change in touched if change.fresh and change.table != "message")
    return next((found for found in fresh if _keys(connection, found[0])), None)


def _keys(connection: apsw.Connection, table: str) -> list[list[str]]:
    """Return the columns of each key that only one live row of ``table`` may have."""
    indexes = [row[1] for row in all_rows(connection, f"PRAGMA index_list({table})") if row[2] and row[4]]
    return [[row[2] for row in all_rows(connection, f"PRAGMA index_info({name})")] for name in indexes]


def orphan(connection: apsw.Connection, known: Sequence[Link], touched: Iterable[Touched]) -> Tie | None:
    """Return a live row among ``touched`` that belongs to an absent one, if there is any."""
    return _first(connection, known, touched, "EXISTS (SELECT 1 FROM {0} p WHERE p.id = r.{1} AND p.deleted <> 0)")


def belonging_to(
    connection: apsw.Connection, known: Sequence[Link], touched: Iterable[Touched], acts: Iterable[int]
) -> Tie | None:
    """Return a live row among ``touched`` that belongs to a row which one of ``acts`` made, if there is any."""
    made = f"c.act IN ({some(acts)}) AND {_CAME.format('c')}"
    condition = "EXISTS (SELECT 1 FROM change c WHERE c.tbl = '{0}' AND c.key = r.{1} AND " + made + ")"
    return _first(connection, known, touched, condition)


def _first(
    connection: apsw.Connection, known: Sequence[Link], touched: Iterable[Touched], condition: str
) -> Tie | None:
    by_table = {change.table: change.ids for change in touched}
    for link in known:
        ids = by_table.get(link.child, ())
        for at in range(0, len(ids), _BATCH):
            sql = (
                f"SELECT r.id FROM {link.child} r WHERE r.id IN ({some(ids[at : at + _BATCH])}) AND r.deleted = 0"
                f" AND r.{link.column} IS NOT NULL AND {condition.format(link.parent, link.column)} LIMIT 1"
            )
            found = one_row(connection, sql)
            if found:
                return Tie(link.child, int(found[0]), link.column, link.parent)
    return None
