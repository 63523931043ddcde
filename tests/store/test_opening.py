"""Opening a store: what is refused stays byte for byte, one opens it at a time, the pragmas are what was asked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

from tests.desk.builders import Clock, open_shop
from ticketdesk.desk.commands.phrases import AddPhrase
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.store import database
from ticketdesk.store.migrations import MIGRATIONS
from ticketdesk.store.queries.phrases import phrases
from ticketdesk.store.store import Store

ROOT = Path(__file__).resolve().parents[2]


def refused(path: Path) -> DeskError:
    """Try to open ``path``; its folder must be as it was, and the refusal is returned."""
    before = contents(path.parent)
    with pytest.raises(DeskError) as caught:
        Store(path)
    assert contents(path.parent) == before
    return caught.value


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def made_by_sqlite(path: Path, *statements: str) -> Path:
    connection = apsw.Connection(str(path))
    for sql in statements:
        connection.execute(sql).fetchall()
    connection.close()
    return path


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n",
        os.urandom(5_000),
        b"SQLite format 3\x00",
        b"SQLite format 3\x00" + os.urandom(8_000),
        "订单编号,买家会员名\n".encode("gb18030"),
        b"x",
    ],
    ids=["pdf", "random", "a header alone", "a header and rubbish", "an order list", "one byte"],
)
def test_a_file_of_another_kind_is_refused_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "ticketdesk.db"
    path.write_bytes(content)
    assert refused(path).key == "store_foreign"


def test_a_database_of_another_program_is_refused_untouched(tmp_path: Path) -> None:
    path = made_by_sqlite(tmp_path / "other.db", "CREATE TABLE t(a)", "INSERT INTO t VALUES (1)")
    assert refused(path).key == "store_foreign"
    tagged = made_by_sqlite(tmp_path / "tagged.db", "PRAGMA application_id = 7", "CREATE TABLE t(a)")
    assert refused(tagged).key == "store_foreign"


def test_a_store_of_a_newer_program_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "ticketdesk.db"
    Store(path).close()
    made_by_sqlite(path, f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    error = refused(path)
    assert (error.key, error.values["version"], error.values["known"]) == (
        "store_newer",
        len(MIGRATIONS) + 1,
        len(MIGRATIONS),
    )


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    path = tmp_path / "ticketdesk.db"
    path.touch()
    Store(path).close()
    assert database.check_kind(path) == len(MIGRATIONS)


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ticketdesk.db"
    path.mkdir()
    assert refused(path).key == "store_foreign"


def test_a_path_with_signs_of_its_own_is_only_a_path(tmp_path: Path) -> None:
    path = tmp_path / "店 #1?mode=memory&x=100%41" / "ticketdesk.db"
    store = Store(path)
    open_shop(Desk(store, Clock()))
    assert store.reader.rows("SELECT name FROM shop") == [("青禾生活",)]
    store.close()
    Store(path).close()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    locked = tmp_path / "zu"
    locked.mkdir()
    locked.chmod(0o500)
    try:
        for path in (locked / "ticketdesk.db", locked / "deeper" / "ticketdesk.db"):
            with pytest.raises(DeskError) as caught:
                Store(path)
            assert caught.value.key == "store_read_only"
    finally:
        locked.chmod(0o700)


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "zu").write_text("x")
    with pytest.raises(DeskError) as caught:
        Store(tmp_path / "zu" / "ticketdesk.db")
    assert caught.value.key == "store_read_only"


def test_a_second_opening_is_refused_in_this_process_and_in_another(tmp_path: Path) -> None:
    path = tmp_path / "ticketdesk.db"
    store = Store(path)
    with pytest.raises(DeskError) as caught:
        Store(path)
    assert caught.value.key == "store_in_use"
    script = (
        "import sys; from pathlib import Path\n"
        "from ticketdesk.store.store import Store\nfrom ticketdesk.domain.errors import DeskError\n"
        "try:\n    Store(Path(sys.argv[1])).close(); print('opened')\nexcept DeskError as error:\n    print(error.key)"
    )
    run = [sys.executable, "-c", script, str(path)]
    assert subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip() == "store_in_use"
    store.close()
    assert subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip() == "opened"
    Store(path).close()


def test_a_refused_opening_leaves_no_lock_behind(tmp_path: Path) -> None:
    path = tmp_path / "ticketdesk.db"
    Store(path).close()
    whole = path.read_bytes()
    path.write_bytes(whole[:3_000] + os.urandom(len(whole) - 3_000))
    with pytest.raises(DeskError):
        Store(path)
    path.write_bytes(whole)
    Store(path).close()


def test_two_stores_live_in_one_process(tmp_path: Path) -> None:
    stores = [Store(tmp_path / name / "ticketdesk.db") for name in ("一", "二")]
    desks = [Desk(store, Clock()) for store in stores]
    for desk, text in zip(desks, ("第一家", "第二家"), strict=True):
        open_shop(desk)
        desk.run(AddPhrase(text=text))
    assert [[row.text for row in phrases(store.reader)] for store in stores] == [["第一家"], ["第二家"]]
    for store in stores:
        store.close()


def test_the_pragmas_of_both_kinds_of_connection(tmp_path: Path) -> None:
    store = Store(tmp_path / "ticketdesk.db")
    wanted = {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "cell_size_check": 1,
        "secure_delete": 1, "recursive_triggers": 1,
    }  # fmt: skip
    for name, value in wanted.items():
        found = store.submit(lambda name=name: store.writer_rows.rows(f"PRAGMA {name}"), 0).result()
        assert found == [(value,)], name
    assert store.reader.rows("PRAGMA query_only") == [(1,)]
    assert store.reader.rows("PRAGMA trusted_schema") == [(0,)]
    assert store.reader.rows("PRAGMA mmap_size") in ([], [(0,)])
    with pytest.raises(DeskError) as caught:
        store.reader.rows("DELETE FROM phrase")
    assert caught.value.key == "store_read_only"
    store.close()


def test_a_pragma_that_the_library_refuses_is_named(tmp_path: Path) -> None:
    connection = apsw.Connection(":memory:")
    with pytest.raises(DeskError) as caught:
        database._set_pragmas(connection, {"journal_mode": "wal"})  # a store in memory cannot have it
    assert (caught.value.key, caught.value.values["name"]) == ("store_pragma", "journal_mode")


def test_closing_folds_the_log_into_the_file(tmp_path: Path) -> None:
    path = tmp_path / "ticketdesk.db"
    store = Store(path)
    open_shop(Desk(store, Clock()))
    store.close()
    left = {each.name for each in tmp_path.iterdir() if each.is_file()}
    assert left == {"ticketdesk.db", "ticketdesk.db.lock"}


def test_a_store_is_closed_once_and_then_takes_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "ticketdesk.db")
    desk = Desk(store, Clock())
    open_shop(desk)
    store.close()
    store.close()
    with pytest.raises(RuntimeError, match="closed"):
        desk.run(AddPhrase(text="太晚了"))
