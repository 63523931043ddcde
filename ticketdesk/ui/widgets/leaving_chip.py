"""A chip with a cross that takes away what it names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPushButton, QWidget

from ticketdesk.ui.icons import icon
from ticketdesk.ui.safe_text import one_line, set_tooltip
from ticketdesk.ui.theme import current_theme
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.words import tr

_MOST_WIDE: Final = 260


def leaving_chip(text: str, remove: Callable[[], None], parent: QWidget) -> QPushButton:
    """Return a chip with a cross at its right; a click, Space or Enter does ``remove``."""
    shown = QFontMetrics(current_theme().font("small")).elidedText(
        one_line(text), Qt.TextElideMode.ElideMiddle, _MOST_WIDE
    )
    made = button(shown, kind="choice", small=True, name=tr("Remove {0}", text), parent=parent)
    made.setIcon(icon("x", "text.third", 12))
    made.setIconSize(QSize(12, 12))
    made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    set_tooltip(made, tr("Remove {0}", text))
    made.clicked.connect(lambda _checked: remove())
    return made
