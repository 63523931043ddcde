"""One buyer's room: the pages (sockets) that show one conversation, and what is on its way from them to the store."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Protocol

from ticketdesk.channels.web.buckets import Bucket
from ticketdesk.channels.web.visits import Visit

SAY_RATE: Final = 5.0
SAY_BURST: Final = 20.0
"""Words of a buyer: 5 a second, 20 at once (issue 5)."""

PICTURE_RATE: Final = 1024.0 * 1024
PICTURE_BURST: Final = 256.0 * 1024
"""Bytes of pictures a second, and at once."""

HINT_RATE: Final = 1.0
HINT_BURST: Final = 6.0
"""Typing and farewells a second, and at once; what is more is not passed on."""

MOST_PAGES: Final = 5
"""So many pages of one buyer are open at once; the oldest is closed for a new one."""

HELD: Final = 15.0
"""Seconds for which later words wait for one that was refused."""

FORGOTTEN: Final = 30.0
"""Seconds after which words that the desk never spoke of again may come a second time; the store keeps them once."""


class Page(Protocol):
    """An open socket as a room sees it."""

    def push(self, text: str) -> None:
        """Send a frame; never waits."""

    def close(self) -> None:
        """Go: another page of the same buyer takes the place."""


@dataclass(slots=True)
class Room:
    """Everything about one buyer who is here; for the thread of the server's loop. Moments are seconds of its clock.

    ``read_upto`` is up to where an agent has read, ``seen_upto`` up to where the buyer has.
    """

    visit: Visit
    words: Bucket
    bytes: Bucket
    hints: Bucket
    pages: list[Page] = field(default_factory=list)
    conversation: int | None = None
    proven: frozenset[int] = frozenset()
    read_upto: int = 0
    seen_upto: int = 0
    rating_sent: float = 0.0
    here: bool = False
    looking: set[str] = field(default_factory=set)
    naming: asyncio.Lock = field(default_factory=asyncio.Lock)
    _on_way: dict[str, float] = field(default_factory=dict)
    _held: str = ""
    _held_until: float = 0.0

    def push(self, text: str) -> None:
        """Send a frame to every page."""
        for page in list(self.pages):
            page.push(text)

    def on_way(self, name: str, now: float) -> bool:
        """Whether words of this name are on their way to the store."""
        began = self._on_way.get(name)
        return began is not None and now - began < FORGOTTEN

    def wait(self, name: str, now: float) -> float:
        """Return 0 where words may come in now, else the seconds to wait.

        After a refusal everything later waits until the refused words have come: nothing overtakes them.
        """
        if self._held and name != self._held and now < self._held_until:
            return max(0.2, min(1.0, self._held_until - now))
        left = self.words.take(now)
        if left:
            self.hold(name, now)
        elif name == self._held:
            self._held = ""
        return left

    def hold(self, name: str, now: float) -> None:
        """Words were refused: later ones wait for them."""
        if not self._held or now >= self._held_until:
            self._held = name
        self._held_until = now + HELD

    def go(self, name: str, now: float) -> None:
        """Words are on their way to the store."""
        self._on_way[name] = now

    def arrived(self, names: Iterable[str]) -> None:
        """The store has said what became of these words."""
        for name in names:
            self._on_way.pop(name, None)


def room_for(visit: Visit, now: float) -> Room:
    """Return a new room with full buckets."""
    words, pieces = Bucket(SAY_RATE, SAY_BURST, now), Bucket(PICTURE_RATE, PICTURE_BURST, now)
    return Room(visit, words, pieces, Bucket(HINT_RATE, HINT_BURST, now))
