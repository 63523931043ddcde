"""A desk with a mail channel, stepped as the window's timer steps it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, NamedTuple

from tests.channels.mail.servers import PASSWORD, PATIENCE, USER, Dovecot
from ticketdesk.channels.mail.channel import MailChannel
from ticketdesk.channels.mail.status import Timing
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.commands.talk import SendReply
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.inbox import Inbox
from ticketdesk.desk.outbox import Outbox
from ticketdesk.domain.channel_settings import PLAIN, MailValues
from ticketdesk.store.queries import conversations
from ticketdesk.store.queries.conversations import MessageRow

QUICK = Timing(
    connect=60, read=60, answer=60, renew=2, poll=0.2, slice=0.1, idle=30, doubt=0.3, unsure=30, again=0.3,
    first=0.05, longest=0.4, refused=0.5,
)  # fmt: skip


def values(imap: int, smtp: int, **more: Any) -> MailValues:
    """The account of the tests, without TLS on loopback."""
    plain = MailValues(USER, "小店", "127.0.0.1", imap, PLAIN, "127.0.0.1", smtp, PLAIN, USER, "INBOX", "")
    return plain._replace(**more)


def now() -> int:
    """UTC ms: real servers have real clocks."""
    return time.time_ns() // 1_000_000


class Talk(NamedTuple):
    """A conversation as it stands."""

    id: int
    nick: str
    thread: str
    subject: str
    rows: tuple[MessageRow, ...]

    @property
    def heard(self) -> list[str]:
        return [row.text for row in self.rows if row.side == "in"]

    @property
    def said(self) -> list[str]:
        return [row.text for row in self.rows if row.side == "out"]

    @property
    def states(self) -> list[str]:
        return [row.state for row in self.rows if row.side == "out"]


class LiveDesk:
    """Desk, inbox and outbox over one mail channel."""

    def __init__(self, desk: Desk, account: MailValues, server: Dovecot | None = None, **more: Any) -> None:
        self.desk = desk
        given = {"timing": QUICK, **({"context": server.context} if server else {}), **more}
        self.channel = MailChannel(desk.store, now, account, PASSWORD, **given)
        self.outbox = Outbox(desk, {"email": self.channel})
        self.inbox = Inbox(desk, self.outbox, None, {"email": self.channel})
        desk.run(SetSetting(key="outbox.seconds", value="0"))

    def begin(self) -> None:
        self.channel.begin()

    def stop(self) -> None:
        self.channel.stop()

    def step(self) -> None:
        """One step of the timer."""
        if not self.inbox.full:
            self.inbox.take("email", self.channel.step(now()))
        self.outbox.step(now())
        self.inbox.step(now())

    def until(self, ready: Callable[[], object], patience: float = PATIENCE) -> bool:
        """Step until ``ready`` holds; whether it did."""
        ends = time.monotonic() + patience
        while not ready():
            if time.monotonic() > ends:
                return False
            self.step()
            time.sleep(0.01)
        return True

    def talks(self) -> list[Talk]:
        """Every conversation over mail, by nick and then the order they began in."""
        sql = "SELECT id FROM conversation WHERE channel = 'email' AND deleted = 0 ORDER BY id"
        found = []
        for (talk,) in self.desk.store.reader.rows(sql):
            row = conversations.one(self.desk.store.reader, talk)
            assert row is not None
            rows = tuple(conversations.newest(self.desk.store.reader, talk, 1_000))
            found.append(Talk(talk, row.nick, row.thread, row.subject, rows))
        return found

    def count(self, side: str, state: str = "") -> int:
        """Messages over mail of one side."""
        sql = (
            "SELECT COUNT(*) FROM message m JOIN conversation c ON c.id = m.conversation_id"
            " WHERE c.channel = 'email' AND m.side = ? AND (? = '' OR m.state = ?)"
        )
        return int(self.desk.store.reader.rows(sql, (side, state, state))[0][0])

    def reply(self, talk: int, text: str, **more: Any) -> int:
        """An agent answers."""
        return int(str(self.desk.run(SendReply(conversation_id=talk, text=text, **more)).result))
