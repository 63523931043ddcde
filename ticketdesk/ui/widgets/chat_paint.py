"""Paints one chat item from its Layout: bubble, name and time, text, card, picture, separators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPixmap, QTextCharFormat, QTextLayout

from ticketdesk.ui.delegates import paint
from ticketdesk.ui.icons import paint_icon
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.widgets.chat_item import ChatItem
from ticketdesk.ui.widgets.chat_layout import HEAD, Layout

Thumbnails = Callable[[str], "QPixmap | None"]


@dataclass(slots=True)
class Dress:
    """What one painting of an item depends on besides its layout."""

    current: bool = False
    selection: tuple[int, int] | None = None
    thumbnail: Thumbnails | None = None


def paint_item(painter: QPainter, item: ChatItem, layout: Layout, dress: Dress) -> None:
    """Paint the item; the painter's origin is the item's upper left corner."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if layout.avatar is not None:
        paint.avatar(painter, layout.avatar, item.sender, item.avatar_key)
    if layout.head is not None:
        _head(painter, item, layout.head)
    if layout.card is not None:
        _card(painter, item, layout.card, dress)
    if layout.picture is not None and item.picture is not None:
        _picture(painter, item.picture, layout.picture, dress)
    if layout.text is not None and item.speech:
        _bubble(painter, item, layout.bubble)
        if item.failed:
            _failed(painter, item, layout.bubble)
    _text(painter, item, layout, dress)
    if dress.current:
        painter.setPen(QPen(current_theme().color("accent"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(_shape(layout.bubble.adjusted(0.5, 0.5, -0.5, -0.5), ours=item.ours))


def _head(painter: QPainter, item: ChatItem, area: QRectF) -> None:
    theme = current_theme()
    words = " ".join(part for part in (one_line(item.sender, 60), item.time_text) if part)
    if item.state_text:
        words += f" · {item.state_text}"
    align = Qt.AlignmentFlag.AlignRight if item.ours else Qt.AlignmentFlag.AlignLeft
    rect = QRect(int(area.x()), int(area.y()) - 2, int(area.width()), HEAD)
    ink = theme.color("bad" if item.failed else "text.third")
    paint.text_line(painter, rect, words, theme.font("tiny"), ink, align)


def _bubble(painter: QPainter, item: ChatItem, area: QRectF) -> None:
    theme = current_theme()
    token = "note.weak" if item.side == "note" else "bubble.out" if item.ours else "bubble.in"
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(token))
    painter.drawPath(_shape(area, ours=item.ours))


def _shape(area: QRectF, *, ours: bool) -> QPainterPath:
    """A rounded rectangle, tighter at the speaker's upper corner."""
    wide, tight = float(SIZES.radius_bubble), float(SIZES.radius_speaker)
    left, right = (wide, tight) if ours else (tight, wide)
    path = QPainterPath(QPointF(area.left() + left, area.top()))
    path.lineTo(area.right() - right, area.top())
    path.quadTo(area.topRight(), QPointF(area.right(), area.top() + right))
    path.lineTo(area.right(), area.bottom() - wide)
    path.quadTo(area.bottomRight(), QPointF(area.right() - wide, area.bottom()))
    path.lineTo(area.left() + wide, area.bottom())
    path.quadTo(area.bottomLeft(), QPointF(area.left(), area.bottom() - wide))
    path.lineTo(area.left(), area.top() + left)
    path.quadTo(area.topLeft(), QPointF(area.left() + left, area.top()))
    return path


def _failed(painter: QPainter, item: ChatItem, area: QRectF) -> None:
    x = area.left() - 22 if item.ours else area.right() + 6
    paint_icon(painter, QRectF(x, area.center().y() - 8, 16, 16), "circle-alert", "bad")


def _text(painter: QPainter, item: ChatItem, layout: Layout, dress: Dress) -> None:
    if layout.text is None or layout.text_at is None:
        return
    theme = current_theme()
    painter.setPen(theme.color("text" if item.speech else "text.third"))
    layout.text.draw(painter, layout.text_at, _formats(dress), QRectF())


def _formats(dress: Dress) -> list[QTextLayout.FormatRange]:
    """The chosen words, in the colours of a selection."""
    if dress.selection is None or dress.selection[0] == dress.selection[1]:
        return []
    theme = current_theme()
    form = QTextCharFormat()
    form.setBackground(theme.color("accent"))
    form.setForeground(theme.color("accent.on"))
    chosen = QTextLayout.FormatRange()
    chosen.start, chosen.length = min(dress.selection), abs(dress.selection[1] - dress.selection[0])
    chosen.format = form
    return [chosen]


def _card(painter: QPainter, item: ChatItem, area: QRectF, dress: Dress) -> None:
    theme, card = current_theme(), item.card
    if card is None:
        return
    paint.rounded(painter, area, theme.color("surface"), SIZES.radius_card, theme.color("line"))
    left = int(area.x()) + 12
    if card.picture:
        _picture(painter, card.picture, QRectF(area.x() + 11, area.y() + 11, 44, 44), dress)
        left += 52
    width = int(area.right()) - 12 - left
    paint.text_line(
        painter,
        QRect(left, int(area.y()) + 12, width, 20),
        one_line(card.title),
        theme.font("base", bold=True),
        theme.color("text"),
    )
    row = QRect(left, int(area.y()) + 33, width, 20)
    used = paint.text_line(painter, row, one_line(card.line), theme.font("small"), theme.color("text.second"))
    row.setLeft(left + used + (12 if used else 0))
    paint.text_line(painter, row, card.price, theme.font("small", bold=True), theme.color("accent.text"))


def _picture(painter: QPainter, key: str, area: QRectF, dress: Dress) -> None:
    image = dress.thumbnail(key) if dress.thumbnail is not None else None
    paint.cover(painter, area, image or QPixmap(), SIZES.radius)
    if image is None or image.isNull():
        side = min(24.0, area.height() / 2)
        paint_icon(
            painter,
            QRectF(area.center().x() - side / 2, area.center().y() - side / 2, side, side),
            "image",
            "text.third",
        )
