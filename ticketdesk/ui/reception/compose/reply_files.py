"""The files of an unsent reply: read and kept in a worker, shown as chips, drafted with the words."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.file_names import clean_file_name, is_program
from ticketdesk.domain.files import FileRef
from ticketdesk.domain.pictures import PICTURE_BYTES
from ticketdesk.exchange.magic import require_file
from ticketdesk.ui import labels
from ticketdesk.ui.delegates.paint import rounded
from ticketdesk.ui.override import override
from ticketdesk.ui.pictures import Source
from ticketdesk.ui.reception.reply_drafts import ReplyDrafts
from ticketdesk.ui.safe_text import label, set_tooltip
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.widgets.buttons import IconButton
from ticketdesk.ui.widgets.emptying import empty
from ticketdesk.ui.widgets.flow import FlowLayout
from ticketdesk.ui.widgets.frames import IconMark
from ticketdesk.ui.world import World
from ticketdesk.words import tr

MOST: Final = 9
# What is meant as a picture is judged as one: a file of another kind under such a name is refused, not sent.
_PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".svg", ".tif", ".tiff", ".ico"})
Kept = list[FileRef | DeskError]


def parted(sources: Sequence[Source]) -> tuple[list[Source], list[Path]]:
    """Return what is taken as pictures and what as files."""
    files = [each for each in sources if isinstance(each, Path) and each.suffix.lower() not in _PICTURES]
    return [each for each in sources if each not in files], files


class ReplyFiles(QWidget):
    """Shows the files of one conversation at a time; a file read late lands where it was given. `changed()` tells."""

    changed = Signal()

    def __init__(self, world: World, drafts: ReplyDrafts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world, self._drafts = world, drafts
        self._conversation: int | None = None
        self._reading: dict[int, int] = {}
        self._runs = 0
        self._row = FlowLayout(self, spacing=6)
        self.setAccessibleName(tr("Files of the reply"))
        self.hide()

    @property
    def pending(self) -> bool:
        """Whether a file of this conversation is not on the disk yet."""
        return self._conversation is not None and self._reading.get(self._conversation, 0) > 0

    def refs(self) -> list[FileRef]:
        """The kept files in the order shown."""
        return self._drafts.files(self._conversation) if self._conversation is not None else []

    def show_conversation(self, conversation_id: int | None) -> None:
        """Show the files of another conversation."""
        self._conversation = conversation_id
        self._fill()

    def add(self, paths: Sequence[Path]) -> None:
        """Read files and keep them; what cannot be sent is refused in a sentence."""
        here = self._conversation
        if here is None or not paths:
            return
        self._reading[here] = self._reading.get(here, 0) + 1
        self._runs += 1
        self._world.tasks.start(
            f"reply-files-{id(self)}-{self._runs}", partial(_keep, self._world, tuple(paths[:MOST])),
            partial(self._take, here), partial(self._failed, here),
        )  # fmt: skip

    def clear(self) -> None:
        """Take all away."""
        if self._conversation is not None:
            self._drafts.set_files(self._conversation, [])
        self._fill()

    def _take(self, conversation: int, kept: Kept) -> None:
        self._reading[conversation] -= 1
        fresh = [each for each in kept if isinstance(each, FileRef)]
        known = self._drafts.files(conversation)
        self._drafts.set_files(conversation, [*known, *(ref for ref in fresh if ref not in known)][:MOST])
        for each in kept:
            if isinstance(each, DeskError):
                self._world.notices.refuse(each)
        for ref in fresh:
            if is_program(ref.name):
                self._world.notices.say(
                    tr("“{0}” is a program, whatever its name says. Buyers cannot open it.", ref.name)
                )
        if conversation == self._conversation:
            self._fill()

    def _failed(self, conversation: int, error: BaseException) -> None:
        self._reading[conversation] -= 1
        self._world.notices.refuse(error)
        self.changed.emit()

    def _fill(self) -> None:
        empty(self._row)
        refs = self.refs()
        for ref in refs:
            chip = FileChip(ref, self)
            chip.unwanted.connect(partial(self._drop, ref))
            self._row.addWidget(chip)
            chip.show()
        self.setVisible(bool(refs))
        self.changed.emit()

    def _drop(self, ref: FileRef) -> None:
        if self._conversation is not None:
            self._drafts.set_files(self._conversation, [each for each in self.refs() if each != ref])
            self._fill()


class FileChip(QFrame):
    """One file; Delete or the cross takes it away. A program stands in the colour of trouble."""

    unwanted = Signal()

    def __init__(self, ref: FileRef, parent: QWidget) -> None:
        super().__init__(parent)
        self._bad = is_program(ref.name)
        size = labels.size_text(ref.size)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.s, 2, 2, 2)
        row.setSpacing(6)
        row.addWidget(IconMark("circle-alert" if self._bad else "paperclip", "bad" if self._bad else "text.second", 14))
        row.addWidget(label(_short(ref.name), role="bad" if self._bad else ""))
        row.addWidget(label(tr("Program") if self._bad else size, role="bad" if self._bad else "third"))
        close = IconButton("x", tr("Remove {0}", ref.name), size=12)
        close.clicked.connect(self.unwanted)
        row.addWidget(close)
        self.setAccessibleName(tr("File {0}, {1}", ref.name, size))
        set_tooltip(self, tr("{0} · Delete removes it", ref.name))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.unwanted.emit()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        edge = theme.color("accent") if self.hasFocus() else theme.color("bad" if self._bad else "line")
        rounded(QPainter(self), self.rect(), theme.color("bad.weak" if self._bad else "plain.weak"), SIZES.radius, edge)


def _short(name: str) -> str:
    """The name with its ending in sight: the middle is left out."""
    return name if len(name) <= 32 else f"{name[:18]}…{name[-12:]}"


def _keep(world: World, paths: Sequence[Path], _progress: Progress, cancelled: Cancelled) -> Kept:
    kept: Kept = []
    for path in paths:
        if not cancelled():
            try:
                kept.append(_one(world, path))
            except DeskError as error:
                kept.append(error)
    return kept


def _one(world: World, path: Path) -> FileRef:
    name = clean_file_name(path.name) or tr("File")
    try:
        require_file(path)
        with path.open("rb") as file:
            data = file.read(PICTURE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise DeskError("file_unsendable", name=name) from error
    return world.keep_file(data, name, mimetypes.guess_type(name)[0] or "application/octet-stream")
