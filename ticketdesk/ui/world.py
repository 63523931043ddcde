"""What every page is given: reading, posting, files, drafts, tasks, changes, notices and the way to other places."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from ticketdesk.desk import files
from ticketdesk.desk.command import Command
from ticketdesk.desk.desk import Desk, Done
from ticketdesk.domain.files import FileRef
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.pictures import check_picture
from ticketdesk.store.queries import agents
from ticketdesk.store.reader import Reader
from ticketdesk.ui.pictures import pixels
from ticketdesk.ui.relay import Relay
from ticketdesk.ui.settings.kept import Settings
from ticketdesk.ui.tasks import Tasks


class Place(NamedTuple):
    """Somewhere in the program: ``id`` is the row of a conversation, message, ticket, order or buyer.

    ``kind`` is one of these, or the name of a page: home, reception, tickets, orders.
    """

    kind: str
    id: int = 0


class TicketSeed(NamedTuple):
    """What a new ticket starts from; ``quoted`` are the last messages as text, ``messages`` how many."""

    order_id: int | None = None
    conversation_id: int | None = None
    buyer_nick: str = ""
    quoted: str = ""
    messages: int = 0


class Notices(QObject):
    """Short sentences for the agent; the window shows them."""

    said = Signal(str, object)  # text, undoable: bool
    refused = Signal(object)  # the exception

    def say(self, text: str, *, undoable: bool = False) -> None:
        """Tell that something was done; with ``undoable`` the notice offers Undo."""
        self.said.emit(text, undoable)

    def refuse(self, error: BaseException) -> None:
        """Tell that something could not be done; a DeskError as a sentence, anything else as a bug report."""
        self.refused.emit(error)


class World(QObject):
    """The one thing handed to pages and panels. They read through ``reader``, write by ``post`` and nothing else."""

    go = Signal(object)  # Place
    new_ticket = Signal(object)  # TicketSeed
    changed = Signal(object)  # desk.changes.Changes, on the window's thread

    def __init__(
        self, desk: Desk, tasks: Tasks, relay: Relay, clock: Callable[[], int], kept: Settings | None = None
    ) -> None:
        super().__init__()
        self.kept = kept or Settings()
        self._desk = desk
        self.tasks = tasks
        self.clock = clock
        self.notices = Notices(self)
        relay.changed.connect(self.changed)

    @property
    def reader(self) -> Reader:
        """The reading side of the store."""
        return self._desk.store.reader

    @property
    def agent_id(self) -> int | None:
        """Who works at this desk."""
        return self._desk.agent_id

    def may(self, permission: Permission) -> bool:
        """Whether the agent may; screens hide or disable by it, the desk decides."""
        return permission.value in agents.actor(self.reader, self.agent_id).permissions

    def post(
        self,
        command: Command,
        done: Callable[[Done], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
        *,
        progress: Callable[[int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        """Hand ``command`` to the desk; ``done``/``failed`` are told on the window's thread after COMMIT.

        Without ``failed`` a refusal becomes a notice. ``progress`` is called on the writer thread.
        """
        extra: dict[str, Any] = {}
        if progress is not None:
            extra["progress"] = progress
        if cancelled is not None:
            extra["cancelled"] = cancelled
        self.watch(self._desk.post(command, **extra), done, failed)

    def watch(
        self,
        future: Future[Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Tell the end of any future of the desk on the window's thread."""
        self.tasks.watch(future, done or _nothing, failed or self.notices.refuse)

    def undo(self) -> Future[Any]:
        """Take back the agent's newest act."""
        return self._desk.undo()

    def redo(self) -> Future[Any]:
        """Do again what was just taken back."""
        return self._desk.redo()

    def keep_draft(self, key: str, body: str) -> Future[None]:
        """Keep unsent words ("" drops them); read them with ``store.queries.conversations.draft``."""
        return self._desk.keep_draft(key, body)

    def keep_picture(self, data: bytes, name: str) -> FileRef:
        """Keep a picture durably as `name` and its kind's ending (call it in a task: it waits for the disk)."""
        kind = check_picture(data)
        size = pixels(data, kind)
        return files.keep(
            self._desk.store, data, f"{name}.{kind}", kind.media_type, width=size.width(), height=size.height()
        )

    def read_file(self, sha256: str) -> bytes:
        """Return the bytes of a kept file (call it in a task)."""
        return files.read(self._desk.store, sha256)


def _nothing(_result: object) -> None:
    return None
