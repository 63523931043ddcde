"""The simulator: buyers played from scripts over the same interface as a live channel, for practice, demos and tests.

It knows no clock and no thread: every moment is handed in, the same seed and the same steps play the same buyers.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from ticketdesk.channels.scripts import Script
from ticketdesk.desk.outbox import Handed
from ticketdesk.domain.channel_events import Acknowledged, Event, Presence, Rated, Read, Said, Typing
from ticketdesk.domain.moments import MINUTE, SECOND
from ticketdesk.store.queries.conversations import MessageRow

NAME: Final = "simulator"
LATENCY: Final = 300
"""Milliseconds until a reply is acknowledged."""

FIRST: Final = 5.0
"""Seconds within which the first buyer of a practice comes."""

READING: Final = 2 * SECOND
TYPING_PER_MINUTE: Final = 80
RECALL_WITHIN: Final = 2 * MINUTE


@dataclass(slots=True)
class _Buyer:
    """One played buyer: ``place`` is the next line, ``waiting`` whether an answer is waited for before it."""

    nick: str
    script: Script
    key: str
    place: int = 0
    said: int = 0
    asked_at: int | None = None
    impatient: bool = False
    left: bool = False


@dataclass(order=True, slots=True)
class _Planned:
    """Something that happens at ``at`` (UTC ms); ``order`` keeps those of one moment in order."""

    at: int
    order: int
    event: Event = field(compare=False)
    buyer: _Buyer | None = field(compare=False, default=None)


class Simulator:
    """A live channel full of practised buyers. ``speed`` 2.0 plays twice as fast."""

    def __init__(self, scripts: Sequence[Script], *, seed: int = 0, speed: float = 1.0, now: int = 0) -> None:
        self._scripts = tuple(scripts)
        self._random = random.Random(seed)
        self._speed = speed
        self._now = now
        self._started = now
        self._plans: list[_Planned] = []
        self._order = 0
        self._buyers: dict[str, _Buyer] = {}
        self._taken: dict[str, int] = {}
        self.online = True
        # What each buyer has in front of them, for tests and for the practice of wording: (key, words).
        self.delivered: dict[str, list[tuple[str, str]]] = {}
        self.recalled: list[str] = []
        self.closed: list[str] = []

    @property
    def name(self) -> str:
        """As ``conversation.channel`` keeps it."""
        return NAME

    def welcome(self, count: int, *, within: float = 60.0) -> list[str]:
        """Let ``count`` buyers come in the next ``within`` seconds, script after script; return their nicknames.

        The first one comes within five: whoever has begun a practice is not left waiting.
        """
        spans = [min(within, FIRST), *[within] * (count - 1)][:count]
        return [self._welcome(self._scripts[n % len(self._scripts)], span) for n, span in enumerate(spans)]

    def _welcome(self, script: Script, within: float) -> str:
        number = len(self._buyers)
        nick = script.nick if script.nick not in self._buyers else f"{script.nick}_{number}"
        buyer = _Buyer(nick, script, f"{self._started:x}-{number}")
        self._buyers[nick] = buyer
        at = self._now + self._span(self._random.random() * within)
        self._plan(at, Presence(nick, online=True))
        self._plan_line(buyer, at)
        return nick

    def flood(self, buyers: int, messages: int, *, per_minute: int) -> int:
        """Let ``buyers`` write ``messages`` each, evenly, ``per_minute`` in all; return when it is over (UTC ms)."""
        crowd = [
            _Buyer(f"flood{n}", self._scripts[0], f"{self._started:x}-f{len(self._plans)}-{n}") for n in range(buyers)
        ]
        last = self._now
        for n in range(buyers * messages):
            last = self._now + n * MINUTE // per_minute
            buyer = crowd[n % buyers]
            line = self._random.choice(self._random.choice(self._scripts).lines)
            self._plan(last, Said(buyer.nick, f"{buyer.key}-{n}", f"{n // buyers + 1}. {line.text}", last))
        return last

    def _span(self, seconds: float) -> int:
        return round(seconds * SECOND / self._speed)

    def _plan(self, at: int, event: Event, buyer: _Buyer | None = None) -> None:
        self._order += 1
        heapq.heappush(self._plans, _Planned(at, self._order, event, buyer))

    def _plan_line(self, buyer: _Buyer, at: int) -> None:
        """Plan the buyer's next line from ``at`` on: first typing, then the words."""
        line = buyer.script.lines[buyer.place]
        begins = at + self._span(line.after * (0.75 + self._random.random() / 2))
        ends = begins + self._span(len(line.text) * 60 / TYPING_PER_MINUTE)
        self._plan(begins, Typing(buyer.nick, typing=True))
        self._plan(ends, self._words(buyer, line.text, ends), buyer)

    def _words(self, buyer: _Buyer, text: str, at: int) -> Said:
        buyer.said += 1
        return Said(buyer.nick, f"{buyer.key}-{buyer.said}", text, at)

    def step(self, now: int) -> Sequence[Event]:
        """Return what buyers said and did up to ``now`` (UTC ms), in its order."""
        self._now = max(self._now, now)
        found: list[Event] = []
        while self._plans and self._plans[0].at <= self._now:
            if not self.online:
                break
            planned = heapq.heappop(self._plans)
            if isinstance(planned.event, Typing) and self._buyers[planned.event.nick].left:
                continue
            if planned.buyer is not None:
                if not self._still(planned):
                    continue
                self._go_on(planned.buyer, planned)
            found.append(planned.event)
        return found

    def _still(self, planned: _Planned) -> bool:
        """Whether the words are still said: an impatient line only where nobody has answered, nothing after an end."""
        buyer = planned.buyer
        if buyer is None or buyer.left:
            return False
        return not self._is_impatient(planned) or buyer.asked_at is not None

    def _is_impatient(self, planned: _Planned) -> bool:
        buyer, event = planned.buyer, planned.event
        return buyer is not None and isinstance(event, Said) and event.key.endswith("-impatient")

    def _go_on(self, buyer: _Buyer, planned: _Planned) -> None:
        if self._is_impatient(planned):
            return
        buyer.place += 1
        if buyer.asked_at is None:
            buyer.asked_at = planned.at
            self._plan_impatience(buyer, planned.at)
        if buyer.place < len(buyer.script.lines) and not buyer.script.lines[buyer.place].wait:
            self._plan_line(buyer, planned.at)

    def _plan_impatience(self, buyer: _Buyer, at: int) -> None:
        if buyer.script.impatient and not buyer.impatient:
            buyer.impatient = True
            later = at + self._span(buyer.script.patience)
            words = Said(buyer.nick, f"{buyer.key}-impatient", buyer.script.impatient, later)
            self._plan(later, words, buyer)

    def kept(self, keys: Sequence[str]) -> None:
        """Practised buyers do not mind whether their words are kept: a scratch shop keeps them."""

    def not_kept(self, keys: Sequence[str], reason: str) -> None:
        """Practised buyers say nothing twice."""

    def hand_over(self, nick: str, reply: MessageRow, key: str, *, thread: str = "") -> Handed:
        """Take a reply once; it is acknowledged a moment later, read a little after, and the buyer goes on."""
        if not self.online:
            return "offline"
        self._plan(self._now + LATENCY, Acknowledged(key))
        if key not in self._taken:
            self._taken[key] = self._now
            self.delivered.setdefault(nick, []).append((key, reply.text))
            self._plan(self._now + self._span(READING / SECOND) + LATENCY, Read(nick, key))
            if not reply.auto:
                self._answered(nick)
        return "accepted"

    def _answered(self, nick: str) -> None:
        buyer = self._buyers.get(nick)
        if buyer is None or buyer.left:
            return
        buyer.asked_at = None
        if buyer.place < len(buyer.script.lines) and buyer.script.lines[buyer.place].wait and self._spoken(buyer):
            self._plan_line(buyer, self._now + READING)

    def _spoken(self, buyer: _Buyer) -> bool:
        """Whether no line of the buyer is on its way: several answers to one question call for one line only."""
        return buyer.said == buyer.place

    def recall(self, nick: str, key: str, *, thread: str = "") -> bool:
        """Take a reply back within two minutes."""
        at = self._taken.get(key)
        if at is None or self._now - at > RECALL_WITHIN:
            return False
        self.delivered[nick] = [each for each in self.delivered.get(nick, []) if each[0] != key]
        self.recalled.append(key)
        return True

    def typing(self, nick: str, *, typing: bool, thread: str = "") -> None:
        """Practised buyers do not mind whether somebody is writing."""

    def mark_read(self, nick: str, key: str, *, thread: str = "") -> None:
        """Practised buyers do not mind whether they were read."""

    def close(self, nick: str, *, thread: str = "") -> None:
        """The conversation has ended: the buyer says no more."""
        self.closed.append(nick)
        if nick in self._buyers:
            self._buyers[nick].left = True

    def invite_rating(self, nick: str, *, thread: str = "") -> None:
        """The buyer rates as the script says, a little later."""
        buyer = self._buyers.get(nick)
        if buyer is not None and buyer.script.rating:
            at = self._now + self._span(5)
            self._plan(at, Rated(nick, buyer.script.rating, buyer.script.rating_text))
