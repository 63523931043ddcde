"""The memo of an order on the platform: all of its remarks in one text, within the bytes that are kept there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from ticketdesk.domain.remarks import REMARK_LIMIT, compose, remark_bytes


class Memo(NamedTuple):
    """The text to be pasted into the platform, which keeps one memo an order and overwrites it (trade.md A.8).

    ``left_out`` counts the oldest remarks, a line each, that did not fit.
    """

    text: str
    left_out: int


def memo_of(remarks: Sequence[str], encoding: str = "utf-8") -> Memo:
    """Return all ``remarks`` (the oldest first, as they read on the platform) as one memo within its bytes.

    Nothing is overwritten but what does not fit any more; the newest always stands whole. What an older memo of the
    platform holds already stands there once.
    """
    *older, newest = _each_once(remarks) or [[]]
    kept = [line for lines in older for line in lines]
    count = len(kept)
    while kept and remark_bytes("\n".join([*kept, *newest]), encoding) > REMARK_LIMIT:
        kept.pop(0)
    return Memo("\n".join([*kept, *newest]), count - len(kept))


def _each_once(remarks: Sequence[str]) -> list[list[str]]:
    """The lines of each remark, without those that stand in another one, or at the end of the one before."""
    found: list[list[str]] = []
    for text in remarks:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if not lines or any(_holds(other, lines) for other in found):
            continue
        found = [other for other in found if not _holds(lines, other)]
        last = found[-1] if found else []
        shared = next(n for n in range(min(len(last), len(lines)), -1, -1) if last[len(last) - n :] == lines[:n])
        found.append(lines[shared:])
    return found


def _holds(lines: Sequence[str], others: Sequence[str]) -> bool:
    many = len(others)
    return any(lines[at : at + many] == others for at in range(len(lines) - many + 1))


class Note(Protocol):
    """A remark that stands already; ``at`` UTC ms or None where it is not known."""

    @property
    def text(self) -> str: ...

    @property
    def author(self) -> str: ...

    @property
    def at(self) -> int | None: ...


def all_told(memo: str, notes: Sequence[Note]) -> bool:
    """Return whether each line of a memo stands in the notes, or in how they read on the platform."""
    pasted = (compose(note.author, note.text, note.at) for note in notes if note.at is not None)
    known = {line.strip() for text in (*pasted, *(note.text for note in notes)) for line in text.splitlines()}
    return all(line.strip() in known for line in memo.splitlines() if line.strip())
