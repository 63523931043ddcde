"""The only way for text to the screen: plain, clamped, escaped; the one module that may make rich text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent, QStaticText, QTransform
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ticketdesk.ui.override import override
from ticketdesk.ui.theme import Role, current_theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox

# One line of a million characters freezes a text widget for a minute (architecture.md section 6).
MOST_SHOWN: Final = 20_000
LONGEST_RUN: Final = 500

# As html.escape does; that module would read two thousand names of characters at every start.
_HARMLESS: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})
_RUN: Final = re.compile(rf"\S{{{LONGEST_RUN}}}")
_FONT_ROLES: Final[dict[str, tuple[Role, bool]]] = {
    "title": ("title", True),
    "dialog": ("dialog", True),
    "big": ("big", True),
    "strong": ("base", True),
    "second": ("base", False),
    "third": ("small", False),
    "small": ("small", False),
    "tiny": ("tiny", False),
    "mono": ("mono", False),
}


Shaped = QStaticText
"""A line as `shaped` makes it: never rich text."""


def clamp(text: str) -> str:
    """`text` as it may be shown: NUL out, at most 20,000 characters, no unbroken run over 500."""
    clean = text.replace("\0", "")
    if len(clean) > MOST_SHOWN:
        clean = clean[: MOST_SHOWN - 1] + "…"
    return _RUN.sub(r"\g<0>\n", clean) if len(clean) > LONGEST_RUN else clean


def one_line(text: str, most: int = LONGEST_RUN) -> str:
    """`text` on one line, blanks folded, at most `most` characters: for rows, titles and tooltips."""
    folded = " ".join(text[: most * 4].replace("\0", "").split())
    return folded if len(folded) <= most else folded[: most - 1] + "…"


def as_typed(text: str, most: int) -> str:
    """`text` for a field of one line in which it is mended: line breaks and NUL are dropped, blanks stay."""
    return "".join(text[: most * 4].replace("\0", "").splitlines())[:most]


def escape(text: str) -> str:
    """`text` made harmless inside rich text, line breaks kept."""
    return clamp(text).translate(_HARMLESS).replace("\n", "<br>")


def label(text: str = "", *, wrap: bool = False, role: str = "", parent: QWidget | None = None) -> QLabel:
    """A label that shows `text` as plain text.

    `role` dresses it: second, third, small, tiny, strong, title, dialog, big, mono, ok, warn, bad, accent, note.
    """
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    made.setText(clamp(text))
    dress(made, role)
    return made


def dress(widget: QWidget, role: str) -> None:
    """Give `widget` the colour and font of `role` (see `label`); "" is plain text."""
    widget.setProperty("role", role)
    size, heavy = _FONT_ROLES.get(role, ("base", False))
    widget.setFont(current_theme().font(size, bold=heavy))
    repolish(widget)


def repolish(widget: QWidget) -> None:
    """Let the style sheet take up a changed property; a widget never shown takes it up when it is."""
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def set_tooltip(widget: QWidget, text: str) -> None:
    """Set a tooltip that shows `text` as it is, wrapped; "" takes it away."""
    words = tooltip(text)
    if words != widget.toolTip():  # Qt would tell of a change all the same
        widget.setToolTip(words)


def tooltip(text: str) -> str:
    """The markup of a tooltip that shows `text` literally (for models and actions)."""
    return f"<qt>{escape(text[:2000])}</qt>" if text else ""


def message_box(
    parent: QWidget | None,
    title: str,
    text: str,
    *,
    details: str = "",
    icon: QMessageBox.Icon | None = None,
    buttons: QMessageBox.StandardButton | None = None,
) -> QMessageBox:
    """Open (without blocking) a box that shows plain text; the answer comes by its `buttonClicked`/`finished`.

    It deletes itself when closed. Without `icon` and `buttons` it informs and offers OK.
    """
    from PySide6.QtWidgets import QMessageBox  # most starts open none

    icon = QMessageBox.Icon.Information if icon is None else icon
    buttons = QMessageBox.StandardButton.Ok if buttons is None else buttons
    box = QMessageBox(icon, one_line(title), "", buttons, parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(clamp(text))
    if details:
        box.setDetailedText(clamp(details))
    current_theme().dress(box)
    box.open()
    return box


def shaped(text: str, font: QFont) -> Shaped:
    """One line of plain text made ready to be painted often."""
    made = QStaticText(text.replace("\n", " "))
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.prepare(QTransform(), font)
    return made


class ElidedLabel(QLabel):
    """A one-line plain label that ends in … where it does not fit, the whole text in its tooltip.

    ``wide``: the pixels its words advance.
    """

    def __init__(
        self,
        text: str = "",
        *,
        role: str = "",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._mode = mode
        self.wide = 0
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        dress(self, role)
        self.setText(text)

    @override
    def setText(self, text: str) -> None:
        """Show `text` on one line."""
        words = one_line(text)
        if words == self.text():
            return
        super().setText(words)
        self.setAccessibleName(words)
        self._measure()
        self._explain()

    @override
    def minimumSizeHint(self) -> QSize:
        """Room for one character and the ellipsis."""
        return QSize(self.fontMetrics().horizontalAdvance("永…"), super().sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._explain()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._measure()
            self.updateGeometry()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = self.contentsRect()
        shown = self.text()
        if self.wide >= room.width():  # its width is rounded: only Qt can say whether it just fits
            shown = self.fontMetrics().elidedText(shown, self._mode, room.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, int(self.alignment() | Qt.TextFlag.TextSingleLine), shown)

    def _measure(self) -> None:
        self.wide = self.fontMetrics().horizontalAdvance(self.text())

    def _explain(self) -> None:
        cut = self.wide > self.contentsRect().width()
        set_tooltip(self, self.text() if cut else "")
