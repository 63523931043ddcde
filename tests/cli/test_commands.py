"""search, export, verify, stats, undo and the arguments: their output, exit codes, and a store that is held."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import apsw
import pytest

from ticketdesk import cli
from ticketdesk.cli.arguments import language_of
from ticketdesk.cli.opening import store_path
from ticketdesk.cli.output import plain
from ticketdesk.store.files import FileStore
from ticketdesk.store.queries.verify import verify
from ticketdesk.store.store import STORE_NAME, Store

OLDEST = Path(__file__).parents[1] / "data" / "store_0001.db.gz"


@pytest.fixture
def filled(run, orders_csv, transcript, twins):
    run("import", orders_csv, transcript, twins / "phrases_utf8bom.csv")
    return run


def test_search_lists_hits_of_each_kind(filled):
    found = filled("search", "大白", "--json").json
    assert set(found) == {"messages", "orders", "tickets", "buyers", "remarks"}
    (buyer,), (order,) = found["buyers"], found["orders"]
    assert buyer["title"] == "大白" and buyer["at"] is None
    assert order["title"] == "4055670462648394833" and order["at"] == "2026-02-28T15:00:58+08:00"
    assert set(order) == {"id", "place", "title", "text", "at"}
    assert "4055670462648394833" in filled("search", "大白").out
    assert [hit["title"] for hit in filled("search", "4833", "--json").json["orders"]] == ["4055670462648394833"]


def test_search_counts(filled):
    counts = filled("search", "不要", "中通", "--count", "--json").json
    assert counts == {"messages": 0, "orders": 0, "tickets": 0, "buyers": 0, "remarks": 1}
    assert filled("search", "不要中通", "--count", "--kind", "remarks", "--json").json == {"remarks": 1}
    assert "Remarks: 1" in filled("search", "不要中通", "--count").out


def test_search_may_find_nothing_or_ask_nothing(filled):
    nothing = filled("search", "没有这样的词")
    assert (nothing.code, nothing.out) == (0, "Nothing found.\n")
    assert filled("search", "！？").code == 0
    assert filled("search", '"*', "--count", "--json").json["messages"] == 0


def test_search_without_a_store(run, store):
    done = run("search", "大白", "--json")
    assert done.code == 2 and done.json["key"] == "store_missing" and "There is no store" in done.err
    assert not store.exists()


def test_a_hit_cannot_drive_the_terminal():
    assert plain("a\x1b[31mb\r\nc\u202ed") == "a [31mb  cd"


@pytest.mark.parametrize("kind", ["orders", "tickets", "messages", "buyers", "phrases"])
@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl"])
def test_exports_write_and_leave_an_act(filled, store, tmp_path, kind, ending):
    before = filled("stats", "--json").json["acts"]
    target = tmp_path / f"出.{ending}"
    done = filled("export", kind, "--to", target, "--json")
    assert done.code == 0 and done.json["file"] == str(target) and target.stat().st_size >= 0
    counts = filled("stats", "--json").json
    table = {"tickets": "ticket", "messages": "message", "buyers": "buyer", "phrases": "phrase"}.get(kind, kind)
    assert done.json["rows"] == counts["rows"][table] and counts["acts"] == before + 1
    if ending == "jsonl":
        assert len(target.read_text(encoding="utf-8").splitlines()) == done.json["rows"]


def test_the_act_says_what_was_taken_out_and_is_not_undone(filled, store, tmp_path):
    filled("export", "buyers", "--to", tmp_path / "b.csv")
    with apsw.Connection(str(store / STORE_NAME), flags=apsw.SQLITE_OPEN_READONLY) as connection:
        command, args, undoable = connection.execute(
            "SELECT command, args, undoable FROM act ORDER BY id DESC LIMIT 1"
        ).fetchone()
    connection.close()
    assert (command, json.loads(args), undoable) == ("RecordExport", {"kind": "buyers", "rows": 3, "whole": True}, 0)
    assert filled("undo", "--json").json["undone"] == "ImportPhrases"


@pytest.mark.parametrize("target", ["x.pdf", "none/x.csv"])
def test_an_export_that_cannot_be_leaves_no_act(filled, tmp_path, target):
    before = filled("stats", "--json").json["acts"]
    done = filled("export", "orders", "--to", tmp_path / target)
    assert done.code == 2 and done.err.count("\n") == 1
    assert filled("stats", "--json").json["acts"] == before


def test_export_without_a_store(run, store, tmp_path):
    assert run("export", "orders", "--to", tmp_path / "x.csv").code == 2
    assert not store.exists()


def test_a_sound_store(filled):
    done = filled("verify", "--json")
    assert (done.code, done.json) == (0, {"sound": True, "findings": []})
    assert filled("verify").out == "The store is sound.\n"


def damage(store, *statements):
    """Change the store behind the program's back, journal triggers and all out of the way."""
    connection = apsw.Connection(str(store / STORE_NAME))
    for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("kind", "statement"),
    [
        ("counter", "UPDATE counter SET n = n + 1 WHERE name = 'orders.all'"),
        ("search", "DELETE FROM fts_buyer WHERE rowid = (SELECT MIN(id) FROM buyer)"),
        ("journal", "UPDATE act SET args = '{}' WHERE command = 'ImportOrders'"),
        ("foreign_key", "UPDATE order_line SET order_id = 7"),
        ("foreign_key", "UPDATE orders SET buyer_id = 7 WHERE id = (SELECT MIN(id) FROM orders)"),
    ],
)
def test_verify_finds_what_was_damaged(filled, store, twins, kind, statement):
    filled("import", twins / "detail_18.csv")
    damage(store, statement)
    done = filled("verify", "--json")
    assert done.code == 1
    assert {finding["kind"] for finding in done.json["findings"]} == {kind}
    assert all(finding["sentence"] for finding in done.json["findings"])


def test_an_open_act_of_nobody_is_a_finding_of_the_store(filled, store):
    damage(store, "UPDATE act SET state = 'open' WHERE command = 'ImportOrders'")
    found = verify(store / STORE_NAME, FileStore(store / "files"), lambda _step: None)
    assert {finding.kind for finding in found} == {"open_act", "journal"}  # nor does its seal say so


def test_verify_finds_attachments_that_are_gone_or_changed(filled, store):
    digests = [hashlib.sha256(content).hexdigest() for content in (b"one", b"two", b"three")]
    columns = "id, sha256, name, media_type, size, width, height, created_at"
    rows = [f"INSERT INTO attachment({columns}) VALUES ({n}, '{d}', 'p{n}.png', '', 3, 1, 1, 0)"
            for n, d in enumerate(digests, start=1)]  # fmt: skip
    damage(store, *rows)
    for digest, content in ((digests[0], b"one"), (digests[1], b"TWO")):
        path = store / "files" / digest[:2] / digest
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    done = filled("verify", "--json")
    assert {(finding["kind"], finding["what"]) for finding in done.json["findings"]} == {
        ("file_changed", "p2.png"), ("file_missing", "p3.png"),
    }  # fmt: skip


def test_verify_tells_of_pages_that_cannot_be_read(filled, store):
    file = store / STORE_NAME
    content = bytearray(file.read_bytes())
    for page in range(2, len(content) // 4096, 3):
        content[page * 4096 + 100 : page * 4096 + 400] = b"\xff" * 300
    file.write_bytes(content)
    done = filled("verify", "--json")
    assert done.code == 1, done.err
    assert "integrity" in {finding["kind"] for finding in done.json["findings"]}


def test_stats(filled, store):
    found = filled("stats", "--json").json
    assert found["rows"]["orders"] == 3 and found["rows"]["message"] == 3
    assert found["spans"]["messages"] == {"oldest": "2026-03-01T10:00:00+08:00", "newest": "2026-03-01T10:01:00+08:00"}
    assert found["store_bytes"] > 10_000 and found["acts"] == 4
    assert "orders: 3" in filled("stats").out


def test_a_window_holds_the_store(filled, store, orders_csv, tmp_path):
    window = Store(store / STORE_NAME)
    try:
        for command in (("search", "大白"), ("stats",), ("verify",)):
            assert filled(*command).code == 0
        for command in (("import", orders_csv), ("undo",), ("export", "orders", "--to", tmp_path / "x.csv")):
            done = filled(*command)
            assert done.code == 2 and "already has" in done.err and done.err.count("\n") == 1
        assert not (tmp_path / "x.csv").exists()
    finally:
        window.close()


@pytest.mark.parametrize("content", [b"PK\x03\x04 not a store" * 100, b"SQLite format 3\x00" + b"\x00" * 200])
def test_a_random_file_is_no_store(run, tmp_path, content):
    file = tmp_path / "something.db"
    file.write_bytes(content)
    for command in (("search", "x"), ("stats",), ("verify",), ("undo",)):
        done = run(*command, "--store", file)
        assert done.code == 2 and done.err.count("\n") == 1, done.err
    assert file.read_bytes() == content


def test_a_store_of_a_newer_version(filled, store):
    connection = apsw.Connection(str(store / STORE_NAME))
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    done = filled("search", "大白", "--json")
    assert done.code == 2 and done.json["key"] == "store_newer" and "99" in done.err


def test_a_store_of_an_older_version_is_not_read_and_not_changed(run, tmp_path):
    file = tmp_path / STORE_NAME
    file.write_bytes(gzip.decompress(OLDEST.read_bytes()))
    before = file.read_bytes()
    for command in (("search", "x"), ("stats",), ("verify",), ("tickets", "x")):
        done = run(*command, "--store", file, "--json")
        assert done.code == 2 and done.json["key"] == "store_older" and done.err.count("\n") == 1, done.err
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    "arguments",
    [["import"], ["search"], ["export", "orders"], ["export", "agents", "--to", "x.csv"],
     ["search", "x", "--kind", "y"], ["search", "x", "--limit", "0"], ["stats", "--lang", "xx"]],
)  # fmt: skip
def test_arguments_that_cannot_be_understood(arguments, capsys):
    assert cli.main(arguments) == 2
    assert "usage" in capsys.readouterr().err


def test_help_is_no_failure(capsys):
    assert cli.main(["import", "--help", "--lang=zh_CN"]) == 0
    assert "只预览" in capsys.readouterr().out


def test_a_bug_is_not_taken_for_problem_rows(run, store, orders_csv, monkeypatch):
    monkeypatch.setattr("ticketdesk.cli.importing.open_import", lambda file: 1 / 0)
    done = run("import", orders_csv)
    assert done.code == 2 and "ZeroDivisionError" in done.err


def test_where_the_store_is(tmp_path, monkeypatch):
    (tmp_path / "folder.db").mkdir()
    (tmp_path / "file").write_bytes(b"")
    assert store_path(str(tmp_path)) == tmp_path / STORE_NAME
    assert store_path(str(tmp_path / "new")) == tmp_path / "new" / STORE_NAME
    assert store_path(str(tmp_path / "new.db")) == tmp_path / "new.db"
    assert store_path(str(tmp_path / "folder.db")) == tmp_path / "folder.db" / STORE_NAME
    assert store_path(str(tmp_path / "file")) == tmp_path / "file"
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert store_path(None).name == STORE_NAME and "TicketDesk" in str(store_path(None))


@pytest.mark.parametrize(
    ("arguments", "system", "language"),
    [(["--lang", "zh_CN"], "en_US", "zh_CN"), (["--lang=en"], "zh_CN.UTF-8", "en"), ([], "zh_CN.UTF-8", "zh_CN"),
     ([], "de_DE", "en"), (["--lang"], "de_DE", "en")],
)  # fmt: skip
def test_the_language(arguments, system, language, monkeypatch):
    monkeypatch.setenv("LC_ALL", system)
    assert language_of(["search", *arguments]) == language
