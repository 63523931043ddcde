"""The shop's mail account as the channel uses it: two servers and how each is spoken to."""

from __future__ import annotations

import ipaddress
from typing import NamedTuple

from ticketdesk.channels.mail.headers import is_address
from ticketdesk.domain.channel_settings import PLAIN, STARTTLS, MailValues
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.text import clean_name


class Server(NamedTuple):
    """One server; ``security`` is PLAIN, TLS or STARTTLS (``domain.channel_settings``)."""

    host: str
    port: int
    security: int

    @property
    def starttls(self) -> bool:
        """Whether TLS begins once it is asked for."""
        return self.security == STARTTLS

    @property
    def readable(self) -> bool:
        """Whether others on the way can read what is said, the password too: no TLS, and not this computer."""
        return self.security == PLAIN and not self._near

    @property
    def _near(self) -> bool:
        if self.host.lower() == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


class Account(NamedTuple):
    """A mail account that can be used."""

    address: str
    name: str
    user: str
    folder: str
    signature: str
    imap: Server
    smtp: Server


def account_of(values: MailValues) -> Account:
    """Return the account that the settings describe.

    Raises DeskErrors ``mail_address_bad``, ``mail_name_bad`` and ``mail_host_bad`` for what could begin another line
    of a header or a command, however it came into the store.
    """
    if not is_address(values.address) or not values.address.isascii():
        raise DeskError("mail_address_bad", address=clean_name(values.address)[:60])
    for text in (values.name, values.user, values.folder):
        if clean_name(text) != text or len(text) > 320:
            raise DeskError("mail_name_bad", name=clean_name(text)[:60])
    return Account(
        values.address,
        values.name,
        values.user or values.address,
        values.folder or "INBOX",
        values.signature,
        _server(values.imap_host, values.imap_port, values.imap_ssl),
        _server(values.smtp_host, values.smtp_port, values.smtp_ssl),
    )


def _server(host: str, port: int, security: int) -> Server:
    if not host or clean_name(host) != host or " " in host or not 0 < port < 65_536:
        raise DeskError("mail_host_bad", host=clean_name(host)[:60])
    return Server(host, port, security)
