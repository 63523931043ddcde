"""What a buyer says, in one page: words, a message left, typing, reading, rating, a proof, a farewell."""

from __future__ import annotations

import asyncio
from typing import Final, Protocol

from ticketdesk.channels.web import protocol
from ticketdesk.channels.web.hub import Hub
from ticketdesk.channels.web.keys import store_key
from ticketdesk.channels.web.protocol import frame
from ticketdesk.channels.web.proving import card_of, order_of, proved
from ticketdesk.channels.web.rooms import Room
from ticketdesk.domain.channel_events import Closed, Rated, Read, Said, Typing
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.files import FileRef
from ticketdesk.store.queries import web
from ticketdesk.store.writer import Priority
from ticketdesk.store.writers.web import prove
from ticketdesk.words import tr

_RESENT: Final = 30.0
"""Seconds after which a rating that the desk never spoke of again may come a second time."""


class Answering(Protocol):
    """The page that is answered."""

    def push(self, text: str) -> None:
        """Queue a frame."""

    def refuse(self, name: str, why: str, seconds: float = 0.0) -> None:
        """Say what was not taken."""

    def accepted(self) -> None:
        """Something was taken."""


class Speaking:
    """Passes on what one page says; ``answering`` hears what was refused."""

    def __init__(self, hub: Hub, room: Room, answering: Answering) -> None:
        self._hub, self._room, self._page = hub, room, answering

    async def say(self, name: str, text: str, *, files: tuple[FileRef, ...] = ()) -> None:
        """Pass words (or a picture) on under the page's own name; told again they are kept once."""
        room, now = self._room, self._hub.now()
        if room.on_way(name, now):
            return
        key = store_key(room.visit.id, name)
        if room.conversation is not None and web.key_kept(self._hub.store.reader, room.conversation, key):
            self._page.push(frame("kept", ids=[name]))
            return
        wait = room.wait(name, now)
        if wait:
            self._page.refuse(name, "too_fast", wait)
            return
        room.go(name, now)
        try:
            await self._known()
        except DeskError:
            room.arrived([name])
            room.hold(name, now)
            self._page.refuse(name, "not_kept", 5)
            return
        kind = "picture" if files else "text"
        visit = room.visit
        said = Said(visit.nick, key, text, self._hub.at(), kind, thread=visit.thread, files=files)
        if self._hub.events.put(said):
            self._page.accepted()
            return
        room.arrived([name])
        room.hold(name, now)
        self._page.refuse(name, "full", 3)

    async def _known(self) -> None:
        """Give the buyer a name, where this is the first word."""
        async with self._room.naming:
            await self._hub.visits.keep(self._room.visit)
        self._hub.greet(self._room)

    async def leave(self, left: protocol.Leave) -> None:
        """Pass on a message that was left in a closed shop: the agent reads it first thing."""
        await self.say(left.id, tr("Message left for us. To be reached at: {0}", left.contact) + "\n" + left.text)

    def hint(self, said: protocol.Frame) -> None:
        """Pass on what no word of the conversation comes of."""
        match said:
            case protocol.Typing():
                self._typing(on=said.on)
            case protocol.ReadTo():
                self._reads(said.upto)
            case protocol.Rate():
                self._rate(said)
            case protocol.Bye():
                self._bye()

    def _typing(self, *, on: bool) -> None:
        visit = self._room.visit
        if visit.kept and not self._room.hints.take(self._hub.now()):
            self._hub.events.hint(Typing(visit.nick, typing=on, thread=visit.thread))

    def _reads(self, upto: int) -> None:
        room = self._room
        if room.conversation is None or upto <= room.seen_upto:
            return
        found = web.last_reply_upto(self._hub.store.reader, room.conversation, upto)
        if found is not None and found[0] > room.seen_upto:
            room.seen_upto, key = found
            self._hub.events.hint(Read(room.visit.nick, key, thread=room.visit.thread))

    def _rate(self, said: protocol.Rate) -> None:
        """Pass a rating on where one was asked for; it counts once, however often it comes."""
        room, now = self._room, self._hub.now()
        if room.rating_sent and now - room.rating_sent < _RESENT:
            return
        if room.conversation is None or not web.rating_asked(self._hub.store.reader, room.conversation):
            self._page.push(frame("rated"))
            return
        text = " ".join(filter(None, (" · ".join(said.tags), said.text)))
        if self._hub.events.put(Rated(room.visit.nick, said.score, text, thread=room.visit.thread)):
            room.rating_sent = now

    def _bye(self) -> None:
        visit = self._room.visit
        if visit.kept and not self._room.hints.take(self._hub.now()):
            self._hub.events.hint(Closed(visit.nick, thread=visit.thread))

    async def prove(self, asked: protocol.Prove, address: str) -> None:
        """Show an order to who names its number and the last digits of its phone, a few tries at a time."""
        hub, room, now = self._hub, self._room, self._hub.now()
        names = (f"visit {room.visit.id}", f"address {address}", f"order {asked.order}")
        if wait := hub.tries.wait(names, now):
            self._page.push(frame("not_proven", left=0, seconds=wait))
            return
        order = proved(hub.store.reader, asked.order, asked.digits)
        if order is None:
            left = hub.tries.wrong(names, now)
            self._page.push(frame("not_proven", left=left, seconds=hub.tries.wait(names, now)))
            return
        try:
            await self._known()
            await _written(hub, room.visit.id, order)
        except DeskError:
            self._page.push(frame("not_proven", left=1, seconds=5))
            return
        hub.tries.right((names[0], names[2]))
        self._unlock(order)

    def _unlock(self, order: int) -> None:
        room, reader = self._room, self._hub.store.reader
        room.proven |= {order}
        card = web.order_card(reader, order)
        if card is not None:
            room.push(frame("proven", order=card.number, card=card_of(card)))
        if room.conversation is not None:
            rows = web.newest(reader, room.conversation, 200)
            self._hub.show(room, [row for row in rows if row.kind == "logistics" and order_of(row) == order])


async def _written(hub: Hub, visit: int, order: int) -> None:
    job = hub.store.submit(lambda: hub.store.aside(prove, visit, order, hub.clock()), Priority.ACT)
    await asyncio.wrap_future(job)
