"""How long nobody touched the computer: seen from the window, asked of the system, and falling back."""

from __future__ import annotations

import ctypes

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from ticketdesk.ui.people import idle
from ticketdesk.ui.people.idle import Both, OwnActivity, _Asked, _LastInput, _SaverInfo, _system_question


class Seconds:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def seconds():
    return Seconds()


@pytest.fixture
def own(qapp, seconds):
    made = OwnActivity(seconds)
    yield made
    made.stop()


def test_nothing_touched_counts_on(own, seconds):
    seconds.now += 61
    assert own.seconds() == 61


def test_a_key_in_the_field_with_the_focus_counts(qtbot, own, seconds):
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    seconds.now += 60
    qtbot.keyClick(field, Qt.Key.Key_A)
    assert own.seconds() == 0 and field.text() == "a"


def test_a_field_that_is_gone_is_forgotten(qtbot, own, seconds):
    field = QLineEdit()
    field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    field.deleteLater()
    qtbot.waitUntil(lambda: not shiboken6.isValid(field))
    own.stop()
    seconds.now += 5
    assert own.seconds() is not None


def test_a_pointer_that_moved_counts(own, seconds, monkeypatch):
    seconds.now += 60
    monkeypatch.setattr(own, "_pointer", own._pointer + own._pointer.__class__(3, 3))
    assert own.seconds() == 0


def test_the_system_is_believed_and_left_when_it_fails(own, seconds):
    answers = iter([7.0])

    def ask():
        try:
            return next(answers)
        except StopIteration:
            raise OSError("gone") from None

    both = Both(_Asked(ask), own)
    seconds.now += 500
    assert both.seconds() == 7.0
    assert both.seconds() == 500  # and again, without asking
    assert both.seconds() == 500


@pytest.mark.parametrize(
    ("platform", "window", "asked"),
    [("linux", "xcb", "_x11"), ("win32", "windows", "_windows"), ("darwin", "cocoa", "_mac")],
)
def test_each_system_has_its_question(monkeypatch, platform, window, asked):
    monkeypatch.setattr(idle, asked, lambda: lambda: 3.0)
    question = _system_question(platform, window)
    assert question is not None and question() == 3.0


@pytest.mark.parametrize(
    ("platform", "window"), [("linux", "wayland"), ("linux", "offscreen"), ("darwin", "offscreen")]
)
def test_some_have_none(platform, window):
    assert _system_question(platform, window) is None


def test_a_library_that_is_missing_is_no_error(monkeypatch):
    def missing():
        raise OSError("libXss.so.1: cannot open shared object file")

    monkeypatch.setattr(idle, "_x11", missing)
    assert _system_question("linux", "xcb") is None


def test_the_structures_have_the_systems_sizes():
    assert ctypes.sizeof(_LastInput) == 8
    assert ctypes.sizeof(_SaverInfo) == (40 if ctypes.sizeof(ctypes.c_long) == 8 else 24)
