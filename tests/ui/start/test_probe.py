"""A started program tells of its first paint once, and closes."""

from __future__ import annotations

import json

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ticketdesk.ui.start.probe import facts, tell_first_paint


def test_one_line_after_the_first_paint_then_the_window_closes(qtbot, capsys):
    window = QWidget()
    qtbot.addWidget(window)
    tell_first_paint(window)
    assert capsys.readouterr().out == ""
    window.show()
    qtbot.waitUntil(lambda: not window.isVisible())
    with qtbot.waitExposed(window):
        window.show()
    window.repaint()
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1 and json.loads(lines[0]) == json.loads(json.dumps(facts()))


def test_the_facts_are_those_of_this_process(qapp):
    told = facts()
    assert told["platform"] == QGuiApplication.platformName()
    assert "png" in told["pictures"] and told["plugins"] and told["cancel"]
