"""What a page may see of its conversation: a projection of the store's rows, and nothing besides."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Final

from ticketdesk.channels.web.keys import page_key
from ticketdesk.channels.web.protocol import frame
from ticketdesk.channels.web.proving import order_of
from ticketdesk.store.queries import web
from ticketdesk.store.queries.conversations import MessageRow
from ticketdesk.store.reader import Rows

PAGE: Final = 50
"""Messages of one frame at most."""

_FRAME_BYTES: Final = 256 * 1024
# Columns of a product's card that a page shows; what else an agent's program keeps in one stays here.
_PRODUCT: Final = ("title", "attributes", "code", "price_cents")
_PARCEL: Final = ("title", "state", "carrier", "tracking", "event", "at")
LOCKED: Final[Mapping[str, object]] = {"locked": True}

Shown = dict[str, object]


def shown(row: MessageRow, proven: Collection[int]) -> Shown:
    """Return a message as the page reads it; an order that the buyer has not proved is locked, words included."""
    card = _card(row, proven)
    gone, own = row.state == "recalled", page_key(row.client_key) if row.side == "in" else None
    locked = card == LOCKED
    return {
        "id": str(row.id),
        "side": row.side,
        "client": own[1] if own is not None else "",
        "sender": row.sender if row.side == "out" else "",
        "kind": "rating" if row.side == "system" else row.kind,
        "text": "" if gone or locked or row.side == "system" else row.text,
        "card": None if gone else card,
        "at": row.sent_at,
        "state": "recalled" if gone else "sent",
        "auto": bool(row.auto),
        "width": row.width,
        "height": row.height,
    }


def _card(row: MessageRow, proven: Collection[int]) -> Mapping[str, object] | None:
    if row.kind == "product":
        return _picked(row.data, _PRODUCT)
    if row.kind == "logistics":
        if order_of(row) not in proven:
            return LOCKED
        return {"order": _object(row.data).get("number", ""), **_picked(row.data, _PARCEL)}
    if row.kind == "file":
        return {"name": row.file_name, "size": row.file_size}
    if row.kind == "rating" or row.side == "system":
        return _picked(row.data, ("event", "score"))
    return None


def _object(data: str) -> dict[str, object]:
    try:
        found = json.loads(data)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _picked(data: str, names: Iterable[str]) -> dict[str, object]:
    """Return these fields of a card, plain values only."""
    found = _object(data)
    return {name: found[name] for name in names if isinstance(found.get(name), str | int | float)}


def in_frames(messages: Iterable[Shown]) -> list[list[Shown]]:
    """Return messages in lists that a frame each can carry: at most ``PAGE``, and not many long ones together."""
    frames: list[list[Shown]] = []
    size = 0
    for each in messages:
        weight = 300 + 4 * len(str(each["text"]))
        if not frames or len(frames[-1]) >= PAGE or size + weight > _FRAME_BYTES:
            frames.append([])
            size = 0
        frames[-1].append(each)
        size += weight
    return frames


Proven = Callable[[], Collection[int]]
"""The orders that are proved by the time a frame is made."""


def since(source: Rows, talk: int, after: int, proven: Proven) -> Iterator[str]:
    """Make the frames that a page lacks, one by one: the newest messages, and everything since its cursor (0: none).

    The newest come again even where the page has them: a reply that counted down while other words came stands before
    the cursor, and was never seen.
    """
    newest = web.newest(source, talk, PAGE)
    if not newest:
        return
    first = newest[0].id
    if not after or after >= first:
        more = not after and bool(web.older(source, talk, first, 1))
        yield from _frames(newest, proven, more=more)
        return
    rows = web.after(source, talk, after, PAGE)
    while rows:
        following = web.after(source, talk, rows[-1].id, PAGE)
        yield from _frames(rows, proven, more=bool(following))
        rows = following


def before(source: Rows, talk: int, message: int, proven: Proven) -> Iterator[str]:
    """Make the frames with what stands just before a message; ``more`` says whether there is still more before."""
    rows = web.older(source, talk, message, PAGE)
    more = bool(rows) and bool(web.older(source, talk, rows[0].id, 1))
    yield from _frames(rows, proven, more=more, older=True)


def _frames(rows: list[MessageRow], proven: Proven, *, more: bool, older: bool = False) -> Iterator[str]:
    known = proven()
    lists = in_frames(shown(row, known) for row in rows) or [[]]
    for number, messages in enumerate(lists, 1):
        yield frame("messages", list=messages, more=more or number < len(lists), older=older)
