"""The sample screenshot: a flat drawing of a shirt with its size label, as PNG bytes, made without Qt."""

from __future__ import annotations

import struct
import zlib
from typing import Final, NamedTuple

WIDTH: Final = 320
HEIGHT: Final = 240
# Wall, shirt, its shade, label, thread, ink: the tones of the pictures of the design.
_PALETTE: Final = bytes.fromhex("ece8e1 7fa8b8 6b93a5 fbfaf7 c9b79c 2e3a4e")
_WALL, _SHIRT, _SHADE, _LABEL, _THREAD, _INK = range(6)
_LETTER: Final = ("#.....#", "##...##", "#.#.#.#", "#..#..#", "#.....#", "#.....#", "#.....#")
_LARGEST_BLOCK: Final = 65_535


class Box(NamedTuple):
    """A rectangle in pixels, right and bottom not included."""

    left: int
    top: int
    right: int
    bottom: int


def label_picture() -> bytes:
    """Return the picture as a PNG; the same bytes with every version of zlib, since nothing in it is compressed."""
    canvas = [bytearray([_WALL]) * WIDTH for _ in range(HEIGHT)]
    _shirt(canvas)
    _fill(canvas, Box(112, 84, 208, 196), _THREAD)
    _fill(canvas, Box(115, 87, 205, 193), _LABEL)
    for row, line in enumerate(_LETTER):
        for column, mark in enumerate(line):
            if mark == "#":
                _fill(canvas, Box(132 + column * 8, 98 + row * 8, 140 + column * 8, 106 + row * 8), _INK)
    for top, right in ((166, 190), (174, 178), (182, 184)):
        _fill(canvas, Box(130, top, right, top + 3), _THREAD)
    return _png(canvas)


def _shirt(canvas: list[bytearray]) -> None:
    for y in range(30, HEIGHT):
        half, slope = (134 if y < 120 else 74), max(0, 52 - y) * 4
        _fill(canvas, Box(160 - half + slope, y, 160 + half - slope, y + 1), _SHIRT)
    for y in range(30, 66):
        width = max(0, 34 - (y - 30))
        _fill(canvas, Box(160 - width, y, 160 + width, y + 1), _WALL)
        for edge in (160 - width - 6, 160 + width):
            _fill(canvas, Box(edge, y, edge + 6, y + 1), _SHADE)
    for left in (86, 230):
        _fill(canvas, Box(left, 60, left + 4, 120), _SHADE)


def _fill(canvas: list[bytearray], box: Box, tone: int) -> None:
    left, right = max(0, box.left), min(WIDTH, box.right)
    for y in range(max(0, box.top), min(HEIGHT, box.bottom)):
        if right > left:
            canvas[y][left:right] = bytes([tone]) * (right - left)


def _png(canvas: list[bytearray]) -> bytes:
    # Four bits a pixel: a filter byte of 0, then two pixels a byte.
    lines = b"".join(b"\0" + bytes(row[x] << 4 | row[x + 1] for x in range(0, WIDTH, 2)) for row in canvas)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 4, 3, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"PLTE", _PALETTE), (b"IDAT", _stored(lines)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _stored(content: bytes) -> bytes:
    """Return ``content`` as a zlib stream of one stored block; it must fit into one."""
    if len(content) > _LARGEST_BLOCK:
        raise ValueError(f"{len(content)} bytes do not fit into one stored block")
    block = b"\x01" + struct.pack("<HH", len(content), len(content) ^ 0xFFFF)
    return b"\x78\x01" + block + content + struct.pack(">I", zlib.adler32(content))
