"""One open page: what it says is checked, limited and passed on; what it is told goes through its own queue."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State

from ticketdesk.channels.web import history, protocol, shop
from ticketdesk.channels.web.buckets import Bucket
from ticketdesk.channels.web.hub import Hub
from ticketdesk.channels.web.outgoing import Outgoing
from ticketdesk.channels.web.pictures import Pictures
from ticketdesk.channels.web.protocol import BadFrame, Hello, frame
from ticketdesk.channels.web.rooms import Room
from ticketdesk.channels.web.speaking import Speaking
from ticketdesk.store.queries import web

FIRST: Final = 10.0
"""Seconds in which a page says hello."""

FRAME_RATE: Final = 10.0
FRAME_BURST: Final = 60.0
"""Text frames of one page a second and at once; beyond them the desk reads more slowly."""

MOST_BAD: Final = 200
"""A page of which so many frames in a row were refused is no page of ours."""

_POLICY: Final = 1008
_AGAIN: Final = 1013


class Session:
    """A page that is open, from its hello to its end."""

    def __init__(self, hub: Hub, socket: ServerConnection, address: str, abort: Callable[[], None]) -> None:
        self.hub, self.address = hub, address
        self._socket = socket
        self._abort = abort
        self._out = Outgoing(socket, abort)
        self._pace = Bucket(FRAME_RATE, FRAME_BURST, hub.now())
        self._bad = 0
        self._closing: asyncio.Task[None] | None = None

    def push(self, text: str) -> None:
        """Queue a frame for the page."""
        self._out.push(text)

    def push_file(self, message: int, path: Path, media_type: str, size: int) -> bool:
        """Queue the bytes of a message's file; False where enough wait already."""
        return self._out.push_file(message, path, media_type, size)

    def close(self) -> None:
        """Go: another page of the same buyer takes the place."""
        self._closing = asyncio.get_running_loop().create_task(self.fail("cap"))

    async def fail(self, why: str) -> None:
        """Say why this cannot go on, and close."""
        with contextlib.suppress(Exception):
            async with asyncio.timeout(2):
                await self._socket.send(frame("error", why=why))
                await self._socket.close(_AGAIN if why in ("cap", "shutdown") else _POLICY, why)
        self._abort()

    async def run(self) -> None:
        """Serve the page until it is closed."""
        room = await self._begin()
        if room is None:
            return
        sender = asyncio.get_running_loop().create_task(self._out.run())
        try:
            await self._listen(room)
        except ConnectionClosed:
            pass
        finally:
            self.hub.leave(room, self)
            sender.cancel()
            with contextlib.suppress(BaseException):
                await sender

    async def _begin(self) -> Room | None:
        """Hear the hello and welcome the page; None where it cannot stay."""
        try:
            async with asyncio.timeout(FIRST):
                first = await self._socket.recv()
            hello = protocol.parse(first) if isinstance(first, str) else None
        except ConnectionClosed:
            return None
        except (TimeoutError, BadFrame):
            hello = None
        if not isinstance(hello, Hello):
            await self.fail("version")
            return None
        if hello.version != protocol.VERSION:
            await self.fail("version")
            return None
        token = ""
        if hello.token:
            visit = self.hub.visits.find(hello.token)
        else:
            visit, token = self.hub.visits.begin(hello.lang)
        if visit is None:
            await self.fail("token")
            return None
        room = self.hub.enter(visit, self)
        self.hub.visits.seen(room.visit, hello.lang)
        self._welcome(room, hello, token or hello.token)
        return room

    def _welcome(self, room: Room, hello: Hello, token: str) -> None:
        reader, talk, now = self.hub.store.reader, room.conversation, self.hub.status
        values = self.hub.values
        name = shop.name(reader, values.title)
        self.push(
            frame(
                "welcome",
                token=token,
                shop={"name": name, "mark": name[:1]},
                **now._asdict(),
                quick=shop.quick(values.quick, hello.lang),
                now=self.hub.clock(),
                read=str(room.read_upto) if room.read_upto else "",
                rating=talk is not None and web.rating_asked(reader, talk),
                sender="" if talk is None else web.serving_name(reader, talk),
                recalled=[] if talk is None else [str(key) for key in web.recalled(reader, talk)],
            )
        )
        if talk is not None:
            self._out.push_long(history.since(reader, talk, hello.after, lambda: room.proven))

    async def _listen(self, room: Room) -> None:
        speaking = Speaking(self.hub, room, self)
        pictures = Pictures(self.hub, room, self, speaking)
        async for message in self._socket:
            try:
                if isinstance(message, bytes):
                    await pictures.add(protocol.parse_chunk(message))
                else:
                    wait = self._pace.owe(self.hub.now(), 1)
                    if wait and (self.hub.closing or self._socket.state is not State.OPEN):
                        return  # nobody waits for an answer to what a flood has left behind
                    await asyncio.sleep(wait)
                    await self._hear(room, speaking, pictures, protocol.parse(message))
            except BadFrame as bad:
                self.refuse(bad.id, bad.why)
            if self._bad > MOST_BAD:
                await self.fail("flood")
                return

    async def _hear(self, room: Room, speaking: Speaking, pictures: Pictures, said: protocol.Frame) -> None:
        match said:
            case protocol.Say():
                await speaking.say(said.id, said.text)
            case protocol.Leave():
                await speaking.leave(said)
            case protocol.Picture():
                await pictures.begin(said)
            case protocol.Fetch():
                await pictures.fetch(said.id)
            case protocol.Prove():
                await speaking.prove(said, self.address)
            case protocol.Older():
                self._older(room, said.before)
            case protocol.Ping():
                self.push(frame("pong"))
            case protocol.Hello():
                raise BadFrame
            case _:
                speaking.hint(said)

    def _older(self, room: Room, before: int) -> None:
        reader, talk = self.hub.store.reader, room.conversation
        if talk is None:
            self.push(frame("messages", list=[], more=False, older=True))
        else:
            self._out.push_long(history.before(reader, talk, before, lambda: room.proven))

    def refuse(self, name: str, why: str, seconds: float = 0.0) -> None:
        """Say what was not taken, and in how many seconds it may come again (0: never, as it is)."""
        self._bad += 1
        self.push(frame("refused", id=name, why=why, seconds=round(seconds, 1)))

    def accepted(self) -> None:
        """Something was taken: the page is one of ours."""
        self._bad = 0
