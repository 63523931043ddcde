"""One rule of a pack edited: its fields weighed, the pack that has it instead, and the name of the next version."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final, NamedTuple

from ticketdesk.domain.rules.chains_check import chain_faults
from ticketdesk.domain.rules.faults import Fault
from ticketdesk.domain.rules.pack_text import LONGEST_VERSION
from ticketdesk.domain.rules.reading import read_rule
from ticketdesk.domain.rules.values import Pack, Rule, named

_NUMBER: Final = re.compile(r"[0-9]{1,9}$")
# A version that ends in the month of its making counts nothing yet: 2026-11 is not followed by December.
_MONTH: Final = re.compile(r"(?<![0-9.-])[0-9]{4}[.-][0-9]{2}$")


class Weighed(NamedTuple):
    """A rule as it is edited, None while anything is wrong with it, and what that is."""

    rule: Rule | None
    faults: tuple[Fault, ...]


def weighed(pack: Pack, name: str, fields: Mapping[str, Any]) -> Weighed:
    """Return the rule that ``fields`` state in the place of ``name``, also weighed against the rest of ``pack``."""
    rule, found = read_rule(fields)
    faults = tuple(found)
    if rule is not None:
        rules = with_rule(pack, name, rule).rules
        faults += tuple(chain_faults(rules, named(rules)))
    return Weighed(None if faults else rule, faults)


def with_rule(pack: Pack, name: str, rule: Rule) -> Pack:
    """Return ``pack`` with ``rule`` in the place of the one called ``name``; KeyError where it has none."""
    if all(each.id != name for each in pack.rules):
        raise KeyError(name)
    return replace(pack, rules=tuple(rule if each.id == name else each for each in pack.rules))


def next_pack(pack: Pack, name: str, rule: Rule, version: str, made_on: date) -> Pack:
    """Return the pack of a new version that follows ``pack`` with one rule replaced; KeyError as ``with_rule``."""
    return replace(with_rule(pack, name, rule), version=version, made_on=made_on)


def next_version(version: str, taken: Collection[str]) -> str:
    """Return the name of the version after ``version``: its last number counted up ("2026.11" becomes "2026.11-2"),
    further until it is none of ``taken``; at most ``LONGEST_VERSION`` characters."""
    head, last = _parts(version)
    number = int(last)
    while True:
        number += 1
        tail = str(number).zfill(len(last))
        found = head[: LONGEST_VERSION - len(tail)] + tail
        if found not in taken and found != version:
            return found


def _parts(version: str) -> tuple[str, str]:
    """What stands before the number that counts versions, and that number; the first of a name has none."""
    last = None if _MONTH.search(version) else _NUMBER.search(version)
    return (version[: last.start()], last[0]) if last else (f"{version[: LONGEST_VERSION - 2]}-", "1")


def carried_over(old: Mapping[str, Any], typed: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of ``new`` with those of ``typed`` that differ from ``old``: what was typed over a rule stands
    over the rule that took its place, what was left alone is as it is there."""
    mine = {name for name in (*old, *typed) if old.get(name) != typed.get(name)}
    kept = {name: value for name, value in new.items() if name not in mine}
    return kept | {name: value for name, value in typed.items() if name in mine}
