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
from ticketdesk.ui.units import units
from ticketdesk.ui.widgets.chat_item import ChatCard, ChatItem
from ticketdesk.ui.widgets.chat_layout import HEAD, QUOTE_PAD, Layout, quote_words, text_layout

Thumbnails = Callable[[str], "QPixmap | None"]
Blocked = Callable[[str], str]
"""The sentence why the picture of a key is not shown, "" where it is or will be."""


@dataclass(slots=True)
class Dress:
    """What one painting of an item depends on besides its layout."""

    current: bool = False
    selection: tuple[int, int] | None = None
    thumbnail: Thumbnails | None = None
    blocked: Blocked | None = None
    marked: bool = False
    found: tuple[tuple[int, int], ...] = ()
    width: int = 0


def paint_item(painter: QPainter, item: ChatItem, layout: Layout, dress: Dress) -> None:
    """Paint the item; the painter's origin is the item's upper left corner."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if not item.speech and item.side in ("unread", "border"):
        _lines_beside(painter, item, layout, dress.width)
    if layout.avatar is not None:
        _avatar(painter, item, layout.avatar)
    if layout.head is not None:
        _head(painter, item, layout.head)
    if layout.card is not None:
        _card(painter, item, layout.card, dress)
    if layout.picture is not None and item.picture is not None:
        _picture(painter, item.picture, layout.picture, dress)
    if layout.text is not None and item.speech:
        _ground(painter, item, layout)
    _text(painter, item, layout, dress)
    if dress.marked:
        _mark(painter, item, layout)
    if dress.current:
        painter.setPen(QPen(current_theme().color("accent"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(_shape(layout.bubble.adjusted(0.5, 0.5, -0.5, -0.5), ours=item.ours))


def _head(painter: QPainter, item: ChatItem, area: QRectF) -> None:
    """Name and time, then what became of our words in the colour of its level, beside its icon."""
    theme = current_theme()
    words = " ".join(part for part in (one_line(item.sender, 60), item.time_text) if part)
    rect = QRect(int(area.x()), int(area.y()) - 2, int(area.width()), HEAD)
    font, right = theme.font("tiny"), Qt.AlignmentFlag.AlignRight
    state, ink = item.state, theme.color("text.third")
    if not state.text:
        paint.text_line(painter, rect, words, font, ink, right if item.ours else Qt.AlignmentFlag.AlignLeft)
        return
    told = ink if state.level == "plain" else theme.color(paint.level_tokens(state.level)[0])
    if item.ours:
        rect.setRight(rect.right() - paint.text_line(painter, rect, state.text, font, told, right))
        rect.setRight(rect.right() - _state_icon(painter, item, QRect(rect.right() - 14, rect.y(), 12, HEAD)))
        paint.text_line(painter, rect, f"{words} · ", font, ink, right)
        return
    rect.setLeft(rect.left() + paint.text_line(painter, rect, f"{words} · ", font, ink))
    rect.setLeft(rect.left() + _state_icon(painter, item, QRect(rect.left(), rect.y(), 12, HEAD)))
    paint.text_line(painter, rect, state.text, font, told)


def _state_icon(painter: QPainter, item: ChatItem, area: QRect) -> int:
    """Paint the icon of a state; returns the room it takes."""
    if not item.state.icon:
        return 0
    plain = item.state.level == "plain"
    token = "text.third" if plain else paint.level_tokens(item.state.level)[0]
    paint_icon(painter, area, item.state.icon, token)
    return 16


def _quote(painter: QPainter, item: ChatItem, area: QRectF) -> None:
    """What is answered: a bar and one line; the whole of it is one click away."""
    theme = current_theme()
    painter.fillRect(QRectF(area.x(), area.y() + 2, 2, area.height() - 4), theme.color("line.strong"))
    rect = area.toRect().adjusted(QUOTE_PAD, 0, 0, 0)
    paint.text_line(painter, rect, quote_words(item), theme.font("small"), theme.color("text.second"))


def _avatar(painter: QPainter, item: ChatItem, area: QRectF) -> None:
    if item.sender or not item.ours:
        paint.avatar(painter, area, item.sender, item.avatar_key)
        return
    # Nobody wrote it: an automatic answer has no letter to show.
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(current_theme().color("accent.weak"))
    painter.drawEllipse(area)
    paint_icon(painter, area.adjusted(7, 7, -7, -7), "message-square-text", "accent.text")


def _mark(painter: QPainter, item: ChatItem, layout: Layout) -> None:
    """A tick over the avatar says that the message is marked, and a ground along the whole line."""
    theme = current_theme()
    if layout.avatar is None:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent"))
    painter.drawEllipse(layout.avatar)
    paint_icon(painter, layout.avatar.adjusted(7, 7, -7, -7), "check", "accent.on")
    painter.setPen(QPen(theme.color("accent"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(_shape(layout.bubble, ours=item.ours))


def _lines_beside(painter: QPainter, item: ChatItem, layout: Layout, width: int) -> None:
    """A line at both sides of the words of a separator."""
    theme = current_theme()
    painter.setPen(QPen(theme.color("accent" if item.side == "unread" else "line.strong"), 1))
    y = layout.height / 2
    for begin, end in ((16.0, layout.bubble.left() - 10), (layout.bubble.right() + 10, width - 16.0)):
        if end > begin:
            painter.drawLine(QPointF(begin, y), QPointF(end, y))


def _ground(painter: QPainter, item: ChatItem, layout: Layout) -> None:
    """What the words stand on: the bubble, the sign of a failure, the quoted line."""
    _bubble(painter, item, layout)
    if item.failed:
        _failed(painter, item, layout.bubble)
    if layout.quote is not None:
        _quote(painter, item, layout.quote)


def _bubble(painter: QPainter, item: ChatItem, layout: Layout) -> None:
    theme = current_theme()
    token = "note.weak" if item.side == "note" else "bubble.out" if item.ours else "bubble.in"
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(token))
    if layout.shape is None:
        layout.shape = _shape(layout.bubble, ours=item.ours)
    painter.drawPath(layout.shape)


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
    plain = "text.third" if item.taken else "text"
    painter.setPen(theme.color(plain if item.speech else "accent.text" if item.side == "unread" else "text.third"))
    layout.text.draw(painter, layout.text_at, _formats(item, layout.text, dress), QRectF())


def _formats(item: ChatItem, text: QTextLayout, dress: Dress) -> list[QTextLayout.FormatRange]:
    """Words crossed out, words that were looked for, and the chosen words in the colours of a selection."""
    theme, made = current_theme(), []
    if item.taken:
        crossed = QTextCharFormat()
        crossed.setFontStrikeOut(True)
        made.append(_range(0, units(text.text()), crossed))
    for start, end in dress.found:
        sought = QTextCharFormat()
        sought.setBackground(theme.color("mark"))
        made.append(_range(start, end, sought))
    if dress.selection is not None and dress.selection[0] != dress.selection[1]:
        chosen = QTextCharFormat()
        chosen.setBackground(theme.color("accent"))
        chosen.setForeground(theme.color("accent.on"))
        made.append(_range(min(dress.selection), max(dress.selection), chosen))
    return made


def _range(start: int, end: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, end - start, form
    return made


def _card(painter: QPainter, item: ChatItem, area: QRectF, dress: Dress) -> None:
    theme, card = current_theme(), item.card
    if card is None:
        return
    paint.rounded(painter, area, theme.color("surface"), SIZES.radius_card, theme.color("line"))
    left = int(area.x()) + 12
    if card.picture or card.icon:
        _emblem(painter, card, QRectF(area.x() + 11, area.y() + 11, 44, 44), dress)
        left += 52
    width = int(area.right()) - 12 - left
    title = QRect(left, int(area.y()) + 12, width, 20)
    paint.text_line(painter, title, one_line(card.title), theme.font("base", bold=True), theme.color("text"))
    row = QRect(left, int(area.y()) + 33, width, 20)
    used = paint.text_line(painter, row, one_line(card.line), theme.font("small"), theme.color("text.second"))
    row.setLeft(left + used + (12 if used else 0))
    paint.text_line(painter, row, card.price, theme.font("small", bold=True), theme.color("accent.text"))
    if card.warning:
        row = QRect(left, int(area.y()) + 53, width, 20)
        paint.text_line(painter, row, one_line(card.warning), theme.font("small"), theme.color("bad"))


def _emblem(painter: QPainter, card: ChatCard, area: QRectF, dress: Dress) -> None:
    """The picture of a card, or its icon on a quiet ground."""
    if card.picture:
        _picture(painter, card.picture, area, dress)
        return
    theme = current_theme()
    paint.rounded(painter, area, theme.color("bad.weak" if card.warning else "plain.weak"), SIZES.radius)
    paint_icon(painter, area.adjusted(11, 11, -11, -11), card.icon, "bad" if card.warning else "text.second")


def _picture(painter: QPainter, key: str, area: QRectF, dress: Dress) -> None:
    image = dress.thumbnail(key) if dress.thumbnail is not None else None
    if image is not None and not image.isNull():
        paint.cover(painter, area, image, SIZES.radius)
        return
    why = dress.blocked(key) if dress.blocked is not None else ""
    paint.cover(painter, area, QPixmap(), SIZES.radius)
    side = min(24.0, area.height() / 2)
    middle = area.center().y() - (18 if why and area.height() > 100 else 0)
    place = QRectF(area.center().x() - side / 2, middle - side / 2, side, side)
    paint_icon(painter, place, "circle-x" if why else "image", "bad" if why else "text.third")
    if why and area.height() > 100:
        _sentence(painter, why, QRectF(area.x() + 10, place.bottom() + 6, area.width() - 20, area.height()))


def _sentence(painter: QPainter, text: str, area: QRectF) -> None:
    """Why there is no picture, below the icon."""
    laid, size = text_layout(text, area.width(), "small")
    painter.setPen(current_theme().color("text.second"))
    laid.draw(painter, QPointF(area.center().x() - size.width() / 2, area.y()))
