"""The middle of the server: rooms of buyers, what the store says of them, and the way to the window's thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, TypeVar

from ticketdesk.channels.web import history, shop
from ticketdesk.channels.web.events import Events
from ticketdesk.channels.web.protocol import frame
from ticketdesk.channels.web.proving import Tries
from ticketdesk.channels.web.rooms import MOST_PAGES, Page, Room, room_for
from ticketdesk.channels.web.uploads import Look, Uploads
from ticketdesk.channels.web.visits import Visit, Visits
from ticketdesk.desk.changes import Changes
from ticketdesk.domain.channel_events import Presence
from ticketdesk.domain.channel_settings import WebValues
from ticketdesk.store.queries import web
from ticketdesk.store.queries.conversations import MessageRow
from ticketdesk.store.queries.live import conversation_of
from ticketdesk.store.store import Store

T = TypeVar("T")
NAME: Final = "web"
GRACE: Final = 5.0
"""Seconds after which a buyer whose last page has closed counts as gone: a page that is loaded anew comes back."""

MOST_OWN_TRIES: Final = 50
STATUS_EVERY: Final = 15.0
SWEEP_EVERY: Final = 300.0


class Hub:
    """All rooms. Everything here runs on the thread of the server's loop; ``clock`` gives UTC ms."""

    def __init__(
        self, store: Store, clock: Callable[[], int], events: Events, values: WebValues, folder: Path, look: Look
    ) -> None:
        self.store, self.clock, self.look, self.events, self.values = store, clock, look, events, values
        self.visits = Visits(store, clock)
        self.uploads = Uploads(folder)
        # Behind a proxy everybody comes from this computer's own address: one who guesses must not shut out all others.
        self.tries = Tries({f"address {own}": MOST_OWN_TRIES for own in ("127.0.0.1", "::1")})
        self.rooms: dict[int, Room] = {}
        self.status = shop.status(store.reader, clock())
        self._files = ThreadPoolExecutor(1, "web-files")
        self._pictures = ThreadPoolExecutor(1, "web-pictures")
        self._last_at = 0
        self.closing = False

    def now(self) -> float:
        """The loop's own seconds."""
        return asyncio.get_running_loop().time()

    def at(self) -> int:
        """The moment of what a buyer says now (UTC ms); it never goes back, whatever the clock does."""
        self._last_at = max(self._last_at, self.clock())
        return self._last_at

    async def filed(self, job: Callable[..., T], *values: Any) -> T:
        """Do something with files, one after the other, beside the loop."""
        return await asyncio.get_running_loop().run_in_executor(self._files, job, *values)

    async def pictured(self, job: Callable[..., T], *values: Any) -> T:
        """Look at a picture, one at a time, beside the loop."""
        return await asyncio.get_running_loop().run_in_executor(self._pictures, job, *values)

    def close(self) -> None:
        """Let the helping threads end."""
        self._files.shutdown(wait=True, cancel_futures=True)
        self._pictures.shutdown(wait=True, cancel_futures=True)

    def enter(self, visit: Visit, page: Page) -> Room:
        """Let a page into the room of its visit; beyond ``MOST_PAGES`` the oldest page must go."""
        room = self.rooms.get(visit.id)
        if room is None:
            room = self.rooms[visit.id] = room_for(visit, self.now())
            room.proven = web.proven(self.store.reader, visit.id)
        room.pages.append(page)
        if len(room.pages) > MOST_PAGES:
            room.pages.pop(0).close()
        self.find_conversation(room)
        self.greet(room)
        return room

    def greet(self, room: Room) -> None:
        """Tell the desk that a buyer who is known is here."""
        if room.visit.kept and room.pages and not room.here:
            room.here = True
            self.events.hint(Presence(room.visit.nick, online=True, thread=room.visit.thread))

    def leave(self, room: Room, page: Page) -> None:
        """A page has closed."""
        if page in room.pages:
            room.pages.remove(page)
        if not room.pages:
            asyncio.get_running_loop().call_later(GRACE, self._gone, room)

    def _gone(self, room: Room) -> None:
        if room.pages or self.rooms.get(room.visit.id) is not room:
            return
        del self.rooms[room.visit.id]
        self._files.submit(self.uploads.leave, room.visit.id)
        if room.here:
            self.events.hint(Presence(room.visit.nick, online=False, thread=room.visit.thread))

    def room_of(self, nick: str, thread: str) -> Room | None:
        """Return the room of a buyer who is here."""
        return next(
            (each for each in self.rooms.values() if each.visit.nick == nick and each.visit.thread == thread), None
        )

    def find_conversation(self, room: Room) -> int | None:
        """Return the conversation of a room, None before its first word is kept."""
        if room.conversation is None and room.visit.kept:
            room.conversation = conversation_of(self.store.reader, room.visit.nick, NAME, room.visit.thread)
            if room.conversation is not None:
                room.read_upto = web.read_upto(self.store.reader, room.conversation)
        return room.conversation

    def show(self, room: Room, rows: Sequence[MessageRow]) -> None:
        """Push messages to every page of a room."""
        for messages in history.in_frames(history.shown(row, room.proven) for row in rows):
            room.push(frame("messages", list=messages, more=False))

    def read(self, room: Room, upto: int) -> None:
        """Tell a room up to where the buyer's words were read, where that is news."""
        if upto > room.read_upto:
            room.read_upto = upto
            room.push(frame("read", upto=str(upto)))

    def tell(self, nick: str, thread: str, kind: str, **fields: object) -> None:
        """Push a frame that names the agent to a buyer who is here."""
        room = self.room_of(nick, thread)
        if room is not None:
            if room.conversation is not None and kind != "closed":
                fields["sender"] = web.serving_name(self.store.reader, room.conversation)
            room.push(frame(kind, **fields))

    def read_key(self, nick: str, thread: str, key: str) -> None:
        """An agent has read up to the buyer's message with this key."""
        room = self.room_of(nick, thread)
        if room is not None and room.conversation is not None:
            self.read(room, web.id_of_key(self.store.reader, room.conversation, key) or 0)

    def changed(self, changes: Sequence[Changes]) -> None:
        """Hear what was committed and push what pages show of it."""
        if any(each.touches("agent", "setting", "shop") for each in changes):
            self.look_around()
        if not self.rooms:
            return
        ids = _named(changes, "message")
        self._messages(ids)
        talks = _named(changes, "conversation")
        if talks is None or talks:
            self._conversations(talks)
        if any(each.touches("rating") for each in changes):
            self._rated()

    def _messages(self, ids: list[int] | None) -> None:
        rooms = {talk: room for room in self.rooms.values() if (talk := self.find_conversation(room)) is not None}
        reader = self.store.reader
        if ids is None:
            for talk, room in rooms.items():
                self.show(room, web.newest(reader, talk, history.PAGE))
            return
        found: dict[int, list[int]] = {}
        for talk, message in web.places(reader, ids) if ids and rooms else []:
            if talk in rooms:
                found.setdefault(talk, []).append(message)
        for talk, mine in found.items():
            self.show(rooms[talk], web.among(reader, talk, mine))

    def _conversations(self, talks: list[int] | None) -> None:
        known = None if talks is None else set(talks)
        for room in self.rooms.values():
            if room.conversation is not None and (known is None or room.conversation in known):
                self.read(room, web.read_upto(self.store.reader, room.conversation))

    def _rated(self) -> None:
        for room in self.rooms.values():
            if room.rating_sent and room.conversation and not web.rating_asked(self.store.reader, room.conversation):
                room.rating_sent = 0.0
                room.push(frame("rated"))

    def look_around(self) -> None:
        """Tell every page what has changed about the shop."""
        now = shop.status(self.store.reader, self.clock())
        if now != self.status:
            self.status = now
            for room in self.rooms.values():
                room.push(frame("status", open=now.open, online=now.online, hours=now.hours))

    def kept(self, names: Iterable[tuple[int, str]]) -> None:
        """The store has these words, by (visit, page's own id): tell the pages."""
        for visit, mine in _by_visit(names).items():
            if (room := self.rooms.get(visit)) is not None:
                room.arrived(mine)
                room.push(frame("kept", ids=mine))
            for name in mine:
                if (upload := self.uploads.of(visit, name)) is not None and upload.whole:
                    self._files.submit(self.uploads.drop, upload)

    def not_kept(self, names: Iterable[tuple[int, str]]) -> None:
        """The store refused these words: the pages send them again, in their order."""
        for visit, mine in _by_visit(names).items():
            if (room := self.rooms.get(visit)) is None:
                continue
            room.arrived(mine)
            room.hold(mine[0], self.now())
            for name in mine:
                room.push(frame("refused", id=name, why="not_kept", seconds=5))


def _by_visit(names: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for visit, name in names:
        found.setdefault(visit, []).append(name)
    return found


def _named(changes: Sequence[Changes], table: str) -> list[int] | None:
    """Return the ids written in ``table`` by all of ``changes``, None for many."""
    found: dict[int, None] = {}
    for each in changes:
        ids = each.of(table)
        if ids is None:
            return None
        found.update(dict.fromkeys(ids))
    return list(found)
