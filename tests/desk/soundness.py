"""What holds of every sound store: counters, search index, chain of acts, the file itself, whole acts."""

from __future__ import annotations

from contextlib import closing
from itertools import zip_longest

import apsw

from ticketdesk.domain.text import fold, letters
from ticketdesk.store import counters, journal, search_index
from ticketdesk.store.queries import search
from ticketdesk.store.reader import Reader
from ticketdesk.store.store import Store

_TEXTS = {"messages": ("message", ("text",)), "remarks": ("remark", ("text", "author")),
          "buyers": ("buyer", ("nick", "name", "phone", "note"))}  # fmt: skip


def connection_of(reader: Reader) -> apsw.Connection:
    """The reading connection of this thread."""
    return reader._connection()


def assert_sound(store: Store, *words: str) -> None:
    """Assert counters, index, chain and orphans of an open store; ``words`` are counted against a plain scan."""
    connection = connection_of(store.reader)
    stored = counters.stored(connection.execute("SELECT name, key, n FROM counter"))
    assert stored == counters.recounted(connection)
    assert set(search_index.missing(connection).values()) == {0}
    assert journal.chain_breaks(connection) == []
    assert orphans(connection) == []
    for source in search_index.SOURCES:
        table = search_index.TABLE_OF[source.kind]
        live = {key for (key,) in connection.execute(f"SELECT id FROM {table} WHERE deleted = 0")}
        assert {key for (key,) in connection.execute(f"SELECT id FROM {source.fts}_docsize")} == live
        assert first_stale(connection, source) is None
    for word in words:
        for kind in _TEXTS:
            assert search.count(store.reader, kind, word) == scanned(connection, kind, word), (kind, word)


def first_stale(connection: apsw.Connection, source: search_index.Source) -> object:
    """The first word of a row that the index holds and the row does not, or the other way round; None for none."""
    with closing(apsw.Connection(":memory:")) as anew:
        anew.execute("ATTACH ? AS shop", (connection.filename,))
        anew.execute(*connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (source.fts,)).fetchone())
        rows = connection.execute(source.sql.replace(" AND id IN ({ids})", ""))
        with anew:
            texts = ((row[0], search_index.body(row[1:])) for row in rows)
            anew.executemany(f"INSERT INTO main.{source.fts}(rowid, body) VALUES (?, ?)", texts)
        words = []
        for schema in ("main", "shop"):
            name = f"words_{schema}"
            anew.execute(f"CREATE VIRTUAL TABLE temp.{name} USING fts5vocab('{schema}', '{source.fts}', 'instance')")
            words.append(anew.execute(f"SELECT term, doc, offset FROM temp.{name}"))
        return next((pair for pair in zip_longest(*words) if pair[0] != pair[1]), None)


def scanned(connection: apsw.Connection, kind: str, word: str) -> int:
    """How many live rows of ``kind`` hold ``word`` in one of their fields, by looking at each."""
    table, names = _TEXTS[kind]
    wanted = letters(fold(word))
    rows = connection.execute(f"SELECT {', '.join(names)} FROM {table} WHERE deleted = 0")
    return sum(any(wanted in letters(fold(text)) for text in row) for row in rows)


def orphans(connection: apsw.Connection) -> list[tuple[str, int, str]]:
    """Live rows that belong to a row that is absent: (table, id, column)."""
    found = []
    for table in journal.journaled_tables(connection):
        for _, _, parent, column, *_ in connection.execute(f"PRAGMA foreign_key_list({table})").fetchall():
            sql = f"SELECT c.id FROM {table} c JOIN {parent} p ON p.id = c.{column}"
            rows = connection.execute(f"{sql} WHERE c.deleted = 0 AND p.deleted <> 0").fetchall()
            found += [(table, key, column) for (key,) in rows]
    return found
