"""The rules by which this shop's remarks are read: those that travel with the program, with the shop's own words."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from ticketdesk.domain.order_settings import SLOT_WORDS
from ticketdesk.domain.remark_slots import RemarkRules, parse_rules
from ticketdesk.resources import resource_path
from ticketdesk.store.queries import settings
from ticketdesk.store.reader import Rows

_KEYS: Final = {setting.key: slot for slot, setting in SLOT_WORDS.items()}


def rules(source: Rows) -> RemarkRules:
    """Return the rules of this shop, compiled when its words are asked for first."""
    kept = settings.kept(source, tuple(_KEYS))
    return _compiled(tuple(sorted((_KEYS[key].value, text) for key, text in kept.items() if text)))


@lru_cache(maxsize=8)
def _compiled(own: tuple[tuple[str, str], ...]) -> RemarkRules:
    return parse_rules(resource_path("rules", "remarks.toml").read_text(encoding="utf-8"), dict(own))


def agents(source: Rows) -> tuple[str, ...]:
    """Return the names of the shop's agents, by which a remark's author is found."""
    return tuple(name for (name,) in source.rows("SELECT name FROM agent WHERE deleted = 0"))
