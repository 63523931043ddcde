"""Live channels in the window: one timer steps outbox and inbox, and runs only while something is on its way."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.desk import Desk, Done
from ticketdesk.domain.errors import DeskError

if TYPE_CHECKING:
    from ticketdesk.desk.inbox import Inbox
    from ticketdesk.desk.outbox import Handed, Outbox
    from ticketdesk.domain.channel_events import Event
    from ticketdesk.store.queries.conversations import MessageRow
    from ticketdesk.ui.reception.compose.tell_back import TellBack
    from ticketdesk.ui.world import World

STEP_MS: Final = 200
BEGIN_MS: Final = 1_500


class Line(Protocol):
    """A live channel as the window steps it; ``channels.channel.LiveChannel`` fits it."""

    @property
    def name(self) -> str: ...

    @property
    def online(self) -> bool: ...

    def step(self, now: int) -> Sequence[Event]: ...

    def kept(self, keys: Sequence[str]) -> None: ...

    def not_kept(self, keys: Sequence[str], reason: str) -> None: ...

    def hand_over(self, nick: str, reply: MessageRow, key: str, *, thread: str = "") -> Handed: ...

    def recall(self, nick: str, key: str, *, thread: str = "") -> bool: ...

    def typing(self, nick: str, *, typing: bool, thread: str = "") -> None: ...

    def mark_read(self, nick: str, key: str, *, thread: str = "") -> None: ...

    def close(self, nick: str, *, thread: str = "") -> None: ...

    def invite_rating(self, nick: str, *, thread: str = "") -> None: ...


class Traffic(QObject):
    """Sends what is due and takes in what channels bring. ``told(channel, event)`` is what is not kept (typing).

    The timer stands still while nothing counts down, nothing is on its way and no channel is joined; the modules of
    outbox and inbox are read when it first runs.
    """

    told = Signal(str, object)

    def __init__(self, world: World, desk: Desk) -> None:
        super().__init__(world)
        self._world, self._desk = world, desk
        self._lines: dict[str, Line] = {}
        self._outbox: Outbox | None = None
        self._inbox: Inbox | None = None
        self._back: TellBack | None = None
        self._ended = False
        self._timer = QTimer(self)
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self.step)
        self._beginning = QTimer(self)
        self._beginning.setSingleShot(True)
        self._beginning.timeout.connect(self._look)
        world.changed.connect(self._changed)

    @property
    def running(self) -> bool:
        """Whether the timer runs."""
        return self._timer.isActive()

    @property
    def joined(self) -> bool:
        """Whether a live channel carries now."""
        return bool(self._lines)

    def begin(self) -> None:
        """Send on, in a moment, what the last run left queued or counting: the first pictures come before."""
        self._beginning.start(BEGIN_MS)

    def _look(self) -> None:
        from ticketdesk.store.queries import outbox

        if outbox.any_on_way(self._desk.store.reader):
            self._wake()

    def stop(self) -> None:
        """Step no more: the store is being closed, once it holds all that was taken in."""
        self._ended = True
        self._world.changed.disconnect(self._changed)
        self._timer.stop()
        self._beginning.stop()
        if self._inbox is not None:
            self._inbox.finish()

    def join(self, line: Line) -> None:
        """Let a channel carry from now on."""
        self._lines[line.name] = line
        if self._back is None:
            from ticketdesk.ui.reception.compose.tell_back import TellBack

            self._back = TellBack(self._world, self._lines)
        self._wake()

    def leave(self, name: str) -> None:
        """Let a channel carry no more; its replies stay queued."""
        self._lines.pop(name, None)

    def typed(self, conversation_id: int, *, typing: bool) -> None:
        """Somebody wrote in the draft of a conversation, or it is empty again: its buyer may see that."""
        if self._back is not None and self._lines:
            self._back.typed(conversation_id, typing=typing)

    def line(self, name: str) -> Line | None:
        """Return the channel that is joined under ``name``."""
        return self._lines.get(name)

    def carries(self, channel: str) -> bool:
        """Whether replies over ``channel`` leave now."""
        line = self._lines.get(channel)
        return line is not None and line.online

    def recall(self, message: int) -> Future[Done]:
        """Take a sent reply back from the buyer; DeskError ``recall_too_late`` where the channel does not."""
        return self._boxes()[0].recall(message)

    def step(self) -> None:
        """Do what is due now, and rest where nothing more is."""
        now = self._world.clock()
        outbox, inbox = self._boxes()
        if not inbox.full:
            for name, line in list(self._lines.items()):
                inbox.take(name, line.step(now))
        stepped = outbox.step(now)
        behind = bool(self._lines or inbox.full) and inbox.step(now).acts > 0
        counting = outbox.next_due() is not None
        if counting:
            self._world.counted.emit(now)
        if not (counting or stepped.waiting or self._lines or behind):
            self._timer.stop()

    def _boxes(self) -> tuple[Outbox, Inbox]:
        if self._outbox is None or self._inbox is None:
            from ticketdesk.desk.inbox import Inbox
            from ticketdesk.desk.outbox import Outbox

            self._outbox = Outbox(self._desk, self._lines)
            self._inbox = Inbox(self._desk, self._outbox, self.told.emit, self._lines)
        return self._outbox, self._inbox

    def _changed(self, changes: Changes) -> None:
        if changes.touches("message"):
            self._wake()

    def _wake(self) -> None:
        # A channel that was being turned on may join after the end, when the store is closed.
        if not self._ended and not self._timer.isActive():
            self._timer.start()


def begin(world: World) -> None:
    """Send on what the last run left, where traffic is wired."""
    if world.traffic is not None:
        world.traffic.begin()


def stop(world: World) -> None:
    """Step no more, where traffic is wired."""
    if world.traffic is not None:
        world.traffic.stop()


def recall(world: World, message: int) -> Future[Done]:
    """Take a reply back over the window's traffic; DeskError ``recall_too_late`` where there is none."""
    if world.traffic is None:
        raise DeskError("recall_too_late")
    return world.traffic.recall(message)
