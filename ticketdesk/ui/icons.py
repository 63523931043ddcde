"""Icons: vendored SVG strokes painted in a colour of the theme, sharp on every screen, following its changes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import shiboken6
from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

from ticketdesk.resources import resource_path
from ticketdesk.ui.theme import Theme, current_theme

Spec = tuple[str, str, str, int, int]

_CURRENT: Final = b"currentColor"


def icon(name: str, token: str = "text.second", size: int = 18, *, on: str | None = None, pad: int = 0) -> QIcon:
    """The icon `name` (a file of resources/icons) in the colour of `token`, `on` when checked.

    `pad` leaves so many pixels free at its right (the gap before a button's words; iconSize must grow by it).
    Buttons and actions that wear it are given the new colour after a change of mode. FileNotFoundError for an
    unknown name.
    """
    theme = current_theme()
    spec = (name, token, on or token, size, pad)
    found = theme.icons.get(spec)
    if found is None:
        theme.dressing.renewers.add(_renew)
        found = theme.icons[spec] = _make(spec)
    return found


def pixmap(name: str, token: str = "text.second", size: int = 18, ratio: float = 0.0) -> QPixmap:
    """The icon as a pixmap of `size` device-independent pixels; `ratio` 0 takes the application's."""
    ratio = ratio or _ratio()
    store = current_theme().pixmaps
    key = ("icon", name, token, size, ratio)
    found = store.get(key)
    if found is None:
        found = store[key] = _render(name, token, size, ratio)
    return found


def paint_icon(painter: QPainter, rect: QRect | QRectF, name: str, token: str = "text.second") -> None:
    """Paint the icon centred in `rect`, as large as its shorter side."""
    size = int(min(rect.width(), rect.height()))
    device = painter.device()
    image = pixmap(name, token, size, device.devicePixelRatioF() if device else 1.0)
    painter.drawPixmap(int(rect.x() + (rect.width() - size) / 2), int(rect.y() + (rect.height() - size) / 2), image)


def _ratio() -> float:
    app = QGuiApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0


@lru_cache(maxsize=256)
def _source(name: str) -> bytes:
    return resource_path("icons", f"{name}.svg").read_bytes()


def _render(name: str, token: str, size: int, ratio: float) -> QPixmap:
    ink = current_theme().color(token).name().encode()
    renderer = QSvgRenderer(QByteArray(_source(name).replace(_CURRENT, ink)))
    pixels = max(1, round(size * ratio))
    made = QPixmap(pixels, pixels)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def _make(spec: Spec) -> QIcon:
    name, token, on, size, pad = spec
    made = QIcon()
    states = {QIcon.State.Off: token, QIcon.State.On: on} if on != token else {QIcon.State.Off: token}
    for ratio in sorted({1.0, 2.0, _ratio()}):
        for state, ink in states.items():  # what looks the same when checked is kept once: Qt takes it for both
            image = _padded(pixmap(name, ink, size, ratio), pad)
            made.addPixmap(image, QIcon.Mode.Normal, state)
            made.addPixmap(_faded(image), QIcon.Mode.Disabled, state)
    return made


def _renew() -> Iterator[None]:
    """After a change of mode: replace every icon made here, wherever a button or an action wears it, in steps."""
    theme = current_theme()
    yield from _painted_before(theme)
    for wearer in _wearers():
        if wearer is not None and shiboken6.isValid(wearer):
            spec = theme.worn.get(wearer.icon().cacheKey())
            if spec is not None:
                wearer.setIcon(icon(spec[0], spec[1], spec[3], on=spec[2], pad=spec[4]))
        yield
    theme.worn.clear()


def _painted_before(theme: Theme) -> Iterator[None]:
    """Paint in the new colours what was painted in the old ones, so that the first paint finds it."""
    for kind, *rest in theme.faded:
        name, token, size, ratio = rest
        if kind == "icon" and isinstance(name, str) and isinstance(token, str) and isinstance(size, int):
            pixmap(name, token, size, ratio if isinstance(ratio, float) else 0.0)
            yield


def _wearers() -> Iterator[QAbstractButton | QAction | None]:
    """Every button and action; None where a widget is neither, so that a step never looks at many."""
    seen: set[int] = set()
    for widget in QApplication.allWidgets():
        if not shiboken6.isValid(widget):
            continue
        own = widget.findChildren(QAction, options=Qt.FindChildOption.FindDirectChildrenOnly)
        worn = (*widget.actions(), *own)  # asked for before the step ends: the widget may be gone after it
        yield widget if isinstance(widget, QAbstractButton) else None
        for action in worn:
            if id(action) not in seen:
                seen.add(id(action))
                yield action


def _padded(image: QPixmap, pad: int) -> QPixmap:
    if not pad:
        return image
    ratio = image.devicePixelRatio()
    made = QPixmap(image.width() + round(pad * ratio), image.height())
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.drawPixmap(QPoint(0, 0), image)
    painter.end()
    return made


def _faded(image: QPixmap) -> QPixmap:
    made = QPixmap(image.size())
    made.setDevicePixelRatio(image.devicePixelRatio())
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setOpacity(0.45)
    painter.drawPixmap(QPoint(0, 0), image)
    painter.end()
    return made
