"""A buyer who writes and writes, over a line that is cut: what was not acknowledged is sent again, in its order."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Any
from uuid import uuid4

from tests.channels.web.page import dial

_AT_ONCE = 10


class Buyer:
    """One page as the real one does it: words have names, stand in ``unsent`` until they are kept, and survive."""

    def __init__(self, port: int, number: int, *, most: int = 10**9, pause: float = 0.0) -> None:
        self.port, self.number, self.most, self.pause = port, number, most, pause
        self.token = ""
        self.said = 0
        self.unsent: dict[str, str] = {}
        self.kept: list[str] = []
        self.names: dict[str, str] = {}
        self.shown: dict[int, str] = {}
        self.stop = False

    @property
    def done(self) -> bool:
        """Whether everything was said and acknowledged."""
        return not self.unsent and (self.stop or self.said >= self.most)

    def _more(self) -> None:
        while len(self.unsent) < _AT_ONCE and not self.stop and self.said < self.most:
            self.said += 1
            name, text = str(uuid4()), f"{self.said}. von {self.number}"
            self.unsent[name] = self.names[name] = text

    async def run(self) -> None:
        """Write until everything is said; whatever happens to the line, come back."""
        while not self.done:
            with contextlib.suppress(Exception):
                await self._connected()
            await asyncio.sleep(0.05)

    async def _connected(self) -> None:
        wire = await dial(self.port, open_timeout=60)
        try:
            await self._say(wire, t="hello", v=1, token=self.token, lang="zh", after="0")
            sent: set[str] = set()
            again = 0.0
            while not self.done:
                self._more()
                for name, text in list(self.unsent.items()):
                    if name not in sent:
                        sent.add(name)
                        await self._say(wire, t="say", id=name, text=text)
                        await asyncio.sleep(self.pause)
                try:
                    async with asyncio.timeout(1.0):
                        again = self._hear(json.loads(await wire.recv()))
                except TimeoutError:
                    again = 0.1
                if again:
                    # Refused: the oldest first, as the page does it.
                    await asyncio.sleep(again)
                    sent.clear()
        finally:
            wire.transport.abort()

    async def _say(self, wire: Any, **fields: object) -> None:
        await wire.send(json.dumps(fields))

    def _hear(self, told: dict[str, Any]) -> float:
        """Hear a frame; return the seconds to wait where something was refused."""
        if told["t"] == "welcome":
            self.token = told["token"]
        elif told["t"] == "kept":
            for name in told["ids"]:
                if name in self.unsent:
                    self.kept.append(self.unsent.pop(name))
        elif told["t"] == "messages":
            self.shown.update({int(each["id"]): each["text"] for each in told["list"]})
        elif told["t"] == "refused":
            return float(told["seconds"]) or 0.2
        return 0.0
