"""Where the shop lives: moved whole and checked, found again, and never replaced by an empty one."""

from __future__ import annotations

import shutil

import pytest

from tests.desk.builders import Make
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.store import home, moving
from ticketdesk.store.compare import digest
from ticketdesk.store.home import NOTE, place_of, usual_store
from ticketdesk.store.moving import check_target, move
from ticketdesk.store.reader import Reader
from ticketdesk.store.store import STORE_NAME

NOW = 1_795_242_368_000


@pytest.fixture
def closed(desk: Desk, make: Make):
    """A closed shop with something in it: its file, and what is in it."""
    make.transcript("林", "在吗")
    desk.store.files.keep(b"picture")
    held = digest(desk.store.reader)
    desk.store.close()
    return desk.store.path, held


def content(path):
    reader = Reader(path)
    try:
        return digest(reader)
    finally:
        reader.close()


def test_a_moved_shop_is_whole_and_found_again(closed, tmp_path):
    store, held = closed
    usual, folder = tmp_path / "usual", tmp_path / "别处 with blanks"
    told = move(store, folder, usual, now=NOW)
    assert told.rows > 0 and not (folder / ".moving.zip").exists()
    assert usual_store(usual) == folder / STORE_NAME == place_of(None, usual) == place_of(usual, tmp_path)
    assert content(folder / STORE_NAME) == held == content(store)


def test_without_a_note_the_usual_folder_is_meant(tmp_path):
    assert usual_store(tmp_path) == tmp_path / STORE_NAME
    assert place_of(tmp_path / "shop.db", tmp_path) == tmp_path / "shop.db"
    assert place_of(tmp_path / "new", tmp_path) == tmp_path / "new" / STORE_NAME


def test_a_drive_that_is_not_there_never_opens_an_empty_shop(closed, tmp_path):
    store, _held = closed
    usual, folder = tmp_path / "usual", tmp_path / "drive"
    move(store, folder, usual, now=NOW)
    shutil.rmtree(folder)
    with pytest.raises(DeskError) as caught:
        usual_store(usual)
    assert caught.value.key == "store_moved" and not folder.exists()


@pytest.mark.parametrize("note", ["", "relative/folder", "\x00", "/no/such/folder"])
def test_a_spoilt_note_is_refused(tmp_path, note):
    (tmp_path / NOTE).write_text(note, encoding="utf-8")
    with pytest.raises(DeskError) as caught:
        usual_store(tmp_path)
    assert caught.value.key == "store_moved"


def test_only_an_empty_folder_outside_is_taken(closed, tmp_path):
    store, held = closed
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").write_text("mine")
    with pytest.raises(DeskError) as caught:
        check_target(store, full)
    assert caught.value.key == "folder_not_empty"
    with pytest.raises(DeskError) as caught:
        move(store, store.parent / "inside", tmp_path / "usual", now=NOW)
    assert caught.value.key == "folder_inside"
    assert (full / "mine.txt").read_text() == "mine" and content(store) == held


def test_a_move_that_breaks_off_leaves_the_shop_where_it_was(closed, tmp_path, monkeypatch):
    store, held = closed
    usual = tmp_path / "usual"

    def broken(*_arguments, **_named):
        raise DeskError("disk_full", path="x")

    monkeypatch.setattr(moving, "restore", broken)
    with pytest.raises(DeskError):
        move(store, tmp_path / "new", usual, now=NOW)
    assert not (usual / home.NOTE).exists() and not list((tmp_path / "new").iterdir())
    assert content(store) == held
