"""Flags: the platform's six codes and the words that name them in files."""

from __future__ import annotations

from enum import IntEnum
from typing import Final


class Flag(IntEnum):
    """A flag on an order or conversation; the value is the platform's own code (trade.md A.8)."""

    GREY = 0
    RED = 1
    YELLOW = 2
    GREEN = 3
    BLUE = 4
    PURPLE = 5


STAGE_LABEL_KEYS: Final = {flag: f"stage.label.{int(flag)}" for flag in Flag}
"""The settings in which a shop names the stages that its flags stand for."""


def flag_of(code: int | None) -> Flag:
    """Return the flag of a platform ``code``; none or an unknown one is grey, as the platform shows it."""
    return Flag(code) if code is not None and code in Flag.__members__.values() else Flag.GREY


_NAMES: Final = "灰红黄绿蓝紫"


def flag_named(text: str) -> Flag | None:
    """Return the flag that a file's cell names: the platform's code, 红 or 红旗, or red; None for anything else."""
    word = text.strip().removesuffix("旗")
    if len(word) == 1 and word in _NAMES:
        return Flag(_NAMES.index(word))
    if word.isdecimal() and int(word) in Flag.__members__.values():
        return Flag(int(word))
    return Flag.__members__.get(word.upper())
