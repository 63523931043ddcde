"""The cards of the home page: one number each that leads somewhere, and the bars of the order flags."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ticketdesk.ui import labels
from ticketdesk.ui.delegates.paint import Level, flag, level_tokens, rounded, text_line
from ticketdesk.ui.override import override
from ticketdesk.ui.theme import SIZES, current_theme

FLAGS: Final = (1, 2, 3, 4, 5)
_CARD: Final = 96
_BAR_ROW: Final = 30
_MOST_LABEL: Final = 170


class Figure(NamedTuple):
    """A number with the words above and below it."""

    number: int
    hint: str = ""
    level: Level = "plain"


class FigureCard(QAbstractButton):
    """A card that says one number; Enter, Space or a click opens what it counts."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(title)
        self._figure = Figure(0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_CARD)
        self.setMinimumWidth(120)
        self._say()

    def figure(self) -> Figure:
        """What is shown."""
        return self._figure

    def set_figure(self, figure: Figure) -> None:
        """Show another number; the same one, as of most seconds, is not painted again."""
        if figure != self._figure:
            self._figure = figure
            self._say()
            self.update()

    def _say(self) -> None:
        self.setAccessibleName(f"{self.text()} {self._figure.number}")
        self.setAccessibleDescription(self._figure.hint)

    @override
    def sizeHint(self) -> QSize:
        return QSize(150, _CARD)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        lit = self.hasFocus() or self.underMouse()
        line = theme.color("accent" if self.hasFocus() else "line.strong" if lit else "line")
        rounded(painter, self.rect(), theme.color("raised"), SIZES.radius_card, line)
        inner = self.rect().adjusted(16, 12, -12, -12)
        text_line(
            painter,
            QRect(inner.x(), inner.y(), inner.width(), 20),
            self.text(),
            theme.font("small"),
            theme.color("text.second"),
        )
        number = QRect(inner.x(), inner.y() + 21, inner.width(), 32)
        text_line(painter, number, f"{self._figure.number:,}", _big(), theme.color("text"))
        hint = QRect(inner.x(), inner.y() + 54, inner.width(), 18)
        text_line(
            painter, hint, self._figure.hint, theme.font("small"), theme.color(level_tokens(self._figure.level)[0])
        )


class FlagBar(QAbstractButton):
    """One flag with its stage, a bar and its number; it opens the orders with that flag."""

    def __init__(self, code: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code = code
        self._count, self._share = 0, 0.0
        self._label = 108
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_BAR_ROW)

    def label_width(self) -> int:
        """How many pixels the name of the stage takes."""
        return QFontMetrics(current_theme().font()).horizontalAdvance(labels.flag(self.code).stage)

    def set_label(self, width: int) -> None:
        """Leave ``width`` pixels to the name, so that all bars begin below each other."""
        self._label = width
        self.update()

    def set_count(self, count: int, most: int) -> None:
        """Show ``count``; ``most`` fills the bar."""
        self._count, self._share = count, count / most if most else 0.0
        self.setAccessibleName(f"{labels.flag_name(self.code)} {count}")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, _BAR_ROW)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        if self.hasFocus() or self.underMouse():
            ring = theme.color("accent") if self.hasFocus() else None
            rounded(painter, self.rect(), theme.color("hover"), SIZES.radius, ring)
        found = labels.flag(self.code)
        middle = self.rect().center().y()
        flag(painter, 6, middle - 6, found.token, 12)
        text_line(painter, QRect(26, 0, self._label, self.height()), found.stage, theme.font(), theme.color("text"))
        words = f"{self._count:,}"
        text_line(
            painter,
            QRect(self.width() - 60, 0, 54, self.height()),
            words,
            theme.font(),
            theme.color("text"),
            Qt.AlignmentFlag.AlignRight,
        )
        left = 26 + self._label + 10
        ground = QRectF(left, middle - 4, max(10, self.width() - left - 66), 9)
        rounded(painter, ground, theme.color("plain.weak"), 4.5)
        if self._share > 0:
            used = QRectF(ground.x(), ground.y(), max(9.0, ground.width() * self._share), ground.height())
            rounded(painter, used, theme.color(found.token), 4.5)


class FlagBars(QWidget):
    """The five flags one below the other; ``chosen(code)``."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.bars = [FlagBar(code) for code in FLAGS]
        width = min(_MOST_LABEL, max(bar.label_width() for bar in self.bars))
        for bar in self.bars:
            bar.set_label(width)
            bar.clicked.connect(self._clicked)
            column.addWidget(bar)

    def set_counts(self, counts: Sequence[int]) -> None:
        """Show the number of orders of each flag, in the order of FLAGS."""
        most = max((*counts, 1))
        for bar, count in zip(self.bars, counts, strict=True):
            bar.set_count(count, most)

    def _clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, FlagBar):
            self.chosen.emit(sender.code)


def _big() -> QFont:
    return current_theme().font("big", bold=True)


def scrolled(aside: QWidget) -> QScrollArea:
    """Return the cards at the right with a bar in the page's margin, for a window too low to hold them all."""
    area, ground = QScrollArea(), QWidget()
    # One of our own: asking Qt for the one it makes has every widget class of Qt built, to see which of them it is.
    area.setViewport(ground)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidgetResizable(True)
    area.setFixedWidth(aside.maximumWidth() + SIZES.l)
    area.setWidget(aside)
    ground.setAutoFillBackground(False)
    aside.setAutoFillBackground(False)
    return area
