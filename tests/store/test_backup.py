"""Backups: one whole moment of the shop, verified before it counts; the shelf keeps what retention says."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import threading
import zipfile
from pathlib import Path
from typing import Any

import apsw
import pytest

from tests.desk.builders import START, Make
from tests.desk.soundness import connection_of
from ticketdesk.desk import files
from ticketdesk.desk.commands.phrases import AddPhrase
from ticketdesk.desk.commands.tickets import CreateTicket
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.backup import take
from ticketdesk.store.backup.check import check, files_gone
from ticketdesk.store.backup.reading import Archive
from ticketdesk.store.backup.shelf import Shelf
from ticketdesk.store.backup.take import Watch, backup
from ticketdesk.store.queries.verify import verify
from ticketdesk.store.store import Store

NOW = START + 10**9


@pytest.fixture
def shop(desk: Desk, make: Make) -> Desk:
    """Orders, a conversation, a ticket with a picture."""
    make.imported(20)
    talk = make.transcript().conversation_id
    make.ticket(conversation_id=talk)
    return desk


def keep_picture(desk: Desk) -> str:
    """Keep a file and name it in the store, as a reply with a picture does."""
    kept = files.keep(desk.store, b"\x89PNG" + bytes(2_000), "图.png", "image/png", width=1, height=1)
    desk.run(CreateTicket(type="exchange", title="图", pictures=(kept,)))
    return kept.sha256


def test_a_backup_is_a_plain_zip_with_what_it_says(shop: Desk, tmp_path: Path) -> None:
    sha256 = keep_picture(shop)
    taken = backup(shop.store.path, tmp_path / "a.zip", now=NOW, reason="saved")
    with zipfile.ZipFile(taken.path) as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == {"ticketdesk.db", "manifest.json", f"files/{sha256[:2]}/{sha256}"}
        said = json.loads(archive.read("manifest.json"))
        assert said["database"]["sha256"] == hashlib.sha256(archive.read("ticketdesk.db")).hexdigest()
        archive.extract("ticketdesk.db", tmp_path / "out")
    connection = apsw.Connection(str(tmp_path / "out" / "ticketdesk.db"))
    for table, mark in taken.manifest.tables.items():
        assert connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] == mark.rows
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
    assert taken.files_missing == 0
    assert check(taken.path) == taken.manifest


def test_a_folder_that_is_a_link_holds_backups_too(shop: Desk, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    taken = backup(shop.store.path, tmp_path / "link" / "a.zip", now=NOW, reason="saved")
    assert check(taken.path) == taken.manifest
    assert [each.name for each in (tmp_path / "elsewhere").iterdir()] == ["a.zip"]


def test_it_is_one_moment_while_others_write(shop: Desk, tmp_path: Path) -> None:
    """Acts go on beside it; the copy holds some first part of them and nothing half."""
    stop = threading.Event()
    written: list[int] = []

    def write() -> None:
        while not stop.is_set():
            done = shop.run(AddPhrase(code=f"k{len(written)}", text="话" * 200))
            written.append(done.act_id or 0)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        taken = [backup(shop.store.path, tmp_path / f"{n}.zip", now=NOW, reason="saved") for n in range(3)]
    finally:
        stop.set()
        thread.join()
    counts = [each.manifest.tables["phrase"].rows for each in taken]
    assert counts == sorted(counts) and counts[-1] <= len(written)
    for each in taken:
        assert check(each.path) == each.manifest


def test_nothing_is_written_beside_the_store(shop: Desk, tmp_path: Path) -> None:
    before = {path for path in shop.store.path.parent.rglob("*")}
    backup(shop.store.path, tmp_path / "a.zip", now=NOW, reason="saved")
    assert {path for path in shop.store.path.parent.rglob("*")} == before


def test_a_file_that_is_there_stays(shop: Desk, tmp_path: Path) -> None:
    target = tmp_path / "a.zip"
    target.write_bytes(b"mine")
    with pytest.raises(DeskError) as caught:
        backup(shop.store.path, target, now=NOW, reason="saved")
    assert (caught.value.key, target.read_bytes()) == ("backup_exists", b"mine")
    backup(shop.store.path, target, now=NOW, reason="saved", overwrite=True)
    assert check(target).rows


@pytest.mark.parametrize("after", [0, 1, 3])
def test_cancelling_leaves_nothing_behind(shop: Desk, tmp_path: Path, after: int) -> None:
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > after

    with pytest.raises(DeskError) as caught:
        backup(shop.store.path, tmp_path / "b" / "a.zip", now=NOW, reason="saved", watch=Watch(cancelled=cancelled))
    assert caught.value.key == "cancelled"
    assert list((tmp_path / "b").iterdir()) == []


def test_a_disk_without_room_is_said_before_anything_is_written(
    shop: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(take.shutil, "disk_usage", lambda path: usage._replace(free=1 << 20))
    with pytest.raises(DeskError) as caught:
        backup(shop.store.path, tmp_path / "b" / "a.zip", now=NOW, reason="saved")
    assert caught.value.key == "backup_no_room"
    assert list((tmp_path / "b").iterdir()) == []


def test_a_disk_that_fills_up_in_the_middle_leaves_the_older_ones(shop: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf(shop.store.path)
    shelf.add(now=NOW, reason="automatic")
    before = {path: path.read_bytes() for path in shelf.folder.glob("*.zip")}
    shop.run(AddPhrase(code="x", text="话"))

    def full(*_args: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(take.os, "replace", full)
    with pytest.raises(DeskError) as caught:
        shelf.add(now=NOW + 1, reason="automatic")
    assert caught.value.key == "disk_full"
    assert {path: path.read_bytes() for path in shelf.folder.iterdir() if path.is_file()} == before


def test_a_damaged_store_gives_no_backup_and_the_older_ones_stay(shop: Desk) -> None:
    path = shop.store.path
    shelf = Shelf(path)
    shelf.add(now=NOW, reason="automatic")
    shop.store.close()
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 4096 // 2 * 4096)
        file.write(os.urandom(4096))
    with pytest.raises(DeskError) as caught:
        shelf.add(now=NOW + 1, reason="automatic")
    assert caught.value.key in ("backup_unsound", "store_damaged")
    assert len(shelf.listed()) == 1
    check(shelf.listed()[0].path)


def test_the_shelf_numbers_keeps_and_lets_go(shop: Desk) -> None:
    shelf = Shelf(shop.store.path)
    sha256 = keep_picture(shop)
    for n in range(6):
        shelf.add(now=NOW + n * 60_000, reason="automatic")
    assert [each.number for each in shelf.listed()] == [6, 5, 4], "of one day the three newest stay"
    assert shelf.pool.path_of(sha256).is_file()
    assert files_gone(shelf.listed()[0].manifest, shelf.pool) == 0  # type: ignore[arg-type]
    stranger = shelf.folder / "my own.zip"
    stranger.write_bytes(b"x")
    (shelf.folder / ".000007-20261118-1200-automatic.zip.99.partial").write_bytes(b"x")
    shelf.add(now=NOW + 86_400_000, reason="manual")
    assert stranger.exists() and not list(shelf.folder.glob(".*.partial"))
    assert [each.number for each in shelf.listed()] == [7, 6, 5]


def test_a_backup_that_cannot_be_read_takes_nobodys_place(shop: Desk) -> None:
    shelf = Shelf(shop.store.path)
    for n in range(3):
        shelf.add(now=NOW + n * 60_000, reason="automatic")
    shelf.listed()[0].path.write_bytes(b"PK")
    shelf.add(now=NOW + 300_000, reason="automatic")
    assert [(each.number, each.manifest is not None) for each in shelf.listed()] == [
        (4, True), (3, False), (2, True), (1, True),
    ]  # fmt: skip


def test_a_picture_that_is_gone_is_counted_not_hidden(shop: Desk, tmp_path: Path) -> None:
    sha256 = keep_picture(shop)
    shop.store.files.path_of(sha256).write_bytes(b"other")
    taken = backup(shop.store.path, tmp_path / "a.zip", now=NOW, reason="saved")
    assert (taken.files_missing, taken.manifest.files) == (1, ())
    shop.store.files.path_of(sha256).unlink()
    assert backup(shop.store.path, tmp_path / "b.zip", now=NOW, reason="saved").files_missing == 1


def test_a_cut_journal_is_found_by_the_newest_backup(shop: Desk) -> None:
    path = shop.store.path
    Shelf(path).add(now=NOW, reason="automatic")
    shop.store.close()
    connection = apsw.Connection(str(path))
    for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}").fetchall()
    newest = connection.execute("SELECT MAX(id) FROM act").fetchone()[0]
    connection.execute("PRAGMA foreign_keys = 0").fetchall()
    for sql in ("DELETE FROM seal WHERE act = ?", "DELETE FROM change WHERE act = ?", "DELETE FROM act WHERE id = ?"):
        connection.execute(sql, (newest,)).fetchall()
    connection.close()
    kinds = {finding.kind for finding in verify(path, Store(path).files)}
    assert "tail" in kinds


def test_every_reason_is_known_to_the_manifest(shop: Desk, tmp_path: Path) -> None:
    for reason in ("manual", "automatic", "import", "migration", "restore", "saved"):
        taken = backup(shop.store.path, tmp_path / f"{reason}.zip", now=NOW, reason=reason)
        assert Archive(taken.path).manifest.reason == reason


def test_control_a_changed_row_is_found(shop: Desk, tmp_path: Path) -> None:
    """The digests are over the rows: without them a changed text would pass."""
    first = backup(shop.store.path, tmp_path / "a.zip", now=NOW, reason="saved").manifest
    shop.run(AddPhrase(code="x", text="话"))
    second = backup(shop.store.path, tmp_path / "b.zip", now=NOW, reason="saved").manifest
    changed = {table for table, mark in second.tables.items() if mark != first.tables[table]}
    assert {"phrase", "act", "change"} <= changed
    assert "message" not in changed
    assert connection_of(shop.store.reader)
