"""The look of the program: palettes, sizes, type, style sheet and the one Theme that serves them."""

from __future__ import annotations

from ticketdesk.ui.theme.palette import AVATARS, DARK, LIGHT, TEXT_PAIRS, Palette, contrast
from ticketdesk.ui.theme.sizes import CHAT_LINE, SIZES, Role, Sizes
from ticketdesk.ui.theme.theme import Mode, Theme, apply, color, current_theme, font

__all__ = [
    "AVATARS",
    "CHAT_LINE",
    "DARK",
    "LIGHT",
    "SIZES",
    "TEXT_PAIRS",
    "Mode",
    "Palette",
    "Role",
    "Sizes",
    "Theme",
    "apply",
    "color",
    "contrast",
    "current_theme",
    "font",
]
