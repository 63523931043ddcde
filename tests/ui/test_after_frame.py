"""What waits for a frame is done after it, in order; and where there is none, soon all the same."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ticketdesk.ui.after_frame import AfterFrame


class Part(QWidget):
    """Notes its paints among what else is done."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []

    def paintEvent(self, event: QPaintEvent) -> None:
        self.done.append("paint")


@pytest.fixture
def part(qtbot: QtBot) -> Part:
    made = Part()
    qtbot.addWidget(made)
    made.resize(40, 40)
    made.show()
    qtbot.waitExposed(made)
    qtbot.waitUntil(lambda: "paint" in made.done)
    made.done.clear()
    return made


def test_what_waits_is_done_after_the_paint_in_the_order_asked(part: Part, qtbot: QtBot) -> None:
    after = AfterFrame(part)
    part.update()
    after.do(lambda: part.done.append("first"))
    after.do(lambda: part.done.append("second"))
    assert part.done == []
    qtbot.waitUntil(lambda: len(part.done) >= 3)
    assert part.done == ["paint", "first", "second"]


def test_what_waits_is_done_once(part: Part, qtbot: QtBot) -> None:
    after = AfterFrame(part)
    after.do(lambda: part.done.append("once"))
    part.repaint()
    qtbot.waitUntil(lambda: "once" in part.done)
    part.repaint()
    after.do(lambda: part.done.append("again"))
    part.repaint()
    qtbot.waitUntil(lambda: "again" in part.done)
    assert (part.done.count("once"), part.done.count("again")) == (1, 1)


def test_it_waits_not_for_ever_for_a_part_that_is_not_painted(part: Part, qtbot: QtBot) -> None:
    part.hide()
    after = AfterFrame(part)
    after.do(lambda: part.done.append("late"))
    assert part.done == []
    qtbot.waitUntil(lambda: part.done == ["late"])
