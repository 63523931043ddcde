"""The pictures of a conversation, one after the other: any size, turned, drawn upon, saved when asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QWidget

from ticketdesk.ui.pictures import decode
from ticketdesk.ui.reception.chat.picture_ground import STEP, PictureGround
from ticketdesk.ui.reception.thumbnails import blocked
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.widgets.buttons import IconButton, button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr

SIDE: Final = 6_000
"""Pixels a side at most that are decoded; a larger picture is shown smaller."""

_TASK: Final = "reception.picture"


class Shown(NamedTuple):
    """One picture that can be looked at: its file, and its name."""

    sha256: str
    name: str


class PictureView(ModalDialog):
    """Reads each picture in a worker. The arrows or PageUp/PageDown go to the others, + and - zoom, 0 shows the whole,
    R turns, A draws on it (``reply`` takes the result), Ctrl+C copies, Ctrl+S saves; Esc closes.
    """

    def __init__(
        self,
        world: World,
        parent: QWidget,
        pictures: Sequence[Shown],
        place: int = 0,
        reply: Callable[[QImage], None] | None = None,
    ) -> None:
        room = parent.window().size() - QSize(120, 220)
        super().__init__(parent, tr("Picture"), width=max(520, room.width() + 60))
        self._world, self._pictures, self._place, self._reply = world, tuple(pictures), place, reply
        self.ground = PictureGround()
        self.ground.setMinimumHeight(max(240, room.height()))
        self.percent = label("", role="third")
        self.body.addWidget(self.ground)
        self._build()
        self._connect()
        self._read()
        self.ground.setFocus(Qt.FocusReason.TabFocusReason)

    def _build(self) -> None:
        self.before = IconButton("chevron-left", tr("Picture before (PageUp)"))
        self.after = IconButton("chevron-right", tr("Next picture (PageDown)"))
        self.smaller = IconButton("minus", tr("Smaller (-)"))
        self.larger = IconButton("plus", tr("Larger (+)"))
        self.whole = button(tr("Whole  0"), small=True, name=tr("Whole picture"))
        self.turn = button(tr("Turn  R"), "refresh-cw", small=True, name=tr("Turn"))
        self.draw = button(tr("Draw on it  A"), "pencil", small=True, name=tr("Draw on it"))
        self.copy = button(tr("Copy"), "copy", small=True, tip=tr("Copy (Ctrl+C)"))
        self.save = button(tr("Save a copy"), "download", small=True, tip=tr("Save a copy (Ctrl+S)"))
        close = button(tr("Close"), small=True)
        close.clicked.connect(self.reject)
        for part in (self.before, self.after, self.percent, self.smaller, self.larger, self.whole, self.turn,
                     self.draw, self.copy, self.save, close):  # fmt: skip
            self.footer.addWidget(part)

    def _connect(self) -> None:
        ground = self.ground
        ground.zoomed.connect(self._tell_size)
        ground.step_wanted.connect(self.step)
        acts: tuple[tuple[QAbstractButton | None, tuple[str, ...], Callable[[], object]], ...] = (
            (self.before, ("PgUp",), partial(self.step, -1)), (self.after, ("PgDown",), partial(self.step, 1)),
            (self.smaller, ("-",), partial(ground.zoom, 1 / STEP)),
            (self.larger, ("+", "="), partial(ground.zoom, STEP)),
            (self.whole, ("0",), ground.fit), (self.turn, ("R",), partial(ground.turn, 90)),
            (None, ("Shift+R",), partial(ground.turn, -90)), (self.draw, ("A",), self._draw),
            (self.copy, ("Ctrl+C",), self._copy), (self.save, ("Ctrl+S",), self._save),
        )  # fmt: skip
        for part, keys, run in acts:
            act = _Act(run, self)
            if part is not None:
                part.clicked.connect(act.run)
            for each in keys:
                QShortcut(QKeySequence(each), self).activated.connect(act.run)

    def step(self, step: int) -> None:
        """Show the next picture, or the one before; at the ends nothing happens."""
        if 0 <= self._place + step < len(self._pictures):
            self._place += step
            self._read()

    def place(self) -> int:
        """Which of the pictures is shown."""
        return self._place

    def _read(self) -> None:
        shown = self._pictures[self._place]
        where = tr("{0} of {1}", self._place + 1, len(self._pictures)) if len(self._pictures) > 1 else ""
        self.set_subtitle(" · ".join(part for part in (one_line(shown.name, 80), where) if part))
        self.before.setEnabled(self._place > 0)
        self.after.setEnabled(self._place + 1 < len(self._pictures))
        self._allow(shown=False)
        self.ground.show_words(tr("Reading the picture…"))
        work = partial(_read, self._world, shown.sha256)
        self._world.tasks.start(_TASK, work, self._show, self._fail)

    def _show(self, image: QImage) -> None:
        self.ground.show_image(image)
        self._allow(shown=True)

    def _fail(self, error: BaseException) -> None:
        self.ground.show_words(blocked(error), bad=True)

    def _allow(self, *, shown: bool) -> None:
        for each in (self.smaller, self.larger, self.whole, self.turn, self.draw, self.copy, self.save):
            each.setEnabled(shown)
        self.percent.setVisible(shown)

    def _tell_size(self, percent: int) -> None:
        self.percent.setText(f"{percent} %")

    def _copy(self) -> None:
        if not self.ground.image().isNull():
            QGuiApplication.clipboard().setImage(self.ground.image())
            self.set_status(tr("The picture is on the clipboard"), "ok")

    def _save(self) -> None:
        from ticketdesk.ui.reception.chat.file_keeper import save_file

        if not self.ground.image().isNull():
            shown = self._pictures[self._place]
            save_file(self._world, self, shown.sha256, shown.name)

    def _draw(self) -> None:
        """Draw upon the picture as it is turned, in the editor of screen captures."""
        from ticketdesk.ui.capture.destination import Destination
        from ticketdesk.ui.capture.editor import CaptureDialog

        image = self.ground.image()
        if image.isNull():
            return
        to = [Destination(tr("Copy"), _to_clipboard, "copy", first=self._reply is None)]
        if self._reply is not None:
            to.insert(0, Destination(tr("Into the reply"), self._drawn, "send", first=True))
        CaptureDialog(image, to, self).open()

    def _drawn(self, image: QImage) -> None:
        if self._reply is not None:
            self._reply(image)
        self.accept()


class _Act(QObject):
    """One thing to do by button or key; drops the ``checked`` that a button sends along."""

    def __init__(self, run: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._run = run

    def run(self) -> None:
        """Do it."""
        self._run()


def _to_clipboard(image: QImage) -> None:
    QGuiApplication.clipboard().setImage(image)


def _read(world: World, sha256: str, _progress: Progress, _cancelled: Cancelled) -> QImage:
    return decode(world.read_file(sha256), QSize(SIDE, SIDE))
