"""The packs of rules, the program's and the shop's own, and the chain of a ticket by the pack it began under.

The shop's pack comes along with what is asked of the store anyway (``Case.own_pack``); its TOML is read once.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final

from ticketdesk.domain.rules.chain import Chain, Step, chain
from ticketdesk.domain.rules.faults import PackFaulty
from ticketdesk.domain.rules.matter import Happened, Matter
from ticketdesk.domain.rules.own_days import reckoning_of
from ticketdesk.domain.rules.reading import read_pack
from ticketdesk.domain.rules.shipping import SHIP, Shipping
from ticketdesk.domain.rules.values import Event, Pack
from ticketdesk.resources import resource_path
from ticketdesk.store.queries import deadlines, rule_packs
from ticketdesk.store.queries.deadlines import Case
from ticketdesk.store.reader import Rows

# Named one by one and never taken away: a ticket keeps the version it began under. The oldest first.
_FILES: Final = ("deadlines-2026-11.toml",)


@cache
def packs() -> Mapping[str, Pack]:
    """Return the packs of ``resources/rules`` by their versions, the oldest first, read at the first call."""
    found = (read_pack(_text(name)) for name in _FILES)
    return MappingProxyType({each.version: each for each in found})


def newest_toml() -> str:
    """Return the newest pack of the program as its file states it."""
    return _text(_FILES[-1])


def _text(name: str) -> str:
    return resource_path("rules", name).read_text(encoding="utf-8")


def newest() -> Pack:
    """Return the newest pack of the program."""
    return list(packs().values())[-1]


def in_force(source: Rows, now: int) -> Pack:
    """Return the pack that a ticket begins under that is opened at ``now`` (UTC ms): the shop's, else the newest.

    Asks one statement.
    """
    return own(rule_packs.in_force(source, now)) or newest()


@lru_cache(maxsize=16)
def own(body: str) -> Pack | None:
    """Return the pack of a TOML text that the store keeps, None for "" and for what this program cannot read."""
    try:
        return read_pack(body) if body else None
    except PackFaulty:  # of a newer program
        return None


def pack(version: str) -> Pack:
    """Return the pack of a version; for "" (a ticket from before packs) the oldest, for an unknown one the newest.

    ``Chain.version`` says by which pack a chain was reckoned, so that a screen can say where it is another.
    """
    if not version:
        return next(iter(packs().values()))
    return packs().get(version) or newest()


def chain_of(source: Rows, ticket: int, now: int, kind: str | None = None) -> Chain | None:
    """Return the chain of a ticket at ``now`` (UTC ms), None where the ticket is gone. Asks three statements.

    ``kind`` is the type that the ticket is about to have, where it is another one.
    """
    found = deadlines.case(source, ticket, kind)
    return None if found is None else chain(pack_of(found), matter(found), now, reckoning_of(found.habits))


def pack_of(case: Case) -> Pack:
    """Return the pack that a ticket began under."""
    return own(case.own_pack) or pack(case.rule_pack)


def pack_called(source: Rows, version: str) -> Pack:
    """Return the pack of a version, also one of the shop's: of these it asks a statement."""
    if not version or version in packs():
        return pack(version)
    return own(rule_packs.ever_called(source, version)) or newest()


def foretold(source: Rows, kind: str, rules: tuple[str, ...], now: int) -> Step | None:
    """Return the step whose end a ticket of this type has that is opened at ``now`` (UTC ms), None for none.

    ``rules`` are those of the shop's type, () for those of the pack; the same reckoning as of the act that opens it.
    """
    applied = Happened(Event.APPLIED, now)
    opened = Matter(
        kind=kind, opened_at=now, platform=deadlines.platform(source), events=(applied,), rules=rules
    )  # fmt: skip
    return chain(in_force(source, now), opened, now, reckoning_of(deadlines.habits(source))).current


def shipping(source: Rows, now: int) -> Shipping:
    """Return how orders of this shop are due: by the pack in force at ``now`` (UTC ms), as the shop counts its days.

    Asks two statements.
    """
    return Shipping(in_force(source, now).rule(SHIP), reckoning_of(deadlines.habits(source)))


def matter(case: Case) -> Matter:
    """Return what is kept of a ticket as the engine takes it."""
    return Matter(
        kind=case.kind, opened_at=case.opened_at, platform=case.platform, events=case.events, states=case.states,
        agreed=case.agreed, imported=case.imported, lapses=case.lapses, rules=case.rules,
    )  # fmt: skip
