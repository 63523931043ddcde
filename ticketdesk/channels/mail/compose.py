"""A reply as the bytes of a mail: one header line for each field whatever stands in it, files written piece by piece.

Written by hand: Python's own writer turns long Message-IDs into encoded words, which ends the thread for every reader,
and holds the interpreter for a large file.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final, NamedTuple
from urllib.parse import quote

from ticketdesk.channels.mail.account import Account
from ticketdesk.channels.mail.headers import ids, is_address
from ticketdesk.channels.mail.limits import SUBJECT_CHARS
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.file_names import clean_file_name
from ticketdesk.domain.text import clean_name

_LINE: Final = 57
"""Bytes that become a line of base64 (76 letters)."""

_CHUNK: Final = _LINE * 1024
_WORD: Final = 36
"""Bytes of UTF-8 in an encoded word, which may be 75 letters long (RFC 2047)."""

_PLAIN_LINE: Final = 900
_PLAIN: Final = re.compile(r"[ -~]{0,200}")
_TYPE: Final = re.compile(r"[a-z]{1,20}/[a-z0-9.+-]{1,80}")
_ANSWER: Final = re.compile(r"\s*(?:re|aw|sv|回复|答复|回覆)\s*[:：]", re.IGNORECASE)


class File(NamedTuple):
    """A file that goes with a reply."""

    name: str
    media_type: str
    content: bytes


class Outgoing(NamedTuple):
    """A reply to be written: its own Message-ID, the mails it answers (oldest first), ``at`` in UTC ms."""

    header_id: str
    to: str
    subject: str
    text: str
    at: int
    answers: tuple[str, ...] = ()
    automatic: bool = False
    file: File | None = None


def message_id(account: Account, key: str) -> str:
    """Return the Message-ID of the reply with ``key``: the same in every repetition, also after a crash."""
    mark = hashlib.sha256(f"{account.address.lower()}\n{key}".encode()).hexdigest()[:12]
    return f"<{key}.{mark}@{account.address.rpartition('@')[2].lower()}>"


def recipient(to: str) -> str:
    """Return an address as SMTP carries it; DeskError ``mail_recipient_bad``."""
    local, _, domain = to.rpartition("@")
    try:
        wire = f"{local}@{domain if domain.isascii() else domain.encode('idna').decode()}"
    except UnicodeError:
        wire = ""
    if not is_address(wire) or not wire.isascii():
        raise DeskError("mail_recipient_bad", address=clean_name(to)[:60])
    return wire


def written(account: Account, reply: Outgoing) -> Iterator[bytes]:
    """Yield the mail in pieces that each begin a line and end with CR LF, of about 80 kB at most.

    Raises DeskError ``mail_recipient_bad`` before the first piece.
    """
    head = _head(account, reply)
    if reply.file is None:
        yield _bytes(head) + _text(account, reply)
        return
    boundary = f"=_{hashlib.sha256(reply.header_id.encode()).hexdigest()[:40]}"
    yield _bytes([*head, f'Content-Type: multipart/mixed; boundary="{boundary}"', "", f"--{boundary}"])
    yield _text(account, reply)
    yield _bytes([f"--{boundary}", *_file_head(reply.file), ""])
    yield from _lines(reply.file.content)
    yield _bytes([f"--{boundary}--"])


def _bytes(lines: list[str]) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _head(account: Account, reply: Outgoing) -> list[str]:
    sender = f"{name_words(account.name)} <{account.address}>" if account.name else account.address
    own = "".join(ids(reply.header_id.encode()))
    answers = ids(" ".join(reply.answers).encode("ascii", "replace"))
    head = [
        f"From: {sender}",
        f"To: {recipient(reply.to)}",
        f"Subject: {words(answer_subject(reply.subject))}",
        f"Date: {format_datetime(datetime.fromtimestamp(reply.at / 1000, UTC))}",
        f"Message-ID: {own}",
        "MIME-Version: 1.0",
    ]
    if answers:
        folded = "\r\n ".join(answers)
        head += [f"In-Reply-To: {answers[-1]}", f"References: {folded}"]
    if reply.automatic:
        head += ["Auto-Submitted: auto-replied", "X-Auto-Response-Suppress: All", "Precedence: bulk"]
    return head


def answer_subject(subject: str) -> str:
    """Return the subject of an answer, one line whatever stood in the first one."""
    plain = clean_name(subject)[:SUBJECT_CHARS]
    return plain if _ANSWER.match(plain) else f"Re: {plain}".strip()


def words(text: str) -> str:
    """Return ``text`` as the value of a header: as it is where it is plain, else in encoded words (RFC 2047)."""
    plain = clean_name(text)
    if _PLAIN.fullmatch(plain) and "=?" not in plain:
        return plain
    return "\r\n ".join(f"=?utf-8?B?{binascii.b2a_base64(run, newline=False).decode()}?=" for run in _runs(plain))


def name_words(name: str) -> str:
    """Return a person's name as the value of a header: plain ones in quotation marks."""
    found = words(name)
    if found.startswith("=?"):
        return found
    return '"' + found.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _runs(text: str) -> list[bytes]:
    """``text`` as UTF-8 in pieces of whole characters."""
    runs = [b""]
    for letter in text:
        raw = letter.encode("utf-8", "replace")
        if len(runs[-1]) + len(raw) > _WORD:
            runs.append(b"")
        runs[-1] += raw
    return runs


def _text(account: Account, reply: Outgoing) -> bytes:
    """The words of the reply, with the shop's signature: header of the part, empty line, body."""
    signature = account.signature.strip()
    text = f"{reply.text}\n\n-- \n{signature}" if signature else reply.text
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    plain = text.isascii() and max(map(len, lines)) <= _PLAIN_LINE
    head = [
        "Content-Type: text/plain; charset=utf-8",
        f"Content-Transfer-Encoding: {'7bit' if plain else 'base64'}",
        "",
    ]
    if plain:
        return _bytes([*head, *lines])
    return _bytes(head) + b"".join(_lines("\r\n".join([*lines, ""]).encode("utf-8", "replace")))


def _file_head(file: File) -> list[str]:
    name = clean_file_name(file.name) or "file"
    kind = file.media_type if _TYPE.fullmatch(file.media_type) else "application/octet-stream"
    return [
        f"Content-Type: {kind}",
        "Content-Transfer-Encoding: base64",
        ";\r\n ".join(["Content-Disposition: attachment", *_parameters(name)]),
    ]


def _parameters(name: str) -> list[str]:
    """A file's name after RFC 2231, cut where a line would grow too long."""
    letters = [quote(letter, safe="") for letter in name]
    runs = ["".join(letters[at : at + 6]) for at in range(0, len(letters), 6)]
    if len(runs) == 1:
        return [f"filename*=utf-8''{runs[0]}"]
    return [f"filename*{n}*={'' if n else 'utf-8' + chr(39) * 2}{run}" for n, run in enumerate(runs)]


def _lines(content: bytes) -> Iterator[bytes]:
    """Base64 in pieces, so that a large file never keeps the interpreter (and the window) for long."""
    for at in range(0, len(content), _CHUNK):
        piece = content[at : at + _CHUNK]
        lines = (binascii.b2a_base64(piece[n : n + _LINE], newline=False) for n in range(0, len(piece), _LINE))
        yield b"\r\n".join(lines) + b"\r\n"
