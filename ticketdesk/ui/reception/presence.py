"""Who is where and who is typing, kept in memory only: panes and windows on a conversation, buyers and agents writing.

Nothing of it is stored and all of it times out: it is a hint, never a lock.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from ticketdesk.domain.channel_events import Typing
from ticketdesk.store.queries.live import conversation_of
from ticketdesk.ui.world import World

TYPING_MS: Final = 8_000
"""So long after the last word of it somebody counts as typing."""

HERE_MS: Final = 60_000
"""So long after the last word of it a colleague at another desk counts as being on a conversation."""


class Here(NamedTuple):
    """Somebody else on a conversation: ``who`` is a colleague's name, "" for another pane of this window."""

    who: str


class Presence(QObject):
    """`changed(conversation id)` when somebody came to it, left it, or began or stopped typing in it."""

    changed = Signal(object)

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._world = world
        self._panes: dict[int, int] = {}
        self._colleagues: dict[tuple[int, str], int] = {}
        self._typing: dict[int, tuple[str, int]] = {}
        self._ending = QTimer(self)
        self._ending.setSingleShot(True)
        self._ending.timeout.connect(self._forget)

    def show(self, pane: QObject, conversation_id: int | None) -> None:
        """Tell which conversation a pane shows now, None for none; a pane that is destroyed shows none."""
        key, before = id(pane), self._panes.get(id(pane))
        if before == conversation_id:
            return
        if key not in self._panes:
            pane.destroyed.connect(_Leaving(self, key).leave)
        if conversation_id is None:
            self._panes.pop(key, None)
        else:
            self._panes[key] = conversation_id
        for each in (before, conversation_id):
            if each is not None:
                self.changed.emit(each)

    def others(self, pane: QObject, conversation_id: int) -> tuple[Here, ...]:
        """Return who else is on a conversation, colleagues first."""
        now = self._world.clock()
        named = sorted(
            who for (talk, who), until in self._colleagues.items() if talk == conversation_id and until > now
        )
        panes = sum(talk == conversation_id for key, talk in self._panes.items() if key != id(pane))
        return (*(Here(who) for who in named), *(Here("") for _each in range(panes)))

    def colleague(self, conversation_id: int, who: str, *, here: bool = True) -> None:
        """A colleague at another desk came to a conversation (say it again each half minute), or left it."""
        if here:
            self._colleagues[conversation_id, who] = self._world.clock() + HERE_MS
        else:
            self._colleagues.pop((conversation_id, who), None)
        self._told(conversation_id)

    def typing(self, conversation_id: int, who: str, *, typing: bool = True) -> None:
        """Somebody types in a conversation, or no longer."""
        if typing:
            self._typing[conversation_id] = (who, self._world.clock() + TYPING_MS)
        elif self._typing.pop(conversation_id, None) is None:
            return
        self._told(conversation_id)

    def typist(self, conversation_id: int) -> str:
        """Return who types in a conversation, "" for nobody."""
        who, until = self._typing.get(conversation_id, ("", 0))
        return who if until > self._world.clock() else ""

    def hear(self, channel: str, event: object) -> None:
        """Take what a live channel tells beside its messages; all but typing is left alone."""
        if isinstance(event, Typing):
            found = conversation_of(self._world.reader, event.nick, channel, event.thread)
            if found is not None:
                self.typing(found, event.nick, typing=event.typing)

    def leave(self, key: int) -> None:
        """A pane is gone."""
        before = self._panes.pop(key, None)
        if before is not None:
            self.changed.emit(before)

    def _told(self, conversation_id: int) -> None:
        self.changed.emit(conversation_id)
        self._wait()

    def _wait(self) -> None:
        """Wake up when the first of them has timed out; nothing runs while nobody is here."""
        ends = [until for _who, until in self._typing.values()] + list(self._colleagues.values())
        if ends:
            self._ending.start(max(50, min(ends) - self._world.clock() + 20))

    def _forget(self) -> None:
        now = self._world.clock()
        ended = {talk for talk, (_who, until) in self._typing.items() if until <= now}
        ended |= {talk for (talk, _who), until in self._colleagues.items() if until <= now}
        self._typing = {talk: each for talk, each in self._typing.items() if each[1] > now}
        self._colleagues = {key: until for key, until in self._colleagues.items() if until > now}
        for talk in ended:
            self.changed.emit(talk)
        self._wait()


class _Leaving(QObject):
    """Hears that a pane was destroyed; lives as long as the registry."""

    def __init__(self, presence: Presence, key: int) -> None:
        super().__init__(presence)
        self._presence, self._key = presence, key

    def leave(self) -> None:
        """Tell the registry."""
        self._presence.leave(self._key)
        self.deleteLater()


def presence_of(world: World) -> Presence:
    """Return the one registry of a world; it hears what the live channels tell, where there are any."""
    found = world.findChild(Presence)
    if isinstance(found, Presence):
        return found
    made, traffic = Presence(world), getattr(world, "traffic", None)
    if traffic is not None:
        traffic.told.connect(made.hear)
    return made
