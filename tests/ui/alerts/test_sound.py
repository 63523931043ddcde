"""Which sound a system has; none of them is played here."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication

from ticketdesk.ui.alerts.sound import Beep, Player, WindowsSound, system_sound


def has(*names):
    return lambda name: f"/usr/bin/{name}" if name in names else None


def test_each_system_has_its_own():
    linux = system_sound("linux", has("paplay"), lambda _path: True)
    assert isinstance(linux, Player) and linux.program == "/usr/bin/paplay" and linux.file.suffix == ".oga"
    mac = system_sound("darwin", has("afplay"), lambda _path: True)
    assert isinstance(mac, Player) and mac.file == Path("/System/Library/Sounds/Ping.aiff")
    assert isinstance(system_sound("win32"), WindowsSound)


@pytest.mark.parametrize(("names", "there"), [((), True), (("paplay",), False)])
def test_without_a_player_or_its_file_it_beeps(names, there):
    assert isinstance(system_sound("linux", has(*names), lambda _path: there), Beep)


@pytest.fixture
def beeps(monkeypatch):
    heard = []
    monkeypatch.setattr(QApplication, "beep", lambda: heard.append(1))
    return heard


def test_a_player_is_started_and_one_that_cannot_start_beeps(monkeypatch, beeps):
    asked = []
    monkeypatch.setattr(QProcess, "startDetached", lambda *given: asked.append(given) or (True, 1))
    assert Player("paplay", Path("/a/b.oga")).play() and asked == [("paplay", [str(Path("/a/b.oga"))])] and not beeps
    monkeypatch.setattr(QProcess, "startDetached", lambda *_given: (False, 0))
    assert Player("paplay", Path("/a/b.oga")).play() and beeps == [1]


def test_windows_beeps_where_winsound_is_missing(monkeypatch, beeps):
    import sys

    monkeypatch.setitem(sys.modules, "winsound", None)
    assert WindowsSound().play() and beeps == [1]


def test_windows_plays_its_own_notification(monkeypatch, beeps):
    import sys
    from types import SimpleNamespace

    played = []
    made = SimpleNamespace(SND_ALIAS=0x10000, SND_ASYNC=1, PlaySound=lambda *given: played.append(given))
    monkeypatch.setitem(sys.modules, "winsound", made)
    assert WindowsSound().play() and played == [("SystemNotification", 0x10001)] and not beeps
