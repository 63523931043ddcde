"""Pictures of a conversation in the size the chat shows them: read and decoded in a worker, the last ones kept."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QGuiApplication, QImage, QPixmap

from ticketdesk.domain.errors import DeskError
from ticketdesk.ui.pictures import decode
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.world import World
from ticketdesk.words import tr
from ticketdesk.words.errors import sentence

_MOST: Final = 100
_SIDE: Final = 240


class Thumbnails(QObject):
    """`wanted(sha256)` gives the pixmap, or None and reads it; then `ready(sha256)` tells. Of a picture that
    cannot be read `why(sha256)` is the reason in one sentence; it is not asked for again."""

    ready = Signal(str)

    def __init__(self, world: World, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._known: OrderedDict[str, QPixmap | None] = OrderedDict()
        self._asked: set[str] = set()
        self._why: dict[str, str] = {}

    def wanted(self, sha256: str) -> QPixmap | None:
        """Return the picture, at most 240 pixels a side; None while it is read."""
        if sha256 in self._known:
            self._known.move_to_end(sha256)
            return self._known[sha256]
        if sha256 not in self._asked:
            self._asked.add(sha256)
            work = partial(_read, self._world, sha256)
            answer = _Answer(self, sha256)
            self._world.tasks.start(f"thumbnail-{sha256}", work, answer.done, answer.failed)
        return None

    def why(self, sha256: str) -> str:
        """Return why a picture is not shown, "" where it is, or will be."""
        return self._why.get(sha256, "")

    def take(self, sha256: str, image: QImage | None, error: BaseException | None = None) -> None:
        """Keep what a worker read, or why it refused."""
        if error is not None:
            self._why[sha256] = blocked(error)
        self._asked.discard(sha256)
        made = QPixmap.fromImage(image) if image is not None else None
        if made is not None:
            made.setDevicePixelRatio(_ratio())
        self._known[sha256] = made
        while len(self._known) > _MOST:
            self._known.popitem(last=False)
        self.ready.emit(sha256)


class _Answer(QObject):
    """Receives one picture; dies with its Thumbnails, so that nothing is told to what is gone."""

    def __init__(self, owner: Thumbnails, sha256: str) -> None:
        super().__init__(owner)
        self._owner, self._sha256 = owner, sha256

    def done(self, image: QImage) -> None:
        self._owner.take(self._sha256, image)
        self.deleteLater()

    def failed(self, error: BaseException) -> None:
        self._owner.take(self._sha256, None, error)
        self.deleteLater()


def blocked(error: BaseException) -> str:
    """Return in one sentence why a picture is not shown."""
    why = sentence(error) if isinstance(error, DeskError) else tr("This could not be shown")
    return tr("Picture blocked: {0}", why)


def _ratio() -> float:
    app = QGuiApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0


def _read(world: World, sha256: str, _progress: Progress, _cancelled: Cancelled) -> QImage:
    side = int(_SIDE * _ratio())
    return decode(world.read_file(sha256), QSize(side, side))
