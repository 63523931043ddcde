"""A buyer's page for tests: speaks protocol 1 over a real socket, and remembers what it was told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from websockets.asyncio.client import ClientConnection, connect

from ticketdesk.channels.web.protocol import CHUNK, SUBPROTOCOL

PATIENCE = 30.0


class Page:
    """One page: ``async with Page(port) as page``. What came stands in ``frames``, ``messages`` and ``kept``."""

    def __init__(
        self, port: int, token: str = "", *, lang: str = "zh", after: str = "0", host: str = "127.0.0.1"
    ) -> None:
        self.port, self.token, self.lang, self.after, self.host = port, token, lang, after, host
        self.frames: list[dict[str, Any]] = []
        self.binary: list[bytes] = []
        self.messages: dict[str, dict[str, Any]] = {}
        self.kept: list[str] = []
        self._come = asyncio.Condition()
        self._closed = False

    async def __aenter__(self) -> Page:
        self.socket = await dial(self.port, host=self.host)
        self._listening = asyncio.create_task(self._listen())
        await self.send(t="hello", v=1, token=self.token, lang=self.lang, after=self.after)
        welcome = await self.told("welcome")
        self.token = welcome["token"]
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.socket.close()
        await self._listening

    def cut(self) -> None:
        """Lose the line without a word."""
        self.socket.transport.abort()

    async def _listen(self) -> None:
        try:
            async for message in self.socket:
                async with self._come:
                    self._hear(message)
                    self._come.notify_all()
        except Exception:
            pass
        async with self._come:
            self._closed = True
            self._come.notify_all()

    def _hear(self, message: str | bytes) -> None:
        if isinstance(message, bytes):
            self.binary.append(message)
            return
        found = json.loads(message)
        self.frames.append(found)
        if found["t"] == "messages":
            self.messages.update({each["id"]: each for each in found["list"]})
        elif found["t"] == "kept":
            self.kept += found["ids"]

    async def send(self, **fields: object) -> None:
        """Send a text frame."""
        await self.socket.send(json.dumps(fields, ensure_ascii=False))

    async def say(self, text: str, name: str = "") -> str:
        """Say words and return their name."""
        name = name or str(uuid4())
        await self.send(t="say", id=name, text=text)
        return name

    async def until(self, holds: Callable[[], Any]) -> Any:
        """Wait until something holds of what came; return it."""
        async with asyncio.timeout(PATIENCE), self._come:
            while not (found := holds()) and not self._closed:
                await self._come.wait()
        assert found, (self.frames[-3:], self._closed)
        return found

    async def told(self, kind: str, **fields: object) -> dict[str, Any]:
        """Wait for a frame of this kind with these fields and return the first."""
        wanted = {"t": kind, **fields}

        def holds(each: dict[str, Any]) -> bool:
            return all(each.get(name) == value for name, value in wanted.items())

        found: dict[str, Any] = await self.until(lambda: next((each for each in self.frames if holds(each)), None))
        return found

    async def until_kept(self, *names: str) -> None:
        """Wait until the desk has acknowledged these words."""
        await self.until(lambda: set(names) <= set(self.kept))

    async def until_closed(self) -> None:
        """Wait until the desk has closed the socket."""
        await self._listening

    @property
    def texts(self) -> list[str]:
        """The words that the page shows, in its order."""
        return [self.messages[key]["text"] for key in sorted(self.messages, key=int)]

    async def send_picture(self, content: bytes, name: str = "", *, upto: int | None = None) -> str:
        """Send a picture from where the desk wants it (``upto``: stop there) and return its name."""
        name = name or str(uuid4())
        self.frames = [each for each in self.frames if each.get("id") != name]
        await self.send(t="picture", id=name, size=len(content))
        offset = int((await self.told("from", id=name))["offset"])
        end = len(content) if upto is None else upto
        while offset < end:
            await self.chunk(name, offset, content[offset : min(offset + CHUNK, end)])
            offset = min(offset + CHUNK, end)
            await self.until(lambda at=offset: self._answered(name, at))
        return name

    def _answered(self, name: str, offset: int) -> bool:
        mine = [each for each in self.frames if each.get("id") == name]
        return any(each["t"] == "refused" or each.get("offset") == offset for each in mine)

    async def chunk(self, name: str, offset: int, data: bytes) -> None:
        """Send one piece of a picture."""
        await self.socket.send(UUID(name).bytes + offset.to_bytes(8) + data)


async def dial(port: int, *, host: str = "127.0.0.1", origin: str = "", **more: Any) -> ClientConnection:
    """Open a socket as the shop's own page does (or as ``origin``)."""
    return await connect(
        f"ws://{host}:{port}/socket",
        origin=origin or f"http://{host}:{port}",  # type: ignore[arg-type]
        subprotocols=[SUBPROTOCOL],  # type: ignore[list-item]
        compression=None,
        max_size=2**22,
        ping_interval=None,
        **more,
    )
