"""The way of a capture: the screens are frozen, a region is chosen, drawn upon, and given away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, QRect, QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.pictures import check_area
from ticketdesk.ui.capture import screens
from ticketdesk.ui.capture.destination import Destination
from ticketdesk.ui.capture.editor import CaptureDialog
from ticketdesk.ui.capture.screens import Shot
from ticketdesk.ui.capture.selection import Selection
from ticketdesk.ui.capture.shade import Shade
from ticketdesk.ui.world import World
from ticketdesk.words import tr

# How long a window system needs to take a hidden window from the screen (its fading included).
_GONE_MS: Final = 350
# A menu or tooltip that was just left is still on the screen in the moment of the key.
_SETTLED_MS: Final = 60


class Capture(QObject):
    """One capture at a time; ``start`` while one runs does nothing."""

    def __init__(self, world: World, window: QWidget, destinations: Callable[[], Sequence[Destination]]) -> None:
        super().__init__(window)
        self._world, self._window, self._destinations = world, window, destinations
        self._shades: list[Shade] = []
        self._shots: list[Shot] = []
        self._selection: Selection | None = None
        self._hidden = False
        self._running = False
        self._to: Sequence[Destination] = ()

    def start(self, *, hidden: bool = False, to: Sequence[Destination] = ()) -> None:
        """Freeze the screens and ask for a region; ``hidden`` takes the window away first, ``to`` says where it goes.

        Where the system shows no program the screen, a notice says what to do instead.
        """
        if self._running:
            return
        why = screens.hindrance()
        if why:
            self._world.notices.say(why)
            return
        self._running, self._hidden, self._to = True, hidden, to
        if hidden:
            # Whatever is closed while the window is away must not end the program as its last window.
            QGuiApplication.setQuitOnLastWindowClosed(False)
            self._window.hide()
        QTimer.singleShot(_GONE_MS if hidden else _SETTLED_MS, self, self._freeze)

    def stop(self) -> None:
        """Leave a capture that is under way; the window does so when it locks, since the screens are not for all."""
        if not self._running:
            return
        self._running = False
        shades, self._shades, self._shots = self._shades, [], []
        if self._hidden:
            self._window.show()  # first, since the program ends when its last visible window is closed
            QGuiApplication.setQuitOnLastWindowClosed(True)
        for shade in shades:
            shade.close()
        if self._selection is not None:
            self._selection.deleteLater()
            self._selection = None
        self._window.activateWindow()

    def _freeze(self) -> None:
        if not self._running:
            return
        self._shots = screens.shots()
        if not self._shots:
            self.stop()
            self._world.notices.say(
                tr("The system gave no picture of the screen. Take it with the system's own tool and paste it here.")
            )
            return
        bounds = QRect()
        for shot in self._shots:
            bounds = bounds.united(shot.place)
        self._selection = Selection(bounds, self)
        self._shades = [self._shade(shot, self._selection) for shot in self._shots]
        front = self._shades[0]
        front.activateWindow()
        front.setFocus()

    def _shade(self, shot: Shot, selection: Selection) -> Shade:
        shade = Shade(shot, selection)
        shade.taken.connect(self._take)
        shade.left.connect(self.stop)
        if QGuiApplication.platformName() == "offscreen":
            shade.show()
        else:
            shade.showFullScreen()
        return shade

    def _take(self) -> None:
        region = self._selection.region if self._selection is not None else QRect()
        image = screens.cut(self._shots, region)
        self.stop()
        try:
            check_area(image.width(), image.height())
        except DeskError as error:
            self._world.notices.refuse(error)
            return
        CaptureDialog(image, (*self._to, *self._destinations(), self._clipboard()), self._window).open()

    def _clipboard(self) -> Destination:
        return Destination(tr("Copy"), self._copy, "copy")

    def _copy(self, image: QImage) -> None:
        QGuiApplication.clipboard().setImage(image)
        self._world.notices.say(tr("The picture is on the clipboard"))
