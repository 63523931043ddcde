"""The parts of a mail as a flat list, however deep they are nested; none is decoded before it is wanted."""

from __future__ import annotations

import email
import email.message
import re
from collections.abc import Callable, Iterator
from email.errors import MessageError
from email.policy import Compat32
from typing import Final, NamedTuple

from ticketdesk.channels.mail.decode import transferred, words_of
from ticketdesk.channels.mail.headers import MIME, Header
from ticketdesk.channels.mail.limits import PARTS
from ticketdesk.domain.file_names import clean_file_name

# Python's reader takes a part header of any length apart, in a time that grows with its square.
_FIELD: Final = 4_000
_INNER: Final = re.compile(rb"(?i)boundary[*0-9\s]{0,9}=|^content-type:\s{0,9}message/rfc822", re.MULTILINE)
_BODIES: Final = frozenset({"text/plain", "text/html"})
_ENDINGS: Final = {"message/rfc822": ".eml", "text/calendar": ".ics", "text/plain": ".txt", "text/html": ".html"}


class _AsTheyAre(Compat32):
    """Headers as they stand: Python replaces 8-bit letters by question marks, which many senders' file names are."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        """Return the value with its 8-bit letters escaped."""
        return value


_POLICY: Final = _AsTheyAre()


def parsed(raw: bytes) -> email.message.Message:
    """Return a part, or the header of one, as Python's reader takes it apart."""
    return email.message_from_bytes(raw, policy=_POLICY)


class Part(NamedTuple):
    """One leaf of a mail. ``size`` is about its bytes once decoded, ``group`` the multipart/alternative it stands in.

    ``load`` returns the decoded bytes; for a part over the limits it is never called.
    """

    media_type: str
    charset: str
    name: str
    attached: bool
    group: str
    size: int
    load: Callable[[], bytes]

    @property
    def is_body(self) -> bool:
        """Whether its text belongs to the words of the mail."""
        return self.media_type in _BODIES and not self.attached


class TooNested(Exception):
    """A mail of more parts than anybody sends; it is kept as a file, not taken apart."""


def parts_of(header: Header, body: bytes) -> list[Part]:
    """Return the parts of a whole mail whose header was split off; raises ``TooNested``."""
    if _boundaries(header, body) > PARTS:
        raise TooNested
    head = b"".join(name + b": " + header[name][:_FIELD] + b"\r\n" for name in MIME if name in header)
    try:
        message = parsed(head + b"\r\n" + body)
        return list(_leaves(message))
    except (MessageError, RecursionError, ValueError, LookupError) as error:
        raise TooNested from error


def _boundaries(header: Header, body: bytes) -> int:
    """Return how many parts a mail announces, at least roughly; words are told from parts only where it matters."""
    lower = body.lower()
    roughly = lower.count(b"boundary") + lower.count(b"message/rfc822")
    found = sum(1 for _ in _INNER.finditer(body)) if roughly > PARTS else roughly
    return found + header.get(b"content-type", b"").lower().count(b"boundary")


def _leaves(message: email.message.Message) -> Iterator[Part]:
    """Walk without a call for each level."""
    waiting = [(message, "", "1")]
    while waiting:
        part, group, place = waiting.pop()
        held = part.get_payload() if part.is_multipart() else []
        inner = [each for each in held if isinstance(each, email.message.Message)]
        media = media_type(part)
        if inner and media.startswith("multipart/"):
            within = place if media == "multipart/alternative" and not group else group
            waiting.extend((each, within, f"{place}.{n}") for n, each in reversed(list(enumerate(inner))))
        elif inner:
            yield _held(part, inner, media, group)
        else:
            yield _leaf(part, media, group)


def media_type(part: email.message.Message) -> str:
    """Return the type of a part in small letters."""
    found = part.get_content_type()[:100]
    # A multipart without its boundary is what stands there.
    return "text/plain" if found.startswith("multipart/") and not part.is_multipart() else found


def _leaf(part: email.message.Message, media: str, group: str) -> Part:
    encoding = str(part.get("content-transfer-encoding", ""))[:40]
    del part["content-transfer-encoding"]  # undone here, and tolerantly: without it Python gives the bytes as they are
    raw = part.get_payload(decode=True)
    content = raw if isinstance(raw, bytes) else b""
    size = decoded_size(len(content), encoding)
    return described(part, media, group, size, lambda: transferred(content, encoding))


def decoded_size(size: int, encoding: str) -> int:
    """Return about how many bytes a part of ``size`` has once decoded: base64 has 78 for 57, with its line ends."""
    return size * 57 // 78 if encoding.strip().lower() == "base64" else size


def _held(part: email.message.Message, inner: list[email.message.Message], media: str, group: str) -> Part:
    """A mail within the mail, or the lines of a delivery report: kept as they are."""
    content = b"\n".join(each.as_bytes() for each in inner)
    return described(part, media, group, len(content), lambda: content)


def described(part: email.message.Message, media: str, group: str, size: int, load: Callable[[], bytes]) -> Part:
    """Return a leaf by the header of its part."""
    name = file_name(part)
    disposition = str(part.get("content-disposition", ""))[:40].strip().lower()
    attached = disposition.startswith("attachment") or bool(name)
    charset = _quietly(lambda: part.get_content_charset("")) or ""
    return Part(media, str(charset), name, attached, group, size, load)


def file_name(part: email.message.Message) -> str:
    """Return the name a part gives itself, cleaned; "" where it gives none."""
    found = _quietly(part.get_filename) or ""
    return clean_file_name(words_of(str(found).encode("utf-8", "surrogateescape")))


def name_for(part: Part, number: int) -> str:
    """Return the name a part is kept under: its own, or one by its kind and place."""
    return part.name or f"{number}{_ENDINGS.get(part.media_type, '.bin')}"


def _quietly(ask: Callable[[], object]) -> object:
    """What Python's reader says of a header that others forge; nothing where it stumbles."""
    try:
        return ask()
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
