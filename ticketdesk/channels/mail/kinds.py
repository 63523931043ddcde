"""Who is speaking in a mail: a buyer, a machine that must get no automatic answer, a server that gives one back."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from ticketdesk.channels.mail.headers import Header

_SERVERS: Final = re.compile(
    r"(?:mailer-daemon|postmaster|mail-daemon|noreply|no-reply|do-?not-?reply|bounces?|owner-.*|.*-request|listserv)(?:[+\-_].*)?",
    re.IGNORECASE,
)
_DAEMONS: Final = re.compile(r"(?:mailer-daemon|postmaster|mail-daemon)", re.IGNORECASE)
_BULK: Final = frozenset({"bulk", "junk", "list", "auto_reply"})
_MARKS: Final = (
    b"list-id",
    b"list-unsubscribe",
    b"list-post",
    b"feedback-id",
    b"x-autoreply",
    b"x-autorespond",
    b"x-auto-reply",
    b"x-loop",
)
_SUPPRESSES: Final = ("all", "oof", "autoreply", "dr", "rn", "nrn")
_FAILED: Final = re.compile(rb"(?im)^action:[ \t]*failed")
_ACTION: Final = re.compile(rb"(?im)^action:[ \t]*[a-z]")
_WHY: Final = re.compile(
    rb"(?im)^diagnostic-code:[ \t]*(?:[a-z0-9-]{1,20};)?[ \t]*(.{1,300}(?:\r?\n[ \t].{1,300}){0,3})"
)


class Kind(StrEnum):
    """What a mail is to us. ``MACHINE``: taken in, but never answered automatically (RFC 3834)."""

    WORDS = "words"
    MACHINE = "machine"
    RETURNED = "returned"


def kind_of(header: Header, sender: str, own: str) -> Kind:
    """Return what the header says; ``own`` is the shop's address: its own mail back again is a machine's."""
    media = header.get(b"content-type", b"").lower()
    if media.startswith(b"multipart/report") and b"disposition-notification" not in media:
        return Kind.RETURNED
    local = sender.partition("@")[0]
    if b"x-failed-recipients" in header or _DAEMONS.fullmatch(local) or _null_path(header):
        return Kind.RETURNED
    if sender.lower() == own.lower() or _SERVERS.fullmatch(local) or media.startswith(b"multipart/report"):
        return Kind.MACHINE
    return Kind.MACHINE if _says_so(header) else Kind.WORDS


def _null_path(header: Header) -> bool:
    """Whether the mail came with the empty return path, which automatic notices have (RFC 3834, section 2)."""
    return header.get(b"return-path", b"").strip() == b"<>"


def _says_so(header: Header) -> bool:
    auto = header.get(b"auto-submitted", b"no").split(b";")[0].strip().lower()
    precedence = header.get(b"precedence", b"").strip().lower().decode("ascii", "replace")
    suppressed = header.get(b"x-auto-response-suppress", b"").lower().decode("ascii", "replace")
    return (
        auto not in (b"", b"no")
        or precedence in _BULK
        or any(word.strip() in _SUPPRESSES for word in suppressed.split(","))
        or any(mark in header for mark in _MARKS)
    )


def has_failed(report: bytes) -> bool:
    """Whether a delivery report tells of a failure for good; one without any word about it does."""
    return bool(_FAILED.search(report)) or not _ACTION.search(report)


def reason_of(report: bytes) -> str:
    """Return why the other server gave a mail back, in its own words; "" where it does not say."""
    found = _WHY.search(report)
    return " ".join(found[1].decode("utf-8", "replace").split())[:200] if found else ""
