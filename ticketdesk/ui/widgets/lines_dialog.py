"""A dialog with lines to be read and copied."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.widgets.text_box import TextBox
from ticketdesk.words import tr


class LinesDialog(ModalDialog):
    """Shows lines under a title; ``name`` is what readers call them."""

    def __init__(self, parent: QWidget, title: str, subtitle: str, name: str, lines: Sequence[str]) -> None:
        super().__init__(parent, title, subtitle, width=620)
        self.lines = TextBox()
        self.lines.setAccessibleName(name)
        self.lines.setReadOnly(True)
        self.lines.setTabChangesFocus(True)
        self.lines.setPlainText("\n".join(lines))
        self.lines.setFixedHeight(220)
        self.body.addWidget(self.lines)
        close = button(tr("Close"), kind="primary")
        close.clicked.connect(self.accept)
        self.footer.addWidget(close)
        self.submitted.connect(self.accept)
        close.setFocus()
