"""The window of a repair: progress, the honest report, and the choices where there is no good backup."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ticketdesk import app
from ticketdesk.desk.commands.shop import CreateShop
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.repairs import Report
from ticketdesk.store.backup.shelf import Shelf
from ticketdesk.store.backup.take import Watch
from ticketdesk.store.store import Store
from ticketdesk.ui.start import ladder, repair_window
from ticketdesk.ui.start.repair_window import RepairWindow
from ticketdesk.ui.tasks import Tasks
from ticketdesk.words import use_language
from ticketdesk.words.repairs import repair_lines

NOW = 1_795_000_000_000


@pytest.fixture
def tasks(qapp) -> Iterator[Tasks]:
    use_language("en")
    made = Tasks()
    yield made
    made.shutdown()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed shop with one backup."""
    store = Store(tmp_path / "ticketdesk.db")
    Desk(store, lambda: NOW).run(CreateShop(shop_name="青禾", owner_name="小满"))
    Shelf(store.path).add(now=NOW, reason="automatic")
    store.close()
    return store.path


def test_the_report_is_shown_and_the_shop_can_be_opened(qtbot, tasks: Tasks, tmp_path: Path) -> None:
    report = Report("pages", 100, 7, 2, NOW, 1, False, str(tmp_path))
    window = RepairWindow(tasks, tmp_path / "x.db", "Repairing", lambda watch, chosen: repair_lines(report))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.open.isVisible)
    for words in (
        "100 rows",
        "7 newer rows",
        "2 rows could not",
        "1 newer backup was",
        "cannot be undone",
        str(tmp_path),
    ):
        assert words in window.text.text()
    window.open.click()
    assert window.open_wanted


def test_without_a_good_backup_there_are_choices(qtbot, tasks: Tasks, tmp_path: Path) -> None:
    tried: list[Path | None] = []

    def work(watch: Watch, chosen: Path | None) -> list[str]:
        tried.append(chosen)
        if chosen is None:
            raise DeskError("no_good_backup", path="D:/x.db")
        return ["back"]

    window = RepairWindow(tasks, tmp_path / "x.db", "Repairing", work)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.choose.isVisible)
    assert "there is no good backup" in window.text.text()
    assert window.folder.isVisible() and window.quit.isVisible() and not window.open.isVisible()
    window._chosen(str(tmp_path / "a.zip"))
    qtbot.waitUntil(window.open.isVisible)
    assert tried == [None, tmp_path / "a.zip"]


def test_where_a_restore_or_move_fails_the_sound_shop_is_opened_again(qtbot, tasks: Tasks, tmp_path: Path) -> None:
    def work(watch: Watch, chosen: Path | None) -> list[str]:
        raise DeskError("backup_no_room", path="D:/", needed=620, free=40)

    window = RepairWindow(tasks, tmp_path / "x.db", "Moving", work, sound=True)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.open.isVisible)
    assert "as it was" in window.title.text() and "620 MB" in window.text.text()
    assert not window.choose.isVisible() and not window.quit.isVisible()


def test_a_sound_store_shows_no_window(qapp, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repair_window, "RepairWindow", None)
    assert ladder.ready_to_open(qapp, path, lambda: NOW)
    assert ladder.ready_to_open(qapp, path.with_name("new.db"), lambda: NOW)
    store = Store(path)
    assert ladder.ready_to_open(qapp, path, lambda: NOW), "another window's store is left to it"
    store.close()


@pytest.mark.parametrize("wish", ["repair", "restore"])
def test_a_damaged_store_and_a_wished_for_backup_come_back(
    qapp, qtbot, path: Path, monkeypatch: pytest.MonkeyPatch, wish: str
) -> None:
    use_language("en")
    back = Shelf(path).listed()[0].path if wish == "restore" else None
    if wish == "repair":
        path.write_bytes(b"")
    seen: list[str] = []

    def shown() -> int:
        [window] = [each for each in qapp.topLevelWidgets() if isinstance(each, RepairWindow) and each.isVisible()]
        qtbot.waitUntil(window.open.isVisible)
        seen.append(window.text.text())
        window.open.click()
        return 0

    monkeypatch.setattr(type(qapp), "exec", lambda *_args: shown())
    assert ladder.ready_to_open(qapp, path, lambda: NOW, back)
    assert "came back from the backup" in seen[0]
    parts = app.build(path)
    assert parts.window.windowTitle().startswith("青禾")
    parts.close()
