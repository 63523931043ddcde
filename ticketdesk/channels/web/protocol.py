"""The words between page and desk, version 1: frames are parsed and checked here, and nowhere believed before."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple
from uuid import UUID

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.pictures import PICTURE_BYTES
from ticketdesk.domain.text import clean_name, kept_text, strip_nul

VERSION: Final = 1
SUBPROTOCOL: Final = "ticketdesk.webchat.1"
TEXT_FRAME: Final = 64 * 1024
"""Bytes of a text frame at most (safety.md)."""

CHUNK: Final = 64 * 1024
"""Bytes of a picture in one binary frame at most."""

CHUNK_HEAD: Final = 24
"""Bytes before the data of a binary frame: 16 say whose it is, 8 where it begins."""

MOST_TAGS: Final = 8
MOST_CONTACT: Final = 200
_MOST_SHORT: Final = 1_000
_MOST_ID: Final = 2**63 - 1
_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_NUMBER: Final = re.compile(r"[0-9]{1,19}")
_LANGUAGES: Final = ("zh", "en")

Why = Literal["bad", "too_long", "too_large"]


class BadFrame(Exception):
    """A frame that is none of ours; ``id`` is the page's own name of what it wanted, where it gave one."""

    def __init__(self, why: Why = "bad", name: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.id = name


class Hello(NamedTuple):
    """The page begins, or comes back; ``after`` is the newest message it has (0: none)."""

    version: int
    token: str
    lang: str
    after: int


class Say(NamedTuple):
    """Words of the buyer under the page's own ``id``."""

    id: str
    text: str


class Leave(NamedTuple):
    """A message left in a closed shop, with how to reach the buyer."""

    id: str
    contact: str
    text: str


class Typing(NamedTuple):
    """The buyer is writing, or no longer."""

    on: bool


class ReadTo(NamedTuple):
    """The buyer has read up to this message."""

    upto: int


class Older(NamedTuple):
    """The page wants what stands before this message."""

    before: int


class Picture(NamedTuple):
    """A picture of ``size`` bytes is on its way, or goes on."""

    id: str
    size: int


class Fetch(NamedTuple):
    """The page wants the bytes of this message's file."""

    id: int


class Prove(NamedTuple):
    """The buyer names an order and the last four digits of its phone."""

    order: str
    digits: str


class Rate(NamedTuple):
    """The buyer rates the conversation, 1 to 5."""

    score: int
    text: str
    tags: tuple[str, ...]


class Bye(NamedTuple):
    """The buyer leaves the conversation for good."""


class Ping(NamedTuple):
    """The page asks whether the desk is there."""


class Chunk(NamedTuple):
    """A piece of a picture: it begins at ``offset``."""

    upload: str
    offset: int
    data: bytes


Frame = Hello | Say | Leave | Typing | ReadTo | Older | Picture | Fetch | Prove | Rate | Bye | Ping


def parse(text: str) -> Frame:
    """Return what a text frame says; raises BadFrame for everything that is none of ours."""
    if len(text) > TEXT_FRAME or len(text.encode("utf-8", "surrogatepass")) > TEXT_FRAME:
        raise BadFrame("too_long")
    try:
        found = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BadFrame from error
    kind = found.get("t") if isinstance(found, dict) else None
    reader = _READERS.get(kind) if isinstance(kind, str) else None
    if reader is None:
        raise BadFrame
    return reader(found)


def parse_chunk(frame: bytes) -> Chunk:
    """Return the piece of a picture that a binary frame carries; raises BadFrame."""
    if len(frame) <= CHUNK_HEAD:
        raise BadFrame
    if len(frame) > CHUNK_HEAD + CHUNK:
        raise BadFrame("too_long")
    upload = str(UUID(bytes=frame[:16]))
    return Chunk(upload, int.from_bytes(frame[16:CHUNK_HEAD]), frame[CHUNK_HEAD:])


def file_chunk(message: int, offset: int, data: bytes) -> bytes:
    """Return the binary frame that carries a piece of a message's file to the page."""
    return message.to_bytes(16) + offset.to_bytes(8) + data


def frame(kind: str, **fields: object) -> str:
    """Return a text frame of the desk."""
    return json.dumps({"t": kind, **fields}, ensure_ascii=False, separators=(",", ":"))


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _text(found: Mapping[str, Any], name: str, most: int, *, whole: bool = True) -> str:
    """Return a text field without what no text holds (NUL, halves of characters); too long is refused, not cut."""
    value = found.get(name, "")
    if not isinstance(value, str):
        raise BadFrame("bad", _id(found))
    clean = strip_nul(value).strip()
    if len(clean) > most and whole:
        raise BadFrame("too_long", _id(found))
    return clean[:most]


def _words(found: Mapping[str, Any]) -> str:
    try:
        words = kept_text(_text(found, "text", TEXT_FRAME)).strip()
    except DeskError as error:
        raise BadFrame("too_long", _id(found)) from error
    if not words:
        raise BadFrame("bad", _id(found))
    return words


def _id(found: Mapping[str, Any]) -> str:
    """Return the page's own name of what it wants, "" where it is none."""
    value = found.get("id")
    return value if isinstance(value, str) and _UUID.fullmatch(value) else ""


def _own_id(found: Mapping[str, Any]) -> str:
    if not (name := _id(found)):
        raise BadFrame
    return name


def _message(found: Mapping[str, Any], name: str) -> int:
    value = found.get(name)
    if not isinstance(value, str) or not _NUMBER.fullmatch(value) or int(value) > _MOST_ID:
        raise BadFrame
    return int(value)


def _whole(found: Mapping[str, Any], name: str) -> int:
    value = found.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadFrame("bad", _id(found))
    return value


def _yes(found: Mapping[str, Any], name: str) -> bool:
    value = found.get(name)
    if not isinstance(value, bool):
        raise BadFrame
    return value


def _hello(found: Mapping[str, Any]) -> Hello:
    lang = found.get("lang")
    after = _message(found, "after") if found.get("after") else 0
    known = lang if isinstance(lang, str) and lang in _LANGUAGES else "zh"
    return Hello(_whole(found, "v"), _text(found, "token", 200), known, after)


def _leave(found: Mapping[str, Any]) -> Leave:
    name, contact = _own_id(found), clean_name(_text(found, "contact", MOST_CONTACT))
    if not contact:
        raise BadFrame("bad", name)
    return Leave(name, contact, _words(found))


def _picture(found: Mapping[str, Any]) -> Picture:
    name, size = _own_id(found), _whole(found, "size")
    if size < 1:
        raise BadFrame("bad", name)
    if size > PICTURE_BYTES:
        raise BadFrame("too_large", name)
    return Picture(name, size)


def _rate(found: Mapping[str, Any]) -> Rate:
    score, tags = _whole(found, "score"), found.get("tags", [])
    if not 1 <= score <= 5 or not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise BadFrame
    names = tuple(filter(None, (clean_name(strip_nul(tag))[:20] for tag in tags[:MOST_TAGS])))
    return Rate(score, _text(found, "text", _MOST_SHORT, whole=False), names)


_READERS: Final[Mapping[str, Callable[[Mapping[str, Any]], Frame]]] = MappingProxyType(
    {
        "hello": _hello,
        "say": lambda found: Say(_own_id(found), _words(found)),
        "leave": _leave,
        "typing": lambda found: Typing(_yes(found, "on")),
        "read": lambda found: ReadTo(_message(found, "upto")),
        "older": lambda found: Older(_message(found, "before")),
        "picture": _picture,
        "fetch": lambda found: Fetch(_message(found, "id")),
        "prove": lambda found: Prove(clean_name(_text(found, "order", 64)), _text(found, "digits", 8)),
        "rate": _rate,
        "bye": lambda _found: Bye(),
        "ping": lambda _found: Ping(),
    }
)
