"""A field for a password: hidden, with an eye that shows it while it is pressed to stay open."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QWidget

from ticketdesk.ui.icons import icon
from ticketdesk.ui.safe_text import tooltip
from ticketdesk.words import tr

LONGEST = 200


class PasswordField(QLineEdit):
    """Keeps what is typed out of input methods' memory, of undo and of the clipboard; the eye shows it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setMaxLength(LONGEST)
        self._eye: QAction = self.addAction(icon("eye", "text.third", 16), QLineEdit.ActionPosition.TrailingPosition)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._show)
        self._show(False)

    def forget(self) -> None:
        """Empty the field and hide what is typed next."""
        self._eye.setChecked(False)
        self.clear()
        self.setProperty("bad", "false")

    def set_bad(self, bad: bool) -> None:
        """Draw the edge of a wrong one."""
        self.setProperty("bad", "true" if bad else "false")
        self.style().unpolish(self)
        self.style().polish(self)

    def _show(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        words = tr("Hide the password") if shown else tr("Show the password")
        self._eye.setIcon(icon("eye-off" if shown else "eye", "text.third", 16))
        self._eye.setText(words)
        self._eye.setToolTip(tooltip(words))
