"""Replies going out: one thread that hands them to the SMTP server, each under the Message-ID of its own key."""

from __future__ import annotations

import logging
import smtplib
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from ssl import SSLContext
from typing import Final

from ticketdesk.channels.mail import mailbox
from ticketdesk.channels.mail.account import Account
from ticketdesk.channels.mail.backoff import Backoff
from ticketdesk.channels.mail.compose import File, Outgoing, message_id, recipient, written
from ticketdesk.channels.mail.limits import LETTERS
from ticketdesk.channels.mail.memory import Memory
from ticketdesk.channels.mail.relay import Line, NotTaken, connected, give
from ticketdesk.channels.mail.status import PATIENT, State, Timing, state_of
from ticketdesk.channels.mail.told import refused_words
from ticketdesk.desk.outbox import Handed
from ticketdesk.domain.channel_events import Acknowledged, Event, Refused
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.queries.conversations import MessageRow

_GIVES_UP: Final = 24 * 3600.0
"""Seconds after which a reply that a server puts off again and again has failed."""

_LOOKS: Final = 3
"""So often at least the folder of sent mail is asked for a reply that may have left, where asking itself fails, and for
`Timing.unsure` seconds: a line that breaks four times running is no reason to write twice to a buyer."""

_LONGEST_LOOK: Final = 60.0
"""Seconds between two of these looks at most."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Job:
    """A reply on its way; times by the monotonic clock."""

    nick: str
    thread: str
    reply: MessageRow
    key: str
    begun: float
    due: float = 0.0
    looks: int = 0
    unsure: float = 0.0  # since when asking fails

    def wait(self, now: float, timing: Timing) -> float:
        """Return how many seconds pass before the mailbox is asked again: longer each time, and not past the moment
        from which it is not asked any more."""
        grown = min(timing.doubt * 2.0 ** (self.looks - 1), max(timing.doubt, _LONGEST_LOOK))
        return max(timing.doubt, min(grown, self.unsure + timing.unsure - now))


class _Unasked(Exception):
    """The mailbox could not be asked, which says nothing about the line on which replies leave."""


class Sender:
    """The thread of outgoing mail. Everything but its own loop may be called from any thread and does not wait."""

    def __init__(
        self, account: Account, password: str, memory: Memory, context: Callable[[], SSLContext],
        timing: Timing,
    ) -> None:  # fmt: skip
        self._account, self._password, self._memory = account, password, memory
        self._context, self._timing = context, timing
        self._backoff = Backoff(timing.first, timing.longest)
        self._patience = Backoff(max(timing.first * 10, timing.doubt), 3600.0)
        self._jobs: dict[str, _Job] = {}
        self._flying = ""
        self._events: list[Event] = []
        self._waker = threading.Condition()
        self._stopping = False
        self._line: Line | None = None
        self._used = 0.0
        self._rests_until = 0.0
        self._thread = threading.Thread(target=self._run, name="mail-out", daemon=True)
        self.state = State("off")
        self._mute: State | None = None  # what the mailbox answered that could not be asked

    def begin(self) -> None:
        """Start the thread."""
        self.state = State("connecting")
        self._thread.start()

    def stop(self) -> None:
        """End the thread; waits about a second at most. What was not handed on stays in the desk's outbox."""
        with self._waker:
            self._stopping = True
            self._jobs = {key: job for key, job in self._jobs.items() if key == self._flying}
            self._waker.notify_all()
        self._thread.join(0.7)
        line = self._line
        if self._thread.is_alive() and line is not None:
            with suppress(Exception):  # the thread may have closed it this very moment
                socket.socket.shutdown(line.socket, socket.SHUT_RDWR)
            self._thread.join(1.0)
        self.state = State("off")

    @property
    def told(self) -> State:
        """How sending stands, for the agent to read: also that a mailbox cannot be asked, though replies go out."""
        with self._waker:
            waits = any(job.looks for job in self._jobs.values())
        return self._mute if waits and self.state.kind == "on" and self._mute is not None else self.state

    @property
    def online(self) -> bool:
        """Whether replies are taken now."""
        return self.state.kind in ("on", "connecting") and not self._stopping

    def take(self, nick: str, reply: MessageRow, key: str, thread: str) -> Handed:
        """Take a reply; ``Acknowledged`` or ``Refused`` follows. One that is here already is taken once."""
        with self._waker:
            if key not in self._jobs and (not self.online or len(self._jobs) >= LETTERS):
                return "offline"
            if key not in self._jobs:
                self._jobs[key] = _Job(nick, thread, reply, key, time.monotonic())
                self._waker.notify_all()
            return "accepted"

    def recall(self, key: str) -> bool:
        """Take a reply back that waits here; False where it is being sent, was sent, or never came."""
        with self._waker:
            return key != self._flying and self._jobs.pop(key, None) is not None

    def events(self) -> list[Event]:
        """Return what became of replies since."""
        with self._waker:
            found, self._events = self._events, []
            return found

    def _run(self) -> None:
        while True:
            job = self._next()
            if self._stopping:
                break
            try:
                self._step(job)
            except _Unasked as error:
                self._mute = state_of(error.__cause__ or error, self._account.imap.host)
                _log.warning("mail out, asking the mailbox: %s", self._mute.key)
            except Exception as error:  # whatever a server answers, this thread goes on
                self._failed(error)
            finally:
                self._flying = ""
        self._close()

    def _next(self) -> _Job | None:
        """Wait for something to do: a reply that is due, or None to look after the connection."""
        with self._waker:
            while not self._stopping:
                now = time.monotonic()
                due = [job for job in self._jobs.values() if job.due <= now]
                if now >= self._rests_until:
                    if due:
                        self._flying = due[0].key
                        return due[0]
                    if self.state.kind != "on" or (self._line and now - self._used > self._timing.idle):
                        return None
                self._waker.wait(self._timing.slice)
        return None

    def _step(self, job: _Job | None) -> None:
        if job is None:
            if self.state.kind == "on":
                self._close()
            else:
                self._connect()
        else:
            self._give(job)

    def _connect(self) -> Line:
        if self._line is None:
            self._line = connected(self._account, self._password, self._context, self._timing)
        self._used = time.monotonic()
        self.state = State("on")
        self._backoff.reset()
        return self._line

    def _close(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close(politely=not self._stopping)

    def _failed(self, error: Exception) -> None:
        self._close()
        wait = self._backoff.seconds()
        self.state = state_of(error, self._account.smtp.host)
        if self.state.key in PATIENT:
            wait = max(wait, self._timing.refused)
        _log.warning("mail out: %s (%s)", self.state.key, type(error).__name__)
        self._rests_until = time.monotonic() + wait

    def _give(self, job: _Job) -> None:
        header_id = message_id(self._account, job.key)
        side = self._memory.side(header_id)
        if side == "out" or (side == "try" and self._has_left(job, header_id)):
            self._settle(job, header_id)
            return
        try:
            mail = self._mail(job, header_id)
            to = recipient(mail.to)
        except DeskError as error:
            self._refuse(job, refused_words(error))
            return
        self._hand_on(job, mail, to)

    def _hand_on(self, job: _Job, mail: Outgoing, to: str) -> None:
        note = (mail.header_id, job.thread, job.nick, job.reply.id)
        line = self._connect()
        try:
            give(line, self._account.address, to, written(self._account, mail), lambda: self._memory.note(*note, "try"))
        except NotTaken as error:
            self._memory.note(*note, "back")
            if error.for_good or time.monotonic() - job.begun > _GIVES_UP:
                self._refuse(job, refused_words(DeskError("mail_not_taken", why=error.words)))
            else:
                job.due = time.monotonic() + self._patience.seconds()
            line.reset()
        except (OSError, smtplib.SMTPException):
            # What may have left is looked for after a while: the server may still be at it.
            job.due = time.monotonic() + self._timing.doubt
            raise
        else:
            self._settle(job, mail.header_id)

    def _has_left(self, job: _Job, header_id: str) -> bool:
        """Whether a reply whose answer was cut off lies in the server's folder of sent mail."""
        try:
            with mailbox.opened(self._account, self._password, self._context, self._timing) as client:
                found = mailbox.was_sent(client, header_id)
        except Exception as error:  # a mailbox that cannot be asked says nothing
            now = time.monotonic()
            job.looks, job.unsure = job.looks + 1, job.unsure or now
            if job.looks <= _LOOKS or now - job.unsure < self._timing.unsure:
                wait = job.wait(now, self._timing)
                if state_of(error, "").key in PATIENT:
                    wait = max(wait, self._timing.refused)
                job.due = now + wait
                raise _Unasked from error
            found = False
        self._mute = None
        return found

    def _mail(self, job: _Job, header_id: str) -> Outgoing:
        """Return the reply as it leaves.

        Raises DeskErrors ``mail_no_address``, ``mail_machine``, ``mail_loop`` and ``file_missing``.
        """
        thread = self._memory.thread(job.nick, job.thread)
        if not thread.to:
            raise DeskError("mail_no_address")
        if job.reply.auto and thread.machine:
            raise DeskError("mail_machine")
        if job.reply.auto and thread.answered:
            raise DeskError("mail_loop")
        row = job.reply
        file = None
        if row.sha256:
            file = File(row.file_name, row.media_type, self._memory.file(row.sha256))
        text = "" if file is not None and row.text == row.file_name else row.text
        return Outgoing(
            header_id, thread.to, thread.subject, text, self._memory.clock(), thread.ids, bool(row.auto), file
        )

    def _settle(self, job: _Job, header_id: str) -> None:
        self._memory.note(header_id, job.thread, job.nick, job.reply.id, "out")
        self._say(job, Acknowledged(job.key))

    def _refuse(self, job: _Job, words: str) -> None:
        self._say(job, Refused(job.key, words))

    def _say(self, job: _Job, event: Event) -> None:
        with self._waker:
            self._jobs.pop(job.key, None)
            self._events.append(event)
