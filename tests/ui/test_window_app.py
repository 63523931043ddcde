"""Starting: first start, demo, second start, stores that cannot be opened, the report of a bug."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import apsw
import pytest

from tests.ready import empty_store
from ticketdesk import app
from ticketdesk.desk.commands.shop import CreateShop
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.home import settle
from ticketdesk.store.queries import agents
from ticketdesk.store.store import STORE_NAME
from ticketdesk.ui.errors import Troubles, install_hooks, report, words
from ticketdesk.ui.orders.order_columns import recall
from ticketdesk.ui.orders.order_model import STATE
from ticketdesk.ui.settings.kept import GEOMETRY, THEME, Settings, splitter
from ticketdesk.ui.start.log import open_log
from ticketdesk.ui.start.single import FirstStart, call_path, raise_first

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def parts(qapp, tmp_path, clock):
    made = app.build(empty_store(tmp_path / "ticketdesk.db"), clock=clock)
    made.window.show()
    yield made
    made.close()


def test_the_first_start_asks_two_names_and_enter_goes_on(qtbot, parts):
    start = parts.window.centralWidget().currentWidget()
    qtbot.waitUntil(lambda: start.shop.hasFocus())
    start.shop.setText("青禾生活旗舰店")
    qtbot.keyClick(start.shop, "\r")
    assert start.owner.hasFocus()
    start.owner.setText("小满")
    qtbot.keyClick(start.owner, "\r")
    qtbot.waitUntil(lambda: parts.window.current_page() == "home")
    assert agents.shop(parts.store.reader).name == "青禾生活旗舰店"
    assert parts.desk.agent_id == agents.owner_id(parts.store.reader)
    assert parts.window.top.shop.text() == "青禾生活旗舰店"


def test_the_sample_shop_moves_without_taking_the_place_of_the_real_one(tmp_path, monkeypatch):
    monkeypatch.setattr(app, "data_folder", lambda: tmp_path)
    moved = tmp_path / "elsewhere" / STORE_NAME
    moved.parent.mkdir()
    moved.touch()
    assert app._place(None, demo=True) == tmp_path / "demo" / STORE_NAME
    settle(app._usual(None, demo=True), moved.parent)
    assert app._place(None, demo=True) == moved
    assert app._place(None, demo=False) == tmp_path / STORE_NAME
    settle(app._usual(None, demo=False), moved.parent)
    assert app._place(None, demo=False) == moved


def test_a_name_of_blanks_goes_nowhere(qtbot, parts):
    start = parts.window.centralWidget().currentWidget()
    start.shop.setText("   ")
    start.owner.setText("小满")
    qtbot.keyClick(start.owner, "\r")
    assert start.shop.hasFocus() and agents.shop(parts.store.reader) is None


def test_the_first_start_offers_the_sample_shop(qtbot, parts):
    start = parts.window.centralWidget().currentWidget()
    with qtbot.waitSignal(parts.window.demo_wanted):
        start.demo.click()


def test_before_the_shop_stands_no_act_is_offered(parts):
    assert [act.name for act, _action in parts.window.actions_table.offered()] == ["quit"]


def test_the_window_opens_again_where_it_was(qapp, tmp_path, clock):
    kept = Settings()
    made = app.build(empty_store(tmp_path / "a.db"), clock=clock, kept=kept, fill=_shop)
    made.window.show()
    made.window.resize(1300, 740)
    made.window.show_page("orders")
    made.window.showing.finish()
    page, agent = made.window.shown(), made.desk.agent_id
    page.table.horizontalHeader().resizeSection(STATE, 222)
    made.window.rooms.remember()  # as closing does, before what is kept is written
    assert dict(recall(kept, agent).widths) == {STATE: 222}
    made.close()
    again = app.build(tmp_path / "a.db", clock=clock, kept=kept)
    again.window.show()
    assert again.window.current_page() == "orders" and again.window.height() == 740
    again.close()


def _shop(desk, clock):
    desk.run(CreateShop(shop_name="青禾", owner_name="小满"))


def test_settings_survive_in_their_file(tmp_path, qapp):
    path = tmp_path / "配置" / "window.ini"
    path.parent.mkdir()
    first = Settings(path)
    first.put(THEME, "dark")
    first.save()
    assert Settings(path).get(THEME) == "dark"
    assert Settings(path).get(GEOMETRY).isEmpty() and Settings().get(splitter("orders")).isEmpty()


def start(*arguments, home):
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(home), "XDG_CONFIG_HOME": str(home / "c"),
               "XDG_DATA_HOME": str(home / "d"), "XDG_STATE_HOME": str(home / "s"), "PYTHONUTF8": "1"}  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", "ticketdesk", *arguments], cwd=ROOT, env=environ, capture_output=True, text=True,
        encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


def test_a_foreign_file_is_refused_in_one_sentence_and_left_alone(tmp_path):
    path = tmp_path / "相册.db"
    path.write_bytes(b"SQLite format 2 is something else" * 100)
    before = path.read_bytes()
    done = start("--store", str(path), "--lang", "zh_CN", home=tmp_path)
    assert done.returncode == 2 and path.read_bytes() == before
    lines = [line for line in done.stderr.splitlines() if "propagateSizeHints" not in line]
    assert len(lines) == 1 and "相册.db" in lines[0] and "。" in lines[0]


def test_a_second_start_raises_the_first_window_and_ends(tmp_path, qapp, clock, qtbot):
    path = tmp_path / "ticketdesk.db"
    made = app.build(path, clock=clock, fill=_shop)
    called = threading.Event()
    first = FirstStart(path, called.set)
    done = start("--store", str(path), home=tmp_path)
    assert done.returncode == 0 and called.is_set(), done.stderr
    first.close()
    made.close()
    assert not call_path(path).exists()


def test_a_store_held_by_another_program_is_refused(tmp_path, qapp, clock):
    path = tmp_path / "ticketdesk.db"
    made = app.build(path, clock=clock, fill=_shop)
    done = start("--store", str(path), "--lang", "en", home=tmp_path)
    made.close()
    assert done.returncode == 2 and "already has" in done.stderr


def test_only_who_reads_the_note_raises_the_window(tmp_path):
    called = []
    first = FirstStart(tmp_path / "s.db", lambda: called.append(1))
    port, token = call_path(tmp_path / "s.db").read_text().split()
    (tmp_path / "t.db.window").write_text(f"{port} {'0' * len(token)}")
    assert not raise_first(tmp_path / "t.db") and not called
    assert raise_first(tmp_path / "s.db") and called == [1]
    first.close()
    assert not raise_first(tmp_path / "s.db")


def test_a_report_holds_no_words_of_buyers():
    try:
        try:
            raise ValueError("林小鹿的电话是 13800006021")
        except ValueError as error:
            raise RuntimeError("尺码偏小") from error
    except RuntimeError as error:
        text = report(error)
    assert "ValueError" in text and "RuntimeError" in text and "test_window_app.py" in text
    assert "林小鹿" not in text and "13800006021" not in text and "尺码" not in text
    assert str(ROOT) not in text


def test_a_bug_in_a_thread_is_told_on_the_window(qtbot, qapp):
    troubles = Troubles(lambda: None)
    put_back = install_hooks(troubles.tell)
    try:
        with qtbot.waitSignal(troubles.shown) as told:
            thread = threading.Thread(target=lambda: {}["秘密"])
            thread.start()
            thread.join()
    finally:
        put_back()
    assert "builtins.KeyError" in told.args[0] and "秘密" not in told.args[0]
    box = troubles._box
    assert box is not None and box.isVisible() and "KeyError" in box.detailedText()
    box.close()


def test_a_refusal_without_a_sentence_is_a_bug():
    assert words(DeskError("nothing_to_undo")) and words(DeskError("no_such_key")) is None
    assert words(ValueError()) is None


def test_a_log_that_cannot_be_written_is_no_trouble(tmp_path):
    (tmp_path / "file").write_text("x")
    assert open_log(tmp_path / "file" / "log") is None


def test_a_store_of_a_newer_program_is_refused_untouched(tmp_path, qapp, clock):
    path = tmp_path / "ticketdesk.db"
    app.build(path, clock=clock, fill=_shop).close()
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = path.read_bytes()
    done = start("--store", str(path), "--lang", "en", home=tmp_path)
    assert done.returncode == 2 and "newer TicketDesk" in done.stderr and path.read_bytes() == before


def test_the_window_stands_before_its_other_pages_are_made(parts):
    assert set(parts.window.rooms.names()) <= {"home"}
