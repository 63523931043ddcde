"""What the page shown can be told to do, also when it was built anew meanwhile."""

from __future__ import annotations

import shiboken6
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ticketdesk.ui.search.here import here


def test_a_button_that_went_meanwhile_does_nothing(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    stays, goes = QPushButton("Stays", page), QPushButton("Goes", page)
    column = QVBoxLayout(page)
    column.addWidget(stays)
    column.addWidget(goes)
    page.show()
    pressed: list[str] = []
    stays.clicked.connect(lambda: pressed.append("stays"))
    goes.clicked.connect(lambda: pressed.append("goes"))
    offered = {act.text: act for act in here(page)}
    shiboken6.delete(goes)
    for act in offered.values():
        act.run()
    assert sorted(offered) == ["Goes", "Stays"] and pressed == ["stays"]
