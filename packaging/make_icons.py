"""Make the icons of Windows (app.ico) and macOS (app.icns) from resources/icons/app.svg.

Run it after a change of the SVG: python packaging/make_icons.py
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

ICONS: Final = Path(__file__).resolve().parents[1] / "resources" / "icons"
ICO_SIZES: Final = (16, 20, 24, 32, 40, 48, 64, 96, 128, 256)
# The types of Apple's format that hold a PNG, with the pixels each wants; ic11 to ic14 are those of Retina screens.
ICNS_TYPES: Final[Mapping[bytes, int]] = {
    b"ic11": 32,
    b"ic12": 64,
    b"ic07": 128,
    b"ic13": 256,
    b"ic08": 256,
    b"ic14": 512,
    b"ic09": 512,
    b"ic10": 1024,
}
_HEADER: Final = struct.Struct("<HHH")
_ENTRY: Final = struct.Struct("<BBBBHHII")


def png(svg: bytes, size: int) -> bytes:
    """The SVG as a square PNG of ``size`` pixels."""
    # Imported here: reading what is in an icon file needs no Qt.
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
    from PySide6.QtGui import QImage, QImageWriter, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def ico(pictures: Mapping[int, bytes]) -> bytes:
    """An .ico file of PNGs by their size in pixels (1 to 256)."""
    offset = _HEADER.size + _ENTRY.size * len(pictures)
    head, body = [_HEADER.pack(0, 1, len(pictures))], []
    for size, picture in sorted(pictures.items()):
        side = size % 256  # 256 is written as 0
        head.append(_ENTRY.pack(side, side, 0, 0, 1, 32, len(picture), offset))
        body.append(picture)
        offset += len(picture)
    return b"".join(head + body)


def icns(pictures: Mapping[bytes, bytes]) -> bytes:
    """An .icns file of PNGs by their four-letter type."""
    body = b"".join(kind + struct.pack(">I", len(picture) + 8) + picture for kind, picture in pictures.items())
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def read_ico(content: bytes) -> dict[int, bytes]:
    """The PNGs of an .ico file by size."""
    _, _, count = _HEADER.unpack_from(content)
    found = {}
    for number in range(count):
        side, *_, length, offset = _ENTRY.unpack_from(content, _HEADER.size + number * _ENTRY.size)
        found[side or 256] = content[offset : offset + length]
    return found


def read_icns(content: bytes) -> dict[bytes, bytes]:
    """The PNGs of an .icns file by type."""
    found, position = {}, 8
    while position < len(content):
        (length,) = struct.unpack_from(">I", content, position + 4)
        found[content[position : position + 4]] = content[position + 8 : position + length]
        position += length
    return found


def made(svg: bytes) -> dict[str, bytes]:
    """Both files by name."""
    return {
        "app.ico": ico({size: png(svg, size) for size in ICO_SIZES}),
        "app.icns": icns({kind: png(svg, size) for kind, size in ICNS_TYPES.items()}),
    }


def main() -> int:
    """Write both files beside the SVG."""
    for name, content in made((ICONS / "app.svg").read_bytes()).items():
        (ICONS / name).write_bytes(content)
        print(f"{name}: {len(content)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
