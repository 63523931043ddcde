"""The dialog of the import over a window of its own."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ticketdesk.ui.orders.import_dialog import ImportDialog


@pytest.fixture
def dialog(qtbot, world):
    """The dialog, before a file was chosen."""
    window = QWidget()
    window.resize(1300, 800)
    qtbot.addWidget(window)
    window.show()
    made = ImportDialog(world, window)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.open()
    return made
