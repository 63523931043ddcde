"""The developers' door: paths of every system, displays, and what makes an installation stale."""

from __future__ import annotations

import pytest

import dev


@pytest.fixture
def checkout(tmp_path):
    for name in dev.INPUTS:
        (tmp_path / name).write_text("one", encoding="utf-8")
    return tmp_path


def test_interpreter_of_each_system(tmp_path):
    assert dev.venv_python(tmp_path, "win32") == tmp_path / "Scripts" / "python.exe"
    assert dev.venv_python(tmp_path, "linux") == tmp_path / "bin" / "python"
    assert dev.venv_python(tmp_path, "darwin") == tmp_path / "bin" / "python"


@pytest.mark.parametrize(
    ("platform", "environ", "display"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("win32", {}, True),
        ("darwin", {}, True),
    ],
)
def test_display(platform, environ, display):
    assert dev.has_display(platform, environ) is display
    assert (dev.quiet_environment(platform, environ).get("QT_QPA_PLATFORM") == "offscreen") is not display


def test_a_chosen_qt_platform_stays():
    assert dev.quiet_environment("linux", {"QT_QPA_PLATFORM": "xcb"})["QT_QPA_PLATFORM"] == "xcb"


def test_files_of_tests_lie_in_memory_that_has_room(tmp_path, monkeypatch):
    monkeypatch.setattr(dev, "ROOM", 0)
    environ = {"A": "b", "PYTHONDONTWRITEBYTECODE": "1"}
    assert dev.swift_environment(tmp_path, environ) == {"A": "b", "PYTEST_DEBUG_TEMPROOT": str(tmp_path)}
    assert dev.swift_environment(tmp_path, {"PYTEST_DEBUG_TEMPROOT": "chosen"}) == {"PYTEST_DEBUG_TEMPROOT": "chosen"}
    assert dev.swift_environment(tmp_path / "nowhere", {"A": "b"}) == {"A": "b"}
    monkeypatch.setattr(dev, "ROOM", 1 << 80)
    assert dev.swift_environment(tmp_path, {"A": "b"}) == {"A": "b"}


def test_changed_inputs_ask_for_an_installation(checkout):
    before = dev.fingerprint(checkout)
    assert dev.fingerprint(checkout) == before
    (checkout / "constraints.txt").write_text("two", encoding="utf-8")
    assert dev.fingerprint(checkout) != before


def test_another_place_asks_for_another_environment(tmp_path):
    assert dev.birth_mark(tmp_path / "a") != dev.birth_mark(tmp_path / "b")


def test_an_unknown_command_is_refused_before_anything_is_made(capsys, monkeypatch):
    monkeypatch.setattr(dev, "install", lambda: pytest.fail("installed"))
    assert dev.main(["tset"]) == 2
    assert "no command 'tset'" in capsys.readouterr().out
    assert dev.main(["--help"]) == 0
