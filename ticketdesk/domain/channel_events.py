"""What channels tell the desk: buyers' words, acknowledgements, receipts, presence. Plain values, no wire.

``thread`` is the channel's own name of one of several conversations with a buyer (mail: one per thread), "" where there
is one.
"""

from __future__ import annotations

from typing import NamedTuple

from ticketdesk.domain.files import FileRef


class Said(NamedTuple):
    """A buyer said something. ``key`` is the channel's own key of the message, the same if it is told again.

    ``at`` is UTC ms, ``kind`` text|picture|file|product|logistics|rating (``data`` is then the card's JSON).
    ``files`` are kept already (``desk.files.keep``); each becomes a message of its own. ``subject`` names a new thread.
    ``automatic``: no human wrote it, so nothing answers it automatically (RFC 3834).
    """

    nick: str
    key: str
    text: str
    at: int
    kind: str = "text"
    data: str = ""
    subject: str = ""
    files: tuple[FileRef, ...] = ()
    thread: str = ""
    automatic: bool = False


class Acknowledged(NamedTuple):
    """The channel has a reply of ours for certain, by its key (``domain.outbox.own_key``)."""

    key: str


class Refused(NamedTuple):
    """The channel will not take a reply, now or later."""

    key: str
    reason: str = ""


class Returned(NamedTuple):
    """A reply that counted as sent came back: it never reached the buyer, and ``reason`` says why."""

    key: str
    reason: str = ""


class Read(NamedTuple):
    """The buyer has read our words up to the reply with this key."""

    nick: str
    key: str
    thread: str = ""


class Typing(NamedTuple):
    """The buyer is writing (or no longer); ``text`` is what stands there so far, where the channel tells."""

    nick: str
    typing: bool
    text: str = ""
    thread: str = ""


class Presence(NamedTuple):
    """The buyer is there, or has gone."""

    nick: str
    online: bool
    thread: str = ""


class TakenBack(NamedTuple):
    """The buyer recalled a message of theirs."""

    nick: str
    key: str
    thread: str = ""


class Rated(NamedTuple):
    """The buyer rated the conversation, 1 to 5."""

    nick: str
    score: int
    text: str = ""
    thread: str = ""


class Closed(NamedTuple):
    """The buyer left the conversation for good."""

    nick: str
    thread: str = ""


Event = Said | Acknowledged | Refused | Returned | Read | Typing | Presence | TakenBack | Rated | Closed
