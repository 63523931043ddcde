"""The outbox: what is due goes to its channel, in order, exactly once; nothing here waits or owns a thread.

A timer calls ``step`` with the present moment. Each reply goes two ways round: its countdown ends (``QueueDue``, a
commit), it is handed to the channel under its own key, and when the channel acknowledges the key it is ``sent``
(``DeliverReply``, a commit). After a crash in between it is handed over again under the same key, which a channel
takes only once: so nothing is forgotten and nothing is sent twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from typing import Final, Literal, NamedTuple, Protocol

from ticketdesk.desk.commands.sending import DeliverReply, FailReply, QueueDue, RecallMessage
from ticketdesk.desk.desk import Desk, Done
from ticketdesk.domain.channel_events import Acknowledged, Refused, Returned
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.outbox import MessageState, own_key
from ticketdesk.store.queries import conversations, outbox
from ticketdesk.store.queries.conversations import MessageRow

Handed = Literal["sent", "accepted", "refused", "offline"]
PATIENCE: Final = 30_000
"""Milliseconds after which a reply that the channel took but never acknowledged is handed over again."""


class Carrier(Protocol):
    """A live channel as the outbox sees it; ``channels.channel.LiveChannel`` fits it."""

    @property
    def online(self) -> bool:
        """Whether it carries now; while it does not, replies stay queued."""

    def hand_over(self, nick: str, reply: MessageRow, key: str, *, thread: str = "") -> Handed:
        """Take a reply for ``nick``: "sent" (certain), "accepted" (``Acknowledged`` follows), "refused", "offline".

        The same ``key`` is taken once only, however often it is handed over, also after a restart of either side.
        """

    def recall(self, nick: str, key: str, *, thread: str = "") -> bool:
        """Take a reply back from the buyer; False where it is too late."""

    def invite_rating(self, nick: str, *, thread: str = "") -> None:
        """Ask the buyer for a rating: an invitation (a message of kind "rating") has reached him."""


class Stepped(NamedTuple):
    """What one step did: replies handed over, and whether anything is still on its way."""

    handed: int
    waiting: int


class Outbox:
    """Sends the replies of live channels. All calls come from one thread; commits are heard of in the next step."""

    def __init__(self, desk: Desk, carriers: Mapping[str, Carrier]) -> None:
        self._desk = desk
        self._carriers = carriers
        # Handed over in this run and not yet acknowledged, with the moment; a crash forgets it, which does no harm.
        self._handed: dict[int, int] = {}
        # Acknowledged, but the commit has not come back yet.
        self._settling: dict[int, Future[Done]] = {}
        # Invitations to rate that were handed over, asked for once they are there for certain.
        self._inviting: dict[int, outbox.Next] = {}
        self._queueing: Future[Done] | None = None

    def next_due(self) -> int | None:
        """Return when the nearest countdown ends (UTC ms): the timer need not ask earlier. None where none runs."""
        return outbox.next_due(self._desk.store.reader)

    def step(self, now: int) -> Stepped:
        """Queue what is due at ``now`` (UTC ms) and hand over what may go; never waits."""
        self._forget_settled()
        self._queue(now)
        handed = 0
        heads = outbox.heads(self._desk.store.reader, self._online())
        for each in heads:
            if self._ready(each.reply.id, now):
                handed += self._hand_over(each, now)
        return Stepped(handed, len(heads))

    def _queue(self, now: int) -> None:
        if self._queueing is not None and not self._queueing.done():
            return
        due = outbox.next_due(self._desk.store.reader)
        self._queueing = self._desk.post(QueueDue()) if due is not None and due <= now else None

    def _online(self) -> list[str]:
        return [name for name, carrier in self._carriers.items() if carrier.online]

    def _ready(self, message: int, now: int) -> bool:
        at = self._handed.get(message)
        return message not in self._settling and (at is None or now - at >= PATIENCE)

    def _hand_over(self, each: outbox.Next, now: int) -> int:
        said = self._carriers[each.channel].hand_over(each.nick, each.reply, own_key(each.reply.id), thread=each.thread)
        if said == "offline":
            return 0
        self._handed[each.reply.id] = now
        if each.reply.kind == "rating":
            self._inviting[each.reply.id] = each
        if said == "sent":
            self._settle(each.reply.id, DeliverReply(message_id=each.reply.id))
        elif said == "refused":
            self._settle(each.reply.id, FailReply(message_id=each.reply.id))
        return 1

    def heard(self, events: Iterable[Acknowledged | Refused | Returned]) -> None:
        """Take what the channel says of keys; one that is not ours is left alone."""
        for event in events:
            message = outbox.message_of_key(self._desk.store.reader, event.key)
            if message is None or message in self._settling:
                continue
            if isinstance(event, Acknowledged):
                self._settle(message, DeliverReply(message_id=message))
            else:
                returned = isinstance(event, Returned)
                self._settle(message, FailReply(message_id=message, reason=event.reason, returned=returned))

    def _settle(self, message: int, command: DeliverReply | FailReply) -> None:
        self._settling[message] = self._desk.post(command)

    def _forget_settled(self) -> None:
        for message, future in list(self._settling.items()):
            if not future.done():
                continue
            del self._settling[message]
            self._handed.pop(message, None)
            invited = self._inviting.pop(message, None)
            if future.exception() is not None:
                continue
            delivered = future.result().result
            if delivered is False:
                self._take_back(message)  # recalled while it was on its way
            elif delivered and invited is not None and invited.channel in self._carriers:
                self._carriers[invited.channel].invite_rating(invited.nick, thread=invited.thread)

    def _take_back(self, message: int) -> None:
        reader = self._desk.store.reader
        talk = conversations.conversation_of_message(reader, message)
        row = conversations.one(reader, talk) if talk is not None else None
        carrier = self._carriers.get(row.channel) if row is not None else None
        if row is not None and carrier is not None:
            carrier.recall(row.nick, own_key(message), thread=row.thread)

    def recall(self, message: int) -> Future[Done]:
        """Take a sent reply back from the buyer; DeskError ``recall_too_late`` where the channel does not."""
        reader = self._desk.store.reader
        talk = conversations.conversation_of_message(reader, message)
        row = conversations.one(reader, talk) if talk is not None else None
        found = conversations.message(reader, message)
        if row is None or found is None:
            raise DeskError("row_missing", table="message", id=message)
        carrier = self._carriers.get(row.channel) if found.state == MessageState.SENT else None
        if carrier is not None and not carrier.recall(row.nick, own_key(message), thread=row.thread):
            raise DeskError("recall_too_late")
        return self._desk.post(RecallMessage(message_id=message))
