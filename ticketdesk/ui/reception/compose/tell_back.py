"""What the window tells buyers over their live channels: an agent is writing, has read, has ended the conversation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Protocol

from PySide6.QtCore import QObject

from ticketdesk.desk.changes import Changes
from ticketdesk.store.queries import live
from ticketdesk.store.queries.live import Spot
from ticketdesk.ui.later import soon
from ticketdesk.ui.world import World

AGAIN_MS: Final = 3_000
"""While somebody goes on writing it is said again so seldom."""

QUIET_MS: Final = 5_000
"""So long after the last key nobody counts as writing."""

_MOST: Final = 50
"""Of one act so many conversations are told of at most: a bulk act is no reading."""


class Hearer(Protocol):
    """A live channel as far as it is told what agents do; ``channels.channel.LiveChannel`` fits it."""

    def typing(self, nick: str, *, typing: bool, thread: str = "") -> None: ...

    def mark_read(self, nick: str, key: str, *, thread: str = "") -> None: ...

    def close(self, nick: str, *, thread: str = "") -> None: ...


class TellBack(QObject):
    """Speaks to the channels of ``lines`` (by name) that are joined now; a conversation over another one is left."""

    def __init__(self, world: World, lines: Mapping[str, Hearer]) -> None:
        super().__init__(world)
        self._world, self._lines = world, lines
        self._spot: tuple[int, Spot | None] | None = None
        self._writing: tuple[int, int] | None = None  # the conversation, and when its buyer was last told
        self._silence = soon(self, QUIET_MS, self._fall_silent)
        world.changed.connect(self._changed)

    def typed(self, conversation_id: int, *, typing: bool) -> None:
        """Somebody wrote in a draft (``typing``), or it is empty again."""
        writing = self._writing
        if writing is not None and (writing[0] != conversation_id or not typing):
            self._fall_silent()
            writing = None
        if not typing:
            return
        self._silence.start()
        now = self._world.clock()
        if writing is None or now - writing[1] >= AGAIN_MS:
            self._writing = (conversation_id, now)
            self._say(conversation_id, typing=True)

    def _fall_silent(self) -> None:
        self._silence.stop()
        writing, self._writing = self._writing, None
        if writing is not None:
            self._say(writing[0], typing=False)

    def _say(self, conversation_id: int, *, typing: bool) -> None:
        if self._spot is None or self._spot[0] != conversation_id:
            self._spot = conversation_id, live.spot_of(self._world.reader, conversation_id)
        self._to(self._spot[1], lambda line, spot: line.typing(spot.nick, typing=typing, thread=spot.thread))

    def _to(self, spot: Spot | None, tell: Callable[[Hearer, Spot], None]) -> None:
        line = self._lines.get(spot.channel) if spot is not None else None
        if spot is not None and line is not None:
            tell(line, spot)

    def _changed(self, changes: Changes) -> None:
        if changes.command not in ("MarkSeen", "EndConversation"):
            return
        for conversation in (changes.of("conversation") or ())[:_MOST]:
            spot = live.spot_of(self._world.reader, conversation)
            if spot is None or spot.channel not in self._lines:
                continue
            if changes.command == "EndConversation":
                self._to(spot, lambda line, spot: line.close(spot.nick, thread=spot.thread))
            elif spot.seen_key:
                self._to(spot, lambda line, spot: line.mark_read(spot.nick, spot.seen_key, thread=spot.thread))
