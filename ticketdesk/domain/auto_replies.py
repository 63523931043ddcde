"""Auto-replies: which answer the shop gives by itself, scene by scene (trade.md A.2-19)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from ticketdesk.domain.text import fold, letters, simplify


class Scene(StrEnum):
    """When an auto-reply is given; the value is what the store keeps."""

    ORDER_STATE = "order_state"
    KEYWORD = "keyword"
    OFF_HOURS = "off_hours"
    ALL_BUSY = "all_busy"
    FIRST_CONTACT = "first_contact"


# The question "when is it shipped?", where a rule for order states names no words of its own.
ASKED_WHEN: Final = (
    "什么时候发货", "啥时候发货", "何时发货", "几时发货", "多久发货", "几天发货", "发货了吗", "发货没", "发了吗",
    "发货了没", "快递到哪", "物流到哪", "到哪了", "查下物流", "查快递", "单号多少", "快递单号", "when will it ship",
    "where is my order",
)  # fmt: skip
LONGEST_ASKED: Final = 500
"""So many characters of what a buyer said are looked at."""


class Rule(NamedTuple):
    """An auto-reply; the same one goes to the same buyer again after ``cooldown_ms`` at the earliest."""

    id: int
    scene: Scene
    keywords: tuple[str, ...]
    text: str
    cooldown_ms: int


class Situation(NamedTuple):
    """What stands around a buyer's words: ``tracked`` whether the newest order has a tracking number."""

    text: str
    first_contact: bool = False
    all_busy: bool = False
    off_hours: bool = False
    tracked: bool = False


def choose(rules: Iterable[Rule], situation: Situation, given: Mapping[int, int], now: int) -> Rule | None:
    """Return the auto-reply for the situation, None for none.

    The most telling scene wins (order state, keyword, off hours, all busy, first contact), within one the order of
    ``rules``. ``given`` tells when each was last given to this buyer (UTC ms); while one cools down the next is asked.
    """
    said = _plain(situation.text[:LONGEST_ASKED])
    order = list(Scene)
    for rule in sorted(rules, key=lambda rule: order.index(rule.scene)):
        cooled = rule.id not in given or now - given[rule.id] >= rule.cooldown_ms
        if cooled and _fits(rule, situation, said):
            return rule
    return None


def _fits(rule: Rule, situation: Situation, said: str) -> bool:
    if rule.scene is Scene.ORDER_STATE:
        return situation.tracked and _names(rule.keywords or ASKED_WHEN, said)
    if rule.scene is Scene.KEYWORD:
        return _names(rule.keywords, said)
    if rule.scene is Scene.OFF_HOURS:
        return situation.off_hours
    return situation.all_busy if rule.scene is Scene.ALL_BUSY else situation.first_contact


def _names(keywords: Iterable[str], said: str) -> bool:
    return any(word in said for each in keywords if (word := _plain(each)))


def _plain(text: str) -> str:
    return simplify(letters(fold(text)))


def keyword_lines(text: str) -> tuple[str, ...]:
    """Return the keywords of a rule as the store keeps them: one a line, blank ones left out."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
