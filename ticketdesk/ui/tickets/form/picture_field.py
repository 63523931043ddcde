"""A picture strip whose pictures are kept on disk as they come, so that a draft and a command can name them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ticketdesk.domain.files import FileRef
from ticketdesk.ui.capture.destination import Destination
from ticketdesk.ui.pictures import Source
from ticketdesk.ui.tasks import Work
from ticketdesk.ui.widgets.picture_strip import PictureStrip
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class PictureField(QWidget):
    """`changed` when the kept pictures are others; `refs()` names them, `busy()` while one is still being kept."""

    changed = Signal()

    def __init__(self, world: World, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._kept: list[FileRef] = []
        self._restoring: tuple[FileRef, ...] = ()
        self._waiting = 0
        self._round = 0  # pictures of a form that was left meanwhile are not taken
        self._runs = 0
        self.strip = PictureStrip(world.tasks, name=name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.strip)
        self.strip.pictures_added.connect(self._keep)
        self.strip.removed.connect(self._drop)
        self.strip.refused.connect(world.notices.refuse)

    def refs(self) -> tuple[FileRef, ...]:
        """The kept pictures in the order shown."""
        return (*self._kept, *self._restoring)

    def busy(self) -> bool:
        """Whether a picture is still on its way to the disk."""
        return self._waiting > 0

    def add(self, sources: Sequence[Source]) -> None:
        """Take pictures from a clipboard or a drop."""
        self.strip.add(sources)

    def capture(self) -> None:
        """Ask for a part of the screen as one more picture."""
        self._world.capture_wanted.emit(Destination(tr("Take it"), self._take_capture, "check", first=True))

    def _take_capture(self, image: QImage) -> None:
        self.show()
        self.add([image])

    def set_refs(self, refs: Sequence[FileRef]) -> None:
        """Show pictures that are already kept; silent."""
        self._round += 1
        self._waiting = 0
        self._kept, self._restoring = [], tuple(refs)
        self.strip.clear()
        if refs:
            self._world.tasks.start(f"restore-{id(self)}", _reading(self._world, refs), self._show, self._lose)

    def _show(self, contents: list[bytes]) -> None:
        self.strip.add(contents)

    def _lose(self, error: BaseException) -> None:
        self._restoring = ()
        self._world.notices.refuse(error)

    def _keep(self, contents: list[bytes]) -> None:
        if self._restoring:  # these came from the disk
            self._kept, self._restoring = [*self._kept, *self._restoring], ()
            return
        self._waiting += 1
        self._runs += 1
        work = _keeping(self._world, contents, len(self._kept) + self._waiting, self._round)
        self._world.tasks.start(f"keep-{id(self)}-{self._runs}", work, self._take, self._refuse)

    def _take(self, kept: _Kept) -> None:
        if kept.round == self._round:
            self._waiting -= 1
            self._kept += kept.files
            self.changed.emit()

    def _refuse(self, error: BaseException) -> None:
        """Show only what is kept: a picture that could not be is taken from the strip again."""
        self._world.notices.refuse(error)
        self.set_refs(self.refs())

    def _drop(self, place: int) -> None:
        if place < len(self._kept):
            del self._kept[place]
            self.changed.emit()


class _Kept(NamedTuple):
    round: int
    files: list[FileRef]


def _keeping(world: World, contents: Sequence[bytes], first: int, of_round: int) -> Work:
    """Work that keeps pictures durably and returns their references."""
    return lambda _progress, _cancelled: _Kept(
        of_round, [world.keep_picture(data, tr("Screenshot {0}", n)) for n, data in enumerate(contents, first)]
    )


def _reading(world: World, refs: Sequence[FileRef]) -> Work:
    return lambda _progress, _cancelled: [world.read_file(file.sha256) for file in refs]
