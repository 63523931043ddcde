"""What is read and made after the first paint: every module of the window, every page open to the agent."""

from __future__ import annotations

import sys

from tests.ready import empty_store
from ticketdesk import app
from ticketdesk.desk.commands.shop import CreateShop
from ticketdesk.ui.routes import PAGES
from ticketdesk.ui.warming import Warming, unread


def open_shop(desk, _clock):
    desk.run(CreateShop(shop_name="青禾", owner_name="小满"))


def test_modules_are_read_and_pages_are_made_between_events(qtbot, qapp, tmp_path, clock):
    parts = app.build(empty_store(tmp_path / "a.db"), clock=clock, fill=open_shop)
    parts.window.show()
    warming = Warming(parts.window)
    with qtbot.waitSignal(warming.ended):
        warming.start()
    assert unread() == [] and "ticketdesk.ui.reception.talk_view" in sys.modules
    assert parts.window.unmade() == ()
    assert all(parts.window.page(name) is not None for name in PAGES)
    parts.close()


def test_before_there_is_a_shop_no_page_is_made(qtbot, qapp, tmp_path, clock):
    parts = app.build(empty_store(tmp_path / "a.db"), clock=clock)
    parts.window.show()
    assert parts.window.unmade() == ()
    parts.close()


def test_a_stopped_warming_leaves_the_rest_for_its_first_use(qtbot, qapp, tmp_path, clock):
    parts = app.build(empty_store(tmp_path / "a.db"), clock=clock, fill=open_shop)
    warming = Warming(parts.window)
    warming.start()
    warming.stop()
    qtbot.wait(300)
    assert "tickets" in parts.window.unmade()
    parts.close()
