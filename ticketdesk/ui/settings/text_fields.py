"""Fields for settings that are words: a line, several lines, one of a few choices; each says why it cannot be kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit

from ticketdesk.domain.channel_settings import TextSetting
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.settings import NumberSetting
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import dress, one_line
from ticketdesk.ui.widgets.text_box import TextBox
from ticketdesk.words.errors import sentence

_EDGE = 14


class Below:
    """The words under a field: its hint, or why what stands in it is not kept."""

    def __init__(self, shown: QLabel) -> None:
        self._shown, self._hint = shown, shown.text()

    def tell(self, problem: str) -> None:
        """Show a problem, or the hint again for ""."""
        words = problem or self._hint
        self._shown.setText(one_line(words, 300))
        dress(self._shown, "bad" if problem else "third")
        self._shown.setVisible(bool(words))


class LineField(QLineEdit):
    """One line of words; `left()` only with such as can be kept."""

    left = Signal()

    def __init__(self, setting: TextSetting, name: str, hint: str = "") -> None:
        super().__init__()
        self.setting = setting
        self.below: Below | None = None
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setMaxLength(setting.most)
        self.editingFinished.connect(self._ended)

    def given(self) -> str:
        """Return what stands in the field as it is kept."""
        return self.setting.checked(self.text())

    def show_value(self, value: str) -> None:
        """Show what is kept, unless something else is being typed."""
        if not (self.isModified() and (self.hasFocus() or not _fits(self.setting, self.text()))):
            self.setText(value)

    def _ended(self) -> None:
        if self.isModified() and _told(self.setting, self.text(), self.below):
            self.setModified(False)
            self.left.emit()


class LinesField(TextBox):
    """Several lines; kept when the field is left."""

    left = Signal()

    def __init__(self, setting: TextSetting, name: str, rows: int = 3, hint: str = "") -> None:
        super().__init__()
        self.setting = setting
        self.below: Below | None = None
        self._rows = rows
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)

    def given(self) -> str:
        """Return what stands in the field as it is kept."""
        return self.setting.checked(self.toPlainText())

    def show_value(self, value: str) -> None:
        """Show what is kept, unless something else is being typed."""
        being_typed = self.hasFocus() or not _fits(self.setting, self.toPlainText())
        if value != self.toPlainText() and not (self.document().isModified() and being_typed):
            self.setPlainText(value)
            self.document().setModified(False)

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, self._rows * QFontMetrics(self.font()).lineSpacing() + _EDGE)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def changeEvent(self, event: object) -> None:
        super().changeEvent(event)  # type: ignore[arg-type]
        self.setFixedHeight(self.sizeHint().height())

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.document().isModified() and _told(self.setting, self.toPlainText(), self.below):
            self.document().setModified(False)
            self.left.emit()


class ChoiceField(QComboBox):
    """One of a few whole numbers by their words; the mouse wheel scrolls the page and changes nothing."""

    left = Signal()

    def __init__(self, setting: NumberSetting, name: str, choices: Sequence[tuple[int, str]]) -> None:
        super().__init__()
        self.setting = setting
        self.setAccessibleName(name)
        for value, words in choices:
            self.addItem(words, value)
        self.activated.connect(self._chosen)

    def given(self) -> int:
        """Return the number that is chosen."""
        return int(self.currentData())

    def show_value(self, value: int) -> None:
        """Show what is kept."""
        self.setCurrentIndex(self.findData(value))

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _chosen(self, _index: int) -> None:
        self.left.emit()


def _fits(setting: TextSetting, text: str) -> bool:
    try:
        setting.checked(text)
    except DeskError:
        return False
    return True


def _told(setting: TextSetting, text: str, below: Below | None) -> bool:
    """Whether ``text`` can be kept; the words under the field say why not."""
    try:
        setting.checked(text)
    except DeskError as error:
        if below is not None:
            below.tell(sentence(error))
        return False
    if below is not None:
        below.tell("")
    return True
