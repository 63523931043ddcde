"""The simulator's scripts: what practised buyers say, wait for, and think of it; one TOML file each."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any, Final, NamedTuple

from ticketdesk.resources import resource_path

# A tuple, not a listing of files, so that a script that did not travel is missed at once.
SCRIPTS: Final = (
    "size_exchange", "when_shipped", "where_is_parcel", "wrong_colour", "refund", "presale_size", "presale_price",
    "change_address", "quality", "invoice", "urgent_cancel", "angry",
)  # fmt: skip


class Line(NamedTuple):
    """One thing a buyer says, ``after`` seconds from what came before; ``wait``: only once an agent has answered."""

    text: str
    after: float
    wait: bool = False


class Script(NamedTuple):
    """A buyer to be played.

    Unanswered for ``patience`` seconds the buyer says ``impatient``, once. ``rating`` 1 to 5 follows an invitation, or
    0 for none.
    """

    nick: str
    title: str
    lines: tuple[Line, ...]
    impatient: str = ""
    patience: float = 60.0
    rating: int = 0
    rating_text: str = ""


def parse(text: str) -> Script:
    """Return the script of a TOML text; raises ValueError or KeyError for one that is none (a fault of the file)."""
    stated: dict[str, Any] = tomllib.loads(text)
    lines = tuple(
        Line(str(each["text"]), float(each["after"]), bool(each.get("wait", False))) for each in stated["say"]
    )
    return Script(
        str(stated["nick"]), str(stated["title"]), lines, str(stated.get("impatient", "")),
        float(stated.get("patience", 60)), int(stated.get("rating", 0)), str(stated.get("rating_text", "")),
    )  # fmt: skip


@cache
def scripts() -> tuple[Script, ...]:
    """Return every script that travels with the program, in the order of ``SCRIPTS``."""
    return tuple(parse(resource_path("simulator", f"{name}.toml").read_text(encoding="utf-8")) for name in SCRIPTS)
