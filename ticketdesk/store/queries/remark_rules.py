"""The rules by which this shop's remarks are read: those that travel with the program, with the shop's own words."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from ticketdesk.domain.order_settings import SLOT_WORDS
from ticketdesk.domain.remark_reading import READ_BY
from ticketdesk.domain.remark_slots import RemarkRules, parse_rules
from ticketdesk.resources import resource_path
from ticketdesk.store.queries import settings
from ticketdesk.store.reader import Rows

_KEYS: Final = {setting.key: slot for slot, setting in SLOT_WORDS.items()}


def rules(source: Rows) -> RemarkRules:
    """Return the rules of this shop, compiled when its words are asked for first."""
    return _compiled(_own_words(source))


def _own_words(source: Rows) -> tuple[tuple[str, str], ...]:
    kept = settings.kept(source, tuple(_KEYS))
    return tuple(sorted((_KEYS[key].value, text) for key, text in kept.items() if text))


def digest(source: Rows) -> str:
    """Return what tells these rules, names and reading from all others: equal where remarks are read alike."""
    from hashlib import sha256  # loads OpenSSL, which no start waits for

    parts = (READ_BY, _shipped(), _own_words(source), sorted(agents(source)))
    return sha256(repr(parts).encode()).hexdigest()


@lru_cache(maxsize=8)
def _compiled(own: tuple[tuple[str, str], ...]) -> RemarkRules:
    return parse_rules(_shipped(), dict(own))


def _shipped() -> str:
    return resource_path("rules", "remarks.toml").read_text(encoding="utf-8")


def agents(source: Rows) -> tuple[str, ...]:
    """Return the names of the shop's agents, by which a remark's author is found."""
    return tuple(name for (name,) in source.rows("SELECT name FROM agent WHERE deleted = 0"))
