"""The few marks a style sheet can only load as files: tick, dash and arrows, painted per palette.

They lie in the main memory as Qt's resources do: no folder to write, none to leave behind where a process is killed.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QResource, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from ticketdesk.ui.theme.palette import Palette

# name -> (token, points on a 12-grid)
_MARKS: Final[dict[str, tuple[str, Sequence[tuple[float, float]]]]] = {
    "tick": ("accent.on", ((2.5, 6.2), (5.0, 8.7), (9.6, 3.6))),
    "dash": ("accent", ((3.0, 6.0), (9.0, 6.0))),
    "down": ("text.second", ((3.0, 4.5), (6.0, 7.5), (9.0, 4.5))),
    "up": ("text.second", ((3.0, 7.5), (6.0, 4.5), (9.0, 7.5))),
}

_HEAD: Final = 20  # bytes before the tree
_IS_FOLDER: Final = 2
_ANYWHERE: Final = 0
_ANY_LANGUAGE: Final = 1


class Marks(NamedTuple):
    """The marks of one palette: their paths by name, and the memory that Qt reads them from."""

    paths: dict[str, str]
    memory: bytes


def paint_marks(mode: str, palette: Palette) -> Marks:
    """Paint each mark as PNG (with @2x) and let Qt find it; the marks last while the answer is kept.

    PNG and not SVG: the SVG image plug-in stays out of the bundle (buyers' files must never reach it).
    """
    place = f"/ticketdesk/{mode}"
    files = {}
    for name, (token, points) in _MARKS.items():
        for scale, suffix in ((1, ""), (2, "@2x")):
            files[f"{name}{suffix}.png"] = _png(_mark(QColor(palette.value(token)), points, scale))
    return Marks({name: f":{place}/{name}.png" for name in _MARKS}, lay(files, place))


def _png(pixmap: QPixmap) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pixmap.save(buffer, "PNG")
    buffer.close()
    return bytes(content.data())


def _mark(ink: QColor, points: Sequence[tuple[float, float]], scale: int) -> QPixmap:
    pixmap = QPixmap(12 * scale, 12 * scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    painter.setPen(QPen(ink, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPolyline([QPointF(x, y) for x, y in points])
    painter.end()
    return pixmap


def lay(files: Mapping[str, bytes], place: str) -> bytes:
    """Let Qt find `files` (content by name) as ``:PLACE/NAME`` and return what must be kept as long as it reads them.

    `place` begins with a slash. RuntimeError where Qt refuses them.
    """
    packed = pack(files)
    if not QResource.registerResourceData(packed, place):
        raise RuntimeError(f"Qt does not take the files of {place}")
    return packed


def pack(files: Mapping[str, bytes]) -> bytes:
    """One folder of files in the first form of Qt's resource compiler: without times and compression.

    No letter of a name lies beyond U+FFFF.
    Source: qtbase, src/tools/rcc/rcc.cpp (what is written) and src/corelib/io/qresource.cpp (what is read).
    """
    names, contents = bytearray(), bytearray()
    tree = bytearray(_big((0, 4), (_IS_FOLDER, 2), (len(files), 4), (1, 4)))
    for name in sorted(files, key=_hash):  # Qt looks a name up by halving
        tree += _big((len(names), 4), (0, 2), (_ANYWHERE, 2), (_ANY_LANGUAGE, 2), (len(contents), 4))
        names += _big((len(name), 2), (_hash(name), 4), *((ord(letter), 2) for letter in name))
        contents += _big((len(files[name]), 4)) + files[name]
    data = _HEAD + len(tree)
    return b"qres" + _big((1, 4), (_HEAD, 4), (data, 4), (data + len(contents), 4)) + tree + contents + names


def _big(*numbers: tuple[int, int]) -> bytes:
    """Each number in so many bytes (the module struct would be read for this alone before the first picture)."""
    return b"".join(number.to_bytes(size, "big") for number, size in numbers)


def _hash(name: str) -> int:
    """Qt's own qt_hash of a name."""
    found = 0
    for letter in name:
        found = (found << 4) + ord(letter)
        found ^= (found & 0xF0000000) >> 23
        found &= 0x0FFFFFFF
    return found
