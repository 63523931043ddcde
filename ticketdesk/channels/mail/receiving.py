"""Mail coming in: one thread waits at the mailbox, reads what is new, and tells the desk through a bounded queue."""

from __future__ import annotations

import logging
import queue
import socket
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from datetime import UTC, datetime, timedelta
from ssl import SSLContext
from typing import TYPE_CHECKING, Final

from ticketdesk.channels.mail import fetching
from ticketdesk.channels.mail.account import Account
from ticketdesk.channels.mail.backoff import Backoff
from ticketdesk.channels.mail.fetching import Envelope
from ticketdesk.channels.mail.kinds import Kind
from ticketdesk.channels.mail.letter import Letter, unreadable
from ticketdesk.channels.mail.limits import EVENTS
from ticketdesk.channels.mail.mailbox import opened
from ticketdesk.channels.mail.memory import Memory
from ticketdesk.channels.mail.progress import Progress
from ticketdesk.channels.mail.status import PATIENT, State, Timing, state_of
from ticketdesk.channels.mail.told import returned_words, said_of, thread_of, told_of
from ticketdesk.domain.channel_events import Event, Returned
from ticketdesk.domain.outbox import own_key

if TYPE_CHECKING:
    from imapclient import IMAPClient

_BATCH: Final = 20
_DAYS: Final = 7
"""A mailbox that is opened for the first time: unread mails of so many days come in."""

_log = logging.getLogger(__name__)


class Stopped(Exception):
    """The channel is being stopped."""


class Receiver:
    """The thread of one mailbox. Everything but its own loop may be called from any thread and does not wait."""

    def __init__(
        self, account: Account, password: str, memory: Memory, context: Callable[[], SSLContext],
        timing: Timing,
    ) -> None:  # fmt: skip
        self._account, self._password, self._memory = account, password, memory
        self._context, self._timing = context, timing
        self._backoff = Backoff(timing.first, timing.longest)
        self._events: queue.Queue[Event] = queue.Queue(EVENTS)
        self._stopping = threading.Event()
        self._client: IMAPClient | None = None
        self._progress: Progress | None = None
        self._thread = threading.Thread(target=self._run, name="mail-in", daemon=True)
        self._refusal = "none"
        self.state = State("off")

    def begin(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; waits two seconds at most, then leaves it to its fate: it touches nothing any more."""
        self._stopping.set()
        self._thread.join(self._timing.slice + 0.2)
        if self._thread.is_alive():
            self._cut()
            self._thread.join(1.0)
        self.state = State("off")

    def _cut(self) -> None:
        """End a read that waits, from outside."""
        with suppress(Exception):  # the thread may have closed it this very moment
            if self._client is not None:
                socket.socket.shutdown(self._client.socket(), socket.SHUT_RDWR)

    def events(self) -> list[Event]:
        """Return what came in since; one at a time while the store refuses something."""
        most = 1 if self._progress is not None and self._progress.careful else EVENTS
        found: list[Event] = []
        with suppress(queue.Empty):
            while len(found) < most:
                found.append(self._events.get_nowait())
        return found

    def kept(self, keys: Sequence[str]) -> None:
        """The store has these mails for certain."""
        progress = self._progress
        if progress is not None:
            refs, place = progress.kept(keys)
            self._memory.settled(refs, self._account.folder, place)
            if self.state.key == self._refusal and not progress.careful:
                self.state = State("on")

    def not_kept(self, keys: Sequence[str], reason: str) -> None:
        """The store refused these mails: they are told again in a while."""
        if self._progress is not None:
            self._progress.refused(keys, time.monotonic() + self._timing.again)
            self._refusal = reason if reason != "bug" else "mail_not_kept"
            self.state = State("failed", self._refusal)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self.state = State("connecting")
            try:
                self._serve_once()
            except Stopped:
                break
            except Exception as error:  # whatever a server answers, this thread goes on
                if self._stopping.is_set():
                    break
                self._failed(error)

    def _serve_once(self) -> None:
        with opened(self._account, self._password, self._context, self._timing) as client:
            self._client = client
            try:
                self._serve(client)
            finally:
                self._client = None

    def _failed(self, error: Exception) -> None:
        wait = self._backoff.seconds()
        self.state = state_of(error, self._account.imap.host)
        if self.state.key in PATIENT:
            wait = max(wait, self._timing.refused)
        _log.warning("mail in: %s (%s)", self.state.key, type(error).__name__)
        self._stopping.wait(wait)

    def _serve(self, client: IMAPClient) -> None:
        chosen = client.select_folder(self._account.folder, readonly=True)
        progress = self._found(client, int(chosen[b"UIDVALIDITY"]), int(chosen.get(b"UIDNEXT", 1)))
        self.state = State("on")
        can_idle = client.has_capability("IDLE")
        while not self._stopping.is_set():
            self._take(client, progress)
            self._backoff.reset()
            self._wait(client, progress, idle=can_idle)

    def _found(self, client: IMAPClient, uidvalidity: int, following: int) -> Progress:
        """Return how far the folder was taken: in this run, in an earlier one, or not at all yet."""
        known = self._progress
        if known is not None and known.uidvalidity == uidvalidity:
            return known
        place = self._memory.place(self._account.folder)
        if place is not None and place.uidvalidity == uidvalidity:
            self._progress = Progress(uidvalidity, place.uid)
        else:
            since = (datetime.now(UTC) - timedelta(days=_DAYS)).date()
            # Where numbers were given anew, what is here already is told again and kept once, by its key.
            unread = ["UNSEEN"] if place is None else []
            first = [int(uid) for uid in client.search([*unread, "SINCE", since])]
            self._progress = Progress(uidvalidity, max(following - 1, *first, 0), first)
        return self._progress

    def _take(self, client: IMAPClient, progress: Progress) -> None:
        """Tell the desk of every mail that is new or due once more."""
        found = [int(uid) for uid in client.search(["UID", f"{progress.low + 1}:*"])]
        uids = progress.wanted(found, time.monotonic())
        for at in range(0, len(uids), _BATCH):
            batch = uids[at : at + _BATCH]
            mails = fetching.envelopes(client, batch)
            for mail in mails:
                self._one(client, progress, mail)
            for uid in set(batch) - {mail.uid for mail in mails}:
                self._pass_over(progress, uid)

    def _one(self, client: IMAPClient, progress: Progress, mail: Envelope) -> None:
        progress.take(mail.uid)
        try:
            letter = self._read(client, progress, mail)
        except BaseException:
            progress.broke_off(mail.uid)
            raise
        if letter is None or self._is_own(letter):
            self._pass_over(progress, mail.uid)
        elif letter.kind is Kind.RETURNED and self._came_back(progress, letter, mail.uid):
            return
        else:
            thread = thread_of(letter, self._memory, progress)
            progress.tell(letter.key, told_of(letter, thread, mail.uid, mail.at))
            self._put(said_of(letter, thread, mail.at or self._memory.clock()))

    def _read(self, client: IMAPClient, progress: Progress, mail: Envelope) -> Letter | None:
        if progress.hopeless(mail.uid):
            return unreadable(f"{progress.uidvalidity}-{mail.uid}", mail.size)
        try:
            return fetching.letter(client, mail, self._account.address, self._memory.keep, self._pause)
        except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
            _log.exception("mail in: a mail could not be read (%s)", type(error).__name__)
            return unreadable(f"{progress.uidvalidity}-{mail.uid}", mail.size)

    def _pause(self) -> None:
        if self._stopping.is_set():
            raise Stopped

    def _is_own(self, letter: Letter) -> bool:
        """Whether a mail is one of ours that came round to our own mailbox."""
        return bool(letter.header_id) and self._memory.side(letter.header_id) != ""

    def _came_back(self, progress: Progress, letter: Letter, uid: int) -> bool:
        """Fail the replies that a server gives back; False where none of ours is named.

        The report is looked at again until the desk has it: only then it counts as taken.
        """
        own = self._memory.own(letter.failed_ids)
        states = {message: self._memory.state(message) for message in own.values()}
        if not own:
            return False
        waiting = [message for message, state in states.items() if state in ("sent", "queued")]
        if not waiting or not progress.repeat(uid, time.monotonic() + self._timing.again):
            self._pass_over(progress, uid)
            return True
        for message in waiting:
            # One that is still queued is being acknowledged just now: it fails after that.
            if states[message] == "sent":
                self._memory.given_back([each for each, found in own.items() if found == message])
                self._put(Returned(own_key(message), returned_words(letter.reason)))
        return True

    def _pass_over(self, progress: Progress, uid: int) -> None:
        place = progress.pass_over(uid)
        self._memory.settled((), self._account.folder, place)

    def _put(self, event: Event) -> None:
        while True:
            self._pause()
            with suppress(queue.Full):
                self._events.put(event, timeout=0.3)
                return

    def _wait(self, client: IMAPClient, progress: Progress, *, idle: bool) -> None:
        """Wait for new mail: told by the server where it can, else asked for now and then."""
        if not idle:
            ends = time.monotonic() + self._timing.poll
            while not self._stopping.wait(min(self._timing.slice, self._timing.poll)):
                if time.monotonic() >= ends or progress.due(time.monotonic()):
                    client.noop()
                    return
            return
        ends = time.monotonic() + self._timing.renew
        client.idle()
        try:
            while not self._stopping.is_set() and time.monotonic() < ends and not progress.due(time.monotonic()):
                if any(is_news(each) for each in client.idle_check(timeout=self._timing.slice)):
                    break
        finally:
            with suppress(OSError) if self._stopping.is_set() else nullcontext():
                client.idle_done()


def is_news(response: object) -> bool:
    """Whether what a server says during IDLE may mean that mail came; "* OK still here" does not."""
    return isinstance(response, tuple) and len(response) >= 2 and response[1] in (b"EXISTS", b"RECENT", b"EXPUNGE")
