"""A mailbox that is open: connected, certificates checked, logged in; and whether a mail lies among those sent."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from ticketdesk.channels.mail.account import Account
from ticketdesk.channels.mail.status import Timing
from ticketdesk.domain.channel_settings import TLS
from ticketdesk.domain.errors import DeskError

if TYPE_CHECKING:
    from imapclient import IMAPClient

_SENT: Final = re.compile(
    r"(?:.*[/.])?(?:sent|sent messages|sent items|sent mail|已发送|已发送邮件|寄件備份)", re.IGNORECASE
)
_PARTING: Final = 0.5
_LATER: Final = re.compile(r"\[?(?:unavailable|limit|inuse|serverbug)\]?|temporar|too many", re.IGNORECASE)


def safe_context() -> ssl.SSLContext:
    """Return how TLS is spoken: certificates and names are checked, nothing older than TLS 1.2."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


@contextmanager
def opened(
    account: Account, password: str, context: Callable[[], ssl.SSLContext], timing: Timing
) -> Iterator[IMAPClient]:
    """Open the mailbox for reading.

    Raises DeskErrors ``mail_password_missing``, ``mail_login``, ``mail_no_starttls``; errors of sockets, TLS and IMAP.
    """
    from imapclient import IMAPClient, SocketTimeout

    if not password:
        raise DeskError("mail_password_missing")
    server = account.imap
    tls = server.security == TLS
    client = IMAPClient(
        server.host, server.port, ssl=tls, ssl_context=context() if tls else None,
        timeout=SocketTimeout(timing.connect, timing.read),
    )  # fmt: skip
    try:
        client.normalise_times = False
        if server.starttls:
            _starttls(client, account, context)
        _login(client, account, password)
        yield client
        with suppress(Exception):  # polite, but nobody waits for the answer
            client.socket().settimeout(_PARTING)
            client.logout()
    finally:
        with suppress(Exception):  # it may be closed already
            client.shutdown()


def _starttls(client: IMAPClient, account: Account, context: Callable[[], ssl.SSLContext]) -> None:
    if not client.has_capability("STARTTLS"):
        raise DeskError("mail_no_starttls", name=account.imap.host)
    client.starttls(context())


def _login(client: IMAPClient, account: Account, password: str) -> None:
    from imapclient.exceptions import LoginError

    try:
        client.login(account.user, password)
    except LoginError as error:
        if _LATER.search(str(error)):
            raise
        raise DeskError("mail_login", name=account.imap.host) from error
    except UnicodeEncodeError as error:  # IMAP logs in with plain letters only
        raise DeskError("mail_login", name=account.imap.host) from error
    if client.has_capability("ID"):
        # NetEase opens no folder for a program that has not said its name.
        client.id_({"name": "TicketDesk"})


def was_sent(client: IMAPClient, header_id: str) -> bool:
    """Whether the server's own folder of sent mail holds one with this Message-ID; False where it has none."""
    folder = client.find_special_folder(b"\\Sent") or next(
        (name for _flags, _delimiter, name in client.list_folders() if isinstance(name, str) and _SENT.fullmatch(name)),
        None,
    )
    if folder is None:
        return False
    client.select_folder(folder, readonly=True)
    return bool(client.search(["HEADER", "Message-ID", header_id]))
