"""The tour itself: it keeps pictures in both dresses, names what had no effect, and says so by its exit code."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.ready import empty_store
from ticketdesk.app import build
from ticketdesk.tour import main
from ticketdesk.tour.agent import Agent
from ticketdesk.tour.book import Book, Scene
from ticketdesk.tour.run import SAMPLE_SCENES, _size
from ticketdesk.tour.sample_orders import BASE
from ticketdesk.tour.scenes import SHOP_SCENES
from ticketdesk.tour.scenes_people import PEOPLE_SCENES
from ticketdesk.tour.stage import StepFailed, StoryClock, wait
from ticketdesk.tour.story import TALK_STORY
from ticketdesk.tour.story_tickets import TICKET_STORY
from ticketdesk.ui import theme

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def agent(qapp: QApplication, tmp_path: Path):
    theme.apply(qapp, "light")
    made = Agent(build(empty_store(tmp_path / "ticketdesk.db"), clock=StoryClock(BASE)))
    made.open()
    yield made
    made.close()
    theme.apply(qapp, "light")


def fails(_agent: Agent) -> None:
    raise StepFailed("the moon comes out")


def does_nothing(_agent: Agent) -> None:
    return None


def test_a_scene_is_kept_in_light_and_dark(agent: Agent, tmp_path: Path) -> None:
    book = Book(tmp_path, ("light", "dark"), lambda _line: None)
    book.play(agent, [Scene("start", "It starts", does_nothing)], chained=True)
    light, dark = (QImage(str(tmp_path / f"01-start-{mode}.png")) for mode in ("light", "dark"))
    assert (light.size(), dark.size()) == (agent.window.size(),) * 2
    assert light.pixelColor(5, 5).lightness() > 200 > 60 > dark.pixelColor(5, 5).lightness()
    assert book.failed == []


def test_a_step_without_effect_is_named_and_ends_a_story(agent: Agent, tmp_path: Path) -> None:
    told: list[str] = []
    book = Book(tmp_path, ("light",), told.append)
    scenes = [Scene("night", "Night falls", fails), Scene("day", "Day breaks", does_nothing)]
    book.play(agent, scenes, chained=True)
    assert book.failed == ["01-night"] and "the moon comes out" in told[0]
    assert [path.name for path in book.pictures] == ["01-night-light.png"]


def test_scenes_that_are_not_chained_go_on(agent: Agent, tmp_path: Path) -> None:
    book = Book(tmp_path, ("light",), lambda _line: None)
    scenes = [Scene("night", "Night falls", fails), Scene("day", "Day breaks", does_nothing)]
    book.play(agent, scenes, chained=False)
    assert book.failed == ["01-night"] and len(book.pictures) == 2


def test_waiting_has_an_end_and_lets_errors_out(qapp: QApplication) -> None:
    assert wait(lambda: True) and not wait(lambda: False, 40)
    with pytest.raises(ZeroDivisionError):
        wait(lambda: 1 / 0)


def test_a_widget_that_never_comes_is_named(agent: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StepFailed, match="the sea is blue"):
        agent.until(lambda: False, "the sea is blue", 40)


def test_a_size_is_two_numbers() -> None:
    assert (_size("1280x720").width(), _size("1280X720").height()) == (1280, 720)
    with pytest.raises(argparse.ArgumentTypeError):
        _size("large")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert main(["--out", str(tmp_path / "file" / "out")]) == 2
    assert "file" in capsys.readouterr().err


def test_every_scene_has_its_own_name_and_its_line_in_the_docs() -> None:
    names = [scene.name for scene in (*TALK_STORY, *TICKET_STORY, *SHOP_SCENES)]
    assert len(names) == len(set(names))
    told = (ROOT / "docs" / "screens.md").read_text(encoding="utf-8")
    assert [f"{n:02d}-{name}" for n, name in enumerate(names, start=1) if f"`{n:02d}-{name}`" not in told] == []
    later = [scene.name for scene in SAMPLE_SCENES[len(SHOP_SCENES) :]]
    assert len(set(later)) == len(later) and not set(later) & set(names)
    assert [scene.name for scene in PEOPLE_SCENES if f"`{scene.name}`" not in told] == []


@pytest.mark.slow
def test_the_whole_tour_has_its_effect(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ticketdesk", "tour", "--out", str(tmp_path), "--theme", "light"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    scenes = len(TALK_STORY) + len(TICKET_STORY) + len(SAMPLE_SCENES)
    assert len(list(tmp_path.glob("*-light.png"))) == scenes
