"""The theme: every text pair is readable, every token answers, the sheet holds no unfilled place."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtGui import QAction, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSplitter, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from ticketdesk.ui import icons, pages, slices
from ticketdesk.ui import theme as th
from ticketdesk.ui.icons import icon
from ticketdesk.ui.theme.palette import TOKENS
from ticketdesk.ui.turns import next_turn


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
    sheet = th.current_theme().dressing.sheet
    assert "url([" not in sheet and "{text" not in sheet and th.LIGHT.accent in sheet


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
    handle.setStyleSheet(theme.dressing.sheet)
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


def test_the_files_of_the_sheet_are_written_once(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    theme = th.apply(qapp, "light")
    theme.prepare()

    def again(*_args: object) -> dict[str, str]:
        raise AssertionError("written again")

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
    told.clear()
    theme.turn("dark")
    qtbot.waitUntil(lambda: not any(part.styleSheet() != theme.dressing.sheet for part in parts))
    assert told == []

    def count() -> None:
        told.append("|")
        next_turn(window, count)

    next_turn(window, count)
    qtbot.waitUntil(lambda: set(told) >= set("abc"))
    assert "|" in told[told.index("a") : told.index("b")] and "|" in told[told.index("b") : told.index("c")]
    th.apply(qapp, "light")
