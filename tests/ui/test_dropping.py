"""Files dropped on the window: those that may hold orders are taken where the agent may import, all others are not."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from ticketdesk.ui.dropping import FileDrop

LEFT, NONE, COPY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction


def data_of(*names):
    data = QMimeData()
    data.setUrls([QUrl(name) if "://" in name else QUrl.fromLocalFile(f"/{name}") for name in names])
    return data


@pytest.fixture
def ground(qtbot):
    """A window, what it took, and whether it may take."""
    window, taken, allowed = QWidget(), [], [True]
    qtbot.addWidget(window)
    FileDrop(window, lambda: allowed[0], taken.append)
    return window, taken, allowed


def dragged(window, data):
    event = QDragEnterEvent(QPoint(5, 5), COPY, data, LEFT, NONE)
    QApplication.sendEvent(window, event)
    return event.isAccepted()


@pytest.mark.parametrize(
    ("names", "accepted"),
    [
        (("a.csv",), True), (("a.XLSX", "b.png"), True), (("a.jsonl",), True), (("b.png",), False), ((), False),
        (("http://example.com/a.csv",), False),
    ],
)  # fmt: skip
def test_only_files_that_may_hold_orders_are_taken(ground, names, accepted):
    window, taken, _ = ground
    data = data_of(*names)
    assert dragged(window, data) is accepted
    QApplication.sendEvent(window, QDropEvent(QPointF(5, 5), COPY, data, LEFT, NONE))
    assert [[path.name for path in files] for files in taken] == ([[names[0]]] if accepted else [])


def test_nothing_is_taken_from_whom_may_not_import(ground):
    window, taken, allowed = ground
    allowed[0] = False
    data = data_of("a.csv")
    assert dragged(window, data) is False
    QApplication.sendEvent(window, QDropEvent(QPointF(5, 5), COPY, data, LEFT, NONE))
    assert taken == []
