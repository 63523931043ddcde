"""The words of the program: English source strings in the code, shown in the language that was chosen at start."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ticketdesk.words.catalogue import LANGUAGES, SOURCE_LANGUAGE, load

__all__ = ["LANGUAGES", "current_language", "mark", "tr", "trn", "use_language"]

_PLACE = re.compile(r"\{(\d+)\}")


class _Choice:
    """The language of this process: the one setting that everything that speaks must share."""

    __slots__ = ("catalogue", "language")

    def __init__(self) -> None:
        self.language = SOURCE_LANGUAGE
        self.catalogue: Mapping[str, str] = {}


_choice = _Choice()


def use_language(name: str) -> None:
    """Speak `name` ("zh_CN" or "en") from now on; texts already on the screen stay. Raises ValueError for another."""
    if name not in LANGUAGES:
        raise ValueError(f"no such language: {name}")
    catalogue = load(name)
    _choice.language, _choice.catalogue = name, catalogue


def current_language() -> str:
    """The language chosen last; "en", the source strings themselves, before any choice."""
    return _choice.language


def tr(text: str, *args: object) -> str:
    """The text in the chosen language with its places {0} {1} filled by `args`.

    A text without translation is shown as it stands. Places are filled once, so braces inside an argument (a
    buyer's text) stay as they are; a place without an argument stays visible.
    """
    translated = _choice.catalogue.get(text, text)
    return _PLACE.sub(lambda place: _filling(place, args), translated) if args else translated


def trn(count: int, one: str, many: str, *args: object) -> str:
    """Like `tr` for a counted thing: {0} is `count`, thousands separated, {1} is the first of `args`.

    Only the source language bends its words by number; a translation is one text for every count, that of `many`.
    """
    text = one if count == 1 and _choice.language == SOURCE_LANGUAGE else many
    return tr(text, f"{count:,}", *args)


def mark(text: str) -> str:
    """The text itself: marks a literal that another line gives to `tr` later, so that tests find it."""
    return text


def _filling(place: re.Match[str], args: tuple[object, ...]) -> str:
    index = int(place[1])
    return str(args[index]) if index < len(args) else place[0]
