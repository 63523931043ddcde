"""The inbox: what live channels bring becomes acts, a step's worth at a time; nothing here waits or owns a thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from functools import partial
from typing import Final, NamedTuple, Protocol

from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.arrivals import MarkReadByBuyer, RateConversation, RecallByBuyer, ReceiveMessages
from ticketdesk.desk.commands.auto_replies import GiveAutoReplies
from ticketdesk.desk.commands.serving import AssignConversations, EscalateConversations
from ticketdesk.desk.desk import Desk, Done
from ticketdesk.desk.outbox import Outbox
from ticketdesk.domain.assignment import assign, escalated
from ticketdesk.domain.channel_events import (
    Acknowledged,
    Closed,
    Event,
    Presence,
    Rated,
    Read,
    Refused,
    Returned,
    Said,
    TakenBack,
    Typing,
)
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import SECOND
from ticketdesk.domain.settings import BUSY_CONVERSATIONS, ESCALATE_MINUTES
from ticketdesk.store.queries import auto_replies, serving, settings
from ticketdesk.store.queries.live import conversation_of

ESCALATES_EVERY: Final = 10 * SECOND
MOST_AT_ONCE: Final = 500
"""So many messages are one act at most, so that an agent's act never waits long behind a flood."""

MOST_ON_WAY: Final = 4
"""So many acts with words of buyers wait for the store at most; what channels have beyond them is asked for later."""

_LOOKED_AT: Final = 50
"""So many conversations that wait for anybody are looked at in one step: hundreds wait where nobody is free."""

_BEGINNING: Final = (-1, -1)
Told = Callable[[str, Event], None]


class Pending(NamedTuple):
    """How many acts with words of buyers are still on their way or not posted yet."""

    acts: int


class Bringer(Protocol):
    """A live channel as the inbox sees it; ``channels.channel.LiveChannel`` fits it."""

    def kept(self, keys: Sequence[str]) -> None:
        """Buyers' words with these keys are in the store for certain."""

    def not_kept(self, keys: Sequence[str], reason: str) -> None:
        """The store refused buyers' words with these keys; ``reason`` is the key of a DeskError, or "bug"."""


class _Receiving(NamedTuple):
    """An act with words of buyers that is on its way."""

    future: Future[Done]
    channel: str
    keys: tuple[str, ...]


class Inbox:
    """Takes the events of live channels. All calls come from one thread.

    ``told`` hears what is not kept (``Typing``, ``Presence``, ``Closed``) with the channel's name. ``lines`` are the
    channels that are joined now, by their names: each hears which of its buyers' words are kept.
    """

    def __init__(
        self, desk: Desk, outbox: Outbox, told: Told | None = None, lines: Mapping[str, Bringer] | None = None
    ) -> None:
        self._desk = desk
        self._outbox = outbox
        self._told = told
        self._lines: Mapping[str, Bringer] = {} if lines is None else lines
        self._queue: deque[Callable[[], Command | None]] = deque()
        self._receiving: list[_Receiving] = []
        self._looked_to = _BEGINNING
        self._assigning: Future[Done] | None = None
        self._escalated_at = 0

    @property
    def full(self) -> bool:
        """Whether channels are to be asked for nothing more now: the store is behind, and what they hold is kept."""
        return bool(self._queue) or self._on_way() >= MOST_ON_WAY

    def take(self, channel: str, events: Sequence[Event]) -> None:
        """Post what the events of ``channel`` mean, in their order; one act for the words of many buyers."""
        said = tuple(each for each in events if isinstance(each, Said))
        for at in range(0, len(said), MOST_AT_ONCE):
            self._queue.append(partial(ReceiveMessages, channel=channel, messages=said[at : at + MOST_AT_ONCE]))
        self._outbox.heard(each for each in events if isinstance(each, Acknowledged | Refused | Returned))
        for event in events:
            if isinstance(event, Typing | Presence | Closed):
                if self._told is not None:
                    self._told(channel, event)
            elif isinstance(event, Read | TakenBack | Rated):
                self._queue.append(partial(self._command, channel, event))
        self._pour()

    def finish(self) -> None:
        """Post all that was taken: the store is being closed, and a channel gives what it gave only once."""
        self._pour(len(self._receiving) + len(self._queue) + 1)

    def _pour(self, most: int = MOST_ON_WAY) -> None:
        """Post what was taken, as far as the store keeps up: ``most`` acts on their way."""
        while self._queue and self._on_way() < most:
            command = self._queue.popleft()()
            if isinstance(command, ReceiveMessages):
                keys = tuple(dict.fromkeys(said.key for said in command.messages))
                self._receiving.append(_Receiving(self._desk.post(command), command.channel, keys))
            elif command is not None:
                self._desk.post(command)

    def _on_way(self) -> int:
        return sum(not each.future.done() for each in self._receiving)

    def _command(self, channel: str, event: Read | TakenBack | Rated) -> Command | None:
        if isinstance(event, Read):
            return MarkReadByBuyer(channel=channel, buyer_nick=event.nick, key=event.key, thread=event.thread)
        if isinstance(event, TakenBack):
            return RecallByBuyer(channel=channel, buyer_nick=event.nick, key=event.key, thread=event.thread)
        talk = conversation_of(self._desk.store.reader, event.nick, channel, event.thread)
        return None if talk is None else RateConversation(conversation_id=talk, score=event.score, text=event.text)

    def step(self, now: int) -> Pending:
        """Give out new conversations, answer automatically, hand on those of absent agents at ``now`` (UTC ms)."""
        grown = self._grown()
        self._pour()
        reader = self._desk.store.reader
        if self._anybody_free():
            self._assigning = self._desk.post(AssignConversations())
        if grown and auto_replies.rules(reader):
            self._desk.post(GiveAutoReplies(conversation_ids=tuple(dict.fromkeys(grown))))
        if now - self._escalated_at >= ESCALATES_EVERY:
            self._escalated_at = now
            if self._goes_on(now):
                self._desk.post(EscalateConversations())
        return Pending(len(self._receiving) + len(self._queue))

    def _anybody_free(self) -> bool:
        """Whether a conversation that waits would find somebody now; nothing is posted again and again in vain."""
        if self._assigning is not None and not self._assigning.done():
            return False
        reader = self._desk.store.reader
        waiting = serving.unserved(reader, _LOOKED_AT, self._looked_to)
        # The next step looks further on; those who have waited longest come first again once somebody was found.
        self._looked_to = (waiting[-1].since, waiting[-1].id) if len(waiting) == _LOOKED_AT else _BEGINNING
        most = settings.number(reader, BUSY_CONVERSATIONS) if waiting else 0
        found = bool(waiting and assign(serving.servers(reader), waiting, most=most))
        if found:
            self._looked_to = _BEGINNING
        return found

    def _goes_on(self, now: int) -> bool:
        """Whether a conversation of somebody who is away would go on: an act in vain wakes the writer all night."""
        reader = self._desk.store.reader
        waiting = serving.waiting_served(reader)
        if not waiting:
            return False
        minutes, most = settings.number(reader, ESCALATE_MINUTES), settings.number(reader, BUSY_CONVERSATIONS)
        return bool(escalated(serving.servers(reader), waiting, now, minutes, most=most))

    def _grown(self) -> Iterable[int]:
        ready = [each for each in self._receiving if each.future.done()]
        self._receiving = [each for each in self._receiving if not each.future.done()]
        for each in ready:
            self._answer(each)
        futures = [each.future for each in ready]
        return [key for future in futures if future.exception() is None for key in _ids(future.result().result)]

    def _answer(self, each: _Receiving) -> None:
        """Tell the channel what became of the words; one that has left asks its buyers again when it is back."""
        line = self._lines.get(each.channel)
        error = each.future.exception()
        if line is None:
            return
        if error is None:
            line.kept(each.keys)
        else:
            line.not_kept(each.keys, error.key if isinstance(error, DeskError) else "bug")


def _ids(result: object) -> Iterable[int]:
    return [key for key in result if isinstance(key, int)] if isinstance(result, tuple) else []
