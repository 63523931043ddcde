"""A live channel under the tests' hands: what it was handed, what it has acknowledged, whether it is there."""

from __future__ import annotations

from collections.abc import Sequence

from ticketdesk.desk.commands.arrivals import ReceiveMessages
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.channel_events import Acknowledged, Said
from ticketdesk.store.queries import conversations
from ticketdesk.store.queries.conversations import MessageRow

CHANNEL = "simulator"


class Wire:
    """A channel that takes each key once and acknowledges when it is asked to."""

    def __init__(self) -> None:
        self.online = True
        self.answer = "accepted"
        self.taken: list[tuple[str, str]] = []
        self.handed: list[str] = []
        self.recalled: list[str] = []
        self.recalls = True
        self.invited: list[str] = []
        self.was_kept: list[str] = []
        self.was_not_kept: list[tuple[str, str]] = []
        self.typed: list[tuple[str, bool]] = []
        self.read: list[tuple[str, str]] = []
        self.closed: list[str] = []
        self.threads: list[str] = []

    def kept(self, keys: Sequence[str]) -> None:
        self.was_kept += keys

    def not_kept(self, keys: Sequence[str], reason: str) -> None:
        self.was_not_kept += [(key, reason) for key in keys]

    def hand_over(self, nick: str, reply: MessageRow, key: str, *, thread: str = "") -> str:
        self.handed.append(key)
        self.threads.append(thread)
        if self.answer in ("accepted", "sent") and key not in [known for known, _ in self.taken]:
            self.taken.append((key, reply.text))
        return self.answer

    def recall(self, nick: str, key: str, *, thread: str = "") -> bool:
        self.recalled.append(key)
        return self.recalls

    def typing(self, nick: str, *, typing: bool, thread: str = "") -> None:
        self.typed.append((nick, typing))

    def mark_read(self, nick: str, key: str, *, thread: str = "") -> None:
        self.read.append((nick, key))

    def close(self, nick: str, *, thread: str = "") -> None:
        self.closed.append(nick)

    def invite_rating(self, nick: str, *, thread: str = "") -> None:
        self.invited.append(nick)

    def acknowledged(self) -> list[Acknowledged]:
        return [Acknowledged(key) for key, _ in self.taken]

    @property
    def words(self) -> list[str]:
        return [text for _, text in self.taken]


def hear(desk: Desk, nick: str = "林小鹿", *texts: str, at: int = 1_795_000_000_000, key: str = "") -> int:
    """Let a buyer say ``texts`` over the live channel and return the conversation."""
    said = tuple(Said(nick, f"{key or nick}-{at}-{n}", text, at) for n, text in enumerate(texts or ("在吗",)))
    desk.run(ReceiveMessages(channel=CHANNEL, messages=said))
    reader = desk.store.reader
    sql = "SELECT c.id FROM conversation c JOIN buyer b ON b.id = c.buyer_id WHERE b.nick = ? AND c.channel = ?"
    return int(reader.rows(sql, (nick, CHANNEL))[0][0])


def row(desk: Desk, talk: int) -> conversations.ConversationRow:
    """A conversation as it stands."""
    found = conversations.one(desk.store.reader, talk)
    assert found is not None
    return found
