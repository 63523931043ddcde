"""The ways of the tour, and that it shows every dialog and every section there is."""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QDialog, QWidget

import ticketdesk.ui
from tests.ready import empty_store
from ticketdesk.app import build
from ticketdesk.tour import main, ways
from ticketdesk.tour.agent import Agent
from ticketdesk.tour.book import Book, Scene
from ticketdesk.tour.run import SAMPLE_SCENES
from ticketdesk.tour.sample_orders import BASE
from ticketdesk.tour.screen import screen_chosen
from ticketdesk.tour.stage import StoryClock
from ticketdesk.tour.story import TALK_STORY
from ticketdesk.tour.story_tickets import TICKET_STORY
from ticketdesk.ui.orders.act_dialog import ActDialog
from ticketdesk.ui.orders.reading_dialog import ReadingDialog
from ticketdesk.ui.settings.sections import SECTIONS
from ticketdesk.ui.shortcuts import ShortcutsDialog
from ticketdesk.ui.tickets.acts.many_dialogs import ManyDialog
from ticketdesk.ui.widgets.lines_dialog import LinesDialog
from ticketdesk.ui.widgets.modal import ModalDialog

SCENES = (*TALK_STORY, *TICKET_STORY, *SAMPLE_SCENES)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def agent(qapp: QApplication, tmp_path: Path) -> Iterator[Agent]:
    made = Agent(build(empty_store(tmp_path / "ticketdesk.db"), clock=StoryClock(BASE)))
    made.open()
    yield made
    made.close()


def kinds_of(base: type[QWidget]) -> set[type[QWidget]]:
    """Every class of the window that is a ``base``, at any depth."""
    below = {each for kind in base.__subclasses__() for each in ({kind} | kinds_of(kind))}
    return {each for each in below if each.__module__.startswith("ticketdesk.ui.")}


def import_all_rooms() -> None:
    for found in pkgutil.walk_packages(ticketdesk.ui.__path__, "ticketdesk.ui."):
        importlib.import_module(found.name)


def unshown(kinds: set[type[QWidget]]) -> list[str]:
    """The names of those that no scene shows."""
    return sorted(kind.__name__ for kind in kinds - {kind for scene in SCENES for kind in scene.shows})


def test_every_dialog_is_shown_by_a_scene() -> None:
    import_all_rooms()
    dialogs = kinds_of(QDialog) - {ModalDialog, ManyDialog, ActDialog, ReadingDialog, LinesDialog}
    assert len(dialogs) > 20
    assert unshown(dialogs) == []


def test_a_dialog_without_a_scene_would_be_missed() -> None:
    class Forgotten(ModalDialog):
        pass

    assert unshown({Forgotten, ShortcutsDialog}) == ["Forgotten"]


def test_every_section_of_the_settings_is_shown_by_a_scene() -> None:
    rooms = {kind.__module__ for scene in SCENES for kind in scene.shows if "Section" in kind.__name__}
    makers = {name for section in SECTIONS for name in maker_modules(section.make)}
    assert len(makers) == len(SECTIONS)
    assert makers - rooms == set()


def maker_modules(make: object) -> set[str]:
    """The module that a maker imports for its room."""
    return {name for name in make.__code__.co_names if name.startswith("ticketdesk.ui.")}  # type: ignore[attr-defined]


def test_a_scene_that_does_not_show_what_it_says_fails(agent: Agent, tmp_path: Path) -> None:
    told: list[str] = []
    book = Book(tmp_path / "out", ("light",), told.append)
    book.out.mkdir()
    scene = Scene("keys", "The keys", lambda _agent: None, (ShortcutsDialog,))
    book.play(agent, [scene], chained=True)
    assert book.failed == ["01-keys"] and "ShortcutsDialog" in told[0]


def test_every_scene_has_its_line_in_the_docs() -> None:
    told = (ROOT / "docs" / "screens.md").read_text(encoding="utf-8")
    later = [scene.name for scene in SAMPLE_SCENES[14:]]
    assert [name for name in later if f"`{name}`" not in told] == []
    assert [way.name for way in ways.WAYS if f"`{way.name}`" not in told] == []


def test_ways_are_named() -> None:
    assert ways.ways("all") == ways.WAYS
    assert [way.name for way in ways.ways("small, dark,small")] == ["small", "dark"]
    for wrong in ("", "sideways", "light,sideways"):
        with pytest.raises(argparse.ArgumentTypeError, match="small-english"):
            ways.ways(wrong)


def test_a_way_is_a_child_with_its_own_folder_language_size_and_scale(tmp_path: Path) -> None:
    [way] = ways.ways("scale150")
    asked = ways.command(way, tmp_path)
    assert asked[0] == sys.executable and asked[asked.index("--out") + 1] == str(tmp_path / "scale150")
    assert (asked[asked.index("--size") + 1], asked[asked.index("--lang") + 1]) == ("1280x720", "zh_CN")
    assert ways.environment(way, {"QT_SCALE_FACTOR": "3", "KEPT": "1"}) == {"QT_SCALE_FACTOR": "1.5", "KEPT": "1"}
    [english] = ways.ways("english")
    assert ways.environment(english, {})["QT_SCALE_FACTOR"] == "1"


def test_a_frozen_program_plays_its_ways_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert ways.command(ways.WAYS[0], tmp_path)[:2] == [sys.executable, "tour"]


def test_the_worst_way_decides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = "import sys; sys.exit(1 if '--lang' in sys.argv and 'en' in sys.argv else 0)"
    monkeypatch.setattr(ways, "command", lambda way, _out: [sys.executable, "-c", script, "--lang", way.lang])
    assert main(["--out", str(tmp_path), "--ways", "light,english,dark"]) == 1
    told = capsys.readouterr().out
    assert [name for name in ("light", "english", "dark") if name not in told] == []
    assert main(["--out", str(tmp_path), "--ways", "light"]) == 0


def test_the_offscreen_screen_is_as_large_as_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("QT_SCALE_FACTOR", "1.5")
    with screen_chosen(QSize(1280, 720)):
        platform, _, path = os.environ["QT_QPA_PLATFORM"].partition(":configfile=")
        assert platform == "offscreen"
        assert '"width": 1920, "height": 1080' in Path(path).read_text(encoding="ascii")
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen" and not Path(path).exists()


def test_a_screen_that_is_there_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    with screen_chosen(QSize(1280, 720)):
        assert os.environ["QT_QPA_PLATFORM"] == "xcb"
