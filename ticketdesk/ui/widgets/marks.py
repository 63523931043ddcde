"""Small painted marks: avatar, chip, flag, key hint, divider, title."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from ticketdesk.ui.delegates import chips, paint
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import label, one_line, set_tooltip
from ticketdesk.ui.theme import SIZES, current_theme

_DASH: Final = 4
_DASH_GAP: Final = 3


class Avatar(QWidget):
    """A round letter in the colour that belongs to the name."""

    def __init__(self, name: str, size: int = 32, *, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(size, size)
        self.set_name(name, key)

    def set_name(self, name: str, key: str = "") -> None:
        """Show the avatar of `name`; `key` chooses the colour where it is not the name."""
        self._name, self._key = name, key
        self.setAccessibleName(one_line(name))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint.avatar(QPainter(self), QRectF(self.rect()), self._name, self._key)


class Chip(QWidget):
    """A small rounded word in a level's colour, with an icon where one helps."""

    def __init__(
        self, text: str = "", level: paint.Level = "plain", *, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._chip = chips.ChipText("")
        self.set_chip(text, level, icon=icon)

    def set_chip(self, text: str, level: paint.Level = "plain", *, icon: str = "") -> None:
        """Show other text, level and icon."""
        chip = chips.ChipText(one_line(text), level, icon)
        if chip == self._chip:
            return
        self._chip = chip
        self.setAccessibleName(self._chip.text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The text shown."""
        return self._chip.text

    @override
    def sizeHint(self) -> QSize:
        return QSize(chips.chip_width(self._chip), chips.HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(min(48, chips.chip_width(self._chip)), chips.HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        top = (self.height() - chips.HEIGHT) // 2
        chips.paint_chip(QPainter(self), 0, top, self._chip, self.width())


class FlagMark(QWidget):
    """A pennant in a flag's colour; its name is told to readers and in the tooltip, colour never stands alone."""

    def __init__(self, token: str, name: str, size: int = 12, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self.setFixedSize(size + 2, size + 2)
        self.set_flag(token, name)

    def set_flag(self, token: str, name: str) -> None:
        """Show the flag of `token` ("flag.red"), called `name`."""
        self._token = token
        self.setAccessibleName(one_line(name))
        set_tooltip(self, name)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint.flag(QPainter(self), 1, 1, self._token, self._size)


class KeyHint(QWidget):
    """The keys of an act in a small frame, as beside the search field."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setAccessibleName(keys)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        # The style sheet's font would answer for the widget's own, which is not the one painted.
        width = QFontMetrics(current_theme().font("mono")).horizontalAdvance(self._keys)
        return QSize(max(width + 14, 24), 22)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        paint.rounded(painter, self.rect(), theme.color("surface"), SIZES.radius_chip, theme.color("line"))
        painter.setFont(theme.font("mono"))
        painter.setPen(theme.color("text.third"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._keys)


class Divider(QFrame):
    """A hairline; `dashed` between parts of one card."""

    def __init__(
        self,
        orientation: Literal["horizontal", "vertical"] = "horizontal",
        *,
        dashed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._dashed = dashed
        self._flat = orientation == "horizontal"
        if self._flat:
            self.setFixedHeight(1)
        else:
            self.setFixedWidth(1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        # Areas, not lines: at 150 % a line on the edge of its widget may fall outside of it and is not seen at all.
        painter, ink = QPainter(self), current_theme().color("line")
        if not self._dashed:
            painter.fillRect(self.rect(), ink)
            return
        for start in range(0, self.width() if self._flat else self.height(), _DASH + _DASH_GAP):
            painter.fillRect(QRect(start, 0, _DASH, 1) if self._flat else QRect(0, start, 1, _DASH), ink)


class SectionTitle(QWidget):
    """A bold heading of a card or group with room for one thing at its right."""

    def __init__(self, text: str, hint: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.s)
        self.title = label(text, role="strong")
        self.hint = label(hint, role="third")
        self.hint.setVisible(bool(hint))
        row.addWidget(self.title)
        row.addWidget(self.hint)
        row.addStretch(1)
        self._row = row

    def add(self, widget: QWidget) -> None:
        """Put `widget` at the right end."""
        self._row.addWidget(widget)
