"""What widgets stand in."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    """An open window for what covers one or stands in it."""
    made = QMainWindow()
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    return made
