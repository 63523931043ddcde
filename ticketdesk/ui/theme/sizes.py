"""Lengths in device-independent pixels and the type scale (design/tokens.md)."""

from typing import Final, Literal, NamedTuple

Role = Literal["tiny", "small", "base", "chat", "dialog", "title", "big", "mono"]


class Sizes(NamedTuple):
    """Lengths every screen shares; at 1440 × 900, in device-independent pixels."""

    rail: int = 72
    top_bar: int = 48
    status_bar: int = 26
    tab_row: int = 42
    table_head: int = 34
    table_row: int = 44
    button: int = 28
    conversation_row: int = 77
    nav_row: int = 34
    left_list: int = 292
    sidebar: int = 372
    ticket_views: int = 204
    detail: int = 428
    xs: int = 4
    s: int = 8
    m: int = 12
    l: int = 16  # noqa: E741 - the T-shirt scale reads better than a word
    xl: int = 20
    radius_chip: int = 4
    radius: int = 6
    radius_card: int = 8
    radius_bubble: int = 10
    radius_speaker: int = 4


SIZES: Final = Sizes()

PIXELS: Final[dict[str, int]] = {
    "tiny": 11,
    "small": 12,
    "base": 13,
    "chat": 14,
    "dialog": 16,
    "title": 18,
    "big": 26,
    "mono": 12,
}
FAMILIES: Final[tuple[str, ...]] = (
    "Microsoft YaHei UI",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "Noto Color Emoji",
    "Apple Color Emoji",
    "Segoe UI Emoji",
)
MONO_FAMILIES: Final[tuple[str, ...]] = ("Cascadia Mono", "SF Mono", "Menlo", "DejaVu Sans Mono", *FAMILIES)
CHAT_LINE: Final = 1.55
