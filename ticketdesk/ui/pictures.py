"""Reads pictures from outside: by their first bytes, within limits, in a worker's thread."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.pictures import PICTURE_BYTES, PictureKind, check_area, check_picture
from ticketdesk.exchange.magic import require_file

Source = Path | bytes | QImage
_GLANCE = QSize(64, 64)


class Picture(NamedTuple):
    """A picture that was looked at: its file's bytes and a small image of it."""

    data: bytes
    thumb: QImage


def read_picture(source: Source, box: QSize) -> Picture:
    """Read a file, bytes or a pasted image and make a thumbnail that fits `box`.

    Not for the window's thread. DeskError as `decode`.
    """
    data = _bytes_of(source)
    return Picture(data, decode(data, box))


def decode(data: bytes, box: QSize) -> QImage:
    """The picture in `data` no larger than `box` pixels, its turn applied.

    DeskError picture_unknown, picture_empty, picture_too_heavy or picture_too_large (domain/pictures.py).
    """
    kind, buffer = check_picture(data), _buffer(data)
    reader = _reader(buffer, kind)
    size = reader.size()
    if not size.isValid():
        raise DeskError("picture_unknown")
    check_area(size.width(), size.height())
    if size.width() > box.width() or size.height() > box.height():
        reader.setScaledSize(size.scaled(box, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    image = reader.read()
    if image.isNull():
        raise DeskError("picture_unknown")
    return image


def look(data: bytes) -> tuple[int, int]:
    """Decode the picture in `data` and return its width and height as its file says. DeskError as `decode`."""
    decode(data, _GLANCE)
    size = pixels(data, check_picture(data))
    return size.width(), size.height()


def pixels(data: bytes, kind: PictureKind) -> QSize:
    """The size of the picture in `data` as its file says, read without decoding; 0 × 0 where it says none."""
    buffer = _buffer(data)
    size = _reader(buffer, kind).size()
    return size if size.isValid() else QSize(0, 0)


def _buffer(data: bytes) -> QBuffer:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return buffer


def _reader(buffer: QBuffer, kind: PictureKind) -> QImageReader:
    """A reader of `kind` and no other; the caller holds `buffer` as long as the reader is used."""
    reader = QImageReader(buffer, QByteArray(kind.value.encode()))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    return reader


def _bytes_of(source: Source) -> bytes:
    if isinstance(source, QImage):
        return _encoded(source)
    return source if isinstance(source, bytes) else _file_bytes(source)


def _file_bytes(path: Path) -> bytes:
    """The file, or one byte more than is allowed of a larger one."""
    try:
        require_file(path)
        with path.open("rb") as file:
            return file.read(PICTURE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise DeskError("picture_unknown") from error


def _encoded(image: QImage) -> bytes:
    check_area(image.width(), image.height())
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise DeskError("picture_unknown")
    return bytes(buffer.data().data())
