"""The pictures of one unsent reply: read and kept in a worker, shown as thumbnails, drafted with the words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ticketdesk.domain.files import FileRef
from ticketdesk.ui.pictures import Source
from ticketdesk.ui.reception.reply_drafts import ReplyDrafts
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.widgets.picture_strip import PictureStrip
from ticketdesk.ui.world import World
from ticketdesk.words import tr

Kept = list[tuple[bytes, FileRef]]


class ReplyPictures(QWidget):
    """One per conversation shown, so that a picture read late never lands in another talk. `changed()` also tells that
    everything shown is kept."""

    changed = Signal()

    def __init__(self, world: World, drafts: ReplyDrafts, conversation_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world, self._drafts, self._conversation = world, drafts, conversation_id
        self._refs: dict[bytes, FileRef] = {}
        self._runs = 0
        self._left: list[FileRef] | None = None  # what the draft held when another conversation was shown
        self.strip = PictureStrip(world.tasks, name=tr("Pictures of the reply"), parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.strip)
        self.strip.pictures_added.connect(self._added)
        self.strip.removed.connect(self._save)
        self.strip.refused.connect(self._refused)
        self.hide()
        self._restore(drafts.pictures(conversation_id))

    def turn_to(self, conversation_id: int) -> bool:
        """Serve another conversation; False where a picture is, was or shall be shown in one of the two."""
        if self._runs or not self.strip.untouched or self._drafts.pictures(conversation_id):
            return False
        self._conversation = conversation_id
        return True

    def leave(self) -> None:
        """Another conversation is shown: what is still read goes into this one's draft, then nothing is left of it."""
        self._left = self._drafts.pictures(self._conversation)
        self.hide()
        self._go()

    def _refused(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        if self._left is not None:
            self._go()

    def _go(self) -> None:
        if not self.strip.reading and not self.pending:
            self.deleteLater()

    @property
    def pending(self) -> bool:
        """Whether a picture shown is not on the disk yet."""
        return any(data not in self._refs for data in self.strip.pictures())

    def refs(self) -> list[FileRef]:
        """The kept pictures in the order shown."""
        return [self._refs[data] for data in self.strip.pictures() if data in self._refs]

    def add(self, sources: Sequence[Source]) -> None:
        """Take files or pasted images."""
        self.strip.add(sources)

    def clear(self) -> None:
        """Take all away."""
        self.strip.clear()
        self._save()

    def _restore(self, refs: list[FileRef]) -> None:
        if refs:
            self._start(partial(_read, self._world, refs), self._restored)

    def _restored(self, found: Kept) -> None:
        self._refs.update(found)
        self.strip.add([data for data, _ref in found])

    def _added(self, pictures: list[bytes]) -> None:
        self.setVisible(self._left is None)
        fresh = [data for data in pictures if data not in self._refs]
        if fresh:
            self._start(partial(_keep, self._world, fresh), self._take)
        else:
            self._save()

    def _take(self, found: Kept) -> None:
        self._refs.update(found)
        self._save()

    def _save(self, _place: int = 0) -> None:
        if self._left is not None:
            fresh = [each for each in self.refs() if each not in self._left]
            self._left += fresh
            self._drafts.add_pictures(self._conversation, fresh)
            self._go()
            return
        self.setVisible(bool(self.strip.pictures()))
        if not self.pending:
            self._drafts.set_pictures(self._conversation, self.refs())
        self.changed.emit()

    def _start(self, work: partial[Kept], done: object) -> None:
        self._runs += 1
        self._world.tasks.start(f"reply-pictures-{id(self)}-{self._runs}", work, done, self._world.notices.refuse)  # type: ignore[arg-type]


def _read(world: World, refs: list[FileRef], _progress: Progress, _cancelled: Cancelled) -> Kept:
    return [(world.read_file(ref.sha256), ref) for ref in refs]


def _keep(world: World, pictures: list[bytes], _progress: Progress, _cancelled: Cancelled) -> Kept:
    return [(data, world.keep_picture(data, "picture")) for data in pictures]
