"""The theme: every text pair is readable, every token answers, the sheet holds no unfilled place."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QFile, QIODevice
from PySide6.QtGui import QAction, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QHBoxLayout, QSplitter, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from ticketdesk.ui import icons, pages, slices
from ticketdesk.ui import theme as th
from ticketdesk.ui.icons import icon
from ticketdesk.ui.theme import marks
from ticketdesk.ui.theme.palette import TOKENS
from ticketdesk.ui.turns import next_turn

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("palette", [th.LIGHT, th.DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), th.TEXT_PAIRS)
def test_text_reaches_contrast(palette: th.Palette, ink: str, ground: str) -> None:
    assert th.contrast(palette.value(ink), palette.value(ground)) >= 4.5


@pytest.mark.parametrize("ground", th.AVATARS)
def test_avatar_letters_are_readable(ground: str) -> None:
    assert th.contrast(th.LIGHT.avatar_on, ground) >= 4.5


def test_every_token_is_a_colour_in_both_modes(qapp: QApplication) -> None:
    for mode in ("light", "dark"):
        theme = th.apply(qapp, mode)  # type: ignore[arg-type]
        assert all(theme.color(token.replace("_", ".")).isValid() for token in TOKENS)
    th.apply(qapp, "light")


def test_an_unknown_token_is_refused(qapp: QApplication) -> None:
    with pytest.raises(KeyError):
        th.color("accent.nothing")


def test_theme_is_one_object_and_says_when_it_changes(qapp: QApplication) -> None:
    theme = th.apply(qapp, "light")
    heard: list[bool] = []
    theme.changed.connect(lambda: heard.append(theme.dark))
    assert th.apply(qapp, "dark") is theme is th.current_theme()
    th.apply(qapp, "light")
    assert heard == [True, False]


def test_sheet_is_filled(qapp: QApplication) -> None:
    th.apply(qapp, "light")
    sheet = th.current_theme().dressing.sheets.whole
    assert "url([" not in sheet and "{text" not in sheet and th.LIGHT.accent in sheet


class Asked(QDialog):
    """A dialog with a field that no page holds."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = QComboBox(self)


def test_a_page_wears_no_rules_of_fields_and_a_dialog_over_it_does(qtbot: QtBot, qapp: QApplication) -> None:
    theme = th.apply(qapp, "light")
    part, inner = QWidget(), QWidget()
    qtbot.addWidget(part)
    inner.setParent(part)
    dialog = Asked(part)
    theme.dress(part, plain=True)
    theme.dress(inner)
    theme.dress(dialog)
    for mode in ("light", "dark", "light"):
        th.apply(qapp, mode)  # type: ignore[arg-type]
        sheets = theme.dressing.sheets
        assert "QComboBox" in sheets.whole and "QComboBox" not in sheets.plain and sheets.whole.startswith(sheets.plain)
        assert part.styleSheet() == sheets.plain and theme.dressing.wears(part)
        assert not inner.styleSheet() and dialog.styleSheet() == sheets.whole
    free = QWidget()
    alone = Asked(free)
    qtbot.addWidget(free)
    theme.dress(alone)
    assert dialog.field.grab().toImage() == alone.field.grab().toImage()


class SplitPage(QWidget):
    """A page that is one splitter, as most are."""

    def __init__(self) -> None:
        super().__init__()
        self.splitter = QSplitter()
        for panel in (QWidget(), QWidget()):
            self.splitter.addWidget(panel)
        QHBoxLayout(self).addWidget(self.splitter)
        self.resize(200, 60)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_handle_needs_no_sheet_of_its_own(qtbot: QtBot, qapp: QApplication, mode: str) -> None:
    """The control: where its look came from a sheet it wears, it would have to be dressed again."""
    theme = th.apply(qapp, mode)  # type: ignore[arg-type]
    plain, dressed = SplitPage(), SplitPage()
    for page in (plain, dressed):
        qtbot.addWidget(page)
        for part in pages.parts(page):
            theme.dress(part)
    handle = dressed.splitter.handle(1)
    handle.setStyleSheet(theme.dressing.sheets.whole)
    assert handle.grab().toImage() == plain.splitter.handle(1).grab().toImage()
    assert plain.splitter.widget(0).styleSheet() and not plain.splitter.handle(1).styleSheet()
    th.apply(qapp, "light")


def test_a_turn_of_the_mode_outlives_what_is_deleted_meanwhile(qtbot: QtBot, qapp: QApplication) -> None:
    theme = th.apply(qapp, "light")
    parts = [QToolButton() for _part in range(40)]
    for part in parts:
        part.addAction(QAction(icon("moon"), "", part))
        part.setIcon(icon("sun"))
        theme.dress(part)
    theme.turn("dark")
    gone = []
    for wearer in icons._wearers():
        if wearer in parts:
            gone.append(wearer)
            shiboken6.delete(wearer)
    theme.dressing.finish()
    assert len(gone) == 40 and theme.dark and not theme.dressing.turning() and not theme.worn
    th.apply(qapp, "light")


def test_the_marks_of_the_sheet_are_painted_once(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    theme = th.apply(qapp, "light")
    theme.prepare()

    def again(*_args: object) -> dict[str, str]:
        raise AssertionError("painted again")

    monkeypatch.setattr("ticketdesk.ui.theme.theme.paint_marks", again)
    for mode in ("dark", "light"):
        th.apply(qapp, mode)  # type: ignore[arg-type]


class Painted(QWidget):
    """Notes each paint."""

    def __init__(self, told: list[str], name: str) -> None:
        super().__init__()
        self._told, self._name = told, name

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._told.append(self._name)


def test_a_window_that_has_turned_is_painted_part_by_part_when_all_of_it_is_dressed(
    qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(slices, "run_slice", lambda steps, _most: next(steps, told) is not told)  # each a large one
    theme = th.apply(qapp, "light")
    window = QWidget()
    parts = [Painted(told, name) for name in "abc"]
    row = QHBoxLayout(window)
    for part in parts:
        row.addWidget(part)
        theme.dress(part)
    qtbot.addWidget(window)
    window.resize(300, 100)
    window.show()
    qtbot.waitUntil(lambda: set(told) >= set("abc"))

    def count() -> None:
        told.append("|" if all(part.styleSheet() == theme.dressing.sheets.whole for part in parts) else "-")
        next_turn(window, count)

    told.clear()
    theme.turn("dark")
    next_turn(window, count)
    qtbot.waitUntil(lambda: set(told) >= set("abc"))
    assert not set(told[: told.index("|")]) & set("abc")
    assert "|" in told[told.index("a") : told.index("b")] and "|" in told[told.index("b") : told.index("c")]
    th.apply(qapp, "light")


def test_a_mode_that_is_worn_already_paints_nothing_again(qtbot: QtBot, qapp: QApplication) -> None:
    theme = th.apply(qapp, "light")
    button = QToolButton()
    qtbot.addWidget(button)
    button.setIcon(icon("sun"))
    worn = button.icon().cacheKey()
    with qtbot.waitSignal(theme.changed):
        th.apply(qapp, "light")
    assert button.icon().cacheKey() == worn and icon("sun").cacheKey() == worn
    theme.turn("dark")
    assert theme.dressing.turning()
    th.apply(qapp, "dark")  # a turn on its way is brought to its end
    assert not theme.dressing.turning() and button.icon().cacheKey() != worn
    th.apply(qapp, "light")


def test_qt_finds_every_file_laid_in_the_memory_and_no_other() -> None:
    files = {f"{name}.txt": name.encode() * number for number, name in enumerate(["a", "zz", "箭头", "down@2x", "up"])}
    kept = marks.lay(files, "/test/laid")
    for name, content in files.items():
        assert read(f":/test/laid/{name}") == content
    assert not QFile.exists(":/test/laid/b.txt") and not QFile.exists(":/test/a.txt")
    assert marks.QResource.unregisterResourceData(kept, "/test/laid")
    assert not QFile.exists(":/test/laid/a.txt")


def read(path: str) -> bytes:
    found = QFile(path)
    assert found.open(QIODevice.OpenModeFlag.ReadOnly)
    return found.readAll().data()


def test_files_that_qt_does_not_take_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "pack", lambda _files: b"no resources")
    with pytest.raises(RuntimeError, match="/test/nothing"):
        marks.lay({"a.txt": b"a"}, "/test/nothing")


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_mark_of_the_sheet_is_there_for_both_densities(qapp: QApplication, mode: str) -> None:
    th.apply(qapp, mode)  # type: ignore[arg-type]
    paths = set(re.findall(r'url\("([^"]+)"\)', th.current_theme().dressing.sheets.whole))
    assert len(paths) == 4
    for path in paths:
        for suffix, side in ((".png", 12), ("@2x.png", 24)):
            assert QPixmap(path.replace(".png", suffix)).width() == side
    th.apply(qapp, "light")


PAINTED = """
import os, sys
from PySide6.QtWidgets import QApplication, QCheckBox
from ticketdesk.ui import theme
app = QApplication([])
theme.apply(app, "light").prepare()
part = QCheckBox("x")
theme.current_theme().dress(part)
part.setChecked(True)
part.grab()
print("painted", flush=True)
if sys.argv[1] == "killed":
    os._exit(9)
"""


@pytest.mark.parametrize("end", ["left", "killed"])
def test_a_process_leaves_no_folder_behind_however_it_ends(tmp_path: Path, end: str) -> None:
    environ = {**os.environ, "TMPDIR": str(tmp_path), "TMP": str(tmp_path), "TEMP": str(tmp_path)}
    line = [sys.executable, "-c", PAINTED, end]
    done = subprocess.run(line, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "painted", done.stderr
    assert (done.returncode == 0) is (end == "left")
    assert list(tmp_path.iterdir()) == []
