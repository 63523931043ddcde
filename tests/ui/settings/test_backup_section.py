"""The section of backups: the shelf, one now, cancelling, saving elsewhere, the question before restoring."""

from __future__ import annotations

from pathlib import Path

import pytest

from ticketdesk.desk.backups import BackupState
from ticketdesk.desk.commands.phrases import AddPhrase
from ticketdesk.desk.commands.roles import SetRolePermission
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.backup.check import check
from ticketdesk.store.backup.take import Watch
from ticketdesk.ui.settings.backup_section import BackupSection, make
from ticketdesk.ui.settings.restore_dialog import RestoreDialog
from ticketdesk.ui.status_bar import StatusBar
from ticketdesk.ui.world import World
from ticketdesk.words import use_language


@pytest.fixture
def section(qtbot, world: World) -> BackupSection:
    use_language("en")
    made = make(world)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    qtbot.waitUntil(lambda: not world.tasks.running("backups.list"))
    return made


def names(section: BackupSection) -> list[str]:
    grid = section.list._grid
    widgets = (grid.itemAt(at).widget() for at in range(grid.count()))
    return [each.accessibleName() for each in widgets if each.accessibleName()]


def test_it_says_that_there_is_none_yet(section: BackupSection) -> None:
    assert section.list.empty.isVisible()
    assert section.last.text() == "No backup yet"
    assert not section.trouble.isVisible()


def test_one_now_is_made_and_shown(qtbot, section: BackupSection, world: World) -> None:
    section.now.click()
    assert section.stop.isVisible() and not section.now.isVisible()
    qtbot.waitUntil(lambda: section.now.isVisible())
    qtbot.waitUntil(lambda: len(names(section)) == 1)
    [kept] = world.backups.listed()
    assert kept.manifest is not None and kept.manifest.reason == "manual"
    assert "checked" in section.hint.text()


def test_it_can_be_cancelled(qtbot, section: BackupSection, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(watch: Watch) -> None:
        while not watch.cancelled():
            watch.progress(1, 2)
        raise DeskError("cancelled")

    monkeypatch.setattr(world.backups, "make", slow)
    section.now.click()
    qtbot.waitUntil(lambda: section.busy.value() == 500)
    section.stop.click()
    assert section.now.isVisible() and not section.busy.isVisible()


def test_saving_elsewhere_is_recorded_first(qtbot, section: BackupSection, world: World, tmp_path: Path) -> None:
    target = tmp_path / "mine.zip"
    section._count_for(str(target))
    qtbot.waitUntil(lambda: target.exists() and section.now.isVisible())
    assert check(target).reason == "saved"
    told = "SELECT json_extract(args, '$.kind', '$.whole') FROM act WHERE command = 'RecordExport'"
    assert world.reader.rows(told) == [('["backup",true]',)], "a backup holds personal data as it is"


def test_what_keeps_backups_from_being_made_is_said(qtbot, section: BackupSection, world: World) -> None:
    bar = StatusBar(world)
    qtbot.addWidget(bar)
    error = DeskError("backup_no_room", path="D:/", needed=620, free=40)
    world.backups_changed.emit(BackupState(error=error))
    assert "620 MB" in section.trouble.accessibleName()
    assert bar.backup.text() == "No backup: look here"
    world.backups_changed.emit(BackupState(free=400 << 20))
    assert "419.4 MB" in section.trouble.accessibleName()
    assert "400 MB" in bar.backup.text()
    world.backups_changed.emit(BackupState(last_at=world.clock()))
    assert not section.trouble.isVisible()
    assert bar.backup.text().startswith("Backup ")


def test_restoring_asks_first_and_then_wishes_for_it(qtbot, section: BackupSection, world: World) -> None:
    taken = world.backups.make(Watch())
    dialog = RestoreDialog(world, taken.path, section)
    dialog.open()
    assert not dialog.go.isEnabled()
    qtbot.waitUntil(dialog.go.isEnabled)
    assert "rows" in dialog.what.text()
    with qtbot.waitSignal(world.restore_wanted) as wished:
        dialog.go.click()
    assert wished.args == [taken.path]


def test_a_file_that_is_no_backup_is_refused_in_words(
    qtbot, section: BackupSection, world: World, tmp_path: Path
) -> None:
    file = tmp_path / "a.zip"
    file.write_bytes(b"x")
    dialog = RestoreDialog(world, file, section)
    dialog.open()
    qtbot.waitUntil(lambda: "no backup" in dialog.what.text())
    assert not dialog.go.isEnabled()
    dialog.reject()


def test_who_may_not_is_not_offered_it(
    qtbot, section: BackupSection, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.backups.make(Watch())
    monkeypatch.setattr(world, "may", lambda right: right not in (Permission.SHOP_EDIT, Permission.DATA_EXPORT))
    section.hide()
    section.show()
    qtbot.waitUntil(lambda: not world.tasks.running("backups.list"))
    assert not section.elsewhere.isVisible() and not section.from_file.isVisible()
    assert names(section) == []


def test_who_may_not_see_personal_data_takes_no_backup_along(
    qtbot, section: BackupSection, world: World, desk: Desk, tmp_path: Path
) -> None:
    role, rights = world.reader.rows("SELECT id, permissions FROM role WHERE key = 'admin'")[0]
    assert "personal.reveal" in rights
    desk.run(SetRolePermission(role_id=role, permission="personal.reveal", granted=False))
    qtbot.waitUntil(lambda: not world.may(Permission.PERSONAL_REVEAL))
    section.hide()
    section.show()
    assert not section.elsewhere.isVisible()
    with qtbot.waitSignal(world.notices.refused):
        section._record(tmp_path / "mine.zip", 1)
    assert not (tmp_path / "mine.zip").exists()


def test_a_backup_that_cannot_be_read_is_shown_as_such(qtbot, section: BackupSection, world: World, desk) -> None:
    world.backups.make(Watch())
    desk.run(AddPhrase(code="x", text="话"))
    broken = world.backups.make(Watch()).path
    broken.write_bytes(b"PK\x03\x04")
    section._read()
    qtbot.waitUntil(lambda: len(names(section)) == 1)
    texts = [each.text() for each in section.list._rows.findChildren(type(section.last))]
    assert "Cannot be read" in texts
