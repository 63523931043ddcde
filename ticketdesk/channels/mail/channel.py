"""The mail channel: buyers who write by mail, behind the interface of every live channel."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from ssl import SSLContext
from types import MappingProxyType

from ticketdesk.channels.mail.account import account_of
from ticketdesk.channels.mail.mailbox import safe_context
from ticketdesk.channels.mail.memory import NAME, Memory
from ticketdesk.channels.mail.receiving import Receiver
from ticketdesk.channels.mail.sending import Sender
from ticketdesk.channels.mail.status import Timing, line_state
from ticketdesk.desk.outbox import Handed
from ticketdesk.domain.channel_events import Event
from ticketdesk.domain.channel_settings import MailValues
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.line_state import OFF, LineState
from ticketdesk.store.queries.conversations import MessageRow
from ticketdesk.store.store import Store


class MailChannel:
    """One mail account. ``begin`` starts two threads, ``stop`` ends them within two seconds or so."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], int],
        values: MailValues,
        password: str,
        *,
        timing: Timing | None = None,
        context: Callable[[], SSLContext] = safe_context,
    ) -> None:
        """``clock`` gives UTC ms."""
        self._memory = Memory(store, clock)
        self._values, self._password = values, password
        self._timing, self._context = timing or Timing(), context
        self._receiver: Receiver | None = None
        self._sender: Sender | None = None
        self._refused = OFF

    def begin(self) -> None:
        """Connect, from threads of its own; returns when both directions carry or one has failed. Never raises."""
        try:
            account = account_of(self._values)
        except DeskError as error:
            self._refused = LineState("failed", error.key, MappingProxyType(dict(error.values)))
            return
        given = (account, self._password, self._memory, self._context, self._timing)
        self._receiver, self._sender = Receiver(*given), Sender(*given)
        self._receiver.begin()
        self._sender.begin()
        ends = time.monotonic() + self._timing.connect
        while self.state.kind == "starting" and time.monotonic() < ends:
            time.sleep(0.02)

    def stop(self) -> None:
        """Disconnect; what was told and not kept is told again by the next run, what was not sent stays queued."""
        for each in (self._sender, self._receiver):
            if each is not None:
                each.stop()
        self._receiver = self._sender = None
        self._refused = OFF

    @property
    def state(self) -> LineState:
        """How both directions stand, the worse of them; a password that others could read is told while it is on."""
        if self._receiver is None or self._sender is None:
            return self._refused
        found = line_state(self._receiver.state, self._sender.told)
        if found.kind == "on" and (self._values_readable()):
            return LineState("on", "mail_readable")
        return found

    def _values_readable(self) -> bool:
        account = account_of(self._values)
        return account.imap.readable or account.smtp.readable

    @property
    def name(self) -> str:
        """As ``conversation.channel`` keeps it."""
        return NAME

    @property
    def online(self) -> bool:
        """Whether replies leave now."""
        return self._sender is not None and self._sender.online

    def step(self, now: int) -> Sequence[Event]:
        """Return what came in and what became of replies since the last step."""
        receiver, sender = self._receiver, self._sender
        return [*(receiver.events() if receiver else ()), *(sender.events() if sender else ())]

    def kept(self, keys: Sequence[str]) -> None:
        """The store has these mails for certain: only now they count as taken."""
        if self._receiver is not None:
            self._receiver.kept(keys)

    def not_kept(self, keys: Sequence[str], reason: str) -> None:
        """The store refused these mails: they are told again in a while."""
        if self._receiver is not None:
            self._receiver.not_kept(keys, reason)

    def hand_over(self, nick: str, reply: MessageRow, key: str, *, thread: str = "") -> Handed:
        """Take a reply; it is acknowledged once the mail server has it."""
        sender = self._sender
        return "offline" if sender is None else sender.take(nick, reply, key, thread)

    def recall(self, nick: str, key: str, *, thread: str = "") -> bool:
        """Take a reply back that has not left; a mail that was sent cannot be taken back."""
        return self._sender is not None and self._sender.recall(key)

    def typing(self, nick: str, *, typing: bool, thread: str = "") -> None:
        """Mail knows nothing of it."""

    def mark_read(self, nick: str, key: str, *, thread: str = "") -> None:
        """Nobody is told when we read a mail."""

    def close(self, nick: str, *, thread: str = "") -> None:
        """Mail knows no end of a conversation: the next answer begins a new contact."""

    def invite_rating(self, nick: str, *, thread: str = "") -> None:
        """The invitation's own words have gone out; a rating by mail is words."""
