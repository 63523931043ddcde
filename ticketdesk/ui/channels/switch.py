"""Turns live channels on and off as the settings say; the window never waits for one, and off leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from threading import Thread
from typing import Any, Final, Protocol, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from ticketdesk.desk.changes import Changes
from ticketdesk.domain.channel_settings import CHANNEL_SETTINGS, MailValues
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.line_state import OFF, STARTING, LineState
from ticketdesk.store.queries import settings
from ticketdesk.ui.reception.compose.traffic import Line
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.world import World

NAMES: Final = ("web", "email")
LOOK_MS: Final = 500
CLOSING_S: Final = 5.0
"""So long the end of the program waits for a channel to close its sockets."""

T = TypeVar("T")
Sentences = tuple[tuple[str, Mapping[str, object]], ...]


class TurnedLine(Line, Protocol):
    """A live channel that is turned on and off; ``channels.lines.TurnedLine`` says what each call promises."""

    @property
    def state(self) -> LineState: ...

    def begin(self) -> None: ...

    def stop(self) -> None: ...


class Maker(Protocol):
    """Makes channels; ``channels.lines.Lines`` fits it."""

    def wanted(self, kept: Mapping[str, str], passwords: Mapping[str, str]) -> Mapping[str, Hashable]: ...

    def made(self, each: Any) -> TurnedLine: ...

    def keep_password(self, address: str, password: str) -> bool: ...

    def try_mail(self, values: MailValues, password: str, cancelled: Callable[[], bool]) -> Sentences: ...


@dataclass(slots=True)
class _Slot:
    """One channel: what the settings want, what runs, and the work that makes one out of the other."""

    name: str
    target: Hashable = None
    now: Hashable = None
    line: TurnedLine | None = None
    job: Future[TurnedLine | None] | None = None
    shown: LineState = OFF


class Channels(QObject):
    """`changed()` when one of them is doing otherwise than before. All calls come from the window's thread."""

    changed = Signal()

    def __init__(self, world: World, maker: Maker) -> None:
        super().__init__(world)
        self._world = world
        self.maker = maker
        self._slots = {name: _Slot(name) for name in NAMES}
        self._passwords: dict[str, str] = {}
        self._begun = self._closed = False
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._show)
        world.changed.connect(self._changed)

    def begin(self) -> None:
        """Turn on what the settings want; called once, after the first picture."""
        self._begun = True
        self.refresh()

    def state(self, name: str) -> LineState:
        """Return how the channel ``name`` is doing."""
        return self._slots[name].shown

    def refresh(self) -> None:
        """Read the settings and turn on, off or anew what differs from them."""
        if not self._begun or self._closed:
            return
        kept = settings.kept(self._world.reader, tuple(CHANNEL_SETTINGS))
        wanted = self.maker.wanted(kept, self._passwords)
        for slot in self._slots.values():
            slot.target = wanted.get(slot.name)
            self._turn(slot)

    def again(self, name: str) -> None:
        """Turn a channel off and on: what it failed on may have gone."""
        slot = self._slots[name]
        slot.now = None if slot.job is None else slot.now
        self._turn(slot)

    def keep_password(self, address: str, password: str, kept: Callable[[bool], None]) -> None:
        """Use ``password`` for a mail account from now on; ``kept`` is told whether the system keeps it, too."""
        self._passwords[address] = password
        keep = self.maker.keep_password

        def work(_progress: Progress, _cancelled: Cancelled) -> bool:
            return keep(address, password)

        self._world.tasks.start("channels.password", work, kept, self._world.notices.refuse)
        self.refresh()

    def given_password(self, address: str) -> str:
        """Return the password of a mail account that was given in this run, "" for none."""
        return self._passwords.get(address, "")

    def close(self) -> None:
        """Turn everything off and wait for it, but not for ever: the program ends."""
        if self._closed:
            return
        self._closed = True
        self._look.stop()
        for slot in self._slots.values():
            self._leave(slot)
        ending = [_in_thread(partial(_end, slot.job, slot.line), slot.name) for slot in self._slots.values()
                  if slot.job is not None or slot.line is not None]  # fmt: skip
        for each in ending:
            _wait(each)

    def _changed(self, changes: Changes) -> None:
        if changes.touches("setting"):
            self.refresh()

    def _turn(self, slot: _Slot) -> None:
        """Begin the work that brings a channel to its target, unless it is there or on its way."""
        if slot.job is not None or slot.now == slot.target or self._closed:
            return
        old, target, made = slot.line, slot.target, self.maker.made
        self._leave(slot)

        def work() -> TurnedLine | None:
            if old is not None:
                old.stop()
            if target is None:
                return None
            line = made(target)
            line.begin()
            return line

        slot.now, slot.line, slot.job = target, None, _in_thread(work, slot.name)
        self._set(slot, STARTING if target is not None else OFF)
        self._world.tasks.watch(slot.job, partial(self._turned, slot), partial(self._failed, slot))

    def _leave(self, slot: _Slot) -> None:
        if self._world.traffic is not None:
            self._world.traffic.leave(slot.name)

    def _turned(self, slot: _Slot, line: TurnedLine | None) -> None:
        slot.job, slot.line = None, line
        if line is not None and self._world.traffic is not None:
            self._world.traffic.join(line)
        self._set(slot, OFF if line is None else line.state)
        self._turn(slot)  # the settings may have changed meanwhile

    def _failed(self, slot: _Slot, error: BaseException) -> None:
        slot.job = slot.line = None
        refusal = error if isinstance(error, DeskError) else DeskError("line_broken")
        self._set(slot, LineState("failed", refusal.key, dict(refusal.values)))
        if refusal is not error:
            self._world.notices.refuse(error)
        self._turn(slot)

    def _show(self) -> None:
        for slot in self._slots.values():
            if slot.line is not None:
                self._set(slot, slot.line.state)

    def _set(self, slot: _Slot, state: LineState) -> None:
        if slot.shown != state:
            slot.shown = state
            self.changed.emit()
        if any(each.line is not None for each in self._slots.values()) and not self._closed:
            self._look.start()
        else:
            self._look.stop()


def _in_thread(work: Callable[[], T], name: str) -> Future[T]:
    """Run ``work`` in a thread of its own that ends with it: a channel that is off leaves no thread."""
    future: Future[T] = Future()

    def run() -> None:
        try:
            result = work()
        except BaseException as error:
            future.set_exception(error)
        else:
            future.set_result(result)

    Thread(target=run, name=f"turning {name}", daemon=True).start()
    return future


def _end(job: Future[TurnedLine | None] | None, line: TurnedLine | None) -> None:
    """Stop what runs, or what is just being begun once it has."""
    if job is not None and job.exception() is None:
        line = job.result()
    if line is not None:
        line.stop()


def _wait(ending: Future[None]) -> None:
    try:
        ending.exception(CLOSING_S)
    except TimeoutError:
        return  # its thread ends with the program
