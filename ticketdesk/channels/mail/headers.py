"""The header of a mail, read tolerantly and in one pass: a forged or endless one costs no more than its bytes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from email.utils import getaddresses
from typing import Final, NamedTuple

from ticketdesk.channels.mail.decode import words_of
from ticketdesk.channels.mail.limits import ADDRESS_CHARS, HEADER_BYTES, IDS, NICK_CHARS, SUBJECT_CHARS, VALUE_BYTES
from ticketdesk.domain.text import clean_name

_FIELD: Final = re.compile(rb"([!-9;-~]{1,80})[ \t]*:")
_END: Final = re.compile(rb"\r?\n\r?\n")
_ID: Final = re.compile(r"<[^<>\s\x00-\x20\x7f-\U0010ffff]{1,250}>")
_ADDRESS: Final = re.compile(r"[^\s@<>()\[\],:;\"\\]{1,64}@[^\s@<>()\[\],:;\"\\]{1,190}")
_WORD: Final = re.compile(rb"=\?[^?\s]{1,60}\?[bBqQ]\?[^?\s]*\?=")
_ASIDE: Final = re.compile(r"encoded-(\d{1,4})-word")
# What python's own reader of addresses does with nested comments is a call for each of them.
_COMMENTS: Final = 20

WANTED: Final = frozenset(
    b"from sender reply-to return-path subject date message-id in-reply-to references auto-submitted precedence"
    b" x-auto-response-suppress x-autoreply x-autorespond x-auto-reply list-id list-unsubscribe list-post feedback-id"
    b" x-loop x-failed-recipients mime-version content-type content-transfer-encoding content-disposition"
    b" content-id".split()
)
MIME: Final = (b"mime-version", b"content-type", b"content-transfer-encoding", b"content-disposition", b"content-id")
Header = Mapping[bytes, bytes]


class Address(NamedTuple):
    """Somebody's name and address; the address is "" where none could be read."""

    name: str
    address: str


class Split(NamedTuple):
    """A raw mail: the first value of each wanted field (unfolded), and where its body begins."""

    header: dict[bytes, bytes]
    body: int


def split(raw: bytes) -> Split:
    """Return the header fields of ``raw`` that are of use and the place of its body.

    A field counts once, its first value; one over ``VALUE_BYTES`` is cut there; beyond ``HEADER_BYTES`` none is read.
    """
    end = _END.search(raw)
    head = raw[: min(end.start() if end else len(raw), HEADER_BYTES)]
    fields: dict[bytes, bytes] = {}
    name: bytes | None = None
    for line in head.split(b"\n"):
        if line[:1] in (b" ", b"\t"):
            if name is not None and len(fields[name]) < VALUE_BYTES:
                fields[name] += b" " + line.strip()[:VALUE_BYTES]
            continue
        found = _FIELD.match(line)
        key = found[1].lower() if found else b""
        name = key if found and key in WANTED and key not in fields else None
        if found and name is not None:
            fields[name] = line[found.end() :].strip()[:VALUE_BYTES]
    return Split(fields, end.end() if end else len(raw))


def text(header: Header, name: bytes) -> str:
    """Return a field's value as one line of text, "" where there is none."""
    return clean_name(words_of(header.get(name, b"")))


def subject(header: Header) -> str:
    """Return the subject as one line."""
    return text(header, b"subject")[:SUBJECT_CHARS]


def ids(value: bytes) -> tuple[str, ...]:
    """Return the Message-IDs in a field, each once: the first and the last ones where there are very many."""
    found = tuple(dict.fromkeys(_ID.findall(value.decode("ascii", "replace"))))
    return found if len(found) <= IDS else (found[0], *found[1 - IDS :])


def own_id(header: Header) -> str:
    """Return the mail's own Message-ID, "" where it has none that could be repeated in a header."""
    found = ids(header.get(b"message-id", b""))
    return found[0] if found else ""


def references(header: Header) -> tuple[str, ...]:
    """Return the Message-IDs this mail answers, oldest first."""
    return tuple(dict.fromkeys(ids(header.get(b"references", b"")) + ids(header.get(b"in-reply-to", b""))))


def address(header: Header, *names: bytes) -> Address:
    """Return the first address that stands in the fields ``names``, asked in their order."""
    for name in names:
        found = _first(header.get(name, b"")[:4_096])
        if found.address:
            return found
    return Address("", "")


def is_address(text: str) -> bool:
    """Whether ``text`` is an address a mail can go to, and nothing that a header or a command could be begun with."""
    return len(text) <= ADDRESS_CHARS and bool(_ADDRESS.fullmatch(text)) and clean_name(text) == text


def _first(value: bytes) -> Address:
    if value.count(b"(") > _COMMENTS:
        return Address("", "")
    # Encoded words stand aside while the field is taken apart: they may hold "@", "," and what looks like an address.
    said: list[str] = []

    def aside(word: re.Match[bytes]) -> bytes:
        said.append(word[0].decode("ascii", "replace"))
        return b"encoded-%d-word" % (len(said) - 1)

    plain = _WORD.sub(aside, value).decode("utf-8", "replace")
    for name, found in getaddresses([plain]):
        if is_address(found):
            whole = _ASIDE.sub(lambda mark: said[int(mark[1])] if int(mark[1]) < len(said) else "", name)
            return Address(clean_name(words_of(whole.encode("utf-8", "replace")))[:100], found)
    loose = _ADDRESS.search(clean_name(plain))
    return Address("", loose[0]) if loose and is_address(loose[0]) else Address("", "")


def nick_of(address: str) -> str:
    """Return the nickname of whoever has this address: itself in small letters, shortened where it is too long."""
    small = address.lower()
    if len(small) <= NICK_CHARS:
        return small
    return f"{small[: NICK_CHARS - 13]}~{hashlib.sha256(small.encode()).hexdigest()[:12]}"


def key_of(header: Header, raw: bytes) -> str:
    """Return the channel's key of a mail: the same whenever it is told again.

    Message-ID, sender and date together, for programs that give every mail one Message-ID; where there is none the
    bytes that were read of it.
    """
    told = [header.get(name, b"") for name in (b"message-id", b"from", b"date", b"subject")]
    digest = hashlib.sha256(b"\n".join(told if told[0] else [*told, raw]))
    return f"mail-{digest.hexdigest()[:40]}"
