"""The gate: how many connections of any kind there may be, and what those beyond are told, unread."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from typing import Any, Final, cast

from websockets.asyncio.server import ServerConnection
from websockets.protocol import State

MOST_SOCKETS: Final = 200
MOST_OF_ADDRESS: Final = 8
"""Open sockets, in all and of one computer of the network."""

MOST_CONNECTIONS: Final = MOST_SOCKETS + 100
"""Connections of any kind: those beyond are answered in words without being read."""

MOST_LINGERING: Final = 200
_LINGER: Final = 0.5
OWN_ADDRESSES: Final = ("127.0.0.1", "::1")
"""This computer's own: everybody comes from there behind a proxy, so they are not limited one by one."""

_FILES: Final = 2_048


class Gate:
    """Counts connections of any kind, by address; for the loop's thread."""

    def __init__(self) -> None:
        self.open: Counter[str] = Counter()
        self.lines: set[ServerConnection] = set()
        self.lingering = 0

    def full(self, address: str) -> bool:
        """Whether one more from ``address`` would be too many."""
        own = address in OWN_ADDRESSES
        return self.open.total() >= MOST_CONNECTIONS or (not own and self.open[address] >= 2 * MOST_OF_ADDRESS)

    def leave(self, address: str) -> None:
        """One from ``address`` is over."""
        self.open[address] -= 1
        self.open += Counter()  # forgets who has none

    def let_go(self) -> None:
        """Leave the lines on which nothing was asked for: browsers keep some ready, and an end would wait for them."""
        for line in list(self.lines):
            if line.protocol.state is State.CONNECTING:
                line.transport.abort()


class Guarded(ServerConnection):
    """A connection that is refused in words, unread, where there are too many."""

    def __init__(self, gate: Gate, busy: bytes, *rest: Any, **more: Any) -> None:
        super().__init__(*rest, **more)
        self._gate, self._busy = gate, busy
        self._refused = False
        self._from = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection, or tell it to come later."""
        peer = transport.get_extra_info("peername")
        self._from = str(peer[0]) if isinstance(peer, tuple) else ""
        self._refused = self._gate.full(self._from)
        if not self._refused:
            self._gate.open[self._from] += 1
            self._gate.lines.add(self)
            super().connection_made(transport)
            return
        wire = cast("asyncio.Transport", transport)
        if self._gate.lingering >= MOST_LINGERING:
            wire.abort()
            return
        # It is read (and forgotten) for a moment: a socket that is closed unread loses what was written to it.
        self._gate.lingering += 1
        wire.write(self._busy)
        wire.write_eof()
        asyncio.get_running_loop().call_later(_LINGER, self._let_go, wire)

    def _let_go(self, wire: asyncio.Transport) -> None:
        self._gate.lingering -= 1
        wire.abort()

    def data_received(self, data: bytes) -> None:
        """Hear the other side."""
        if not self._refused:
            super().data_received(data)

    def eof_received(self) -> None:
        """The other side has ended."""
        if not self._refused:
            super().eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is over."""
        if not self._refused:
            self._gate.leave(self._from)
            self._gate.lines.discard(self)
            super().connection_lost(exc)


def ask_for_files() -> None:
    """Let the process open as many files as all those connections and the store need; some systems begin with 256."""
    if sys.platform != "win32":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
        if soft != resource.RLIM_INFINITY and soft < most:
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
