"""A watched folder in the window: the link at the foot, taking in at once, folders that go and come back."""

from __future__ import annotations

import os
import shutil
from unittest.mock import ANY

import pytest
from PySide6.QtCore import Qt

from tests.ready import empty_store
from tests.ui.order_files import Sold, number, write_list
from ticketdesk import app
from ticketdesk.desk import watching
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.orders import SetFlag
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.commands.shop import CreateShop
from ticketdesk.desk.watching import WatchedFolder
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.order_settings import IMPORT_AT_ONCE
from ticketdesk.store.queries import acts, badges, settings
from ticketdesk.ui.orders import folder_watch
from ticketdesk.ui.orders.folder_watch import FOLDER, SEEN, WATCH, FolderWatch, is_network
from ticketdesk.ui.orders.import_dialog import ImportDialog
from ticketdesk.ui.orders.import_run import ImportRun
from ticketdesk.ui.settings.import_section import ImportSection


def _shop(desk, _clock):
    desk.agent_id = desk.run(CreateShop(shop_name="青禾", owner_name="小满")).result.owner_id


@pytest.fixture
def parts(qapp, tmp_path, clock, monkeypatch):
    monkeypatch.setattr(folder_watch, "_REST_MS", 30)
    monkeypatch.setattr(folder_watch, "_SLOW_MS", 60)
    made = app.build(empty_store(tmp_path / "ticketdesk.db"), clock=clock, fill=_shop)
    made.window.show()
    yield made
    made.close()


@pytest.fixture
def folder(parts, tmp_path):
    """A watched folder, not looked at yet."""
    made = tmp_path / "下载"
    made.mkdir()
    parts.world.kept.put(FOLDER, str(made))
    parts.world.kept.put(WATCH, "1")
    return made


def count(parts):
    return badges.badges(parts.world.reader).of("orders.all")


def shown(watch):
    return watch.link is not None and watch.link.isVisible()


def test_what_comes_is_named_at_the_foot_and_opened_from_there(qtbot, parts, folder):
    watch = FolderWatch(parts.window)
    assert watch.watching() and not shown(watch)
    for n, name in enumerate("abc", start=1):
        write_list(folder / f"{name}.csv", [Sold(number(n))])
    qtbot.waitUntil(lambda: shown(watch) and watch.link.text() == "3 order files in 下载: look at them")
    assert count(parts) == 0  # nothing was taken in
    watch.link.setFocus()
    qtbot.keyClick(watch.link, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: any(each.report() for each in parts.window.findChildren(ImportDialog)))
    (dialog,) = parts.window.findChildren(ImportDialog)
    assert "of 3: " in dialog._subtitle.text() and not shown(watch)
    dialog.reject()
    assert len(parts.world.kept.get(SEEN).split()) == 3
    parts.world.watch_turned.emit()
    write_list(folder / "d.csv", [Sold(number(9))])
    qtbot.waitUntil(lambda: shown(watch) and watch.link.text() == "1 order file in 下载: look at it")


def test_at_rest_nothing_runs(qtbot, parts, folder):
    write_list(folder / "a.csv", [Sold(number(1))])
    watch = FolderWatch(parts.window)
    qtbot.waitUntil(lambda: shown(watch))
    qtbot.waitUntil(lambda: not parts.world.tasks.running("orders.watched") and not watch._soon.isActive())
    assert not watch._slow.isActive()


def test_the_system_watches_only_the_newest_files(qtbot, parts, folder, monkeypatch):
    """A folder of downloads fills for years: each path told of costs the system one of its few watches."""
    monkeypatch.setattr(watching, "MOST_FILES", 2)
    watch = FolderWatch(parts.window)
    for n in range(1, 6):
        path = write_list(folder / f"{n}.csv", [Sold(number(n))])
        os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns + n * 10**9))
        qtbot.waitUntil(lambda n=n: len(watch.arrived) == n)
    qtbot.waitUntil(lambda: sorted(watch._told.files()) == [str(folder / name) for name in ("4.csv", "5.csv")])
    assert watch._told.directories() == [str(folder)]


def test_what_comes_between_the_first_look_and_the_watching_is_found(qtbot, parts, folder, monkeypatch):
    look = WatchedFolder.look

    def looked(self, *more):
        found = look(self, *more)
        if not (folder / "a.csv").exists():
            write_list(folder / "a.csv", [Sold(number(1))])
        return found

    monkeypatch.setattr(WatchedFolder, "look", looked)
    watch = FolderWatch(parts.window)
    qtbot.waitUntil(lambda: shown(watch))


def test_a_file_that_changes_comes_again(qtbot, parts, folder):
    write_list(folder / "a.csv", [Sold(number(1))])
    watch = FolderWatch(parts.window)
    qtbot.waitUntil(lambda: len(watch.arrived) == 1)
    (first,) = watch.arrived
    write_list(folder / "a.csv", [Sold(number(1)), Sold(number(2))])
    qtbot.waitUntil(lambda: watch.arrived != [first])
    assert [each.path for each in watch.arrived] == [folder / "a.csv"]
    assert watch.link.text() == "1 order file in 下载: look at it"


def test_a_file_that_goes_away_is_named_no_more_and_again_when_it_is_back(qtbot, parts, folder):
    watch = FolderWatch(parts.window)
    write_list(folder / "a.csv", [Sold(number(1))])
    qtbot.waitUntil(lambda: shown(watch))
    (folder / "a.csv").rename(folder.parent / "a.csv")
    qtbot.waitUntil(lambda: not shown(watch) and not watch.arrived)
    (folder.parent / "a.csv").rename(folder / "a (1).csv")
    qtbot.waitUntil(lambda: shown(watch))
    assert [each.path.name for each in watch.arrived] == ["a (1).csv"]


def test_another_folder_takes_the_place_of_what_waits(qtbot, parts, folder):
    watch = FolderWatch(parts.window)
    write_list(folder / "a.csv", [Sold(number(1))])
    qtbot.waitUntil(lambda: shown(watch))
    parts.world.kept.put(FOLDER, str(folder.parent / "other"))
    parts.world.watch_turned.emit()
    assert watch.watching() and not shown(watch) and watch.arrived == []


def test_a_file_that_never_rests_does_not_put_off_the_look(qtbot, parts, folder):
    watch = FolderWatch(parts.window)
    qtbot.waitUntil(lambda: watch._told is not None and not watch._soon.isActive())
    watch._soon.setInterval(60_000)
    watch._told.directoryChanged.emit(str(folder))
    begun = watch._soon.remainingTime()
    qtbot.waitUntil(lambda: watch._soon.remainingTime() < begun)
    watch._told.fileChanged.emit(str(folder / "log.csv"))
    assert 0 < watch._soon.remainingTime() < begun


def test_a_file_that_stays_shut_is_tried_again_by_the_slow_timer(qtbot, parts, folder, monkeypatch):
    def shut(path, _cancelled):
        raise DeskError("file_missing", name=path.name)

    watch = FolderWatch(parts.window)
    with monkeypatch.context() as locked:
        locked.setattr(watching, "digest_of", shut)
        write_list(folder / "a.csv", [Sold(number(1))])
        qtbot.waitUntil(lambda: watch._slow.isActive() and not watch._soon.isActive())
        assert not shown(watch)
    qtbot.waitUntil(lambda: shown(watch))  # nothing tells that another program let it go
    qtbot.waitUntil(lambda: not watch._slow.isActive())


def test_an_error_that_nobody_foresaw_is_told_and_the_other_files_are_named(qtbot, parts, folder, monkeypatch):
    opened = watching.open_import

    def fails(path, **more):
        if path.name == "a.csv":
            raise RuntimeError(path.name)
        return opened(path, **more)

    monkeypatch.setattr(watching, "open_import", fails)
    parts.world.notices.refused.disconnect()  # the window would ask for a bug report
    refused = []
    parts.world.notices.refused.connect(lambda error: refused.append(str(error)))
    watch = FolderWatch(parts.window)
    for n, name in enumerate("ab", start=1):
        write_list(folder / f"{name}.csv", [Sold(number(n))])
    qtbot.waitUntil(lambda: shown(watch) and len(refused) == 1)
    assert [each.path.name for each in watch.arrived] == ["b.csv"] and refused == ["a.csv"]


def test_what_waits_is_shown_the_oldest_first(qtbot, parts, folder):
    watch = FolderWatch(parts.window)
    for n, name in enumerate("cab", start=1):
        os.utime(write_list(folder / f"{name}.csv", [Sold(number(n))]), (n, n))
    qtbot.waitUntil(lambda: len(watch.arrived) == 3)
    opened = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(folder_watch.pages, "open_import", lambda _world, _window, files: opened.extend(files))
        watch.open()
        qtbot.waitUntil(lambda: len(opened) == 3)
    assert [path.name for path in opened] == ["c.csv", "a.csv", "b.csv"]


def test_taken_in_at_once_and_back(qtbot, parts, folder):
    parts.desk.run(SetSetting(key=IMPORT_AT_ONCE.key, value="1"))
    watch, said = FolderWatch(parts.window), []
    parts.world.notices.said.connect(lambda words, undoable: said.append((words, undoable)))
    write_list(folder / "a.csv", [Sold(number(1)), Sold("")])
    write_list(folder / "b.csv", [Sold(number(2))])
    qtbot.waitUntil(lambda: len(said) == 2)
    assert sorted(said, key=str) == [
        ("a.csv: Orders taken in: 1 new, 0 changed. 1 row was left out.", ANY),
        ("b.csv: Orders taken in: 1 new, 0 changed.", ANY),
    ]
    assert count(parts) == 2 and not shown(watch)
    assert len(parts.world.kept.get(SEEN).split()) == 2
    (first, last) = (act for _words, act in said)
    qtbot.mouseClick(parts.window.toast._button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: count(parts) == 1)
    assert acts.standing_target(parts.world.reader, last) is None
    assert acts.standing_target(parts.world.reader, first) is not None


def test_what_the_agent_did_is_taken_back_and_not_what_came_of_itself(qtbot, parts, folder):
    parts.desk.run(ImportOrders(path=str(write_list(folder.parent / "x.csv", [Sold(number(50))]))))
    ((order,),) = parts.world.reader.rows("SELECT id FROM orders")
    parts.desk.run(SetFlag(order_ids=(order,), flag=1))
    parts.desk.run(SetSetting(key=IMPORT_AT_ONCE.key, value="1"))
    parts.desk.run(SetFlag(order_ids=(order,), flag=2))
    _watch, said = FolderWatch(parts.window), []
    parts.world.notices.said.connect(lambda words, _undoable: said.append(words))
    write_list(folder / "a.csv", [Sold(number(1))])
    qtbot.waitUntil(lambda: len(said) == 1)
    assert parts.world.undo().result().command == "SetFlag"
    assert parts.world.reader.rows("SELECT flag FROM orders WHERE id = ?", (order,)) == [(1,)]
    write_list(folder / "b.csv", [Sold(number(2))])
    qtbot.waitUntil(lambda: len(said) == 2)
    assert parts.world.redo().result().command == "SetFlag" and count(parts) == 3


def test_turning_it_off_stops_what_waits_and_turning_it_on_takes_it_in_once(qtbot, parts, folder):
    parts.desk.run(SetSetting(key=IMPORT_AT_ONCE.key, value="1"))
    said = []

    def turn(words, _undoable):
        said.append(words)
        if len(said) == 1:
            parts.world.kept.put(WATCH, "0")
            parts.world.watch_turned.emit()

    parts.world.notices.said.connect(turn)
    for n in range(1, 5):
        write_list(folder / f"{n}.csv", [Sold(number(n))])
    watch = FolderWatch(parts.window)
    qtbot.waitUntil(lambda: len(said) == 1)
    assert (
        len(parts.world.kept.get(SEEN).split()) == 1
        and not watch._taking.queued()
        and not parts.world.tasks.running("orders.watched.preview")
    )
    assert not watch.watching() and count(parts) == 1
    parts.world.kept.put(WATCH, "1")
    parts.world.watch_turned.emit()
    qtbot.waitUntil(lambda: len(said) == 4)
    assert count(parts) == 4 and len(set(parts.world.kept.get(SEEN).split())) == 4


def test_what_is_written_while_the_agent_changes_is_taken_in_in_the_end(qtbot, parts, folder, monkeypatch):
    parts.desk.run(SetSetting(key=IMPORT_AT_ONCE.key, value="1"))
    refused = []
    parts.world.notices.refused.connect(refused.append)
    write_list(folder / "a.csv", [Sold(number(n)) for n in range(1, 400)])
    write, written = ImportRun.write, []

    def writes(self, *more, **named):
        write(self, *more, **named)
        written.append(self.writing)
        if len(written) == 1:
            parts.world.session_changed.emit()
            assert not watch._taking.queued()

    monkeypatch.setattr(ImportRun, "write", writes)
    watch = FolderWatch(parts.window)
    # Stopped in time or not: it is there once, and nobody hears of it as of something that failed.
    qtbot.waitUntil(lambda: count(parts) == 399 and watch._taking._now is None)
    assert refused == [] and not shown(watch)


def test_what_cannot_be_taken_in_at_once_is_named(qtbot, parts, folder):
    parts.desk.run(SetSetting(key=IMPORT_AT_ONCE.key, value="1"))
    watch = FolderWatch(parts.window)
    write_list(folder / "a.csv", [Sold(""), Sold("合计")])
    qtbot.waitUntil(lambda: shown(watch) and watch.link.text() == "1 order file in 下载: look at it")
    assert count(parts) == 0 and parts.world.kept.get(SEEN) == ""


def test_a_folder_that_is_gone_is_told_once_and_found_again(qtbot, parts, folder):
    watch, refused = FolderWatch(parts.window), []
    parts.world.notices.refused.connect(lambda error: refused.append(error.key))
    qtbot.waitUntil(lambda: not parts.world.tasks.running("orders.watched"))
    shutil.rmtree(folder)
    qtbot.waitUntil(lambda: watch.gone)
    with qtbot.waitSignal(watch._slow.timeout):
        pass
    folder.mkdir()
    write_list(folder / "a.csv", [Sold(number(1))])
    qtbot.waitUntil(lambda: shown(watch) and not watch.gone)
    assert refused == ["watch_folder_gone"]
    qtbot.waitUntil(lambda: not watch._slow.isActive())


def test_a_folder_of_the_network_is_looked_through_by_a_slow_timer(qtbot, parts, folder, monkeypatch):
    monkeypatch.setattr(folder_watch, "is_network", lambda *_: True)
    watch = FolderWatch(parts.window)
    qtbot.waitUntil(watch._slow.isActive)
    assert watch._told is None
    write_list(folder / "a.csv", [Sold(number(1))])
    qtbot.waitUntil(lambda: shown(watch))


@pytest.mark.parametrize(
    ("folder", "kind", "device", "network"),
    [
        ("/home/a", "ext4", "/dev/sda1", False), ("C:/Users/a", "NTFS", "\\\\?\\Volume{1}\\", False),
        ("/", "overlay", "overlay", False), ("//server/share", "", "", True), ("\\\\server\\share", "NTFS", "", True),
        ("\\\\?\\UNC\\server\\share", "NTFS", "", True), ("/mnt/a", "nfs4", "server:/a", True),
        ("/mnt/a", "CIFS", "//server/a", True), ("/mnt/a", "fuse.sshfs", "a@b:", True),
    ],
)  # fmt: skip
def test_which_folders_are_of_the_network(folder, kind, device, network):
    assert is_network(folder, kind, device) is network


def test_nobody_without_the_right_and_nobody_at_the_lock(qtbot, parts, folder, monkeypatch):
    watch = FolderWatch(parts.window)
    write_list(folder / "a.csv", [Sold(number(1))])
    qtbot.waitUntil(lambda: shown(watch))
    with monkeypatch.context() as without:
        without.setattr(parts.world, "may", lambda _right: False)
        parts.world.session_changed.emit()
        assert not watch.watching() and not shown(watch)
    parts.world.session_changed.emit()
    assert watch.watching() and shown(watch)


def test_the_settings_turn_it_on_and_off(qtbot, parts, tmp_path):
    watch = FolderWatch(parts.window)
    section = ImportSection(parts.world)
    qtbot.addWidget(section)
    assert not section.on.isChecked() and not watch.watching()
    section.watch(str(tmp_path))
    assert section.on.isChecked() and watch.watching() and section.folder.text() == str(tmp_path)
    section.on.click()
    assert not watch.watching() and section.state.text().startswith("Off: ")
    section.at_once.click()
    qtbot.waitUntil(lambda: settings.number(parts.world.reader, IMPORT_AT_ONCE) == 1)
