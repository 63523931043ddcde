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
from PySide6.QtWidgets import QWidget
def below(kind):
    return {{kind.__name__}}.union(*map(below, kind.__subclasses__()))
build, paint = app.build, TableView.paintEvent
def painted(self, event):
    paint(self, event)
    if self.model().rowCount():
        {say}
        print(json.dumps(sorted(below(QWidget))), flush=True)
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
    "dataclasses",
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
    "ticketdesk.store.acting",
    "ticketdesk.store.frame",
    "ticketdesk.store.undo",
    "ticketdesk.store.search_index",
    "ticketdesk.desk.commands",
    "ticketdesk.desk.command",
    "ticketdesk.desk.bulk",
    "ticketdesk.desk.history",
    "ticketdesk.channels",
    "ticketdesk.domain.personal",
    "ticketdesk.ui.reception.page",
    "ticketdesk.ui.reception.outlet",
    "ticketdesk.ui.tickets",
    "ticketdesk.ui.orders",
    "ticketdesk.ui.buyers",
    "ticketdesk.ui.start.sign_in",
    "ticketdesk.ui.search.palette",
)
STRINGS = {
    "app", "desk.backups", "desk.desk", "store.ladder.look", "store.store", "ui.actions", "ui.labels",
    "ui.settings.kept",
}  # fmt: skip
# The first picture names the types of its tickets and the stages of its flags as the shop does (words.ticket_types,
# words.stages, queries.stage_labels), files may be dropped on it (ui.dropping), and a place is its own room.
MOST = 164


def lines(code: str, *words: str, config: Path) -> list[set[str]]:
    """Return the sets of names that the program ``code`` prints."""
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(config), "HOME": str(config)}
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=ROOT, env=environ, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    return [set(json.loads(line)) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> tuple[set[str], set[str]]:
    """What stands when a table of the store is painted for the first time: modules (no Qt), kinds of widgets."""
    folder = tmp_path_factory.mktemp("start")
    make(200, folder / "shop", lambda _line: None)
    modules, widgets = lines(START.format(say=SAY), str(folder / "shop" / STORE_NAME), config=folder)
    (bare,) = lines(f"{BARE}\n{SAY}", config=folder)
    return modules - bare, widgets


@pytest.fixture
def read(started: tuple[set[str], set[str]]) -> set[str]:
    """The modules."""
    return started[0]


@pytest.mark.parametrize("name", LATE)
def test_it_is_read_after_the_first_picture(read: set[str], name: str) -> None:
    assert [each for each in read if each == name or each.startswith(f"{name}.")] == []


def test_no_more_is_read_than_now(read: set[str]) -> None:
    """Each module costs a third of a millisecond: who raises this figure says what the first picture shows by it."""
    assert "ticketdesk.ui.home.page" in read, "nothing was started"
    assert len(read) <= MOST


def test_no_widget_of_qts_own_was_asked_for(started: tuple[set[str], set[str]]) -> None:
    """To say which kind of widget Qt has made by itself, PySide builds every class of widgets with its enums: 8 ms."""
    assert "HomePage" in started[1], "nothing was started"
    assert started[1] & {"QWizard", "QCalendarWidget", "QMdiArea", "QDial"} == set()


def test_no_field_of_a_row_is_compiled(read: set[str]) -> None:
    """An annotation that is a string is compiled for each field of a NamedTuple: a large row costs half a millisecond.

    Without ``from __future__ import annotations`` it is none; four modules with a few fields need names that only mypy
    reads.
    """
    sources = {
        name: ROOT.joinpath(*name.split(".")).with_suffix(".py") for name in read if name.startswith("ticketdesk")
    }
    texts = {name: path.read_text(encoding="utf-8") for name, path in sources.items() if path.exists()}
    rows = {name for name, text in texts.items() if "(NamedTuple" in text}
    assert len(rows) > 20
    future = "from __future__ import annotations"
    assert {name.removeprefix("ticketdesk.") for name in rows if future in texts[name]} <= STRINGS
