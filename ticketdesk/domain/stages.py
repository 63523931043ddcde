"""Flags as stages of an order's way, and where a change goes that a buyer asks for: by where the parcel is.

The rules travel with the program (``resources/rules/stages.toml``, which explains them); the shop's settings say what a
stage is called and where its changes go.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from ticketdesk.domain.flags import Flag

ROUTES: Final = ("remark", "pull_back", "find_parcel", "courier_contact")
"""Where a change can go; a setting keeps the place in this tuple, so that it is only ever added to."""

PRINTED: Final = Flag.YELLOW
SHIPPED: Final = Flag.GREEN


class Route(NamedTuple):
    """Where a change goes; ``type`` "" opens no ticket. ``title`` is an English source string with one place."""

    key: str
    type: str
    priority: int
    title: str
    own: tuple[tuple[str, str], ...]
    tracking: str


@dataclass(frozen=True, slots=True)
class StageRules:
    """The stages of a shop: ``labels`` are its own names ("" for the shipped one), by flag."""

    routes: Mapping[Flag, Route]
    labels: Mapping[Flag, str]

    def route(self, flag: Flag) -> Route:
        """Return where a change goes that is asked of an order with this flag."""
        return self.routes[flag]


def parse_stages(text: str, chosen: Mapping[Flag, str], labels: Mapping[Flag, str]) -> StageRules:
    """Return the rules that a TOML text states, with what the shop has ``chosen`` (a route's key by flag).

    Raises ValueError or KeyError for a text that is none (a fault of the file).
    """
    stated = tomllib.loads(text)
    routes = {each["key"]: _route(each) for each in stated["route"]}
    if tuple(routes) != ROUTES:
        raise ValueError("the routes are not those that the program knows")
    usual = {Flag(each["flag"]): each["route"] for each in stated["stage"]}
    found = {flag: routes[chosen.get(flag, usual[flag])] for flag in Flag}
    return StageRules(MappingProxyType(found), MappingProxyType(dict(labels)))


def _route(stated: Mapping[str, Any]) -> Route:
    own = tuple((str(key), str(value)) for key, value in stated["own"])
    return Route(stated["key"], stated["type"], int(stated["priority"]), stated["title"], own, stated["tracking"])
