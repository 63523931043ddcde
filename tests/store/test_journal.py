"""The journal: no write escapes it, nothing is deleted, the chain of acts shows tampering."""

from __future__ import annotations

import apsw
import pytest

from tests.desk.builders import Make
from tests.desk.soundness import connection_of
from ticketdesk.desk.commands.phrases import AddPhrase
from ticketdesk.desk.desk import Desk
from ticketdesk.store import journal
from ticketdesk.store.store import NewAct, Store
from ticketdesk.store.tables import TABLES


def on_writer(store: Store, *statements: str) -> None:
    """Run SQL on the writing connection, outside any act."""

    def run() -> None:
        for sql in statements:
            store._connection.execute(sql).fetchall()

    store.submit(run, 0).result()


def test_every_table_has_three_triggers_that_name_all_its_columns(store: Store) -> None:
    connection = connection_of(store.reader)
    tables = journal.journaled_tables(connection)
    assert set(tables) == {str(table._meta.table_name) for table in TABLES}
    for table in tables:
        triggers = dict(
            connection.execute(
                "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ? AND name LIKE 'journal%'",
                (table,),
            ).fetchall()
        )
        assert set(triggers) == {f"journal_{table}_{what}" for what in ("insert", "update", "delete")}
        for name in journal.columns(connection, table):
            assert f"'{name}', OLD.{name}" in triggers[f"journal_{table}_update"], (table, name)


def test_a_table_added_later_is_journaled_without_being_named(store: Store) -> None:
    on_writer(store, "CREATE TABLE later(id INTEGER NOT NULL PRIMARY KEY, words TEXT) STRICT")
    store.submit(lambda: journal.install(store._connection), 0).result()
    with pytest.raises(apsw.ConstraintError):
        on_writer(store, "INSERT INTO later(id, words) VALUES (1, 'x')")


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO phrase(id, code, text, grouping, initials, sort) VALUES (1, '', 'x', '', '', 1)",
        "UPDATE phrase SET text = 'x'",
        "UPDATE orders SET flag = 5",
        "UPDATE shop SET name = 'x'",
    ],
)
def test_a_write_outside_an_act_is_refused(store: Store, desk: Desk, make: Make, sql: str) -> None:
    make.imported(1)
    desk.run(AddPhrase(text="亲"))
    with pytest.raises(apsw.ConstraintError, match=r"change\.act"):
        on_writer(store, sql)


@pytest.mark.parametrize("inside", [False, True])
def test_nothing_is_deleted_for_good_not_even_inside_an_act(store: Store, desk: Desk, inside: bool) -> None:
    desk.run(AddPhrase(text="亲"))
    phrase = "SELECT id, 1, 0, 'c', 't', 'g', 'i', 1 FROM phrase"
    names = "id, version, deleted, code, text, grouping, initials, sort"
    for sql in ("DELETE FROM phrase", f"REPLACE INTO phrase({names}) {phrase}"):

        def write(sql: str = sql) -> None:
            if not inside:
                store._connection.execute(sql).fetchall()
                return
            with store.act(NewAct(1_795_000_000_000, desk.agent_id, "Test", "{}", 4)):
                store._connection.execute(sql).fetchall()

        with pytest.raises(apsw.ConstraintError, match="nothing is deleted for good"):
            store.submit(write, 0).result()
    assert store.reader.rows("SELECT code, text FROM phrase WHERE deleted = 0") == [("", "亲")]


def test_an_upsert_inside_an_act_is_journaled(store: Store, desk: Desk) -> None:
    phrase = desk.run(AddPhrase(text="亲")).result

    def write() -> int:
        with store.act(NewAct(1_795_000_000_000, desk.agent_id, "Test", "{}", 4)) as frame:
            store._connection.execute(
                "INSERT INTO phrase(id, code, text, grouping, initials, sort) VALUES (?, '', 'x', '', '', 1)"
                " ON CONFLICT(id) DO UPDATE SET text = excluded.text",
                (phrase,),
            ).fetchall()
        return frame.tx.act_id

    act = store.submit(write, 0).result()
    rows = store.reader.rows("SELECT tbl, key, json_extract(before, '$.text') FROM change WHERE act = ?", (act,))
    assert rows == [("phrase", phrase, "亲")]


def test_an_act_is_one_transaction_with_its_row(store: Store, desk: Desk) -> None:
    count = store.reader.rows("SELECT COUNT(*) FROM act")

    def fail() -> None:
        with store.act(NewAct(1_795_000_000_000, desk.agent_id, "Test", "{}", 4)) as frame:
            frame.tx.update(TABLES[0], store.reader.rows("SELECT id FROM shop")[0][0], {"name": "x"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.submit(fail, 0).result()
    assert store.reader.rows("SELECT COUNT(*) FROM act") == count
    assert store.reader.rows("SELECT name FROM shop") == [("青禾生活",)]
    assert store.reader.rows("SELECT act FROM current_act") == [(None,)]


@pytest.mark.parametrize(
    ("sql", "broken"),
    [
        ("UPDATE act SET args = '{}' WHERE id = {1}", [1]),
        ("UPDATE act SET at = at + 1 WHERE id = {2}", [2]),
        ("UPDATE act SET agent_id = 7 WHERE id = {1}", [1]),
        ("UPDATE act SET command = 'Other' WHERE id = {3}", [3]),
        ("UPDATE act SET mac = 'x' WHERE id = {1}", [1, 2]),
        ("DELETE FROM act WHERE id = {1}", [2, 1]),
        ("DELETE FROM act WHERE id = {3}", [3]),
        ("UPDATE act SET state = 'undone' WHERE id = {1}", [1]),
    ],
)
def test_the_chain_of_acts_shows_tampering(store: Store, desk: Desk, sql: str, broken: list[int]) -> None:
    connection = connection_of(store.reader)
    before = connection.execute("SELECT COUNT(*) FROM act").fetchone()[0]
    for text in "一二三四":
        desk.run(AddPhrase(text=text))
    ids = [key for (key,) in connection.execute("SELECT id FROM act ORDER BY id").fetchall()][before:]
    assert journal.chain_breaks(connection) == []
    for at, key in enumerate(ids):
        sql = sql.replace(f"{{{at}}}", str(key))
    on_writer(store, sql)
    assert journal.chain_breaks(connection) == [ids[at] for at in broken]


def test_two_acts_that_changed_places_are_noticed(store: Store, desk: Desk) -> None:
    for text in "一二":
        desk.run(AddPhrase(text=text))
    connection = connection_of(store.reader)
    (a, _), (b, _) = connection.execute("SELECT id, args FROM act ORDER BY id DESC LIMIT 2").fetchall()
    on_writer(
        store,
        "CREATE TEMP TABLE two AS SELECT id, args FROM act",
        f"UPDATE act SET args = (SELECT args FROM two WHERE id = {a} + {b} - act.id) WHERE id IN ({a}, {b})",
    )
    assert journal.chain_breaks(connection) == [b, a]
