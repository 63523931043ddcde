"""Channels under the tests' hands that can be turned on and off: who made them, who stopped them, in which thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Mapping
from typing import Any

from tests.desk.live import Wire
from ticketdesk.channels.lines import Wanted
from ticketdesk.domain import channel_settings as table
from ticketdesk.domain.channel_settings import MailValues
from ticketdesk.domain.line_state import OFF, LineState


class Turned(Wire):
    """A wire that is on once it has begun; ``events`` come with the next step."""

    def __init__(self, wanted: Wanted, on: LineState, gate: threading.Event) -> None:
        super().__init__()
        self.wanted, self.name, self._on, self._gate = wanted, wanted.name, on, gate
        self.state = OFF
        self.events: list[Any] = []
        self.threads_seen: list[str] = []

    def begin(self) -> None:
        self.threads_seen.append(threading.current_thread().name)
        assert self._gate.wait(60)
        self.state = self._on

    def stop(self) -> None:
        self.threads_seen.append(threading.current_thread().name)
        self.state = OFF

    def step(self, _now: int) -> list[Any]:
        given, self.events = self.events, []
        return [*given, *self.acknowledged()]


class TurnedLines:
    """Makes them; ``gate`` holds their beginning up, ``fails`` is raised by the next one made."""

    def __init__(self) -> None:
        self.made_lines: list[Turned] = []
        self.gate = threading.Event()
        self.gate.set()
        self.fails: Exception | None = None
        self.keyring = True
        self.passwords: list[tuple[str, str]] = []
        self.tried: list[tuple[MailValues, str]] = []
        self.trying = threading.Event()
        self.found: tuple[tuple[str, Mapping[str, object]], ...] = ()
        self.on = LineState(
            "on", addresses=("http://192.168.1.20:8765/", "http://127.0.0.1:8765/"), port=8_765, pages=1
        )

    def wanted(self, kept: Mapping[str, str], passwords: Mapping[str, str]) -> dict[str, Hashable]:
        web, mail = table.web_values(kept), table.mail_values(kept)
        found: dict[str, Hashable] = {} if web is None else {"web": Wanted("web", web)}
        if mail is not None and mail.complete:
            found["email"] = Wanted("email", mail, passwords.get(mail.address, ""))
        return found

    def made(self, each: Wanted) -> Turned:
        fails, self.fails = self.fails, None
        if fails is not None:
            raise fails
        self.made_lines.append(Turned(each, self.on, self.gate))
        return self.made_lines[-1]

    def keep_password(self, address: str, password: str) -> bool:
        self.passwords.append((address, password))
        return self.keyring

    def try_mail(
        self, values: MailValues, password: str, cancelled: Callable[[], bool]
    ) -> tuple[tuple[str, Mapping[str, object]], ...]:
        self.trying.set()
        while not self.gate.wait(0.01):
            if cancelled():
                break
        self.tried.append((values, password))
        return self.found
