"""A small scripted desk that serves the buyer's page and speaks its protocol: for states that are hard to reach."""

from __future__ import annotations

import asyncio
import json
import mimetypes
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.protocol import State

from ticketdesk.resources import resource_path

PROTOCOL = "ticketdesk.webchat.1"
PAGE = 50
CHUNK = 65_536
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self' ws://{host}; "
    "base-uri 'none'; form-action 'none'"
)
mimetypes.add_type("text/javascript", ".js")

Frame = dict[str, Any]


@dataclass
class Visit:
    """One buyer's conversation as the desk keeps it."""

    token: str
    messages: list[Frame] = field(default_factory=list)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    coming: dict[str, bytearray] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    read: str = ""
    rating: bool = False
    rated: Frame | None = None
    sockets: set[ServerConnection] = field(default_factory=set)

    def known(self, client: str) -> bool:
        """Whether a message with this id of the page is kept."""
        return any(each["client"] == client for each in self.messages)


class FakeDesk:
    """``with FakeDesk() as desk``: it listens on ``desk.port``; every method may be called from the test's thread."""

    def __init__(self, **facts: Any) -> None:
        self.facts: Frame = {
            "shop": {"name": "青禾生活旗舰店", "mark": "禾"}, "open": True, "online": True, "hours": "8:30–24:00",
            "minutes": 1, "quick": ["查物流", "改地址", "退换货"], "sender": "小满", **facts,
        }  # fmt: skip
        self.visits: dict[str, Visit] = {}
        self.heard: list[Frame] = []
        self.refuse: Callable[[Frame], Frame | None] = lambda frame: None
        self.keeps = True
        self.piece_pause = 0.0
        self.silent = False  # lines open, but nobody says welcome
        self.now: Callable[[], int] = lambda: time.time_ns() // 1_000_000
        self.orders: dict[tuple[str, str], str] = {}
        self.port = 0
        self._last: Visit | None = None
        self.next = 7_000_000_000_000_000
        self.sockets: set[ServerConnection] = set()
        self._lines: list[ServerConnection] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="fake desk", daemon=True)
        self._up = threading.Event()
        self._over: asyncio.Event | None = None

    def __enter__(self) -> FakeDesk:
        self._thread.start()
        assert self._up.wait(30)
        return self

    def __exit__(self, *_: object) -> None:
        self._call(self._over.set)  # type: ignore[union-attr]
        self._thread.join(30)

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def visit(self) -> Visit:
        """The visit that was here last."""
        assert self._last is not None
        return self._last

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._over = asyncio.Event()
        options: Frame = {"subprotocols": [PROTOCOL], "process_request": self._page, "compression": None}
        options["create_connection"] = self._line
        options["close_timeout"] = 0.5  # a frame of another page may say no farewell
        async with serve(self._talk, "127.0.0.1", 0, **options) as server:
            self.port = next(iter(server.sockets)).getsockname()[1]
            self._up.set()
            await self._over.wait()
            for line in self._lines:
                if line.protocol.state is State.CONNECTING:
                    line.transport.abort()  # a browser keeps it ready and has asked for nothing on it

    def _line(self, *rest: Any, **more: Any) -> ServerConnection:
        self._lines.append(ServerConnection(*rest, **more))
        return self._lines[-1]

    def _page(self, _connection: ServerConnection, request: Request) -> Response | None:
        """A file of the page, None where a socket is wanted."""
        path = request.path.partition("?")[0]
        if path == "/socket":
            return None
        name = path.lstrip("/") or "index.html"
        file = resource_path("webchat") / name
        if "/" in name or not file.is_file():
            return Response(HTTPStatus.NOT_FOUND, "Not Found", Headers())
        body = file.read_bytes()
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        headers = Headers({"Content-Type": f"{kind}; charset=utf-8", "Content-Length": str(len(body))})
        headers["Content-Security-Policy"] = CSP.format(host=f"127.0.0.1:{self.port}")
        headers["Cache-Control"] = "no-store"
        headers["Connection"] = "close"
        return Response(HTTPStatus.OK, "OK", headers, body)

    async def _talk(self, socket: ServerConnection) -> None:
        visit: Visit | None = None
        self.sockets.add(socket)
        try:
            async for data in socket:
                if isinstance(data, bytes):
                    await self._piece(socket, visit, data)
                    continue
                frame = json.loads(data)
                self.heard.append(frame)
                if frame["t"] == "hello":
                    visit = await self._hello(socket, frame)
                elif visit is not None:
                    await self._take(socket, visit, frame)
        except ConnectionClosed:
            pass
        finally:
            self.sockets.discard(socket)
            if visit is not None:
                visit.sockets.discard(socket)

    async def _hello(self, socket: ServerConnection, frame: Frame) -> Visit | None:
        if self.silent:
            return None
        if frame["token"] and frame["token"] not in self.visits:
            await _send(socket, {"t": "error", "why": "token"})
            await socket.close()
            return None
        token = frame["token"] or uuid.uuid4().hex
        visit = self.visits.setdefault(token, Visit(token))
        visit.sockets.add(socket)
        self._last = visit
        welcome = {"t": "welcome", "token": token, "now": self.now(), "read": visit.read, "rating": visit.rating}
        recalled = [each["id"] for each in visit.messages if each["state"] == "recalled"]
        await _send(socket, {**self.facts, **welcome, "recalled": recalled})
        after = int(frame["after"])
        later = [each for each in visit.messages if int(each["id"]) > after]
        if after == 0:
            await _send(socket, {"t": "messages", "list": later[-PAGE:], "more": len(later) > PAGE})
            return visit
        for place in range(0, max(1, len(later)), PAGE):
            part = later[place : place + PAGE]
            await _send(socket, {"t": "messages", "list": part, "more": place + PAGE < len(later)})
        return visit

    async def _take(self, socket: ServerConnection, visit: Visit, frame: Frame) -> None:
        kind = frame["t"]
        answer = self.refuse(frame)
        if answer is not None:
            await _send(socket, answer)
        elif kind in ("say", "leave") and self.keeps:
            text = frame["text"] if kind == "say" else f"{frame['contact']}\n{frame['text']}"
            await self._keep(socket, visit, frame["id"], text=text)
        elif kind == "picture" and visit.known(frame["id"]):
            await _send(socket, {"t": "kept", "ids": [frame["id"]]})
        elif kind == "picture":
            visit.sizes[frame["id"]] = frame["size"]
            held = visit.coming.setdefault(frame["id"], bytearray())
            await _send(socket, {"t": "from", "id": frame["id"], "offset": len(held)})
        elif kind in ("older", "fetch", "prove", "rate", "ping"):
            await getattr(self, f"_{kind}")(socket, visit, frame)

    async def _keep(self, socket: ServerConnection, visit: Visit, client: str, **facts: Any) -> None:
        if not visit.known(client):
            message = self._message("in", client=client, **facts)
            visit.messages.append(message)
            await self._push(visit, {"t": "messages", "list": [message], "more": False})
        await _send(socket, {"t": "kept", "ids": [client]})

    async def _piece(self, socket: ServerConnection, visit: Visit | None, data: bytes) -> None:
        client = str(uuid.UUID(bytes=data[:16]))
        assert visit is not None
        if self.piece_pause:
            await asyncio.sleep(self.piece_pause)
        if socket not in self.sockets:
            return  # it came over a line that was cut meanwhile
        held = visit.coming[client]
        assert len(data) - 24 <= CHUNK
        assert int.from_bytes(data[16:24], "big") == len(held), "pieces come in order"
        held += data[24:]
        await _send(socket, {"t": "got", "id": client, "offset": len(held)})
        if len(held) == visit.sizes[client]:
            await self._keep(socket, visit, client, kind="picture")
            visit.files[visit.messages[-1]["id"]] = ("image/png", bytes(visit.coming.pop(client)))

    async def _older(self, socket: ServerConnection, visit: Visit, frame: Frame) -> None:
        before = [each for each in visit.messages if int(each["id"]) < int(frame["before"])]
        part = before[-PAGE:]
        await _send(socket, {"t": "messages", "older": True, "list": part, "more": len(before) > PAGE})

    async def _fetch(self, socket: ServerConnection, visit: Visit, frame: Frame) -> None:
        if frame["id"] not in visit.files:
            await _send(socket, {"t": "refused", "id": frame["id"], "why": "no_picture"})
            return
        kind, data = visit.files[frame["id"]]
        await _send(socket, {"t": "file", "id": frame["id"], "type": kind, "size": len(data)})
        for place in range(0, len(data), CHUNK):
            head = int(frame["id"]).to_bytes(16, "big") + place.to_bytes(8, "big")
            await socket.send(head + data[place : place + CHUNK])

    async def _prove(self, socket: ServerConnection, visit: Visit, frame: Frame) -> None:
        order = self.orders.get((frame["order"], frame["digits"]))
        if order is None:
            await _send(socket, {"t": "not_proven", "left": 4, "seconds": 0})
            return
        for message in visit.messages:
            if message["card"] == {"locked": True}:
                message["card"] = json.loads(order)
                await self._push(visit, {"t": "messages", "list": [message], "more": False})
        await _send(socket, {"t": "proven", "order": frame["order"], "card": json.loads(order)})

    async def _rate(self, socket: ServerConnection, visit: Visit, frame: Frame) -> None:
        if not self.keeps:
            return
        visit.rated, visit.rating = frame, False
        await self._push(visit, {"t": "rated"})

    async def _ping(self, socket: ServerConnection, _visit: Visit, _frame: Frame) -> None:
        await _send(socket, {"t": "pong"})

    def _message(self, side: str = "out", **facts: Any) -> Frame:
        self.next += 4_096
        plain: Frame = {
            "id": str(self.next), "side": side, "client": "", "sender": "小满" if side == "out" else "", "kind": "text",
            "text": "", "card": None, "at": self.now(), "state": "sent", "auto": False, "width": 0, "height": 0,
        }  # fmt: skip
        return {**plain, **facts}

    async def _push(self, visit: Visit, frame: Frame) -> None:
        for socket in list(visit.sockets):
            await _send(socket, frame)

    # What a test does.

    def _call(self, act: Callable[[], object]) -> None:
        done = threading.Event()
        self._loop.call_soon_threadsafe(lambda: (act(), done.set()))
        assert done.wait(30)

    def push(self, **frame: Any) -> None:
        """Send a frame to the page that was here last."""
        asyncio.run_coroutine_threadsafe(self._push(self.visit, frame), self._loop).result(30)

    def say(self, text: str = "", *, side: str = "out", file: tuple[str, bytes] | None = None, **facts: Any) -> Frame:
        """Say something in the visit that was here last; returns the message."""
        message = self._message(side, text=text, **facts)
        if file is not None:
            self.visit.files[message["id"]] = file
        self.visit.messages.append(message)
        self.push(t="messages", list=[message], more=False)
        return message

    def fill(self, *messages: Frame) -> Visit:
        """A visit that has said something before the page comes: `{"side", "text", …}` each."""
        visit = self.visits.setdefault("known", Visit("known"))
        for facts in messages:
            visit.messages.append(self._message(**facts))
        return visit

    def recall(self, message: Frame) -> None:
        """Take a message back."""
        message.update(state="recalled", text="", card=None)
        self.push(t="messages", list=[message], more=False)

    def has_read(self) -> None:
        """Everything the buyer said was read."""
        self.visit.read = self.visit.messages[-1]["id"]
        self.push(t="read", upto=self.visit.read)

    def cut(self) -> None:
        """Break every line; pages may come back."""
        self._call(lambda: [self.sockets.pop().transport.abort() for _ in range(len(self.sockets))])

    def of(self, kind: str) -> list[Frame]:
        """The frames of a kind that pages sent."""
        return [frame for frame in list(self.heard) if frame["t"] == kind]


async def _send(socket: ServerConnection, frame: Frame) -> None:
    try:
        await socket.send(json.dumps({"t": "welcome", **frame}, ensure_ascii=False))
    except ConnectionClosed:
        return
