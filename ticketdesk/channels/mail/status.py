"""What the mail channel says of itself, and how long it waits for what."""

from __future__ import annotations

import imaplib
import smtplib
import ssl
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.line_state import LineKind, LineState

Kind = Literal["off", "connecting", "on", "failed"]


PATIENT: Final = frozenset({"mail_login", "mail_password_missing", "mail_certificate"})
"""What another try a second later does not mend; servers lock accounts that knock again and again."""


class State(NamedTuple):
    """How one direction stands; ``key`` names the sentence of a DeskError, ``detail`` fills its place."""

    kind: Kind
    key: str = ""
    detail: str = ""


def line_state(receiving: State, sending: State) -> LineState:
    """Return both directions as one: the worse of them; that one fails while the other works is told as well."""
    worst = min((receiving, sending), key=lambda state: _WORST.index(state.kind))
    kind: LineKind = "starting" if worst.kind == "connecting" else worst.kind
    return LineState(kind, worst.key, MappingProxyType({"name": worst.detail}))


_WORST: Final = ("failed", "connecting", "off", "on")


class Timing(NamedTuple):
    """Seconds. ``renew``: IDLE is begun anew (RFC 2177 asks for less than 29 minutes, many routers forget after ten).

    ``poll``: between looks where the server has no IDLE. ``idle``: a connection for sending is kept so long.
    ``doubt``: a reply that may have left is looked for after so long, and for ``unsure``, where the mailbox cannot be
    asked, before it is sent once more. ``again``: what the store refused is told once more.
    """

    connect: float = 15.0
    read: float = 30.0
    answer: float = 120.0
    renew: float = 540.0
    poll: float = 30.0
    slice: float = 1.0
    idle: float = 45.0
    doubt: float = 5.0
    unsure: float = 900.0
    again: float = 10.0
    first: float = 1.0
    longest: float = 120.0
    refused: float = 300.0


def state_of(error: BaseException, host: str) -> State:
    """Return the state for what went wrong on the way to a server."""
    if isinstance(error, DeskError):
        return State("failed", error.key, str(error.values.get("name", host)))
    if isinstance(error, ssl.SSLCertVerificationError):
        return State("failed", "mail_certificate", host)
    if isinstance(error, ssl.SSLError):
        return State("failed", "mail_tls", host)
    if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException):
        return State("failed", "mail_unreachable", host)
    if isinstance(error, imaplib.IMAP4.abort | smtplib.SMTPServerDisconnected):
        return State("failed", "mail_cut", host)
    return State("failed", "mail_refused", host)
