"""Every command by the name that the journal keeps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType, ModuleType

from ticketdesk.desk.command import Command


@cache
def commands() -> Mapping[str, type[Command]]:
    """Return every kind of command of ``desk.commands`` by its name, in order."""
    # Named one by one, since a frozen program finds no modules by looking; late, since start-up needs none of them.
    from ticketdesk.desk.commands import (
        arrivals,
        auto_replies,
        deadlines,
        exports,
        handing,
        imports,
        many_tickets,
        many_values,
        marks,
        people,
        phrases,
        queues,
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
        arrivals, auto_replies, deadlines, exports, handing, imports, many_tickets, many_values,
        marks, people, phrases, queues, reminders, roles, rule_packs, sending, serving, session,
        settings, shop, stand_ins, suspending, talk,
        ticket_checks, ticket_links, ticket_merging, ticket_people, ticket_replies, ticket_types, ticket_values,
        ticket_views, ticket_words, tickets,
    )  # fmt: skip
    names = {module.__name__ for module in (*modules, *_of_orders())}
    return MappingProxyType({kind.__name__: kind for kind in _kinds(Command) if kind.__module__ in names})


def _of_orders() -> tuple[ModuleType, ...]:
    """The modules of acts on orders, their refunds and buyers."""
    from ticketdesk.desk.commands import (
        buyer_family,
        buyers,
        many_orders,
        order_changes,
        order_money,
        order_views,
        orders,
        parcel_groups,
        refunds,
        remark_weighing,
        shipping,
    )

    return (
        orders, order_changes, order_money, order_views, many_orders, parcel_groups, remark_weighing, shipping,
        refunds, buyers, buyer_family,
    )  # fmt: skip


def _kinds(kind: type[Command]) -> Iterator[type[Command]]:
    # A dataclass with slots is made twice; the later one is the module's own, and comes later here.
    for each in kind.__subclasses__():
        yield each
        yield from _kinds(each)
