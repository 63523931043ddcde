"""A practice in the window: buyers come by one timer, the report follows, and the real shop is never touched."""

from __future__ import annotations

import logging

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from tests.ready import empty_store
from ticketdesk import app
from ticketdesk.desk.commands.shop import CreateShop
from ticketdesk.desk.seed import Seed
from ticketdesk.store.queries import badges
from ticketdesk.ui.practice.report_dialog import ReportDialog
from ticketdesk.ui.practice.session import Practice
from ticketdesk.ui.practice.start_dialog import StartDialog
from ticketdesk.ui.reception.reply_edit import ReplyEdit
from ticketdesk.ui.start.wishes import Again, Wishes


@pytest.fixture
def parts(qapp, tmp_path, clock):
    made = app.build(empty_store(tmp_path / "scratch.db"), clock=clock, fill=app._scratch(Seed("青禾", "小满")))
    yield made
    made.close()


@pytest.fixture
def practice(qtbot, parts):
    made = app.practice_over(parts)
    parts.window.show()
    parts.window.activateWindow()
    yield made
    made.stop()


def dialog(parts, kind):
    return next((each for each in parts.window.findChildren(QDialog) if isinstance(each, kind)), None)


def plays(qtbot, parts, practice, clock, seconds):
    for _second in range(seconds):
        clock.now += 1_000
        practice.step()
        parts.world.traffic.step()
        parts.store.submit(int, 0).result()
    qtbot.wait(1)


def test_it_asks_plays_and_reports(qtbot, parts, practice, clock):
    qtbot.waitUntil(lambda: dialog(parts, StartDialog) is not None)
    assert not practice.running and practice.strip.isHidden()
    start = dialog(parts, StartDialog)
    start.buyers.set_current("3")
    qtbot.keyClick(start, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert practice.running and not practice.strip.isHidden()
    plays(qtbot, parts, practice, clock, 100)
    assert badges.badges(parts.store.reader).of("conversation.state", "open") > 0
    page = parts.window.page("reception")
    qtbot.waitUntil(lambda: page.list.view.model().rowCount() > 0)
    page.list.step(1)
    edit = page.chat.composer.edit
    parts.window.activateWindow()
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus)
    for _stroke in range(40):
        clock.now += 250
        qtbot.keyClicks(edit, "a")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    plays(qtbot, parts, practice, clock, 10)
    practice.strip.finish.click()
    assert not practice.running and practice.strip.isHidden()
    qtbot.waitUntil(lambda: dialog(parts, ReportDialog) is not None)
    assert practice.report.replies == 1 and practice.report.typing_met and len(practice.report.answered) == 1
    shown = dialog(parts, ReportDialog)
    assert shown.typing.text() == "met" and shown.response.text() == "not met"


def test_its_time_ends_it(qtbot, parts, practice, clock):
    practice.begin(3, 3)
    clock.now += 3 * 60_000
    practice.step()
    assert not practice.running
    qtbot.waitUntil(lambda: practice.report is not None)


def test_the_timer_plays_by_itself(qtbot, parts, practice, clock):
    practice.begin(12, 10)
    clock.now += 200_000
    qtbot.waitUntil(lambda: badges.badges(parts.store.reader).of("conversation.state", "open") > 0)


def test_only_replies_are_measured(qtbot, parts, practice):
    practice.begin(3, 3)
    parts.window.top.search.setFocus()
    qtbot.keyClicks(parts.window.top.search, "abcdef")
    assert practice._ear.meter.characters == 0 and practice._ear._field is None
    assert parts.window.page("reception").findChild(ReplyEdit) is not None


def test_the_act_closes_the_window_and_takes_the_shop_along(qtbot, parts, clock):
    wishes = Wishes(parts.window)
    parts.window.show()
    parts.window.actions_table.of("practice").trigger()
    qtbot.waitUntil(lambda: wishes.again is Again.PRACTICE)
    assert wishes.seed.shop == "青禾" and wishes.seed.agent == "小满" and not parts.window.isVisible()


def test_home_and_first_start_lead_to_it(qtbot, parts, tmp_path, clock):
    parts.window.show()
    parts.window.show_page("home")
    with qtbot.waitSignal(parts.world.practice_wanted):
        parts.window.page("home").practice.click()
    empty = app.build(empty_store(tmp_path / "empty.db"), clock=clock)
    with qtbot.waitSignal(empty.world.practice_wanted):
        empty.window.entrance.page.practice.click()
    empty.close()


def test_a_practice_runs_in_a_folder_that_is_gone_afterwards(qapp, tmp_path, monkeypatch, clock):
    seen = []

    def run(_app, place, _kept, _troubles, **given):
        store = app.build(place, clock=clock, fill=app._scratch(given["sown"]))
        seen.append((place, given["sown"].shop))
        store.close()
        return 0, None

    monkeypatch.setattr(app, "_run", run)
    monkeypatch.setattr(app, "data_folder", lambda: pytest.fail("the real shop was looked for"))
    assert app._practise(qapp, None, None, None) == 0
    assert seen[0][1] == "Practice shop" and not seen[0][0].parent.exists()


def test_the_window_begins_with_it(qapp, monkeypatch, tmp_path):
    began = []
    monkeypatch.setattr(app.platformdirs, "user_config_dir", lambda *_a, **_k: str(tmp_path))
    monkeypatch.setattr(app.platformdirs, "user_log_dir", lambda *_a, **_k: str(tmp_path / "log"))
    monkeypatch.setattr(logging.getLogger("ticketdesk"), "handlers", [])  # its log goes with the test
    monkeypatch.setattr(app, "_practise", lambda *given: began.append(given[3]) or 0)
    assert app.main(["--practice", "--lang", "en"]) == 0 and began == [None]


def test_control_a_real_shop_has_no_strip(qapp, tmp_path, clock):
    made = app.build(empty_store(tmp_path / "a.db"), clock=clock,
                     fill=lambda desk, _c: desk.run(CreateShop(shop_name="青", owner_name="满")))  # fmt: skip
    assert made.window.findChild(Practice) is None
    made.close()
