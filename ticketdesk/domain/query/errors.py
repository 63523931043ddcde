"""What is wrong with a text of the search language, and where."""

from __future__ import annotations

from typing import Final

from ticketdesk.domain.errors import DeskError

_SHOWN: Final = 24


class QueryError(DeskError):
    """The text cannot be asked; ``start`` and ``end`` bound what is wrong in it.

    The sentence names the word and its place, counted from 1.
    """

    def __init__(self, key: str, text: str, start: int, end: int, /, **args: object) -> None:
        super().__init__(key, word=shortened(text[start:end]), place=start + 1, **args)
        self.start, self.end = start, end


def shortened(word: str) -> str:
    """Return ``word`` as a sentence can name it: one line, not longer than a line."""
    plain = "".join(" " if char.isspace() or not char.isprintable() else char for char in word[: _SHOWN + 1])
    return plain if len(word) <= _SHOWN else plain[:_SHOWN] + "…"
