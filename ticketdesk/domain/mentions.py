"""Colleagues who are called by name in what is written on a ticket: "@小满 看一下"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

CALLS: Final = "@＠"
"""The sign before a name, and what a Chinese keyboard may write for it."""

_LONGEST: Final = 40


class Typing(NamedTuple):
    """A name that is being typed: where its sign stands in the text, and what follows it so far."""

    at: int
    word: str


def called(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return those of ``names`` that ``text`` calls, in the order of their calls, each once.

    The longest name that fits is meant. No call stands within an address of mail, none names the beginning of a
    longer Latin word.
    """
    known = sorted((name for name in set(names) if name), key=len, reverse=True)
    found: dict[str, None] = {}
    for place, sign in enumerate(text):
        if sign in CALLS and _begins(text, place):
            name = next((each for each in known if _stands(text, place + 1, each)), None)
            if name is not None:
                found[name] = None
    return tuple(found)


def typed(text: str, caret: int) -> Typing | None:
    """Return the name that is being typed before ``caret``, None where none is."""
    for place in range(caret - 1, max(-1, caret - 1 - _LONGEST), -1):
        if text[place].isspace():
            return None
        if text[place] in CALLS:
            return Typing(place, text[place + 1 : caret]) if _begins(text, place) else None
    return None


def offered(word: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that what was typed may become: those that begin with it, then those that hold it."""
    wanted = word.casefold()
    every = [(name.casefold().find(wanted), name) for name in names]
    return tuple(
        name for _, name in sorted(((at > 0, name) for at, name in every if at >= 0), key=lambda each: each[0])
    )


def _begins(text: str, place: int) -> bool:
    before = text[place - 1] if place else ""
    return not _latin(before)


def _stands(text: str, place: int, name: str) -> bool:
    if text[place : place + len(name)].casefold() != name.casefold():
        return False
    return not (_latin(name[-1]) and _latin(text[place + len(name) : place + len(name) + 1]))


def _latin(sign: str) -> bool:
    return bool(sign) and sign.isascii() and (sign.isalnum() or sign in "._-")
