"""Which live channels the shop can turn on, and how each is made; their modules are read only then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from ticketdesk.channels.channel import LiveChannel
from ticketdesk.channels.state import LineState
from ticketdesk.domain import channel_settings as table
from ticketdesk.domain.channel_settings import MailValues, WebValues

if TYPE_CHECKING:
    from ticketdesk.desk.desk import Desk

FOLDER: Final = "channels"
"""Beside the store: where channels lay down what is half sent."""


class TurnedLine(LiveChannel, Protocol):
    """A live channel with a thread of its own, which is turned on and off. Both calls wait, so a worker makes them."""

    @property
    def state(self) -> LineState:
        """How it is doing; any thread may ask."""

    def begin(self) -> None:
        """Open what it needs; returns when it carries or has failed, which ``state`` says. Never raises for either."""

    def stop(self) -> None:
        """Close everything; returns when no socket and no thread is left. A second time does nothing."""


class Wanted(NamedTuple):
    """A channel as the settings want it; equal values need nothing to be done."""

    name: str
    values: WebValues | MailValues
    password: str = ""


class Surroundings(NamedTuple):
    """What every channel is given."""

    desk: Desk
    clock: Callable[[], int]
    folder: Path


def wanted(kept: Mapping[str, str], passwords: Mapping[str, str]) -> dict[str, Wanted]:
    """Return the channels that are on, by name, from what the store keeps; ``passwords`` by mail address."""
    found: dict[str, Wanted] = {}
    web, mail = table.web_values(kept), table.mail_values(kept)
    if web is not None:
        found["web"] = Wanted("web", web)
    if mail is not None:
        found["email"] = Wanted("email", mail, passwords.get(mail.address, ""))
    return found


def made(each: Wanted, around: Surroundings) -> TurnedLine:
    """Return the channel, not begun; called in a worker, since its modules are read now."""
    desk, folder = around.desk, around.folder / FOLDER
    if isinstance(each.values, WebValues):
        from ticketdesk.channels.web.channel import WebChannel

        return WebChannel(desk.store, desk.listen, around.clock, each.values, folder / "web")
    from ticketdesk.channels.mail.channel import MailChannel

    return MailChannel(desk.store, desk.listen, around.clock, each.values, folder / "mail", each.password)
