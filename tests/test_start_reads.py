"""What the start reads before its first picture: a figure that noise cannot touch."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.make_stores import make
from ticketdesk.store.store import STORE_NAME

ROOT = Path(__file__).resolve().parents[1]
# What a program of one table and no window reads too is not counted.
BARE = "from PySide6 import QtCore, QtGui, QtWidgets"
SAY = "import json, sys; print(json.dumps(sorted(name for name, read in sys.modules.items() if read)), flush=True)"
START = """
import os, sys
from ticketdesk.ui.qt_start import load_qt
load_qt()
from ticketdesk import app
from ticketdesk.ui.widgets.table_view import TableView
build, paint = app.build, TableView.paintEvent
def painted(self, event):
    paint(self, event)
    if self.model().rowCount():
        {say}
        os._exit(0)
TableView.paintEvent = painted
app.build = lambda *given, **named: build(*given, **{{**named, "fill": lambda desk, clock: None}})
from ticketdesk.__main__ import main
sys.exit(main(["--store", sys.argv[1], "--lang", "zh_CN", "--theme", "light"]))
"""
LATE = (
    "peewee",
    "playhouse",
    "sqlite3",
    "pypinyin",
    "python_calamine",
    "xlsxwriter",
    "chinese_calendar",
    "hashlib",
    "socket",
    "ssl",
    "asyncio",
    "email",
    "html",
    "ctypes",
    "logging.handlers",
    "importlib.resources",
    "PySide6.QtPrintSupport",
    "PySide6.QtNetwork",
    "ticketdesk.cli",
    "ticketdesk.tour",
    "ticketdesk.domain.rules",
    "ticketdesk.store.tables",
    "ticketdesk.store.backup.take",
    "ticketdesk.store.backup.shelf",
    "ticketdesk.store.ladder.mend",
    "ticketdesk.store.writers",
    "ticketdesk.desk.commands",
    "ticketdesk.ui.reception.page",
    "ticketdesk.ui.tickets",
    "ticketdesk.ui.orders",
    "ticketdesk.ui.buyers",
    "ticketdesk.ui.start.sign_in",
    "ticketdesk.ui.search.palette",
)
# The first picture names the types of its tickets as the shop does (words.ticket_types), and a place is its own room.
MOST = 182


def modules(code: str, *words: str, config: Path) -> set[str]:
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(config), "HOME": str(config)}
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=ROOT, env=environ, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The modules that stand when a table of the store is painted for the first time, without those of Qt's own."""
    folder = tmp_path_factory.mktemp("start")
    make(200, folder / "shop", lambda _line: None)
    started = modules(START.format(say=SAY), str(folder / "shop" / STORE_NAME), config=folder)
    return started - modules(f"{BARE}\n{SAY}", config=folder)


@pytest.mark.parametrize("name", LATE)
def test_it_is_read_after_the_first_picture(read: set[str], name: str) -> None:
    assert [each for each in read if each == name or each.startswith(f"{name}.")] == []


def test_no_more_is_read_than_now(read: set[str]) -> None:
    """Each module costs a third of a millisecond: who raises this figure says what the first picture shows by it."""
    assert "ticketdesk.ui.home.page" in read, "nothing was started"
    assert len(read) <= MOST
