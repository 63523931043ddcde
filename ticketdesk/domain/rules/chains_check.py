"""What is wrong between the rules of a pack: names twice, a next rule that is none, chains that would never end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ticketdesk.domain.rules.faults import Fault, FaultKind
from ticketdesk.domain.rules.values import Event, Rule


def chain_faults(rules: Sequence[Rule], ids: Iterable[str]) -> list[Fault]:
    """Return the faults between ``rules``; ``ids`` are all that the pack states, also of rules that are faulty."""
    return [*_twice(rules), *_unknown(rules, set(ids)), *_endless(rules), *_unreached(rules)]


def _twice(rules: Sequence[Rule]) -> Iterator[Fault]:
    names = Counter(name for each in rules for name in (each.id, *each.also))
    first: set[str] = set()
    for each in rules:
        if names[each.id] > 1 and each.id in first:
            yield Fault(FaultKind.TWICE, each.id, "id", each.id)
        yield from (Fault(FaultKind.TWICE, each.id, "also", name) for name in each.also if names[name] > 1)
        first.add(each.id)


def _unknown(rules: Sequence[Rule], ids: set[str]) -> Iterator[Fault]:
    for each in rules:
        for field, names in (("then", each.then), ("lapse_then", each.lapse_then)):
            yield from (Fault(FaultKind.UNKNOWN_NEXT, each.id, field, name) for name in names if name not in ids)


def _endless(rules: Sequence[Rule]) -> Iterator[Fault]:
    """Lapses that follow on each other in a circle: they would run for ever without anything happening.

    A circle through ``then`` needs an event at each turn, and of these there are only so many.
    """
    after = {each.id: each.lapse_then for each in rules}
    told: set[str] = set()
    for each in rules:
        circle = _circle(each.id, after)
        if circle and not told & set(circle):
            told |= set(circle)
            yield Fault(FaultKind.RUNS_FOR_EVER, each.id, "lapse_then", " → ".join((*circle, each.id)))


def _circle(begin: str, after: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The rules of a way from ``begin`` back to it, () where there is none."""
    ways: list[tuple[str, ...]] = [(begin,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for name in after.get(way[-1], ()):
            if name == begin:
                return way
            if name not in seen:
                seen.add(name)
                ways.append((*way, name))
    return ()


def _unreached(rules: Sequence[Rule]) -> Iterator[Fault]:
    followed = {name for each in rules for name in each.lapse_then}
    for each in rules:
        if each.starts is Event.LAPSE and each.id not in followed:
            yield Fault(FaultKind.NEVER_STARTS, each.id, "starts", Event.LAPSE)
