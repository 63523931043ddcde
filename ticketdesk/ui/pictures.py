"""Reads pictures from outside: by their first bytes, within limits, in a worker's thread."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from ticketdesk.domain.errors import DeskError

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_PIXELS: Final = 40_000_000

Source = Path | bytes | QImage


class Picture(NamedTuple):
    """A picture that was looked at: its file's bytes, its format ("png"), a small image of it."""

    data: bytes
    format: str
    thumb: QImage


def format_of(data: bytes) -> str:
    """The format that the first bytes name: png, jpeg, gif, bmp or webp; "" for anything else (SVG, PDF, TIFF)."""
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return "png"
    if data[:3] == b"\xff\xd8\xff":
        return "jpeg"
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return "gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return "bmp" if data[:2] == b"BM" else ""


def read_picture(source: Source, box: QSize) -> Picture:
    """Read a file, bytes or a pasted image and make a thumbnail that fits `box`.

    Not for the window's thread. DeskError picture_too_heavy (over 20 MB), picture_too_large (over 40
    megapixels) or picture_unknown.
    """
    data = _bytes_of(source)
    kind = format_of(data)
    return Picture(data, kind, decode(data, box))


def decode(data: bytes, box: QSize) -> QImage:
    """The picture in `data` no larger than `box` pixels, its turn applied; errors as `read_picture`."""
    kind = format_of(data)
    if not kind:
        raise DeskError("picture_unknown")
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind.encode()))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid():
        raise DeskError("picture_unknown")
    _check_pixels(size)
    if size.width() > box.width() or size.height() > box.height():
        reader.setScaledSize(size.scaled(box, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    image = reader.read()
    if image.isNull():
        raise DeskError("picture_unknown")
    return image


def _check_pixels(size: QSize) -> None:
    if size.width() * size.height() > MOST_PIXELS:
        raise DeskError("picture_too_large", width=size.width(), height=size.height(), limit=MOST_PIXELS // 1_000_000)


def _bytes_of(source: Source) -> bytes:
    if isinstance(source, QImage):
        return _encoded(source)
    data = source if isinstance(source, bytes) else _file_bytes(source)
    if len(data) > MOST_BYTES:
        raise DeskError("picture_too_heavy", limit=MOST_BYTES // (1024 * 1024))
    return data


def _file_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise DeskError("picture_unknown") from error


def _encoded(image: QImage) -> bytes:
    _check_pixels(image.size())
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise DeskError("picture_unknown")
    return bytes(buffer.data().data())
