"""The focus goes round the panels, and what is deleted afterwards takes no handle of a living part with it."""

from __future__ import annotations

from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListView, QMenu, QPushButton, QVBoxLayout, QWidget

from ticketdesk.ui import panels

PACKAGE = Path(panels.__file__).resolve().parents[1]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def window(qtbot):
    made = QWidget()
    row = QHBoxLayout(made)
    for _place in range(2):
        panel = QWidget()
        column = QVBoxLayout(panel)
        for kind in (QPushButton, QLineEdit, QListView):
            column.addWidget(kind())
        row.addWidget(panel)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def parts(window):
    return [each for each in window.children() if isinstance(each, QWidget)]


def delete(widget):
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_the_first_field_is_the_first_that_takes_the_focus(window):
    left, right = parts(window)
    assert panels.first_field(left) is left.findChild(QPushButton)
    right.findChild(QPushButton).setEnabled(False)
    assert panels.first_field(right) is right.findChild(QLineEdit)
    right.findChild(QLineEdit).hide()
    assert panels.first_field(right) is right.findChild(QListView)


def test_going_round_and_deleting_one_part_leaves_the_handles_of_the_others(window):
    left, right = parts(window)
    menu = QMenu(right)
    entry, viewport = menu.addAction("x"), right.findChild(QListView).viewport()
    for _turn in range(3):
        assert panels.step([left, right], 1)
    delete(left.findChild(QPushButton))
    delete(left)
    assert shiboken6.isValid(entry) and shiboken6.isValid(viewport)


def test_the_call_that_ties_widgets_to_each_other_does_so(window):
    """Why `panels` does without it: PySide takes the menu of another part for deleted."""
    left, right = parts(window)
    entry = QMenu(right).addAction("x")
    button = left.findChild(QPushButton)
    follower = button.nextInFocusChain()
    while follower is not None and follower is not button:
        follower = follower.nextInFocusChain()
    delete(left)
    assert not shiboken6.isValid(entry)


def test_nobody_asks_for_the_chain_of_the_focus():
    asking = [path.name for path in PACKAGE.rglob("*.py") if "InFocusChain(" in path.read_text(encoding="utf-8")]
    assert asking == []
