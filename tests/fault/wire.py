"""A live channel whose memory is a file, so that it outlives the killed desk: each key is taken once, in order."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Sequence
from pathlib import Path

from ticketdesk.domain.channel_events import Acknowledged
from ticketdesk.store.queries.conversations import MessageRow


class FileWire:
    """Appends what it takes to ``path``, one line in one write; ``forgets`` is a channel without keys (control)."""

    def __init__(self, path: Path, rng: random.Random, *, forgets: bool = False) -> None:
        self._path = path
        self._rng = rng
        self._forgets = forgets
        self._known = {key for _, key, _ in taken(path)}
        self._waiting: list[str] = []
        self.online = True

    def kept(self, keys: Sequence[str]) -> None:
        """Nobody writes here."""

    def not_kept(self, keys: Sequence[str], reason: str) -> None:
        """Nobody writes here."""

    def typing(self, nick: str, *, typing: bool, thread: str = "") -> None:
        """Nobody looks whether somebody writes."""

    def mark_read(self, nick: str, key: str, *, thread: str = "") -> None:
        """Nobody looks whether it was read."""

    def close(self, nick: str, *, thread: str = "") -> None:
        """Nobody stays."""

    def hand_over(self, nick: str, reply: MessageRow, key: str, *, thread: str = "") -> str:
        self.online = self._rng.random() < 0.9
        if not self.online:
            return "offline"
        if self._forgets or key not in self._known:
            self._known.add(key)
            line = json.dumps([nick, key, reply.text], ensure_ascii=False) + "\n"
            file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.write(file, line.encode())
            os.close(file)
        self._waiting.append(key)
        return "accepted"

    def recall(self, nick: str, key: str, *, thread: str = "") -> bool:
        return False

    def invite_rating(self, nick: str, *, thread: str = "") -> None:
        """Nobody rates here."""

    def events(self) -> list[Acknowledged]:
        """What it acknowledges now: some of what it has taken."""
        self.online = True
        found = [key for key in self._waiting if self._rng.random() < 0.7]
        self._waiting = [key for key in self._waiting if key not in found]
        return [Acknowledged(key) for key in found]


def taken(path: Path) -> list[tuple[str, str, str]]:
    """Return (nick, key, text) of all that was ever taken, in its order."""
    if not path.exists():
        return []
    return [tuple(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
