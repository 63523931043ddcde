"""The restore drill: a scratch store made of a backup is the shop to the row, and the store of before is kept."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import apsw
import pytest

from tests.desk.builders import START, Clock, Make
from tests.desk.soundness import assert_sound
from ticketdesk.desk import files
from ticketdesk.desk.commands.phrases import AddPhrase
from ticketdesk.desk.commands.tickets import CreateTicket
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.backup import place, shelf
from ticketdesk.store.backup.place import intent_path
from ticketdesk.store.backup.restore import restore
from ticketdesk.store.backup.shelf import Shelf
from ticketdesk.store.backup.take import Watch, backup
from ticketdesk.store.compare import digest
from ticketdesk.store.files import FileStore
from ticketdesk.store.ladder.look import repair_at_start
from ticketdesk.store.migrations import MIGRATIONS
from ticketdesk.store.queries import agents
from ticketdesk.store.queries.verify import verify
from ticketdesk.store.store import Store

NOW = START + 10**9
OLD = Path(__file__).parents[1] / "data" / "store_0001.db.gz"


@pytest.fixture
def shop(desk: Desk, make: Make) -> Desk:
    make.imported(30)
    make.ticket(conversation_id=make.transcript().conversation_id)
    picture = files.keep(desk.store, b"\x89PNG" + bytes(2_000), "图.png", "image/png", width=1, height=1)
    desk.run(CreateTicket(type="exchange", title="图", pictures=(picture,)))
    return desk


def drilled(source: Path, target: Path) -> Store:
    """Restore into scratch, verify as the command line does, and open it."""
    restore(source, target, now=NOW)
    assert verify(target, FileStore(target.with_name("files"))) == []
    return Store(target)


@pytest.mark.parametrize("where", ["saved", "shelf"])
def test_a_drill_gives_the_shop_to_the_row(shop: Desk, tmp_path: Path, where: str) -> None:
    if where == "saved":
        source = backup(shop.store.path, tmp_path / "a.zip", now=NOW, reason="saved").path
    else:
        source = Shelf(shop.store.path).add(now=NOW, reason="automatic").path
    store = drilled(source, tmp_path / "scratch" / "ticketdesk.db")
    assert digest(store.reader) == digest(shop.store.reader)
    assert_sound(store, "亚麻", "尺码")
    picture = store.reader.rows("SELECT sha256 FROM attachment")[0][0]
    assert store.files.read(picture) == shop.store.files.read(picture)
    again = Desk(store, Clock(NOW), agents.owner_id(store.reader))
    assert again.undo().result().act_id, "what was done before can be taken back after"
    store.close()


def test_the_store_of_before_is_kept_and_numbers_go_on(shop: Desk) -> None:
    path = shop.store.path
    source = Shelf(path).add(now=NOW, reason="automatic").path
    for n in range(3):
        shop.run(CreateTicket(type="exchange", title=f"后来 {n}"))
    last = shop.store.reader.rows("SELECT MAX(n) FROM number_seq")[0][0]
    shop.store.close()
    before = path.read_bytes()
    done = restore(source, path, now=NOW)
    assert done.kept is not None and (Path(done.kept) / path.name).read_bytes() == before
    assert [each.manifest.reason for each in Shelf(path).listed() if each.manifest] == ["restore", "automatic"]
    store = Store(path)
    assert store.reader.rows("SELECT COUNT(*) FROM ticket WHERE title LIKE '后来%'") == [(0,)]
    assert store.reader.rows("SELECT MAX(n) FROM number_seq")[0][0] == last, "no number is given out twice"
    assert store.reader.rows("SELECT command FROM act ORDER BY id DESC LIMIT 1") == [("RestoreBackup",)]
    store.close()
    assert verify(path, FileStore(path.with_name("files"))) == [], "the newer backups are of another course of things"
    # And forth again: nothing was lost by going back.
    restore(Shelf(path).listed()[0].path, path, now=NOW + 1)
    store = Store(path)
    assert store.reader.rows("SELECT COUNT(*) FROM ticket WHERE title LIKE '后来%'") == [(3,)]
    store.close()


def test_what_a_killed_restore_left_half_made_goes_with_the_next_one(shop: Desk, tmp_path: Path) -> None:
    source = backup(shop.store.path, tmp_path / "a.zip", now=NOW, reason="saved").path
    target = tmp_path / "scratch" / "ticketdesk.db"
    left, other = (target.with_name(name) for name in (".ticketdesk.db.4711.new", ".other.db.4711.new"))
    for folder in (left, other):
        folder.mkdir(parents=True)
        (folder / "half.db").write_bytes(bytes(1_000))
    restore(source, target, now=NOW)
    assert other.exists() and not left.exists()


def test_an_open_store_is_not_restored_over(shop: Desk, tmp_path: Path) -> None:
    source = backup(shop.store.path, tmp_path / "a.zip", now=NOW, reason="saved").path
    with pytest.raises(DeskError) as caught:
        restore(source, shop.store.path, now=NOW)
    assert caught.value.key == "store_in_use"


def test_cancelling_leaves_the_store_as_it_was(shop: Desk, tmp_path: Path) -> None:
    path = shop.store.path
    source = backup(path, tmp_path / "a.zip", now=NOW, reason="saved").path
    shop.store.close()
    before = path.read_bytes()
    for after in (1, 4, 12, 20):
        asked = 0

        def cancelled(after: int = after) -> bool:
            nonlocal asked
            asked += 1
            return asked > after

        with pytest.raises(DeskError) as caught:
            restore(source, path, now=NOW, watch=Watch(cancelled=cancelled))
        assert caught.value.key == "cancelled"
        assert path.read_bytes() == before
        assert [each.name for each in path.parent.iterdir() if each.name.startswith(".")] == []


class Died(Exception):
    """The program would be gone here."""


@pytest.mark.parametrize("at", ["before the log goes", "before the rename", "before the intent goes"])
def test_dying_while_replacing_loses_neither(
    shop: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    path = shop.store.path
    source = backup(path, tmp_path / "a.zip", now=NOW, reason="saved").path
    shop.run(AddPhrase(code="x", text="话"))
    shop.store.close()
    wanted = digest(drilled(source, tmp_path / "wanted" / "ticketdesk.db").reader)
    folder, steps = path.parent, {"before the log goes": 0, "before the rename": 1, "before the intent goes": 2}[at]
    count = 0

    def dying(target: Path) -> None:
        nonlocal count
        if target == folder and intent_path(path).exists():
            if count == steps:
                raise Died
            count += 1

    monkeypatch.setattr(place, "sync_folder", dying)
    monkeypatch.setattr("ticketdesk.store.backup.restore.shutil.rmtree", lambda *_args, **_more: None)
    with pytest.raises(Died):
        restore(source, path, now=NOW)
    monkeypatch.undo()
    assert not repair_at_start(path).damaged
    store = Store(path)
    assert digest(store.reader) == wanted
    store.close()


@pytest.mark.skipif(not OLD.exists(), reason="no store of an older version is here")
def test_an_older_store_is_backed_up_verified_before_it_is_migrated(tmp_path: Path) -> None:
    path = tmp_path / "ticketdesk.db"
    path.write_bytes(gzip.decompress(OLD.read_bytes()))
    before = apsw.Connection(str(path))
    rows = before.execute("SELECT COUNT(*) FROM message").fetchone()[0]
    before.close()
    Store(path).close()
    [kept] = Shelf(path).listed()
    assert kept.manifest is not None
    assert (kept.manifest.reason, kept.manifest.schema) == ("migration", 1)
    # And a backup of an older version comes back as the newest.
    target = tmp_path / "scratch" / "ticketdesk.db"
    restore(kept.path, target, now=NOW)
    # The sample of an older version comes without its pictures.
    assert {each.kind for each in verify(target, FileStore(target.with_name("files")))} <= {"file_missing"}
    store = Store(target)
    assert store.reader.rows("PRAGMA user_version") == [(len(MIGRATIONS),)]
    assert store.reader.rows("SELECT COUNT(*) FROM message") == [(rows,)]
    assert_sound(store)
    store.close()


@pytest.mark.skipif(not OLD.exists(), reason="no store of an older version is here")
def test_without_a_verified_backup_nothing_is_migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ticketdesk.db"
    path.write_bytes(gzip.decompress(OLD.read_bytes()))
    before = path.read_bytes()

    class Full:
        def __init__(self, _store: Path) -> None:
            pass

        def add(self, **_more: object) -> None:
            raise DeskError("backup_no_room", path=str(path), needed=9, free=1)

    monkeypatch.setattr(shelf, "Shelf", Full)
    with pytest.raises(DeskError) as caught:
        Store(path)
    assert caught.value.key == "backup_no_room"
    assert path.read_bytes() == before


def test_a_new_store_needs_no_backup(tmp_path: Path) -> None:
    Store(tmp_path / "ticketdesk.db").close()
    assert not (tmp_path / "backups").exists()
    assert os.listdir(tmp_path) != []
