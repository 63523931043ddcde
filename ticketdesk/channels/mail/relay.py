"""The connection to an SMTP server, and giving it one mail so that it is known what became of it."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Final

from ticketdesk.channels.mail.account import Account
from ticketdesk.channels.mail.status import Timing
from ticketdesk.domain.channel_settings import TLS
from ticketdesk.domain.errors import DeskError

_OWN_NAME: Final = "[127.0.0.1]"
"""What we call ourselves: the computer's own name is nobody's business, and looking it up may take seconds."""

_DOTS: Final = re.compile(rb"(?m)^\.")


class NotTaken(Exception):
    """The server said no to one mail, in ``words``; ``for_good`` where it will say so again."""

    def __init__(self, code: int, said: bytes) -> None:
        super().__init__(code)
        self.for_good = code >= 500
        self.words = f"{code} {said.decode('utf-8', 'replace')}"


class Line:
    """An open connection, logged in."""

    def __init__(self, smtp: smtplib.SMTP, timing: Timing) -> None:
        self.smtp = smtp
        self._timing = timing

    @property
    def socket(self) -> socket.socket:
        """The connection itself."""
        found = self.smtp.sock
        if found is None:
            raise smtplib.SMTPServerDisconnected("closed")
        return found

    def reset(self) -> None:
        """Let the server forget a mail it did not take."""
        self.smtp.rset()

    def answer(self) -> tuple[int, bytes]:
        """Wait for the answer to a mail, which may take longer than any other."""
        self.socket.settimeout(self._timing.answer)
        found = self.smtp.getreply()
        self.socket.settimeout(self._timing.read)
        return found

    def close(self, *, politely: bool) -> None:
        """End the connection."""
        with suppress(OSError, smtplib.SMTPException):
            if politely:
                self.smtp.quit()
        self.smtp.close()


def connected(account: Account, password: str, context: Callable[[], ssl.SSLContext], timing: Timing) -> Line:
    """Open a connection and log in.

    Raises DeskErrors ``mail_password_missing``, ``mail_login``, ``mail_no_starttls``; errors of sockets, TLS and SMTP.
    """
    if not password:
        raise DeskError("mail_password_missing")
    server = account.smtp
    if server.security == TLS:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, _OWN_NAME, timeout=timing.connect, context=context()
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, _OWN_NAME, timeout=timing.connect)
    line = Line(smtp, timing)
    try:
        line.socket.settimeout(timing.read)
        smtp.ehlo_or_helo_if_needed()
        if server.starttls:
            _starttls(smtp, server.host, context)
        if smtp.has_extn("auth"):
            _login(smtp, account, password)
    except BaseException:
        line.close(politely=False)
        raise
    return line


def _starttls(smtp: smtplib.SMTP, host: str, context: Callable[[], ssl.SSLContext]) -> None:
    if not smtp.has_extn("starttls"):
        raise DeskError("mail_no_starttls", name=host)
    smtp.starttls(context=context())
    smtp.ehlo()


def _login(smtp: smtplib.SMTP, account: Account, password: str) -> None:
    try:
        smtp.login(account.user, password)
    except smtplib.SMTPAuthenticationError as error:
        if error.smtp_code < 500:
            raise
        raise DeskError("mail_login", name=account.smtp.host) from error
    except UnicodeEncodeError as error:  # Python logs in with plain letters only
        raise DeskError("mail_login", name=account.smtp.host) from error


def give(line: Line, sender: str, to: str, pieces: Iterable[bytes], last: Callable[[], None]) -> None:
    """Hand a mail to the server; ``last`` is called right before the byte that makes it the server's.

    Returns once the server has it for certain. Raises ``NotTaken`` where it said no, and errors of sockets and SMTP
    where the connection broke: before ``last`` nothing has left, after it that is not known.
    """
    smtp = line.smtp
    _accepted(*smtp.mail(sender))
    _accepted(*smtp.rcpt(to))
    _accepted(*smtp.docmd("DATA"), expected=354)
    for piece in pieces:
        smtp.send(_DOTS.sub(b"..", piece))
    last()
    smtp.send(b".\r\n")
    _accepted(*line.answer())


def _accepted(code: int, said: bytes, expected: int = 250) -> None:
    if code == 421:
        raise smtplib.SMTPServerDisconnected(said.decode("utf-8", "replace"))
    if code != expected and not (expected == 250 and code == 251):
        raise NotTaken(code, said)
