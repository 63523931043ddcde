"""Where replies leave the window: what the page asks of a channel, and the clipboard."""

from __future__ import annotations

from typing import Final, Protocol

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication, QImage

from ticketdesk.store.queries.conversations import MessageRow
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.world import World

_LONGEST: Final = 16_000  # pixels a side: whole screenshots pass as they are


class Delivered(Protocol):
    """What became of a reply: "copied" or "sent"."""

    @property
    def state(self) -> str: ...


class Outlet(Protocol):
    """The part of a channel that the page needs; ``channels.channel.Channel`` fits it."""

    def deliver(self, reply: MessageRow) -> Delivered: ...


class Clipboard:
    """Puts a reply's words on the clipboard, or its picture once a worker has read it."""

    def __init__(self, world: World) -> None:
        self._world = world

    def copy(self, reply: MessageRow) -> None:
        """Copy words where there are any, else the picture."""
        if reply.text:
            self._world.tasks.cancel("reception.copy")
            QGuiApplication.clipboard().setText(reply.text)
        elif reply.sha256:
            self._copy_picture(reply.sha256)

    def _copy_picture(self, sha256: str) -> None:
        def work(_progress: Progress, _cancelled: Cancelled) -> QImage:
            from ticketdesk.ui.pictures import decode

            return decode(self._world.read_file(sha256), QSize(_LONGEST, _LONGEST))

        self._world.tasks.start("reception.copy", work, _put_image, self._world.notices.refuse)


class _Copied:
    """The answer of a clipboard: it copied."""

    state = "copied"


class ClipboardOutlet:
    """Copies every reply: what the page does where no channel was given."""

    def __init__(self, clipboard: Clipboard) -> None:
        self._clipboard = clipboard

    def deliver(self, reply: MessageRow) -> _Copied:
        """Copy the reply; it waits in the outbox until it is marked as sent."""
        self._clipboard.copy(reply)
        return _Copied()


def _put_image(image: QImage) -> None:
    QGuiApplication.clipboard().setImage(image)
