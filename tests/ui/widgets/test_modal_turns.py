"""A dialog that opens: there with the keyboard at once, dressed and painted in turns of its own."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from ticketdesk.ui import slices
from ticketdesk.ui.theme import current_theme
from ticketdesk.ui.turns import next_turn
from ticketdesk.ui.widgets.modal import ModalDialog


class Line(QLineEdit):
    """Notes when it is painted, and whether it was dressed by then."""

    def __init__(self, told: list[str], name: str) -> None:
        super().__init__()
        self._told, self._name = told, name

    def paintEvent(self, event: QPaintEvent) -> None:
        self._told.append(self._name + ("" if self.window().styleSheet() else " undressed"))
        super().paintEvent(event)


def test_what_is_typed_at_once_stands_in_the_dialog(qtbot: QtBot, window: QMainWindow) -> None:
    told: list[str] = []
    dialog, field = ModalDialog(window, "改备注"), Line(told, "a")
    dialog.body.addWidget(field)
    dialog.open()
    QTest.keyClicks(dialog.focusWidget(), "abc")
    assert dialog.isVisible() and QApplication.activeModalWidget() is dialog
    assert field.text() == "abc" and told == [] and dialog.styleSheet() == ""
    qtbot.waitUntil(lambda: "a" in told)
    assert set(told) == {"a"} and dialog.styleSheet() == current_theme().dressing.sheets.whole
    QTest.keyClicks(dialog.focusWidget(), "d")
    assert field.text() == "abcd"


def test_its_parts_are_painted_one_a_turn(qtbot: QtBot, window: QMainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(slices, "run_slice", lambda steps, _most: next(steps, told) is not told)  # each a large one
    dialog = ModalDialog(window, "改备注")
    for name in "ab":
        dialog.body.addWidget(Line(told, name))
    dialog.open()

    def count() -> None:
        told.append("|")
        next_turn(dialog, count)

    next_turn(dialog, count)
    qtbot.waitUntil(lambda: {"a", "b"} <= set(told))
    assert "|" in told[told.index("a") : told.index("b")]


def test_one_that_is_closed_at_once_is_dressed_no_more(qtbot: QtBot, window: QMainWindow) -> None:
    told: list[str] = []
    dialog = ModalDialog(window, "改备注")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    dialog.body.addWidget(Line(told, "a"))
    dialog.open()
    dialog.close()
    done: list[int] = []
    for _turn in range(4):
        next_turn(window, lambda: next_turn(window, lambda: done.append(1)))
    qtbot.waitUntil(lambda: len(done) == 4)
    assert told == []
    dialog.open()
    qtbot.waitUntil(lambda: "a" in told)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.close()


def test_a_button_that_becomes_higher_leaves_the_body_its_height(qtbot: QtBot, window: QMainWindow) -> None:
    dialog = ModalDialog(window, "改备注")
    dialog.body.addWidget(QLineEdit())
    close = QPushButton("关闭")
    dialog.footer.addWidget(close)
    dialog.open()
    qtbot.waitUntil(dialog.updatesEnabled)
    high = dialog._card.height()
    close.setMinimumHeight(close.height() + 7)
    qtbot.waitUntil(lambda: dialog._card.height() > high)
    assert dialog._scroll.verticalScrollBar().maximum() == 0
