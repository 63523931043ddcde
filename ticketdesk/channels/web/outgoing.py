"""What goes out to one page: frames in order, pieces of files between them, an end for one that does not read."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, Protocol

from ticketdesk.channels.web.buckets import Bucket
from ticketdesk.channels.web.protocol import CHUNK, file_chunk, frame

MOST_FRAMES: Final = 500
MOST_BYTES: Final = 4 * 1024 * 1024
"""Frames and their bytes that wait for one page at most; beyond it the page is closed and catches up by its cursor."""

MOST_FILES: Final = 4
SLOW: Final = 20.0
"""Seconds that one frame may take."""

FILE_RATE: Final = 4.0 * 1024 * 1024
FILE_BURST: Final = 1.0 * 1024 * 1024
"""Bytes of files that one page is sent a second, and at once."""


class Wire(Protocol):
    """An open socket as it is written to."""

    async def send(self, message: str | bytes) -> None:
        """Send one message; waits while the other side does not read."""


class Outgoing:
    """The queue to one page. ``abort`` is called once where the page does not keep up."""

    def __init__(self, wire: Wire, abort: Callable[[], None]) -> None:
        self._wire, self._abort = wire, abort
        self._frames: deque[str] = deque()
        self._bytes = 0
        self._long: deque[Iterator[str]] = deque()
        self._files: deque[tuple[int, Path, int]] = deque()
        self._ready = asyncio.Event()
        self._pace = Bucket(FILE_RATE, FILE_BURST, asyncio.get_running_loop().time())
        self._over = False

    def push(self, text: str) -> None:
        """Queue a frame; never waits."""
        if self._over:
            return
        self._frames.append(text)
        self._bytes += len(text)
        if len(self._frames) > MOST_FRAMES or self._bytes > MOST_BYTES:
            self._end()
        self._ready.set()

    def push_long(self, frames: Iterator[str]) -> None:
        """Queue frames that are made one by one, each when the one before has gone: however many, they take no room."""
        self._long.append(frames)
        self._ready.set()

    def push_file(self, message: int, path: Path, media_type: str, size: int) -> bool:
        """Queue the bytes of a message's file; False where enough wait already."""
        if len(self._files) >= MOST_FILES:
            return False
        self.push(frame("file", id=str(message), type=media_type, size=size))
        self._files.append((message, path, 0))
        return True

    def _end(self) -> None:
        self._over = True
        self._frames.clear()
        self._long.clear()
        self._files.clear()
        self._abort()

    async def run(self) -> None:
        """Send what is queued until this is cancelled."""
        while not self._over:
            self._ready.clear()
            if self._frames:
                text = self._frames.popleft()
                self._bytes -= len(text)
                await self._send(text)
            elif self._long:
                await self._send_next(self._long[0])
            elif self._files:
                await self._send_piece()
            else:
                await self._ready.wait()

    async def _send_next(self, frames: Iterator[str]) -> None:
        text = next(frames, None)
        if text is not None:
            await self._send(text)
        elif self._long:
            self._long.popleft()

    async def _send(self, message: str | bytes) -> None:
        try:
            async with asyncio.timeout(SLOW):
                await self._wire.send(message)
        except TimeoutError:
            self._end()

    async def _send_piece(self) -> None:
        message, path, offset = self._files.popleft()
        data = _piece(path, offset)
        if not data:
            return
        self._files.appendleft((message, path, offset + len(data)))
        await asyncio.sleep(self._pace.owe(asyncio.get_running_loop().time(), len(data)))
        await self._send(file_chunk(message, offset, data))


def _piece(path: Path, offset: int) -> bytes:
    try:
        with path.open("rb") as file:
            file.seek(offset)
            return file.read(CHUNK)
    except OSError:
        return b""
