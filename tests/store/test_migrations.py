"""Migrations: what they make is what the tables say, and they are all or nothing at every statement."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest
from peewee import IntegerField

from tests.desk.soundness import connection_of
from tests.fault.tally import long_form
from ticketdesk.domain.errors import DeskError
from ticketdesk.store import database, journal
from ticketdesk.store.database import migrate, open_writer
from ticketdesk.store.migrations import MIGRATIONS, statements
from ticketdesk.store.store import Store
from ticketdesk.store.tables import TABLES, Row


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_a_fresh_store_has_the_columns_of_the_peewee_tables(store: Store, table: type[Row]) -> None:
    found = {
        name: (kind, bool(required), bool(key))
        for _, name, kind, required, _, key in store.reader.rows(f"PRAGMA table_info({table._meta.table_name})")
    }
    wanted = {
        field.column_name: ("INTEGER" if isinstance(field, IntegerField) else "TEXT", not field.null, field.primary_key)
        for field in table._meta.sorted_fields
    }
    assert found == wanted
    assert list(found) == [field.column_name for field in table._meta.sorted_fields]


def test_every_table_is_strict_and_every_reference_points_up(store: Store) -> None:
    strict = {
        name: bool(flag) for _, name, kind, _, _, flag in store.reader.rows("PRAGMA table_list") if kind == "table"
    }
    order = [str(table._meta.table_name) for table in TABLES]
    for at, table in enumerate(order):
        assert strict[table]
        for row in store.reader.rows(f"PRAGMA foreign_key_list({table})"):
            assert row[2] in order[:at], (table, row[3])


def test_the_names_of_the_migrations_are_numbered_and_their_sql_is_packaged() -> None:
    known = (
        "0001_first_store.sql", "0002_people.sql", "0003_lists.sql", "0004_contacts.sql", "0005_reception.sql",
        "0006_channels.sql", "0007_deadlines.sql", "0008_ticket_views.sql", "0009_ticket_ties.sql",
        "0010_ticket_types.sql", "0011_ticket_flow.sql", "0012_ticket_orders.sql", "0013_ticket_people.sql",
        "0014_type_departments.sql", "0015_stand_ins.sql", "0016_rule_packs.sql", "0017_ticket_search.sql",
        "0018_order_work.sql", "0019_refunds.sql", "0020_order_parcels.sql",
        "0021_order_indexes.sql",
    )  # fmt: skip
    assert MIGRATIONS[: len(known)] == known
    for number, name in enumerate(MIGRATIONS, start=1):
        assert name.startswith(f"{number:04d}_")
        assert statements(name).lstrip().startswith(f"-- {number:04d}:")


class Killed(Exception):
    """The process would be gone here."""


def counted(connection: apsw.Connection, limit: int | None = None) -> Iterator[int]:
    """Yield the number of statements run so far; the one after ``limit`` is not run."""
    count = 0

    def tracer(_cursor: object, _sql: str, _values: object) -> bool:
        nonlocal count
        if limit is not None and count >= limit:
            raise Killed
        count += 1
        return True

    connection.exec_trace = tracer
    while True:
        yield count


@pytest.mark.fault
def test_a_migration_that_dies_at_any_statement_has_never_been(tmp_path: Path) -> None:
    whole = open_writer(tmp_path / "whole.db")
    counter = counted(whole)
    next(counter)
    migrate(whole)
    total = next(counter)
    whole.close()
    assert total > 100
    path = tmp_path / "cut.db"
    connection = open_writer(path)
    # Every day each fourth statement, others in every run; the long form takes them all.
    step = 1 if long_form() else 4
    for limit in range(random.randint(1, step), total, step):
        next(counted(connection, limit))
        with pytest.raises(Killed):
            migrate(connection)
        connection.exec_trace = None
        if not connection.getautocommit():  # the very ROLLBACK was cut off
            connection.execute("ROLLBACK").fetchall()
        assert connection.execute("SELECT COUNT(*) FROM sqlite_schema").fetchall() == [(0,)], limit
        assert connection.execute("PRAGMA user_version").fetchall() == [(0,)]
        assert connection.execute("PRAGMA application_id").fetchall() == [(0,)]
    connection.close()
    Store(path).close()
    assert database.check_kind(path) == len(MIGRATIONS)


def test_a_store_that_is_up_to_date_is_not_written_to(tmp_path: Path) -> None:
    path = tmp_path / "ticketdesk.db"
    Store(path).close()
    before = path.read_bytes()
    Store(path).close()
    assert path.read_bytes() == before


def test_a_damaged_store_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ticketdesk.db"
    Store(path).close()
    content = bytearray(path.read_bytes())
    content[100:4_096] = b"\xff" * 3_996  # the schema's own page
    path.write_bytes(content)
    with pytest.raises(DeskError) as caught:
        Store(path)
    assert caught.value.key in ("store_damaged", "store_foreign")
    assert path.read_bytes() == bytes(content)


def test_the_store_holds_no_key_twice_where_an_authority_gives_it(store: Store) -> None:
    sql = "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE 'CREATE UNIQUE%' ORDER BY name"
    unique = [name for (name,) in connection_of(store.reader).execute(sql).fetchall()]
    assert unique == [
        "buyer_nick",
        "message_client_key",
        "orders_number",
        "setting_key",
        "ticket_number",
        "web_visit_token",
    ]


def test_whoever_held_all_the_other_rights_gets_those_that_came_later(tmp_path: Path) -> None:
    connection = open_writer(tmp_path / "older.db")
    at = MIGRATIONS.index("0018_order_work.sql")
    for name in MIGRATIONS[:at]:
        connection.execute(statements(name)).fetchall()
    for key, role in enumerate(("admin", "lead", "agent", "warehouse", "own"), start=1):
        values = (key, role, role, '["order.remark"]')
        connection.execute("INSERT INTO role(id, key, name, permissions) VALUES (?, ?, ?, ?)", values)
    journal.install(connection)  # as an older program left it
    connection.execute(f"PRAGMA user_version = {at}").fetchall()
    migrate(connection)
    found = {key: set(json.loads(text)) for key, text in connection.execute("SELECT key, permissions FROM role")}
    both = {"order.remark", "order.price", "order.override"}
    assert found["admin"] == found["lead"] == both
    assert found["agent"] == both - {"order.override"}
    assert found["warehouse"] == found["own"] == {"order.remark"}
    triggers = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")}
    assert "journal_role_update" in triggers
    assert connection.execute("SELECT COUNT(*) FROM change").fetchall() == [(0,)]
    connection.close()
