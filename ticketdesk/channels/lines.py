"""Which live channels the shop can turn on, and how each is made; their modules are read only then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from ticketdesk.channels.channel import LiveChannel
from ticketdesk.domain import channel_settings as table
from ticketdesk.domain.channel_settings import MailValues, WebValues
from ticketdesk.domain.line_state import LineState

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
    """A channel as the settings want it; where two are equal nothing needs to be done."""

    name: str
    values: WebValues | MailValues
    password: str = ""


class Lines:
    """Makes the channels of one desk. All but ``wanted`` may wait: a worker calls them.

    A channel's modules are read where it is made: no start and no desk without that channel pays for them.

    ``look`` decodes a picture in any thread and returns width and height; DeskError ``picture_…`` for what is none.
    """

    def __init__(self, desk: Desk, clock: Callable[[], int], look: Callable[[bytes], tuple[int, int]]) -> None:
        self._desk, self._clock, self._look = desk, clock, look

    def wanted(self, kept: Mapping[str, str], passwords: Mapping[str, str]) -> dict[str, Wanted]:
        """Return the channels that are on, by name, from what the store keeps.

        ``passwords`` are those given in this run, by mail address. A mail account that lacks a server is not on.
        """
        found: dict[str, Wanted] = {}
        web, mail = table.web_values(kept), table.mail_values(kept)
        if web is not None:
            found["web"] = Wanted("web", web)
        if mail is not None and mail.complete:
            found["email"] = Wanted("email", mail, passwords.get(mail.address, ""))
        return found

    def made(self, each: Wanted) -> TurnedLine:
        """Return the channel, not begun."""
        desk, clock, values = self._desk, self._clock, each.values
        if isinstance(values, WebValues):
            from ticketdesk.channels.web.channel import WebChannel

            folder = desk.store.path.parent / FOLDER / each.name
            return WebChannel(desk.store, desk.listen, clock, values, folder, self._look)
        from ticketdesk.channels.mail.channel import MailChannel

        password = each.password or self.password(values.address)
        return MailChannel(desk.store, clock, values, password)

    def password(self, address: str) -> str:
        """Return what the system keeps as the password of a mail account, "" for nothing."""
        from ticketdesk.channels.mail.keyring_box import kept

        return kept(address) or ""

    def keep_password(self, address: str, password: str) -> bool:
        """Let the system keep a password; False where it has nothing to keep it in."""
        from ticketdesk.channels.mail.keyring_box import keep

        return keep(address, password)

    def try_mail(
        self, values: MailValues, password: str, cancelled: Callable[[], bool]
    ) -> tuple[tuple[str, Mapping[str, object]], ...]:
        """Knock at both servers and return the keys and values of the sentences why they let nobody in; () if they do.

        Without a password the one that the system keeps is used.
        """
        from ticketdesk.channels.mail.trial import try_account

        return try_account(values, password or self.password(values.address), cancelled)
