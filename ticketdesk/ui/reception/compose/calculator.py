"""A small calculator over the composer: the sum as it is typed, its result below, Enter writes it into the reply."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ticketdesk.domain import sums
from ticketdesk.domain.errors import DeskError
from ticketdesk.ui.reception.compose.popup import ComposePopup
from ticketdesk.ui.safe_text import dress, label
from ticketdesk.ui.theme import SIZES
from ticketdesk.words import tr
from ticketdesk.words.errors import sentence

_WIDTH = 360


class Calculator(ComposePopup):
    """`calculated(text)`: the result, or with Ctrl+Enter the whole sum."""

    calculated = Signal(str)

    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground, tr("Calculator"), tr("Enter result   Ctrl+Enter whole sum"), _WIDTH)
        self.field.setPlaceholderText(tr("129 × 2 − 10%"))
        self.field.setAccessibleName(tr("Sum"))
        self.field.textChanged.connect(self._show)
        self.answer = label(role="title")
        self.answer.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.answer.setContentsMargins(SIZES.m, 0, SIZES.m, SIZES.m)
        self.answer.setMinimumHeight(34)
        self.column.addWidget(self.answer)

    def begin(self) -> None:
        self._show("")

    def steer(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if key not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        text = self.field.text().strip()
        try:
            value = sums.result(text)
        except DeskError as error:
            self._tell(sentence(error), "bad")
            return True
        whole = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        sign = "=" if sums.exact(value) else "≈"
        self.close_popup()
        self.calculated.emit(f"{text.rstrip('= ')} {sign} {sums.shown(value)}" if whole else sums.shown(value))
        return True

    def _show(self, text: str) -> None:
        try:
            value = sums.result(text)
        except DeskError:
            self._tell("", "title")  # while a sum is half typed nothing is wrong yet
        else:
            self._tell(f"{'=' if sums.exact(value) else '≈'} {sums.shown(value)}", "title")

    def _tell(self, text: str, role: str) -> None:
        self.answer.setText(text)
        dress(self.answer, role)
