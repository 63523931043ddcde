"""Small strokes shared by delegates and painted widgets: rounded grounds, text lines, avatars, flags, bars."""

from __future__ import annotations

import math
from collections import OrderedDict
from typing import Final, Literal

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from ticketdesk.ui.delegates.lines import lines, put_line
from ticketdesk.ui.theme import current_theme

Level = Literal["plain", "ok", "warn", "bad", "accent", "note"]

_LEVELS: Final[dict[str, tuple[str, str]]] = {
    "plain": ("text.second", "plain.weak"),
    "ok": ("ok", "ok.weak"),
    "warn": ("warn", "warn.weak"),
    "bad": ("bad", "bad.weak"),
    "accent": ("accent.text", "accent.weak"),
    "note": ("note", "note.weak"),
}
_AVATARS: Final = 300
_NAMES: Final = 2_000
_FLAG: Final = ((0.0, 0.0), (12.0, 0.0), (9.0, 3.7), (12.0, 7.4), (1.6, 7.4), (1.6, 12.0), (0.0, 12.0))


def level_tokens(level: str) -> tuple[str, str]:
    """The (ink, ground) tokens of a level; an unknown level is plain."""
    return _LEVELS.get(level, _LEVELS["plain"])


def rounded(painter: QPainter, rect: QRect | QRectF, fill: QColor, radius: float, line: QColor | None = None) -> None:
    """Fill a rounded rectangle, with a hairline inside its edge where `line` is given."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = QRectF(rect)
    if line is not None:
        area = area.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(QPen(line, 1) if line is not None else Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRoundedRect(area, radius, radius)


def text_line(
    painter: QPainter,
    rect: QRect,
    text: str,
    font: QFont,
    ink: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> int:
    """Paint `text` on one line, centred in height, elided at the right; returns the width used in pixels.

    `font` is one of the theme's.
    """
    line = lines().line(text, font, rect.width())
    painter.setPen(ink)
    put_line(painter, rect, line, align.value)
    return min(math.ceil(line.width), rect.width())


def avatar(painter: QPainter, rect: QRect | QRectF, name: str, key: str = "") -> None:
    """Paint the round avatar of `name`: its first letter on the colour that belongs to `key` (else the name)."""
    area, device = QRectF(rect), painter.device()
    ratio = device.devicePixelRatioF() if device else 1.0
    image = _avatars().of(name, key or name, math.ceil(area.height()), ratio)
    painter.drawPixmap(area, image, QRectF(image.rect()))


class _Avatars:
    """The avatars painted last, each made once: a frame shows a dozen, of few people."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int, int, float], QPixmap] = OrderedDict()
        self._known: dict[tuple[str, str], tuple[str, QColor, int]] = {}

    def of(self, name: str, key: str, side: int, ratio: float) -> QPixmap:
        """The picture of a name's letter on the ground of `key`, `side` points wide."""
        letter, ground, rgba = self._known.get((name, key)) or self._learnt(name, key)
        spec = (letter, rgba, side, ratio)
        found = self._kept.get(spec)
        if found is None:
            found = self._kept[spec] = _made_avatar(letter, ground, side, ratio)
            if len(self._kept) > _AVATARS:
                self._kept.popitem(last=False)
        return found

    def _learnt(self, name: str, key: str) -> tuple[str, QColor, int]:
        if len(self._known) >= _NAMES:
            self._known.clear()
        ground = current_theme().avatar(key)
        made = self._known[name, key] = (letter_of(name), ground, ground.rgba())
        return made


def _avatars() -> _Avatars:
    kept = current_theme().kept
    found = kept.get("avatars")
    if not isinstance(found, _Avatars):
        found = kept["avatars"] = _Avatars()
    return found


def _made_avatar(letter: str, ground: QColor, side: int, ratio: float) -> QPixmap:
    theme, made = current_theme(), QPixmap(round(side * ratio), round(side * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawEllipse(QRectF(0, 0, side, side))
    font = QFont(theme.font("base", bold=True))
    font.setPixelSize(max(9, round(side * 0.42)))
    painter.setFont(font)
    painter.setPen(theme.color("avatar.on"))
    painter.drawText(QRectF(0, 0, side, side), int(Qt.AlignmentFlag.AlignCenter), letter)
    painter.end()
    return made


def letter_of(name: str) -> str:
    """The letter on an avatar: the first one of the name, "?" where there is none."""
    return next((sign for sign in name.strip() if not sign.isspace()), "?")


def flag(painter: QPainter, x: float, y: float, token: str, size: float = 12.0) -> None:
    """Paint a pennant with its upper left corner at (x, y); `token` is e.g. "flag.red"."""
    scale = size / 12.0
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(current_theme().color(token))
    painter.drawPolygon(QPolygonF([QPointF(x + px * scale, y + py * scale) for px, py in _FLAG]))


def bar(painter: QPainter, rect: QRect | QRectF, share: float, token: str) -> None:
    """Paint a meter: `share` (0..1, clipped) of `rect` in the colour of `token` on a line-coloured ground."""
    theme = current_theme()
    area = QRectF(rect)
    rounded(painter, area, theme.color("line"), area.height() / 2)
    used = area.width() * min(1.0, max(0.0, share))
    if used > 0:
        rounded(
            painter,
            QRectF(area.x(), area.y(), max(used, area.height() / 2), area.height()),
            theme.color(token),
            area.height() / 2,
        )


def cover(painter: QPainter, rect: QRect | QRectF, image: QPixmap, radius: float = 6.0) -> None:
    """Paint a picture into a rounded frame, cut to fill it; an empty pixmap paints only the frame's ground."""
    area = QRectF(rect)
    rounded(painter, area, current_theme().color("plain.weak"), radius)
    if image.isNull():
        return
    scale = max(area.width() / image.width(), area.height() / image.height())
    width, height = area.width() / scale, area.height() / scale
    source = QRectF((image.width() - width) / 2, (image.height() - height) / 2, width, height)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.save()
    painter.setClipPath(_rounded_path(area, radius))
    painter.drawPixmap(area, image, source)
    painter.restore()


def _rounded_path(area: QRectF, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(area, radius, radius)
    return path
