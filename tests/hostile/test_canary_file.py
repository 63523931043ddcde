"""Names and texts that point at a file of this computer: no screen opens it."""

from __future__ import annotations

import ctypes
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget

from tests.desk.builders import Clock, order_row, write_table
from ticketdesk import app
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.orders import AddRemark
from ticketdesk.desk.commands.phrases import AddPhrase
from ticketdesk.desk.commands.shop import CreateShop
from ticketdesk.desk.commands.talk import Heard, ReceiveTranscript, SendReply
from ticketdesk.desk.commands.tickets import CreateTicket
from ticketdesk.desk.desk import Desk
from ticketdesk.tour.sample_picture import label_picture
from ticketdesk.ui import theme
from ticketdesk.ui.routes import PAGES
from ticketdesk.ui.safe_text import message_box, set_tooltip
from ticketdesk.ui.world import TicketSeed

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="inotify is Linux's way to be told"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]
START = 1_795_000_000_000
_OPENED_OR_READ = 0x20 | 0x01
_NOT_WAITING = 0o4000


class Guard:
    """Knows whether a file was opened or read since the last question."""

    def __init__(self, path: Path) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        self._notes = libc.inotify_init1(_NOT_WAITING)
        assert libc.inotify_add_watch(self._notes, os.fsencode(path), _OPENED_OR_READ) >= 0

    def touched(self) -> bool:
        """Whether anything was noted."""
        try:
            return bool(os.read(self._notes, 4096))
        except BlockingIOError:
            return False

    def close(self) -> None:
        """Look no more."""
        os.close(self._notes)


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    """A picture of this computer that nobody was asked for."""
    path = tmp_path / "canary.png"
    path.write_bytes(label_picture())
    return path


@pytest.fixture
def guard(canary: Path) -> Iterator[Guard]:
    made = Guard(canary)
    yield made
    made.close()


def lures(canary: Path) -> tuple[str, ...]:
    """Texts that make a widget open a file where it takes them for more than text."""
    url = canary.as_uri()
    return (
        f'<img src="{url}">', f"<img src='{canary}'><b>", f"![x]({url})", f"<body background='{url}'>x</body>", url,
        str(canary), "\\\\server\\share\\canary.png", "<img src='//server/share/a.png'>",
        f"<style>@import url({url});</style><link rel='stylesheet' href='{url}'>",
    )  # fmt: skip


def fill(desk: Desk, canary: Path, folder: Path) -> None:
    """Put the lures wherever people's words go."""
    name = lures(canary)[0][:40]
    desk.agent_id = desk.run(CreateShop(shop_name=name, owner_name=name)).result.owner_id
    rows = []
    for n, text in enumerate(lures(canary)):
        at = START - n * 60_000
        heard = desk.run(ReceiveTranscript(buyer_nick=text, messages=(Heard("in", text, at, text),))).result
        desk.run(SendReply(conversation_id=heard.conversation_id, text=text))
        desk.run(AddPhrase(text=text, code=text[:8], grouping=text[:20]))
        desk.run(CreateTicket(type="exchange", title=text, buyer_nick=text, demand=text, contact=text, product=text))
        filled = dict.fromkeys(("买家会员名", "收货人姓名", "收货地址", "宝贝标题", "买家留言", "物流公司", "券"), text)
        rows.append(order_row(n, random.Random(n), **filled))
    path = write_table(folder / "<img src=canary.png>.csv", tuple(rows[0]), rows)
    desk.run(ImportOrders(path=str(path)))
    keys = [key for (key,) in desk.store.reader.rows("SELECT id FROM orders")]
    for key, text in zip(keys, lures(canary), strict=True):
        desk.run(AddRemark(order_id=key, text=text))


def look_everywhere(window: QWidget) -> None:
    """Let every widget on the screen show what it shows when the mouse rests on it."""
    for widget in (window, *window.findChildren(QWidget)):
        if widget.isVisible():
            QToolTip.showText(QCursor.pos(), widget.toolTip(), widget)
    QTest.qWait(40)
    window.grab()


def test_no_screen_opens_a_file_that_a_text_names(qapp, tmp_path: Path, canary: Path, guard: Guard) -> None:
    theme.apply(qapp, "light")
    store = tmp_path / "s" / "a.db"
    parts = app.build(store, clock=Clock(START), fill=lambda desk, _clock: fill(desk, canary, tmp_path))
    window = parts.window
    try:
        window.resize(1440, 900)
        window.show()
        for name in PAGES:
            window.show_page(name)
            QTest.qWait(120)
            for table in window.page(name).findChildren(QWidget):
                if hasattr(table, "set_current_id") and table.isVisible() and table.model().rowCount():
                    table.setCurrentIndex(table.model().index(0, 0))
            QTest.qWait(120)
            look_everywhere(window)
        for name in ("phrases", "import_orders", "paste_talk", "shortcuts", "new_ticket"):
            QApplication.clipboard().setText(lures(canary)[0])
            window.actions_table.of(name).trigger()
            QTest.qWait(60)
            dialog = QApplication.activeModalWidget()
            if dialog is not None:
                look_everywhere(dialog)
                dialog.close()
        parts.world.new_ticket.emit(TicketSeed(buyer_nick=lures(canary)[0], quoted=lures(canary)[1]))
        window.top.search.setText("img")
        QTest.qWait(250)
        parts.world.notices.say(lures(canary)[0])
        box = message_box(window, lures(canary)[0], lures(canary)[0], details=lures(canary)[0])
        set_tooltip(window, lures(canary)[0])
        QTest.qWait(60)
        look_everywhere(window)
        box.close()
        assert not guard.touched()
    finally:
        while (dialog := QApplication.activeModalWidget()) is not None:
            dialog.close()
        parts.close()
    assert not guard.touched()


def test_the_guard_sees_a_widget_that_takes_a_text_for_more(qtbot, canary: Path, guard: Guard) -> None:
    assert not guard.touched()
    careless = QLabel(lures(canary)[0])
    qtbot.addWidget(careless)
    careless.show()
    careless.grab()
    assert guard.touched()
