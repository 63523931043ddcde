"""Reading a pack of rules from TOML or from the same fields elsewhere, and writing it back as plain fields."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from enum import StrEnum
from typing import Any, Final

from ticketdesk.domain.rules.chains_check import chain_faults
from ticketdesk.domain.rules.faults import Fault, FaultKind, PackFaulty
from ticketdesk.domain.rules.fields import Fields, shortened
from ticketdesk.domain.rules.values import (
    MAY_CLAIM,
    UNIT_OF,
    Actor,
    Confidence,
    Counting,
    Effect,
    Event,
    Pack,
    Rule,
    Standing,
    Unit,
)

_KNOWN: Final = frozenset(field.name for field in fields(Rule))
_TIMES: Final = frozenset({"window", "cutoff"})
# What a kind of counting cannot do without; a field of another kind is of no use and is refused.
_NEEDS: Final[Mapping[Counting, frozenset[str]]] = {
    Counting.WINDOW: frozenset({"limit", "window"}),
    Counting.CUTOFF: frozenset({"cutoff"}),
    Counting.REGION: frozenset({"regions"}),
    Counting.GIVEN: frozenset(),
}
_LIMIT: Final = frozenset({"limit"})
_OPTIONAL: Final[Mapping[Counting, frozenset[str]]] = {Counting.CUTOFF: _LIMIT}
_AT_LINE: Final = re.compile(r"at line (\d+)")
_SPECIAL: Final = frozenset({"limit", "window", "cutoff", "regions"})


def read_pack(text: str) -> Pack:
    """Return the pack that a TOML text states; raises ``PackFaulty`` with one fault for everything wrong with it."""
    try:
        return pack_of(tomllib.loads(text))
    # A number of thousands of digits and nesting without end are no TOML errors to the reader.
    except (ValueError, RecursionError) as error:
        raise PackFaulty((Fault(FaultKind.NOT_TOML, "", "", _place(text, error)),)) from error


def _place(text: str, error: Exception) -> str:
    """The number of the line at which reading ended, "" where that is not known."""
    found = _AT_LINE.search(str(error))
    if found:
        return found[1]
    return str(max(1, len(text.splitlines()))) if "end of document" in str(error) else ""


def pack_of(stated: Mapping[str, Any]) -> Pack:
    """Return the pack of ``stated`` fields (``version``, ``made_on``, ``rule``); raises ``PackFaulty``."""
    head = Fields("", stated)
    version, made_on = head.text("version", needed=True), head.day("made_on", needed=True)
    listed = stated.get("rule")
    if not isinstance(listed, list) or not listed or not all(isinstance(each, Mapping) for each in listed):
        head.fault(FaultKind.NO_RULES, "rule")
        raise PackFaulty(tuple(head.faults))
    rules, faults = _rules(listed)
    faults = [*head.faults, *faults, *chain_faults(rules, {str(each.get("id")) for each in listed})]
    if faults or made_on is None:
        raise PackFaulty(tuple(faults))
    return Pack(version, made_on, tuple(rules))


def _rules(listed: list[Mapping[str, Any]]) -> tuple[list[Rule], list[Fault]]:
    rules: list[Rule] = []
    faults: list[Fault] = []
    for at, each in enumerate(listed, start=1):
        rule, found = read_rule(each, at)
        faults += found
        if rule is not None:
            rules.append(rule)
    return rules, faults


def read_rule(stated: Mapping[str, Any], at: int = 1) -> tuple[Rule | None, list[Fault]]:
    """Return the rule of ``stated`` fields, None where one that it cannot do without is wrong, and what is wrong.

    ``at`` is its place in the pack, by which a rule without a name is called.
    """
    given = Fields(shortened(stated.get("id") or f"#{at}"), stated)
    rule = _rule(given)
    _check(given, stated, rule)
    return rule, given.faults


def counted_by(counting: Counting) -> frozenset[str]:
    """Return which of ``limit``, ``window``, ``cutoff`` and ``regions`` a rule of this kind of counting may have."""
    return _NEEDS.get(counting, _LIMIT) | _OPTIONAL.get(counting, frozenset())


def _rule(given: Fields) -> Rule | None:
    """Return the rule, None where a field that it cannot do without is wrong."""
    actor, starts = given.word("actor", Actor), given.word("starts", Event)
    counting, confidence = given.word("counting", Counting), given.word("confidence", Confidence)
    standing, effect = given.word("standing", Standing, Standing.REPORTED), given.word("effect", Effect, Effect.NONE)
    read_on = given.day("read_on", needed=True)
    texts: dict[str, Any] = {
        name: given.text(name, needed=True) for name in ("id", "platform", "matter", "duty", "source")
    }
    rest: dict[str, Any] = {
        "lapse": given.text("lapse"), "note": given.text("note"), "limit": given.whole("limit"),
        "from_next_day": given.yes("from_next_day"), "agreed": given.yes("agreed"), "window": given.window("window"),
        "cutoff": given.time("cutoff"), "regions": given.regions("regions"), "far": given.texts("far"),
        "pauses_in": frozenset(given.texts("pauses_in")), "done_by": given.words("done_by", Event),
        "effective": given.day("effective"), "until": given.day("until"),
        **{name: given.texts(name) for name in ("then", "lapse_then", "opens", "also")},
    }  # fmt: skip
    if None in (actor, starts, counting, confidence, standing, effect, read_on):
        return None
    assert actor and starts and counting and confidence and standing and effect and read_on
    return Rule(
        actor=actor, starts=starts, counting=counting, unit=UNIT_OF[counting], confidence=confidence,
        standing=standing, effect=effect, read_on=read_on, **texts, **rest,
    )  # fmt: skip


def _check(given: Fields, stated: Mapping[str, Any], rule: Rule | None) -> None:
    """What only several fields together show."""
    for name in stated:
        if name not in _KNOWN:
            given.fault(FaultKind.UNKNOWN_FIELD, name)
    _check_unit(given, stated)
    if rule is None:
        return
    _check_limit(given, stated, rule.counting)
    if rule.until is not None and rule.effective is not None and rule.until < rule.effective:
        given.fault(FaultKind.ENDS_BEFORE_START, "until", f"{rule.until} < {rule.effective}")
    if rule.confidence not in MAY_CLAIM[rule.standing]:
        given.fault(FaultKind.CLAIMS_TOO_MUCH, "standing", f"{rule.standing}, {rule.confidence}")


def _check_unit(given: Fields, stated: Mapping[str, Any]) -> None:
    if "unit" not in stated:
        given.fault(FaultKind.UNIT_MISSING, "unit")
        return
    unit = given.word("unit", Unit)
    counting = stated.get("counting")
    if unit is not None and counting in set(Counting) and UNIT_OF[Counting(str(counting))] is not unit:
        given.fault(FaultKind.UNIT_DIFFERS, "unit", f"{unit}, {counting}")


def _check_limit(given: Fields, stated: Mapping[str, Any], counting: Counting) -> None:
    for name in sorted(_NEEDS.get(counting, _LIMIT) - set(stated)):
        given.fault(FaultKind.MISSING, name)
    for name in sorted(_SPECIAL & set(stated) - counted_by(counting)):
        given.fault(FaultKind.UNKNOWN_FIELD, name)


def stated(pack: Pack) -> dict[str, Any]:
    """Return the pack as plain fields of texts, numbers and lists, as ``pack_of`` reads them and JSON keeps them."""
    return {
        "version": pack.version,
        "made_on": pack.made_on.isoformat(),
        "rule": [stated_rule(each) for each in pack.rules],
    }


def stated_rule(rule: Rule) -> dict[str, Any]:
    """Return the fields of a rule as ``stated`` gives them, those that say nothing left out."""
    found = {field.name: getattr(rule, field.name) for field in fields(Rule)}
    return {name: _plain(name, value) for name, value in found.items() if not _empty(value)}


def _empty(value: object) -> bool:
    """Whether a field says nothing; the cut-off 00:00 is a number that does."""
    return value is None or value is False or value in ("", (), frozenset())


def _plain(name: str, value: Any) -> Any:
    if name in _TIMES:
        return _clock(value) if isinstance(value, int) else [_clock(each) for each in value]
    if name == "regions":
        return dict(value)
    if isinstance(value, frozenset | tuple):
        return [str(each) for each in (sorted(value) if isinstance(value, frozenset) else value)]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
