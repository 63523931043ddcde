"""What the pages have to tell, on its way to the window's thread: a bounded queue between two threads."""

from __future__ import annotations

import threading
from collections import deque
from typing import Final

from ticketdesk.domain.channel_events import Event

MOST: Final = 2_000
"""So many events wait at most; a page whose words find no room is told to send them later."""

_HINTS: Final = MOST // 2
"""Typing and presence are dropped when so much waits."""

AT_ONCE: Final = 500
"""So many events leave with one step."""


class Events:
    """Events in their order. ``put`` and ``hint`` from the server's thread, ``take`` from the window's."""

    def __init__(self) -> None:
        self._waiting: deque[Event] = deque()
        self._guard = threading.Lock()

    def put(self, event: Event) -> bool:
        """Add an event; False where there is no room for it."""
        with self._guard:
            if len(self._waiting) >= MOST:
                return False
            self._waiting.append(event)
            return True

    def hint(self, event: Event) -> None:
        """Add what does no harm when it is lost."""
        with self._guard:
            if len(self._waiting) < _HINTS:
                self._waiting.append(event)

    def take(self) -> list[Event]:
        """Return what waits, the oldest first, and so much as one step takes."""
        with self._guard:
            return [self._waiting.popleft() for _ in range(min(AT_ONCE, len(self._waiting)))]

    def clear(self) -> None:
        """Forget everything: nothing of it was acknowledged, so the pages send it again."""
        with self._guard:
            self._waiting.clear()
