"""A backup from a stranger plants nothing: every trick is refused in one sentence, and nothing is written."""

from __future__ import annotations

import hashlib
import json
import shutil
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import apsw
import pytest

from tests.desk.builders import START, Make
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.backup.check import check
from ticketdesk.store.backup.restore import restore
from ticketdesk.store.backup.take import backup
from ticketdesk.store.store import Store
from ticketdesk.words.errors import sentence

NOW = START + 10**9
Parts = dict[str, bytes]


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    """What a good backup holds."""
    from tests.desk.builders import Clock, open_shop

    folder = tmp_path_factory.mktemp("good")
    store = Store(folder / "live" / "ticketdesk.db")
    desk = Desk(store, Clock())
    open_shop(desk)
    Make(desk, folder, Clock()).imported(5)
    taken = backup(store.path, folder / "good.zip", now=NOW, reason="saved")
    store.close()
    with zipfile.ZipFile(taken.path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(path: Path, parts: Parts, method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def manifest(parts: Parts, **changes: Any) -> Parts:
    return {**parts, "manifest.json": json.dumps({**json.loads(parts["manifest.json"]), **changes}).encode()}


def with_database(parts: Parts, folder: Path, *statements: str) -> Parts:
    """Change the database and let the manifest say the right size and SHA-256 of it, as a forger would."""
    file = folder / "forged.db"
    file.write_bytes(parts["ticketdesk.db"])
    connection = apsw.Connection(str(file))
    connection.execute("PRAGMA journal_mode = delete").fetchall()
    for sql in statements:
        connection.execute(sql).fetchall()
    connection.close()
    content = file.read_bytes()
    said = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return manifest({**parts, "ticketdesk.db": content}, database=said)


def refused(path: Path, tmp_path: Path) -> str:
    """Restore ``path`` into a new folder: refused with a sentence, nothing made; the key is returned."""
    target = tmp_path / "target"
    target.mkdir()
    with pytest.raises(DeskError) as caught:
        restore(path, target / "ticketdesk.db", now=NOW)
    assert sentence(caught.value)
    assert [each.name for each in target.iterdir() if not each.name.endswith(".lock")] == []
    return caught.value.key


def test_control_the_untouched_parts_are_restored(parts: Parts, tmp_path: Path) -> None:
    path = packed(tmp_path / "good.zip", parts)
    assert restore(path, tmp_path / "new" / "ticketdesk.db", now=NOW).rows > 5


@pytest.mark.parametrize(
    "name",
    ["../evil.db", "/etc/cron.d/evil", "C:\\evil.db", "files/../../evil", "files/ab/cd", "ticketdesk.db/x", "evil.exe",
     "files/ab/" + "AB" * 32, "files/cd/ab" + "0" * 62],
)  # fmt: skip
def test_a_name_that_no_backup_has_is_refused(parts: Parts, tmp_path: Path, name: str) -> None:
    assert refused(packed(tmp_path / "a.zip", {**parts, name: b"evil"}), tmp_path) == "backup_unsafe"
    assert not (tmp_path / "evil.db").exists()


def test_a_file_that_the_manifest_does_not_name_is_refused(parts: Parts, tmp_path: Path) -> None:
    sha256 = hashlib.sha256(b"evil").hexdigest()
    path = packed(tmp_path / "a.zip", {**parts, f"files/{sha256[:2]}/{sha256}": b"evil"})
    assert refused(path, tmp_path) == "backup_unsafe"


def test_a_bomb_is_refused_unopened(parts: Parts, tmp_path: Path) -> None:
    """Compressed entries are never read, so nothing can grow; entries that overlap are refused."""
    path = packed(tmp_path / "a.zip", {**parts, "ticketdesk.db": bytes(200 << 20)}, zipfile.ZIP_DEFLATED)
    assert path.stat().st_size < 1 << 20
    assert refused(path, tmp_path) == "backup_unsafe"


def test_entries_that_overlap_are_refused(parts: Parts, tmp_path: Path) -> None:
    sha256 = hashlib.sha256(b"x" * 50).hexdigest()
    twin = f"files/{sha256[:2]}/{sha256}"
    path = packed(tmp_path / "a.zip", {**parts, twin: b"x" * 50})
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        first = archive.getinfo("manifest.json")
        place = content.rfind(twin.encode()) - 46  # its entry in the directory
    content[place + 42 : place + 46] = struct.pack("<I", first.header_offset)
    path.write_bytes(content)
    assert refused(path, tmp_path) in ("backup_unsafe", "backup_cut")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_twice_is_refused(parts: Parts, tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", parts)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("ticketdesk.db", b"evil")
    assert refused(path, tmp_path) == "backup_unsafe"


def hostile() -> Iterator[tuple[str, Callable[[Parts], Parts], str]]:
    def is_json(value: object) -> Callable[[Parts], Parts]:
        return lambda parts: {**parts, "manifest.json": json.dumps(value).encode()}

    yield "no json", lambda parts: {**parts, "manifest.json": b"{"}, "backup_not_ours"
    yield "a list", is_json([]), "backup_not_ours"
    yield "another program", lambda parts: manifest(parts, application="x"), "backup_not_ours"
    yield "deep", lambda parts: {**parts, "manifest.json": b"[" * 100_000}, "backup_not_ours"
    yield "newer", lambda parts: manifest(parts, format=2), "backup_newer"
    yield "no tables", lambda parts: manifest(parts, tables={}), "backup_changed"
    yield "a size of text", lambda parts: manifest(parts, database={"size": "1", "sha256": "0" * 64}), "backup_changed"
    yield "a hash of paths", lambda parts: manifest(parts, files=[["../../x", 1, True]]), "backup_changed"
    yield "a huge count", lambda parts: manifest(parts, made_at=1 << 70), "backup_changed"
    yield "a part that is not there", lambda parts: manifest(parts, files=[["0" * 64, 3, True]]), "backup_missing"
    yield "no database", lambda parts: {"manifest.json": parts["manifest.json"]}, "backup_not_ours"
    yield "no manifest", lambda parts: {"ticketdesk.db": parts["ticketdesk.db"]}, "backup_not_ours"


@pytest.mark.parametrize(("change", "key"), [each[1:] for each in hostile()], ids=[each[0] for each in hostile()])
def test_a_hostile_manifest_is_refused(
    parts: Parts, tmp_path: Path, change: Callable[[Parts], Parts], key: str
) -> None:
    assert refused(packed(tmp_path / "a.zip", change(parts)), tmp_path) == key


def test_a_byte_changed_anywhere_is_found(parts: Parts, tmp_path: Path) -> None:
    good = packed(tmp_path / "a.zip", parts).read_bytes()
    size = len(parts["ticketdesk.db"])
    for at in (200, size // 3, size // 2, size - 100):
        changed = bytearray(good)
        changed[at + 60] ^= 1
        path = tmp_path / f"{at}.zip"
        path.write_bytes(changed)
        with pytest.raises(DeskError) as caught:
            check(path)
        assert caught.value.key in ("backup_changed", "backup_unsafe")


def test_a_cut_file_and_another_file_are_told_apart(parts: Parts, tmp_path: Path) -> None:
    good = packed(tmp_path / "a.zip", parts).read_bytes()
    cut, other = tmp_path / "cut.zip", tmp_path / "other.zip"
    cut.write_bytes(good[: len(good) // 2])
    other.write_bytes(b"%PDF-1.7")
    for path, key in ((cut, "backup_cut"), (other, "backup_not_ours"), (tmp_path / "none.zip", "store_cannot_open")):
        with pytest.raises(DeskError) as caught:
            check(path)
        assert caught.value.key == key


@pytest.mark.parametrize(
    ("statements", "key"),
    [
        (["CREATE VIEW evil AS SELECT 1"], "backup_schema"),
        (["CREATE TABLE evil(a)"], "backup_schema"),
        (["DROP INDEX message_outbox"], "backup_schema"),
        (["ALTER TABLE phrase ADD COLUMN evil TEXT GENERATED ALWAYS AS (code) VIRTUAL"], "backup_schema"),
        (["PRAGMA application_id = 7"], "backup_not_ours"),
        (["PRAGMA user_version = 99"], "backup_newer"),
        (["DELETE FROM seal WHERE id > 1"], "backup_changed"),
    ],
    ids=["a view", "a table", "an index less", "a generated column", "another program", "a newer one", "rows"],
)
def test_a_forged_database_is_refused(parts: Parts, tmp_path: Path, statements: list[str], key: str) -> None:
    path = packed(tmp_path / "a.zip", with_database(parts, tmp_path, *statements))
    assert refused(path, tmp_path) == key


def test_a_planted_trigger_never_arrives(parts: Parts, tmp_path: Path) -> None:
    """A trigger changes no row, so every digest still fits: it must simply not be taken along."""
    evil = "CREATE TRIGGER evil AFTER INSERT ON phrase BEGIN UPDATE shop SET name = 'owned'; END"
    path = packed(tmp_path / "a.zip", with_database(parts, tmp_path, evil))
    target = tmp_path / "new" / "ticketdesk.db"
    restore(path, target, now=NOW)
    store = Store(target)
    names = {name for (name,) in store.reader.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'")}
    store.close()
    fresh = Store(tmp_path / "fresh" / "ticketdesk.db")
    assert names == {name for (name,) in fresh.reader.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'")}
    fresh.close()


def test_control_copied_as_a_file_the_trigger_would_have_come(parts: Parts, tmp_path: Path) -> None:
    evil = "CREATE TRIGGER evil AFTER INSERT ON phrase BEGIN UPDATE shop SET name = 'owned'; END"
    forged = with_database(parts, tmp_path, evil)
    target = tmp_path / "plain" / "ticketdesk.db"
    target.parent.mkdir()
    target.write_bytes(forged["ticketdesk.db"])
    store = Store(target)
    assert store.reader.rows("SELECT 1 FROM sqlite_schema WHERE name = 'evil'") == [(1,)]
    store.close()
    shutil.rmtree(target.parent)
