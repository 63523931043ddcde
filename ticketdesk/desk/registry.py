"""Every command by the name that the journal keeps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from ticketdesk.desk.command import Command


@cache
def commands() -> Mapping[str, type[Command]]:
    """Return every kind of command of ``desk.commands`` by its name, in order."""
    # Named one by one, since a frozen program finds no modules by looking; late, since start-up needs none of them.
    from ticketdesk.desk.commands import (
        arrivals,
        auto_replies,
        buyer_family,
        buyers,
        deadlines,
        exports,
        handing,
        imports,
        many_tickets,
        many_values,
        marks,
        orders,
        people,
        phrases,
        queues,
        refunds,
        reminders,
        roles,
        rule_packs,
        sending,
        serving,
        session,
        settings,
        shop,
        stand_ins,
        suspending,
        talk,
        ticket_checks,
        ticket_links,
        ticket_merging,
        ticket_people,
        ticket_replies,
        ticket_types,
        ticket_values,
        ticket_views,
        ticket_words,
        tickets,
    )

    modules = (
        arrivals, auto_replies, buyer_family, buyers, deadlines, exports, handing, imports, many_tickets, many_values,
        marks, orders, people, phrases, queues, refunds, reminders, roles, rule_packs, sending, serving, session,
        settings, shop, stand_ins, suspending, talk, ticket_checks, ticket_links, ticket_merging, ticket_people,
        ticket_replies, ticket_types, ticket_values, ticket_views, ticket_words, tickets,
    )  # fmt: skip
    return _named({module.__name__ for module in modules})


def _named(modules: set[str]) -> Mapping[str, type[Command]]:
    return MappingProxyType({kind.__name__: kind for kind in _kinds(Command) if kind.__module__ in modules})


def _kinds(kind: type[Command]) -> Iterator[type[Command]]:
    # A dataclass with slots is made twice; the later one is the module's own, and comes later here.
    for each in kind.__subclasses__():
        yield each
        yield from _kinds(each)
