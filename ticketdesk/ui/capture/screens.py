"""What the screens show now, and whether this system lets a program see it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from ticketdesk.words import tr


class Shot(NamedTuple):
    """One screen: where it stands among all (device-independent pixels) and what it shows, ``ratio`` times finer."""

    place: QRect
    image: QImage
    ratio: float


def hindrance(platform: str = sys.platform, session: str = "", allowed: Callable[[], bool] | None = None) -> str:
    """Return why no picture of the screen can be taken here, with what to do instead; "" where it can.

    ``platform`` is a value of sys.platform, ``session`` Qt's name of the window system; ``allowed`` asks macOS.
    """
    if (session or QGuiApplication.platformName()).startswith("wayland"):
        return tr("Wayland shows no program the screen. Take the picture with the system's own tool and paste it here.")
    if platform == "darwin" and not (allowed or _mac_allows)():
        return tr("macOS asks first: allow TicketDesk under Privacy & Security, Screen Recording, then try again.")
    return ""


def _mac_allows() -> bool:
    """Ask macOS for the right, which shows its own question the first time (CoreGraphics, since macOS 10.15)."""
    import ctypes

    graphics = ctypes.CDLL("/System/Library/Frameworks/CoreGraphics.framework/CoreGraphics")
    ask = graphics.CGRequestScreenCaptureAccess
    ask.restype = ctypes.c_bool
    return bool(ask())


def shots() -> list[Shot]:
    """Return what every screen shows now; a screen that gives no picture is left out."""
    found = []
    for screen in QGuiApplication.screens():
        image = screen.grabWindow(0).toImage()
        if not image.isNull():
            found.append(Shot(screen.geometry(), image, image.width() / max(1, screen.geometry().width())))
    return found


def cut(taken: Sequence[Shot], region: QRect) -> QImage:
    """Return the part ``region`` (device-independent pixels over all screens), as fine as the finest screen in it.

    A part outside of every screen stays black. An empty region gives a null image.
    """
    touched = [shot for shot in taken if shot.place.intersects(region)]
    if region.isEmpty() or not touched:
        return QImage()
    ratio = max(shot.ratio for shot in touched)
    made = QImage(region.size() * ratio, QImage.Format.Format_RGB32)
    made.fill(0)
    painter = QPainter(made)
    for shot in touched:
        part = shot.place.intersected(region)
        source = _scaled(part.translated(-shot.place.topLeft()), shot.ratio)
        painter.drawImage(_scaled(part.translated(-region.topLeft()), ratio), shot.image, source)
    painter.end()
    return made


def _scaled(area: QRect, ratio: float) -> QRect:
    return QRect(QPoint(round(area.x() * ratio), round(area.y() * ratio)), area.size() * ratio)
