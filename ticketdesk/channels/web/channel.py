"""The web channel as the desk sees it: begins and stops its server, gives events, takes replies. Light to import."""

from __future__ import annotations

import logging
import socket
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ticketdesk.channels.web.events import Events
from ticketdesk.channels.web.keys import page_key
from ticketdesk.domain.channel_settings import WebValues
from ticketdesk.domain.line_state import OFF, STARTING, LineState
from ticketdesk.resources import resource_path

if TYPE_CHECKING:
    from ticketdesk.channels.web.hub import Hub
    from ticketdesk.channels.web.server import Server
    from ticketdesk.desk.changes import Changes
    from ticketdesk.desk.outbox import Handed
    from ticketdesk.domain.channel_events import Event
    from ticketdesk.store.queries.conversations import MessageRow
    from ticketdesk.store.store import Store

NAME: Final = "web"
_PATIENCE: Final = 10.0
_TABLES: Final = ("message", "conversation", "rating", "agent", "setting", "shop")
_LOG: Final = logging.getLogger(__name__)


class WebChannel:
    """Buyers' pages as a live channel (``channels.channel.LiveChannel``); ``begin`` and ``stop`` wait.

    ``listen`` is the desk's (it takes a listener of Changes and returns what ends that), ``clock`` gives UTC ms,
    ``folder`` holds half-sent pictures. ``look`` decodes a picture in a thread of the channel's own and returns width
    and height (DeskError ``picture_…`` for what is none).
    """

    def __init__(
        self,
        store: Store,
        listen: Callable[[Callable[[Changes], None]], Callable[[], None]],
        clock: Callable[[], int],
        values: WebValues,
        folder: Path,
        look: Callable[[bytes], tuple[int, int]],
    ) -> None:
        self._store, self._listen, self._clock = store, listen, clock
        self._values, self._folder, self._look = values, folder, look
        self._events = Events()
        self._server: Server | None = None
        self._thread: threading.Thread | None = None
        self._ears: _Ears | None = None
        self._unlisten: Callable[[], None] | None = None
        self._state = OFF

    @property
    def name(self) -> str:
        """As ``conversation.channel`` keeps it."""
        return NAME

    @property
    def online(self) -> bool:
        """Whether it carries now."""
        return self._state.kind == "on"

    @property
    def state(self) -> LineState:
        """How it is doing; any thread may ask."""
        now, server = self._state, self._server
        return now if server is None else replace(now, pages=server.pages)

    def begin(self) -> None:
        """Open the port and serve; returns when it does or has failed, which ``state`` says."""
        if self._thread is not None:
            return
        self._state = STARTING
        try:
            listening = socket.create_server(("" if self._values.lan else "127.0.0.1", self._values.port), backlog=128)
        except (OSError, OverflowError):
            self._state = LineState("failed", "web_port_taken", {"port": self._values.port}, port=self._values.port)
            return
        port = int(listening.getsockname()[1])
        self._server = server = _made(self, port, listening)
        self._ears = _Ears(server)
        self._unlisten = self._listen(self._ears.hear)
        self._thread = threading.Thread(target=self._serve, args=(server, listening), name="web-channel", daemon=True)
        self._thread.start()
        begun = server.begun.wait(_PATIENCE)
        if begun and self._thread.is_alive():
            self._state = LineState("on", addresses=_addresses(port, lan=self._values.lan), port=port)
        else:
            self._state = LineState("failed", "line_broken", port=port)

    def _serve(self, server: Server, listening: socket.socket) -> None:
        try:
            server.run()
        except Exception as error:
            _LOG.error("the web channel ended: %s", type(error).__name__)
            self._state = LineState("failed", "line_broken", port=self._values.port)
        finally:
            server.begun.set()
            listening.close()

    def hub(self, values: WebValues) -> Hub:
        """Return a new middle for the server; called on the server's thread."""
        from ticketdesk.channels.web.hub import Hub

        return Hub(self._store, self._clock, self._events, values, self._folder, self._look)

    @property
    def values(self) -> WebValues:
        """What the shop has chosen."""
        return self._values

    def stop(self) -> None:
        """Say good-bye to the pages and close the port; what was not acknowledged they send again."""
        thread, server = self._thread, self._server
        if self._ears is not None and self._unlisten is not None:
            self._unlisten()
            self._ears.forget()
        if thread is not None and server is not None:
            server.stop()
            thread.join(_PATIENCE)
        self._thread = self._server = self._ears = self._unlisten = None
        self._events.clear()
        self._state = OFF

    def _call(self, job: Callable[[Hub], None]) -> None:
        server = self._server
        if server is not None:
            server.call(job)

    def step(self, now: int) -> Sequence[Event]:
        """Return what pages brought since the last step."""
        return self._events.take()

    def kept(self, keys: Sequence[str]) -> None:
        """The store has these words of buyers: acknowledge them."""
        names = [found for key in keys if (found := page_key(key)) is not None]
        self._call(lambda hub: hub.kept(names))

    def not_kept(self, keys: Sequence[str], reason: str) -> None:
        """The store refused these words of buyers: ask for them again."""
        names = [found for key in keys if (found := page_key(key)) is not None]
        self._call(lambda hub: hub.not_kept(names))

    def hand_over(self, nick: str, reply: MessageRow, key: str, *, thread: str = "") -> Handed:
        """Take a reply: pages are projections of the store, so what it keeps as sent is theirs, now or later."""
        return "sent" if self.online else "offline"

    def recall(self, nick: str, key: str, *, thread: str = "") -> bool:
        """Take a reply back: the pages follow the store."""
        return self.online

    def typing(self, nick: str, *, typing: bool, thread: str = "") -> None:
        """Tell the buyer that an agent is writing, or no longer."""
        self._call(lambda hub: hub.tell(nick, thread, "typing", on=typing))

    def mark_read(self, nick: str, key: str, *, thread: str = "") -> None:
        """Tell the buyer that we have read up to the message with this key."""
        self._call(lambda hub: hub.read_key(nick, thread, key))

    def close(self, nick: str, *, thread: str = "") -> None:
        """Tell the buyer that the conversation has ended."""
        self._call(lambda hub: hub.tell(nick, thread, "closed"))

    def invite_rating(self, nick: str, *, thread: str = "") -> None:
        """Ask the buyer for a rating."""
        self._call(lambda hub: hub.tell(nick, thread, "rating"))


class _Ears:
    """Hears of commits on the writer's thread and passes them on together; once it ``forget``s, it holds nothing."""

    def __init__(self, server: Server) -> None:
        self._server: Server | None = server
        self._waiting: deque[Changes] = deque()

    def hear(self, changes: Changes) -> None:
        """Hear of a commit."""
        server = self._server
        if server is None or not changes.touches(*_TABLES):
            return
        self._waiting.append(changes)
        if len(self._waiting) == 1:
            server.call(self._tell)

    def _tell(self, hub: Hub) -> None:
        found = []
        while self._waiting:
            found.append(self._waiting.popleft())
        hub.changed(found)

    def forget(self) -> None:
        """Hear no more."""
        self._server = None
        self._waiting.clear()


def _made(channel: WebChannel, port: int, listening: socket.socket) -> Server:
    from ticketdesk.channels.web.guarding import Hosts, names_of, origins_of
    from ticketdesk.channels.web.server import Server
    from ticketdesk.channels.web.site import Site

    values = channel.values
    own = frozenset({socket.gethostname().lower()}) if values.lan else frozenset[str]()
    hosts = Hosts(port, own, names_of(values.hosts))
    checked = values._replace(origins=origins_of(values.origins))
    return Server(lambda: channel.hub(checked), Site(resource_path("webchat")), listening, hosts)


def _addresses(port: int, *, lan: bool) -> tuple[str, ...]:
    """Return what buyers open: the address in the network first, where it is served there."""
    here = f"http://127.0.0.1:{port}/"
    number = _network_address() if lan else ""
    return (f"http://{number}:{port}/", here) if number else (here,)


def _network_address() -> str:
    """Return this computer's address in its network, "" where it has none; nothing is sent for it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("192.0.2.1", 9))
            return str(asked.getsockname()[0])
        except OSError:
            return ""
