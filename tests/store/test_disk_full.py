"""A full disk: it is named, nothing is half-written, and the next act after freeing works."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.builders import Make, big_list
from tests.desk.soundness import assert_sound
from ticketdesk.desk import bulk, files
from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.imports import BATCH, ImportOrders
from ticketdesk.desk.commands.talk import Heard, ReceiveTranscript
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.pictures import PICTURE_BYTES
from ticketdesk.store.compare import digest
from ticketdesk.store.queries.conversations import newest
from ticketdesk.store.store import Store


def fill_disk(store: Store, pages_left: int) -> None:
    """Let the file grow by so many pages and no more."""

    def limit() -> None:
        used = store.writer_rows.rows("PRAGMA page_count")[0][0]
        store.writer_rows.rows(f"PRAGMA max_page_count = {used + pages_left}")

    store.submit(limit, 0).result()


def make_room(store: Store) -> None:
    store.submit(lambda: store.writer_rows.rows("PRAGMA max_page_count = 1000000"), 0).result()


def long_talk(lines: int) -> ReceiveTranscript:
    said = tuple(Heard("in", "林", 1_795_000_000_000 + n * 1_000, f"第{n}句 " + "长" * 500) for n in range(lines))
    return ReceiveTranscript(buyer_nick="林", messages=said)


def test_an_act_that_does_not_fit_leaves_nothing_and_works_after_room_was_made(desk: Desk, make: Make) -> None:
    store = desk.store
    talk = make.transcript("林", "在吗").conversation_id
    before = digest(store.reader)
    fill_disk(store, 3)
    for _ in range(2):
        with pytest.raises(DeskError) as caught:
            desk.run(long_talk(200))
        assert caught.value.key == "disk_full"
        assert digest(store.reader) == before
    assert [row.text for row in newest(store.reader, talk)] == ["在吗"]  # reading goes on
    assert_sound(store, "在吗", "长")
    make_room(store)
    assert desk.run(long_talk(200)).result.added == 200
    desk.undo().result()
    assert digest(store.reader) == before
    assert_sound(store, "长")


@pytest.mark.parametrize("pages", [30, 150, 400])
def test_an_import_that_does_not_fit_is_taken_back(
    desk: Desk, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pages: int
) -> None:
    monkeypatch.setattr(bulk, "CHUNK", BATCH)
    store = desk.store
    before = digest(store.reader)
    file = str(big_list(tmp_path / "大.csv", 60 * BATCH))
    fill_disk(store, pages)
    with pytest.raises(DeskError) as caught:
        desk.run(ImportOrders(path=file))
    assert caught.value.key == "disk_full"
    make_room(store)
    make.transcript("路人")  # whatever the full disk left open is taken back before it
    desk.undo().result()
    assert digest(store.reader) == before
    assert_sound(store, "亚麻")
    assert store.reader.rows("SELECT COUNT(*) FROM act WHERE state = 'open'") == [(0,)]
    assert desk.run(ImportOrders(path=file)).result.new == 60 * BATCH


def test_listeners_hear_of_what_could_only_be_taken_back_later(
    desk: Desk, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An import fails on the full disk, and so does taking it back: a screen shows its orders until room is made."""
    monkeypatch.setattr(bulk, "CHUNK", BATCH)
    store, screen = desk.store, set[int]()

    def hear(changes: Changes) -> None:
        ids = changes.of("orders")
        shown = [key for (key,) in store.reader.rows("SELECT id FROM orders WHERE deleted = 0")]
        if ids is None or ids:
            screen.intersection_update(shown if ids is None else screen.difference(ids))
            screen.update(shown if ids is None else set(shown).intersection(ids))

    desk.listen(hear)
    fill_disk(store, 400)
    with pytest.raises(DeskError):
        desk.run(ImportOrders(path=str(big_list(tmp_path / "大.csv", 60 * BATCH))))
    assert screen, "the disk was not full enough for this test"
    make_room(store)
    make.transcript("路人")
    assert store.reader.rows("SELECT COUNT(*) FROM orders WHERE deleted = 0") == [(0,)]
    assert screen == set()


def test_what_a_full_disk_left_open_is_taken_back_by_the_next_start(
    desk: Desk, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "CHUNK", BATCH)
    store = desk.store
    before = digest(store.reader)
    fill_disk(store, 400)
    with pytest.raises(DeskError):
        desk.run(ImportOrders(path=str(big_list(tmp_path / "大.csv", 60 * BATCH))))
    assert digest(store.reader) != before, "the disk was not full enough for this test"
    with pytest.raises(DeskError) as caught:
        make.transcript("路人")
    assert caught.value.key == "disk_full"
    store.close()
    again = Store(store.path)
    assert len(again.rolled_back) == 1
    assert digest(again.reader) == before
    assert_sound(again)
    again.close()


def test_files_are_kept_whole_once_and_refused_by_name(store: Store, tmp_path: Path) -> None:
    kept = files.keep(store, b"\x89PNG rest", " 截\u202e图.png\n", "image/png", width=3, height=2)
    assert kept == files.keep(store, b"\x89PNG rest", "截图.png", "image/png", width=3, height=2)
    assert kept.name == "截图.png"
    assert files.read(store, kept.sha256) == b"\x89PNG rest"
    assert [path.name for path in store.files.folder.rglob("*") if path.is_file()] == [kept.sha256]
    for content, key in ((b"", "file_empty"), (b"x" * (PICTURE_BYTES + 1), "file_too_large")):
        with pytest.raises(DeskError) as caught:
            files.keep(store, content, "a.png", "image/png")
        assert caught.value.key == key
    with pytest.raises(DeskError) as caught:
        files.read(store, "0" * 64)
    assert caught.value.key == "file_missing"
    store.files.path_of(kept.sha256).write_bytes(b"torn")
    files.keep(store, b"\x89PNG rest", "截图.png", "image/png")
    assert files.read(store, kept.sha256) == b"\x89PNG rest"


def test_a_place_that_takes_no_files_is_named(store: Store) -> None:
    store.files.folder.parent.joinpath("files").write_text("in the way")
    with pytest.raises(DeskError) as caught:
        files.keep(store, b"x", "a.png", "image/png")
    assert caught.value.key == "store_read_only"
