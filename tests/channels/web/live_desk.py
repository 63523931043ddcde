"""A desk without a window that leads the web channel as the window's timer does: outbox, inbox, one thread for both."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Self

from ticketdesk.channels.web.channel import WebChannel
from ticketdesk.desk.commands.serving import SetAgentState
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.commands.talk import EndConversation, SendReply
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.files import keep
from ticketdesk.desk.inbox import Inbox
from ticketdesk.desk.outbox import Outbox
from ticketdesk.domain.channel_events import Event, Said
from ticketdesk.domain.channel_settings import WebValues
from ticketdesk.domain.files import FileRef
from ticketdesk.domain.pictures import check_picture
from ticketdesk.store.queries import conversations
from ticketdesk.store.queries.agents import owner_id
from ticketdesk.store.queries.web import order_card, provable
from ticketdesk.store.store import Store
from ticketdesk.ui.pictures import look

STEP = 0.05
EARLY = 0.4
PLAIN = WebValues(port=0, lan=False, hosts=(), origins=(), quick=(), title="")


def now_ms() -> int:
    """UTC milliseconds."""
    return time.time_ns() // 1_000_000


class LiveDesk:
    """An open store with a desk, a channel and their stepping thread; ``close`` ends all of it."""

    def __init__(self, path: Path, values: WebValues = PLAIN, *, clock: Callable[[], int] = now_ms) -> None:
        self.store = Store(path)
        self.desk = Desk(self.store, clock, owner_id(self.store.reader))
        self.clock, self.values, self.folder = clock, values, path.parent / "channels" / "web"
        self.told: list[Event] = []
        self.early = False
        self._late: list[tuple[float, list[Event]]] = []
        self.channel = self._channel()
        self.lines = {"web": self.channel}
        self.outbox = Outbox(self.desk, self.lines)
        self.inbox = Inbox(self.desk, self.outbox, lambda _name, event: self.told.append(event), self.lines)
        self._jobs: list[tuple[Callable[[], Any], Future[Any]]] = []
        self._over = threading.Event()
        self._guard = threading.Lock()
        self._stepping = threading.Thread(target=self._run, daemon=True)
        self._stepping.start()

    def _channel(self) -> WebChannel:
        return WebChannel(self.store, self.desk.listen, self.clock, self.values, self.folder, look)

    @property
    def port(self) -> int:
        """Where the page is."""
        return self.channel.state.port

    def at_work(self) -> Self:
        """Open the shop with an agent there and the channel on; replies leave at once."""
        self.setting("outbox.seconds", "0")
        self.opened(is_open=True)
        self.agents("online")
        self.begin()
        return self

    def begin(self) -> int:
        """Turn the channel on, at the port of before; return the port."""
        if self.channel.state.kind == "off" and self.channel.state.port == 0:
            self.channel.begin()
        assert self.channel.state.kind == "on", self.channel.state
        self.values = self.values._replace(port=self.port)
        return self.port

    def stop(self) -> None:
        """Turn the channel off, and have another ready."""
        self.channel.stop()
        self.channel = self.lines["web"] = self._channel()

    def _run(self) -> None:
        while not self._over.is_set():
            self.step()
            time.sleep(STEP)

    def step(self) -> None:
        """One step, as ``ui.reception.compose.traffic`` makes it."""
        now = self.clock()
        with self._guard:
            jobs, self._jobs = self._jobs, []
        for job, future in jobs:
            try:
                future.set_result(job())
            except Exception as error:
                future.set_exception(error)
        if not self.inbox.full:
            self._take(now)
        self.outbox.step(now)
        self.inbox.step(now)

    def _take(self, now: int) -> None:
        """Take what pages brought; the control acknowledges it at once and lets the store have it later."""
        events = list(self.channel.step(now))
        if self.early:
            self.channel.kept([each.key for each in events if isinstance(each, Said)])
            self._late.append((time.monotonic() + EARLY, events))
            events = self._late.pop(0)[1] if self._late[0][0] < time.monotonic() else []
        self.inbox.take("web", events)

    def do(self, job: Callable[[], Any]) -> Any:
        """Do something on the stepping thread and return what comes of it."""
        future: Future[Any] = Future()
        with self._guard:
            self._jobs.append((job, future))
        return future.result(30)

    def close(self) -> None:
        """End everything, in the order of the window."""
        self._over.set()
        self._stepping.join()
        self.channel.stop()
        self.inbox.finish()
        self.store.close()

    def talks(self) -> list[tuple[int, str]]:
        """The conversations over the web, the oldest first."""
        sql = (
            "SELECT c.id, b.nick FROM conversation c JOIN buyer b ON b.id = c.buyer_id WHERE c.channel = 'web'"
            " AND c.deleted = 0 ORDER BY c.id"
        )
        return self.store.reader.rows(sql)

    def messages(self, talk: int) -> list[conversations.MessageRow]:
        """Everything in a conversation, oldest first."""
        return conversations.newest(self.store.reader, talk, 10_000)

    def reply(self, talk: int, text: str = "", **more: Any) -> int:
        """Let the agent reply and return the message's id; it leaves after the countdown of the shop."""
        return int(self.desk.run(SendReply(conversation_id=talk, text=text, anyway=True, **more)).result)

    def reply_picture(self, talk: int, content: bytes) -> int:
        """Let the agent send a picture."""
        width, height = look(content)
        kind = check_picture(content)
        file = keep(self.store, content, f"a.{kind.value}", kind.media_type, width=width, height=height)
        assert isinstance(file, FileRef)
        return self.reply(talk, picture=file)

    def card(self, talk: int, kind: str, data: dict[str, object], text: str = "") -> int:
        """Let the agent send a card."""
        return self.reply(talk, text or "card", kind=kind, data=json.dumps(data, ensure_ascii=False))

    def parcel(self, talk: int, number: str) -> int:
        """Let the agent send the card of an order."""
        order = provable(self.store.reader, number)[0]
        row = order_card(self.store.reader, order.id)
        assert row is not None
        data = {"order_id": row.id, "number": row.number, "title": row.title, "state": row.state}
        return self.card(talk, "logistics", {**data, "carrier": row.carrier, "tracking": row.tracking}, row.number)

    def invite(self, talk: int) -> int:
        """Let the agent ask for a rating."""
        return self.card(talk, "rating", {"event": "invited"}, "怎么样？")

    def end(self, talk: int) -> None:
        """Let the agent end the conversation; the window tells the channel."""
        self.desk.run(EndConversation(conversation_id=talk))
        nick = conversations.one(self.store.reader, talk).nick
        self.do(lambda: self.channel.close(nick))

    def setting(self, key: str, value: str) -> None:
        """Set one of the shop's settings."""
        self.desk.run(SetSetting(key=key, value=value))

    def agents(self, state: str) -> None:
        """Let everybody be online, suspended or offline."""
        for (agent,) in self.store.reader.rows("SELECT id FROM agent WHERE deleted = 0"):
            self.desk.run(SetAgentState(agent_id=agent, state=state))

    def opened(self, *, is_open: bool) -> None:
        """Let the shop be open the whole day, or have just closed."""
        minute = (self.clock() // 60_000 + 8 * 60) % 1_440
        begins, ends = (0, 0) if is_open else ((minute + 60) % 1_440, (minute + 120) % 1_440)
        self.setting("work.from", str(begins))
        self.setting("work.to", str(ends))
