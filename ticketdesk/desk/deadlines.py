"""The packs of rules that travel with the program, and the chain of a ticket by the pack it began under."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from ticketdesk.domain.rules.chain import Chain, Step, chain
from ticketdesk.domain.rules.matter import Happened, Matter
from ticketdesk.domain.rules.own_days import reckoning_of
from ticketdesk.domain.rules.reading import read_pack
from ticketdesk.domain.rules.shipping import SHIP, Shipping
from ticketdesk.domain.rules.values import Event, Pack
from ticketdesk.resources import resource_path
from ticketdesk.store.queries import deadlines
from ticketdesk.store.queries.deadlines import Case
from ticketdesk.store.reader import Rows

# Named one by one and never taken away: a ticket keeps the version it began under. The oldest first.
_FILES: Final = ("deadlines-2026-11.toml",)


@cache
def packs() -> Mapping[str, Pack]:
    """Return the packs of ``resources/rules`` by their versions, the oldest first, read at the first call."""
    found = (read_pack(resource_path("rules", name).read_text(encoding="utf-8")) for name in _FILES)
    return MappingProxyType({each.version: each for each in found})


def newest() -> Pack:
    """Return the pack that a new ticket begins under."""
    return list(packs().values())[-1]


def pack(version: str) -> Pack:
    """Return the pack of a version; for "" (a ticket from before packs) the oldest, for an unknown one the newest.

    ``Chain.version`` says by which pack a chain was reckoned, so that a screen can say where it is another.
    """
    if not version:
        return next(iter(packs().values()))
    return packs().get(version) or newest()


def chain_of(source: Rows, ticket: int, now: int) -> Chain | None:
    """Return the chain of a ticket at ``now`` (UTC ms), None where the ticket is gone. Asks three statements."""
    found = deadlines.case(source, ticket)
    return None if found is None else chain(pack(found.rule_pack), matter(found), now, reckoning_of(found.habits))


def foretold(source: Rows, kind: str, rules: tuple[str, ...], now: int) -> Step | None:
    """Return the step whose end a ticket of this type has that is opened at ``now`` (UTC ms), None for none.

    ``rules`` are those of the shop's type, () for those of the pack; the same reckoning as of the act that opens it.
    """
    applied = Happened(Event.APPLIED, now)
    opened = Matter(
        kind=kind, opened_at=now, platform=deadlines.platform(source), events=(applied,), rules=rules
    )  # fmt: skip
    return chain(newest(), opened, now, reckoning_of(deadlines.habits(source))).current


def shipping(source: Rows) -> Shipping:
    """Return how orders of this shop are due: by the newest pack, as the shop counts its days. Asks one statement."""
    return Shipping(newest().rule(SHIP), reckoning_of(deadlines.habits(source)))


def matter(case: Case) -> Matter:
    """Return what is kept of a ticket as the engine takes it."""
    return Matter(
        kind=case.kind, opened_at=case.opened_at, platform=case.platform, events=case.events, states=case.states,
        agreed=case.agreed, imported=case.imported, lapses=case.lapses, rules=case.rules,
    )  # fmt: skip
