"""Which columns of the order list an agent sees, in which order and how wide: kept on this computer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from ticketdesk.ui.orders.order_model import COLUMN_KEYS, CREATED, NUMBER, PAID_AT, PRODUCT
from ticketdesk.ui.settings.kept import Setting, Settings

NARROWEST, WIDEST = 40, 600
"""Bounds of a column's width in pixels."""

ALWAYS: Final = (NUMBER, PRODUCT)
"""Without them a row says nothing; the product takes the room that is left."""

_SELDOM: Final = (CREATED, PAID_AT)


@dataclass(frozen=True, slots=True)
class Columns:
    """``shown`` are the columns from the left by their place in the model; ``widths`` (place, pixels) of those that
    have another width than their own."""

    shown: tuple[int, ...]
    widths: tuple[tuple[int, int], ...] = ()

    def wide(self, place: int, width: int) -> Columns:
        """Return the same with another width of one column, within its bounds."""
        kept = {**dict(self.widths), place: max(NARROWEST, min(width, WIDEST))}
        return Columns(self.shown, tuple(sorted(kept.items())))


USUAL: Final = Columns(tuple(place for place in range(len(COLUMN_KEYS)) if place not in _SELDOM))


def setting(agent_id: int | None) -> Setting[str]:
    """Return where the columns of an agent are kept."""
    return Setting(f"orders/columns/{agent_id or 0}", "")


def keep(kept: Settings, agent_id: int | None, columns: Columns) -> None:
    """Keep the columns for the agent's next start."""
    named = {COLUMN_KEYS[place]: width for place, width in columns.widths}
    text = json.dumps({"shown": names_of(columns.shown), "widths": named})
    kept.put(setting(agent_id), "" if columns == USUAL else text)


def recall(kept: Settings, agent_id: int | None) -> Columns:
    """Return the columns that were kept, whatever became of the file meanwhile."""
    try:
        found = json.loads(kept.get(setting(agent_id)) or "{}")
    except ValueError:
        return USUAL
    if not isinstance(found, dict) or not isinstance(found.get("shown"), list):
        return USUAL
    made = Columns(shown_of([each for each in found["shown"] if isinstance(each, str)]))
    for name, width in _pairs(found.get("widths")):
        made = made.wide(COLUMN_KEYS.index(name), width)
    return made


def names_of(shown: tuple[int, ...]) -> list[str]:
    """Return how columns are kept."""
    return [COLUMN_KEYS[place] for place in shown]


def shown_of(names: list[str]) -> tuple[int, ...]:
    """Return the columns of kept names, each once; those that a row cannot do without are among them."""
    found = [COLUMN_KEYS.index(name) for name in dict.fromkeys(names) if name in COLUMN_KEYS]
    missing = [place for place in ALWAYS if place not in found]
    return (*found, *missing) if found else USUAL.shown


def _pairs(found: Any) -> list[tuple[str, int]]:
    if not isinstance(found, dict):
        return []
    return [(name, width) for name, width in found.items() if name in COLUMN_KEYS and type(width) is int]
