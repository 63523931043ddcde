"""Where everything of one chat item stands: one Layout value for paint, size, mouse and selection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPainterPath, QTextLayout, QTextOption

from ticketdesk.ui.safe_text import clamp, one_line
from ticketdesk.ui.theme import CHAT_LINE, current_theme
from ticketdesk.ui.widgets.chat_item import ChatItem
from ticketdesk.words import tr

MARGIN: Final = 16
AVATAR: Final = 30
INDENT: Final = MARGIN + AVATAR + 10
HEAD: Final = 18
PAD_X: Final = 12
PAD_Y: Final = 7
GAP: Final = 14
CARD_WIDTH: Final = 330
CARD_HEIGHT: Final = 66
WARNING: Final = 18
QUOTE: Final = 24
QUOTE_PAD: Final = 9
PICTURE: Final = QSize(200, 150)
SLIM: Final = 34
_SHARE: Final = 0.78
_SHAPING: Final = ("side", "outgoing_card", "text", "head", "picture", "card", "quote")


@dataclass(slots=True)
class Layout:
    """The rectangles of one item for one width, from its own upper left corner; None where it has no such part.

    ``shape`` is the outline of the bubble, kept by whoever paints it first.
    """

    height: float
    bubble: QRectF
    head: QRectF | None = None
    avatar: QRectF | None = None
    text: QTextLayout | None = None
    text_at: QPointF | None = None
    text_size: QSizeF | None = None
    picture: QRectF | None = None
    card: QRectF | None = None
    quote: QRectF | None = None
    shape: QPainterPath | None = None

    @property
    def letters(self) -> int:
        """How many characters are laid out."""
        return len(self.text.text()) if self.text is not None else 0

    def position_at(self, point: QPointF) -> int:
        """The character position under `point` (item coordinates), clipped to the text; -1 without text."""
        if self.text is None or self.text_at is None:
            return -1
        inner = point - self.text_at
        for number in range(self.text.lineCount()):
            line = self.text.lineAt(number)
            if inner.y() < line.y() + line.height() or number == self.text.lineCount() - 1:
                return line.xToCursor(inner.x()) if inner.y() >= 0 else 0
        return 0


def estimate(item: ChatItem, width: int) -> float:
    """A guess of the item's height in pixels without laying out its text."""
    if not item.speech:
        return SLIM
    room = max(80.0, (width - 2 * INDENT) * _SHARE - 2 * PAD_X)
    per_line = max(1, int(room / 14))
    lines = sum(1 + len(part) // per_line for part in item.text[:4000].split("\n")) if item.text else 0
    height = GAP + (HEAD if item.head else 0) + (lines * 22 + 2 * PAD_Y if lines else 0)
    height += PICTURE.height() + 6 if item.picture is not None else 0
    height += QUOTE if item.quote is not None else 0
    return height + (card_height(item) + 6 if item.card is not None else 0)


def card_height(item: ChatItem) -> int:
    """The height of an item's card: one line more where it warns."""
    return CARD_HEIGHT + (WARNING if item.card is not None and item.card.warning else 0)


def same_shape(one: ChatItem, other: ChatItem) -> bool:
    """Whether two items are laid out alike: what became of a message stands in its head and moves nothing.

    A picture may have another size whenever it is asked for.
    """
    return one.picture is None and all(getattr(one, name) == getattr(other, name) for name in _SHAPING)


def lay_out(item: ChatItem, width: int, picture: QSize | None = None) -> Layout:
    """Lay out one item for a view `width` pixels wide; `picture` is the size of its thumbnail where it is known."""
    return _lay_out_speech(item, width, picture) if item.speech else _lay_out_slim(item, width)


def _lay_out_slim(item: ChatItem, width: int) -> Layout:
    text, size = text_layout(item.text, max(60, width - 2 * INDENT), "small")
    height = max(SLIM, size.height() + 16)
    at = QPointF((width - size.width()) / 2, (height - size.height()) / 2)
    return Layout(height, QRectF(at, size), text=text, text_at=at, text_size=size)


def _lay_out_speech(item: ChatItem, width: int, picture: QSize | None) -> Layout:
    most = max(80.0, (width - 2 * INDENT) * _SHARE)
    ours, y = item.ours, 0.0
    avatar = QRectF(width - MARGIN - AVATAR if ours else MARGIN, 0, AVATAR, AVATAR)
    head = QRectF(INDENT, y, max(0, width - 2 * INDENT), HEAD) if item.head else None
    y += HEAD if item.head else 0
    made = Layout(0, QRectF(), head, avatar)
    if item.card is not None:
        made.card = _placed(width, y, QSizeF(min(CARD_WIDTH, max(most, 160)), card_height(item)), ours=ours)
        y = made.card.bottom() + 6
    if item.picture is not None:
        made.picture = _placed(width, y, _fit(picture, most), ours=ours)
        y = made.picture.bottom() + 6
    if item.text or item.quote is not None or (item.card is None and item.picture is None):
        y = _place_text(made, item, width, y, most)
    made.height = y - 6 + GAP
    if made.bubble.isNull():
        made.bubble = made.card or made.picture or QRectF()
    return made


def _place_text(made: Layout, item: ChatItem, width: int, y: float, most: float) -> float:
    text, size = text_layout(item.text, most - 2 * PAD_X, "chat")
    above = QUOTE if item.quote is not None else 0
    inner = max(size.width(), _quote_width(item, most - 2 * PAD_X))
    made.bubble = _placed(width, y, QSizeF(inner + 2 * PAD_X, above + size.height() + 2 * PAD_Y), ours=item.ours)
    made.text, made.text_size = text, size
    made.text_at = made.bubble.topLeft() + QPointF(PAD_X, PAD_Y + above)
    if item.quote is not None:
        made.quote = QRectF(made.bubble.topLeft() + QPointF(PAD_X, PAD_Y), QSizeF(inner, QUOTE - 4))
    return made.bubble.bottom() + 6


def quote_words(item: ChatItem) -> str:
    """The line above an answer: who said what it answers."""
    return tr("{0}: {1}", one_line(item.quote.sender, 40), one_line(item.quote.text, 120)) if item.quote else ""


def _quote_width(item: ChatItem, most: float) -> float:
    """As wide as the quoted line asks, and no wider than the bubble may be."""
    if item.quote is None:
        return 0.0
    asked = QFontMetricsF(current_theme().font("small")).horizontalAdvance(quote_words(item))
    return min(most, asked + QUOTE_PAD + 2)


def _placed(width: int, y: float, size: QSizeF, *, ours: bool) -> QRectF:
    left = width - INDENT - size.width() if ours else INDENT
    return QRectF(QPointF(left, y), size)


def _fit(picture: QSize | None, most: float) -> QSizeF:
    size = QSizeF(picture or PICTURE)
    return (
        size.scaled(QSizeF(min(240.0, most), 240.0), Qt.AspectRatioMode.KeepAspectRatio)
        if (size.width() > min(240.0, most) or size.height() > 240)
        else size
    )


def text_layout(text: str, room: float, role: str) -> tuple[QTextLayout, QSizeF]:
    """The text laid out in lines no wider than `room`, and the size of what it needs."""
    font = current_theme().font("chat" if role == "chat" else "small")
    made = QTextLayout(clamp(text).replace("\n", "\u2028"), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    made.setTextOption(option)
    made.setCacheEnabled(True)
    step = font.pixelSize() * CHAT_LINE if role == "chat" else QFontMetricsF(font).height()
    made.beginLayout()
    y, widest = 0.0, 0.0
    while (line := made.createLine()).isValid():
        line.setLineWidth(room)
        lead = (step - line.height()) / 2
        line.setPosition(QPointF(0, y + lead))
        y += step
        widest = max(widest, line.naturalTextWidth())
    made.endLayout()
    return made, QSizeF(min(room, widest + 1), max(y, step))
