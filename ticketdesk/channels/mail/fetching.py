"""One mail out of a mailbox: in one piece where it is small, else part by part in pieces, so that nothing stalls."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ticketdesk.channels.mail import headers
from ticketdesk.channels.mail.decode import base64_of, transferred
from ticketdesk.channels.mail.gather import Keep
from ticketdesk.channels.mail.letter import Letter, read_parts, read_whole
from ticketdesk.channels.mail.limits import FILE_BYTES, HEADER_BYTES, PARTS, WHOLE_BYTES
from ticketdesk.channels.mail.parts import Part, decoded_size, described, parsed

if TYPE_CHECKING:
    from imapclient import IMAPClient

_PIECE: Final = 512 << 10
_MIME: Final = 8 << 10
_NOT_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/=]+")


class Envelope(NamedTuple):
    """What a server says of a mail before it is fetched: its size in bytes, and when it came in (UTC ms)."""

    uid: int
    size: int
    at: int


def envelopes(client: IMAPClient, uids: list[int]) -> list[Envelope]:
    """Ask for size and moment of mails; those that are gone are left out."""
    found = client.fetch(uids, ["RFC822.SIZE", "INTERNALDATE"])
    return [
        Envelope(uid, int(found[uid].get(b"RFC822.SIZE", 0)), _moment(found[uid].get(b"INTERNALDATE")))
        for uid in uids
        if uid in found
    ]


def _moment(value: object) -> int:
    return int(value.timestamp() * 1000) if isinstance(value, datetime) else 0


def letter(client: IMAPClient, mail: Envelope, own: str, keep: Keep, pause: Callable[[], None]) -> Letter | None:
    """Fetch and read a mail, None where it is gone; ``pause`` is called between pieces and may raise to end it."""
    if mail.size <= WHOLE_BYTES:
        raw = _section(client, mail.uid, "BODY.PEEK[]")
        return read_whole(raw, own, keep) if raw is not None else None
    fetch = _Fetch(client, mail.uid, pause)
    head = fetch.piece("HEADER", 0, HEADER_BYTES)
    return read_parts(headers.split(head).header, fetch.parts(), own, keep, lambda: fetch.all("", FILE_BYTES))


def _section(client: IMAPClient, uid: int, what: str) -> bytes | None:
    found = client.fetch([uid], [what]).get(uid, {})
    return next((value for name, value in found.items() if name.startswith(b"BODY") and isinstance(value, bytes)), None)


class _Leaf(NamedTuple):
    """A part as the server describes it."""

    section: str
    media_type: str
    size: int
    group: str


class _Fetch:
    """A large mail that is fetched piece by piece."""

    def __init__(self, client: IMAPClient, uid: int, pause: Callable[[], None]) -> None:
        self._client, self._uid, self._pause = client, uid, pause

    def piece(self, section: str, at: int, size: int) -> bytes:
        """Fetch ``size`` bytes of a section from ``at`` on; fewer at its end."""
        self._pause()
        return _section(self._client, self._uid, f"BODY.PEEK[{section}]<{at}.{size}>") or b""

    def pieces(self, section: str, most: int) -> Iterator[bytes]:
        """Fetch a section up to ``most`` bytes."""
        at = 0
        while at < most:
            piece = self.piece(section, at, min(_PIECE, most - at))
            yield piece
            at += len(piece)
            if len(piece) < _PIECE:
                return

    def all(self, section: str, most: int) -> bytes:
        """Fetch a section up to ``most`` bytes."""
        return b"".join(self.pieces(section, most))

    def parts(self) -> list[Part]:
        """Return the parts, none of them loaded; empty where the mail has too many or the server cannot tell them."""
        found = self._client.fetch([self._uid], ["BODYSTRUCTURE"]).get(self._uid, {}).get(b"BODYSTRUCTURE")
        leaves = list(_leaves(found))[: PARTS + 1]
        if len(leaves) > PARTS:
            return []
        return [self._part(leaf) for leaf in leaves]

    def _part(self, leaf: _Leaf) -> Part:
        mime = self.piece("HEADER" if leaf.section == "" else f"{leaf.section}.MIME", 0, _MIME)
        part = parsed(mime)
        encoding = str(part.get("content-transfer-encoding", ""))[:40].strip().lower()
        size = decoded_size(leaf.size, encoding)
        section = leaf.section or "TEXT"
        return described(part, leaf.media_type, leaf.group, size, lambda: self._load(section, leaf.size, encoding))

    def _load(self, section: str, size: int, encoding: str) -> bytes:
        pieces = self.pieces(section, size)
        if encoding != "base64":
            return transferred(b"".join(pieces), encoding)
        found: list[bytes] = []
        rest = b""
        for piece in pieces:
            letters = rest + _NOT_BASE64.sub(b"", piece)
            whole = len(letters) - len(letters) % 4
            found.append(base64_of(letters[:whole]))
            rest = letters[whole:]
        return b"".join([*found, base64_of(rest)])


def _leaves(structure: Any) -> Iterator[_Leaf]:
    """Walk through a BODYSTRUCTURE without a call for each level; what is no structure has no leaves."""
    if not isinstance(structure, tuple):
        return
    waiting: list[tuple[Any, str, str]] = [(structure, "", "")]
    while waiting:
        node, section, group = waiting.pop()
        if isinstance(node[0], list):
            alternative = _text(node[1]) == "alternative"
            inner = group or (section or "0" if alternative else "")
            places = [(each, f"{section}.{n}" if section else f"{n}") for n, each in enumerate(node[0], start=1)]
            waiting.extend((each, place, inner) for each, place in reversed(places))
        else:
            yield _Leaf(section, f"{_text(node[0])}/{_text(node[1])}", int(node[6] or 0), group)


def _text(value: object) -> str:
    return value.decode("ascii", "replace").lower() if isinstance(value, bytes) else ""
