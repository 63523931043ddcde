"""The QR code of the web chat's address: on the screen, as a picture, on a sheet to print."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QMarginsF, QRect, QRectF, QSaveFile, QSize, Qt
from PySide6.QtGui import QFont, QImage, QPageLayout, QPageSize, QPainter, QPaintEvent, QPdfWriter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ticketdesk.domain.errors import DeskError
from ticketdesk.ui.override import override
from ticketdesk.words import tr

BORDER: Final = 4
"""Modules of quiet ground around the code (ISO/IEC 18004)."""

_SIDE: Final = 200
_PICTURE: Final = 1_024
_DPI: Final = 300
_MM: Final = _DPI / 25.4


def qr_image(text: str) -> QImage:
    """Return the code of ``text``, a point a module, its quiet ground around it; dark on light in any theme."""
    import segno  # only where a code is shown

    code = segno.make(text, error="m", micro=False)
    rows = [bytes(0 if dark else 255 for dark in row) for row in code.matrix_iter(border=BORDER)]
    side = len(rows)
    return QImage(b"".join(rows), side, side, side, QImage.Format.Format_Grayscale8).copy()


class QrView(QWidget):
    """Shows the code of an address, each module the same whole number of points."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._address = ""
        self._image = QImage()

    def show_address(self, address: str) -> None:
        """Show the code of ``address``."""
        if address != self._address:
            self._address, self._image = address, qr_image(address)
            self.setFixedSize(self._image.size() * max(1, _SIDE // self._image.width()))
            self.setAccessibleName(tr("QR code of {0}", address))
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._image.isNull():
            _paint(QPainter(self), self.rect(), self._image)


def save_picture(path: Path, address: str) -> None:
    """Write the code as a PNG of about a thousand points (call it in a task); DeskError ``store_read_only``."""
    image = qr_image(address)
    factor = _PICTURE // image.width() + 1
    file = _opened(path)
    image.scaled(image.size() * factor).save(file, "PNG")  # type: ignore[call-overload]
    _kept(file, path)


def save_sheet(path: Path, address: str, title: str, words: str) -> None:
    """Write a sheet of A4 with ``title``, the code, ``words`` and the address (call it in a task).

    DeskError ``store_read_only``.
    """
    file = _opened(path)
    writer = QPdfWriter(file)
    writer.setResolution(_DPI)
    writer.setTitle(title)
    edges = QMarginsF(20, 20, 20, 20)
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, edges))
    painter = QPainter(writer)
    wide = writer.width()
    _line(painter, QRectF(0, 20 * _MM, wide, 30 * _MM), title, 32)
    side = round(110 * _MM)
    _paint(painter, QRect((wide - side) // 2, round(60 * _MM), side, side), qr_image(address))
    _line(painter, QRectF(0, 178 * _MM, wide, 16 * _MM), words, 18)
    _line(painter, QRectF(0, 196 * _MM, wide, 12 * _MM), address, 12)
    painter.end()
    _kept(file, path)


def _opened(path: Path) -> QSaveFile:
    file = QSaveFile(str(path))
    if not file.open(QSaveFile.OpenModeFlag.WriteOnly):
        raise DeskError("store_read_only", path=str(path))
    return file


def _kept(file: QSaveFile, path: Path) -> None:
    if not file.commit():
        raise DeskError("store_read_only", path=str(path))


def _line(painter: QPainter, room: QRectF, text: str, points: int) -> None:
    font = QFont(painter.font())
    font.setPointSize(points)
    painter.setFont(font)
    painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, text)


def _paint(painter: QPainter, room: QRect, image: QImage) -> None:
    """Paint a code in the middle of ``room`` by whole points a module, its light ground up to the edge."""
    factor = max(1, min(room.width(), room.height()) // image.width())
    size = QSize(image.width() * factor, image.height() * factor)
    place = QRect(room.topLeft(), size)
    place.moveCenter(room.center())
    painter.drawImage(place, image)
