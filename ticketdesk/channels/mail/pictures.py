"""How large a picture is, told by its first bytes; nothing is decoded here."""

from __future__ import annotations

from typing import Final

from ticketdesk.domain.pictures import HEAD, PICTURE_PIXELS, PictureKind, picture_kind

# Markers of JPEG that carry the size: the beginnings of frames.
_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_MARKERS: Final = 500
Size = tuple[int, int]


def shown_picture(content: bytes) -> tuple[PictureKind, Size] | None:
    """Return kind and size (pixels) of a picture that may be shown; None for what is none or too large to decode."""
    kind = picture_kind(content[:HEAD])
    size = _size(kind, content) if kind is not None else None
    if kind is None or size is None or min(size) < 1 or size[0] * size[1] > PICTURE_PIXELS:
        return None
    return kind, size


def _size(kind: PictureKind, content: bytes) -> Size | None:
    if kind is PictureKind.PNG:
        return _pair(content[16:24], 4, "big")
    if kind is PictureKind.GIF:
        return _pair(content[6:10], 2, "little")
    if kind is PictureKind.BMP:
        return _bmp(content)
    return _jpeg(content) if kind is PictureKind.JPEG else _webp(content)


def _pair(content: bytes, each: int, order: str) -> Size | None:
    if len(content) < 2 * each:
        return None
    big = order == "big"
    first, second = (int.from_bytes(content[at : at + each], "big" if big else "little") for at in (0, each))
    return first, second


def _bmp(content: bytes) -> Size | None:
    if content[14:15] == b"\x0c":
        return _pair(content[18:22], 2, "little")
    if len(content) < 26:
        return None
    width, height = (int.from_bytes(content[at : at + 4], "little", signed=True) for at in (18, 22))
    return abs(width), abs(height)


def _jpeg(content: bytes) -> Size | None:
    at = 2
    for _ in range(_MARKERS):
        if content[at : at + 1] != b"\xff" or at + 9 > len(content):
            return None
        marker = content[at + 1]
        if marker in _FRAMES:
            found = _pair(content[at + 5 : at + 9], 2, "big")
            return (found[1], found[0]) if found else None
        alone = marker == 0xFF or marker == 0x01 or 0xD0 <= marker <= 0xD8
        at += (1 if marker == 0xFF else 2) if alone else 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return None


def _webp(content: bytes) -> Size | None:
    form = content[12:16]
    if form == b"VP8X" and len(content) >= 30:
        return 1 + int.from_bytes(content[24:27], "little"), 1 + int.from_bytes(content[27:30], "little")
    if form == b"VP8L" and len(content) >= 25:
        bits = int.from_bytes(content[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if form == b"VP8 " and len(content) >= 30:
        found = _pair(content[26:30], 2, "little")
        return (found[0] & 0x3FFF, found[1] & 0x3FFF) if found else None
    return None
