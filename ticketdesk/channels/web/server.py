"""The server: one port, one thread with a loop of its own; the page by plain requests, the talk by sockets."""

from __future__ import annotations

import asyncio
import contextlib
import http
import logging
import socket
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any, Final, cast

from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers, MultipleValuesError
from websockets.http11 import Request, Response
from websockets.server import ServerProtocol
from websockets.typing import Subprotocol

from ticketdesk.channels.web import protocol, site
from ticketdesk.channels.web.buckets import Bucket, Buckets
from ticketdesk.channels.web.gate import MOST_OF_ADDRESS, MOST_SOCKETS, OWN_ADDRESSES, Gate, Guarded, ask_for_files
from ticketdesk.channels.web.guarding import LOOPBACK, Hosts
from ticketdesk.channels.web.hub import STATUS_EVERY, SWEEP_EVERY, Hub
from ticketdesk.channels.web.session import Session
from ticketdesk.channels.web.site import Site
from ticketdesk.words import tr

HANDSHAKES: Final = 50.0
HANDSHAKE_BURST: Final = 300.0
"""New sockets a second, and at once: a storm of pages that come back is spread over seconds."""

HANDSHAKES_OF_ADDRESS: Final = 5.0
HANDSHAKE_BURST_OF_ADDRESS: Final = 40.0

OPENS_WITHIN: Final = 10.0
"""Seconds in which a connection must have asked for something."""

SOCKET_PATH: Final = "/socket"
_LOG: Final = logging.getLogger(__name__)


class Server:
    """Serves one shop's page over a listening socket, in a thread of its own, until ``stop``."""

    def __init__(self, make_hub: Callable[[], Hub], pages: Site, listening: socket.socket, hosts: Hosts) -> None:
        self._make_hub, self._site, self._listening, self._hosts = make_hub, pages, listening, hosts
        self.begun = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._hub: Hub | None = None
        self._stopping: asyncio.Event | None = None
        self._sessions: Counter[str] = Counter()
        self._gate = Gate()
        self._handshakes: Bucket | None = None
        self._by_address = Buckets(lambda now: Bucket(HANDSHAKES_OF_ADDRESS, HANDSHAKE_BURST_OF_ADDRESS, now))
        self._guard = threading.Lock()

    def run(self) -> None:
        """Serve until ``stop``; the whole life of the thread."""
        asyncio.run(self._serve())

    @property
    def pages(self) -> int:
        """How many pages are open (any thread may ask)."""
        return sum(list(self._sessions.values()))

    def call(self, job: Callable[..., None], *values: Any) -> None:
        """Do ``job(hub, …)`` on the loop's thread (from any thread); nothing where the server is over."""
        with self._guard:
            loop = self._loop
            if loop is not None:
                loop.call_soon_threadsafe(self._do, job, *values)

    def _do(self, job: Callable[..., None], *values: Any) -> None:
        assert self._hub is not None
        try:
            job(self._hub, *values)
        except Exception as error:
            # The store may refuse a question (a damaged page); pages catch up when they come back. No text is kept.
            _LOG.error("the web channel failed: %s", type(error).__name__)

    def stop(self) -> None:
        """End the server (from any thread); it says good-bye to its pages first."""
        with self._guard:
            if self._loop is not None and self._stopping is not None:
                self._loop.call_soon_threadsafe(self._stopping.set)

    async def _serve(self) -> None:
        ask_for_files()
        self._hub = self._make_hub()
        self._stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        self._handshakes = Bucket(HANDSHAKES, HANDSHAKE_BURST, loop.time())
        server = serve(
            self._talk,
            sock=self._listening,
            process_request=self._answer,
            subprotocols=[Subprotocol(protocol.SUBPROTOCOL)],
            compression=None,
            server_header=None,
            max_size=protocol.CHUNK_HEAD + protocol.CHUNK,
            max_queue=16,
            open_timeout=OPENS_WITHIN,
            close_timeout=3,
            logger=_silent(),
            create_connection=cast("type[ServerConnection]", self._connection),
        )
        beat = loop.create_task(self._beat())
        with self._guard:
            self._loop = loop
        try:
            async with server:
                self.begun.set()
                await self._stopping.wait()
                await self._good_bye()
                self._gate.let_go()
        finally:
            with self._guard:
                self._loop = None
            beat.cancel()
            self._hub.close()

    def _connection(self, wire: ServerProtocol, *rest: Any, **more: Any) -> ServerConnection:
        return Guarded(self._gate, _busy(), wire, *rest, **more)

    async def _beat(self) -> None:
        """Look around from time to time: working hours begin and end by the clock."""
        assert self._hub is not None
        passed = 0.0
        await self._hub.filed(self._hub.uploads.clean)
        while True:
            await asyncio.sleep(STATUS_EVERY)
            self._do(Hub.look_around)
            passed += STATUS_EVERY
            if passed >= SWEEP_EVERY:
                passed = 0.0
                await self._hub.filed(self._hub.uploads.clean)

    async def _good_bye(self) -> None:
        assert self._hub is not None
        self._hub.closing = True
        pages = [page for room in self._hub.rooms.values() for page in room.pages]
        ends = [page.fail("shutdown") for page in pages if isinstance(page, Session)]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(3):
                await asyncio.gather(*ends)

    def _answer(self, connection: ServerConnection, request: Request) -> Response | None:
        """Answer a request: with a file of the page, with a refusal in words, or (None) with a socket."""
        try:
            host, origin = request.headers.get("Host"), request.headers.get("Origin")
        except MultipleValuesError:
            return _words(400, tr("This request names several hosts."))
        if not self._allows(connection, host):
            return _words(421, tr("This desk is not reached under that name."))
        if request.method != "GET":
            return _words(405, tr("Only reading is possible here."))
        if request.path.partition("?")[0] == SOCKET_PATH:
            return self._admit(connection, host, origin)
        asset = self._site.asset(request.path)
        if asset is None:
            return _words(404, tr("There is no such page."))
        assert host is not None and self._hub is not None
        origins = self._hub.values.origins
        return _response(200, asset.content, site.headers(asset, host, origins))

    def _allows(self, connection: ServerConnection, host: str | None) -> bool:
        return _with_own(self._hosts, connection).allows(host)

    def _admit(self, connection: ServerConnection, host: str | None, origin: str | None) -> Response | None:
        if not _with_own(self._hosts, connection).allows_origin(origin):
            return _words(403, tr("Only the shop's own page may talk to the desk."))
        if sum(self._sessions.values()) >= MOST_SOCKETS:
            return _words(503, tr("Very many buyers are here just now. Please try again in a minute."), retry=15)
        address = _address(connection)
        if address not in OWN_ADDRESSES and self._sessions[address] >= MOST_OF_ADDRESS:
            return _words(503, tr("This computer has too many pages open."), retry=15)
        if not self._paced(address):
            return _words(503, tr("Very many pages come at once. Please try again in a few seconds."), retry=5)
        return None

    def _paced(self, address: str) -> bool:
        """Whether one more socket may come now, from this address and at all."""
        assert self._handshakes is not None
        now = asyncio.get_running_loop().time()
        if address not in OWN_ADDRESSES and self._by_address.of(address, now).take(now):
            return False
        return not self._handshakes.take(now)

    async def _talk(self, connection: ServerConnection) -> None:
        assert self._hub is not None
        address = _address(connection)
        session = Session(self._hub, connection, address, connection.transport.abort)
        if connection.subprotocol != protocol.SUBPROTOCOL:
            await session.fail("version")
            return
        if sum(self._sessions.values()) >= MOST_SOCKETS:
            await session.fail("cap")
            return
        self._sessions[address] += 1
        try:
            await session.run()
        except Exception as error:
            _LOG.error("a page of the web channel failed: %s", type(error).__name__)
            connection.transport.abort()
        finally:
            self._sessions[address] -= 1
            if not self._sessions[address]:
                del self._sessions[address]


def _with_own(hosts: Hosts, connection: ServerConnection) -> Hosts:
    """Return the hosts with the address at which this very connection came in: a number cannot be rebound."""
    here = connection.local_address
    number = str(here[0]) if isinstance(here, tuple) else ""
    literal = f"[{number}]" if ":" in number else number
    return hosts._replace(own=hosts.own | {literal} | frozenset(LOOPBACK))


def _address(connection: ServerConnection) -> str:
    there = connection.remote_address
    return str(there[0]) if isinstance(there, tuple) else ""


def _silent() -> logging.Logger:
    """A logger of what goes wrong on single lines: whoever calls can make as much of it as they like."""
    found = logging.getLogger(f"{__name__}.lines")
    found.propagate = False
    found.addHandler(logging.NullHandler())
    found.setLevel(logging.CRITICAL)
    return found


def _response(status: int, body: bytes, more: list[tuple[str, str]]) -> Response:
    found = http.HTTPStatus(status)
    fields = [("Connection", "close"), ("Content-Length", str(len(body))), *more]
    return Response(found.value, found.phrase, Headers(fields), body)


def _words(status: int, text: str, *, retry: int = 0) -> Response:
    """A refusal in one sentence."""
    fields = [("Content-Type", "text/plain; charset=utf-8"), *site.COMMON]
    again = [("Retry-After", str(retry))] if retry else []
    return _response(status, f"{text}\n".encode(), [*fields, *again])


def _busy() -> bytes:
    found = _words(503, tr("Very many buyers are here just now. Please try again in a minute."), retry=15)
    return found.serialize()
