"""Chips: small rounded words in a level's colour, measured and painted the same way everywhere."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from ticketdesk.ui.delegates.cells import PAD as CELL_PAD
from ticketdesk.ui.delegates.lines import lines, put_line
from ticketdesk.ui.delegates.paint import flag, level_tokens, rounded
from ticketdesk.ui.icons import paint_icon
from ticketdesk.ui.theme import SIZES, current_theme

HEIGHT: Final = 19
PAD: Final = 6
ICON: Final = 12
GAP: Final = 5


class ChipText(NamedTuple):
    """One chip as data: ready text, its level, an optional icon; `flag` (a token) makes it a bare flag instead."""

    text: str
    level: str = "plain"
    icon: str = ""
    flag: str = ""


def chip_width(chip: ChipText) -> int:
    """Width of the chip in pixels, its height being HEIGHT."""
    if chip.flag:
        return ICON
    return lines().width(chip.text, current_theme().font("tiny")) + 2 * PAD + (ICON + 3 if chip.icon else 0)


def chip_column(words: Iterable[str]) -> int:
    """Width (px) of a column in which none of these words is elided as a chip, in any language."""
    return max(chip_width(ChipText(each)) for each in words) + 2 * CELL_PAD


def paint_chip(painter: QPainter, x: int, y: int, chip: ChipText, room: int = 10_000) -> int:
    """Paint the chip with its upper left corner at (x, y), elided to `room` pixels; returns the width used."""
    theme = current_theme()
    if chip.flag:
        flag(painter, x, y + (HEIGHT - ICON) / 2, chip.flag, ICON)
        return ICON
    ink, ground = level_tokens(chip.level)
    width = min(chip_width(chip), room)
    rounded(painter, QRect(x, y, width, HEIGHT), theme.color(ground), SIZES.radius_chip)
    left = x + PAD
    if chip.icon:
        paint_icon(painter, QRect(left, y + (HEIGHT - ICON) // 2, ICON, ICON), chip.icon, ink)
        left += ICON + 3
    inner = max(0, x + width - PAD - left)
    painter.setPen(theme.color(ink))
    line = lines().line(chip.text, theme.font("tiny"), inner + 1)
    put_line(painter, QRect(left, y, inner + 1, HEIGHT), line)
    return width


def paint_chips(painter: QPainter, x: int, y: int, chips: Iterable[ChipText], room: int) -> int:
    """Paint chips in a row from (x, y) as long as they fit into `room`; returns the width used."""
    left = x
    for chip in chips:
        rest = x + room - left
        if rest < min(chip_width(chip), 3 * PAD):
            break
        left += paint_chip(painter, left, y, chip, rest) + GAP
    return max(0, left - x - GAP)
