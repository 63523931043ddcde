"""The TOML of a pack as it comes from a file: what is refused before it is read, and what it changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any, Final, NamedTuple

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.rules.faults import PackFaulty
from ticketdesk.domain.rules.reading import read_pack, stated
from ticketdesk.domain.rules.values import Pack, Rule, named

MOST_BYTES: Final = 256 * 1024
LONGEST_LINE: Final = 1_000  # TOML's reader takes the square of a dotted name's parts
LONGEST_VERSION: Final = 40
MOST_RULES: Final = 500


class Difference(NamedTuple):
    """What a pack changes: ``field`` of ``rule``; "" for a rule that is new (no ``before``) or gone (no ``after``)."""

    rule: str
    field: str
    before: str
    after: str


def text_of(content: bytes) -> str:
    """Return the text of a file; DeskErrors ``pack_too_big`` (``limit`` in kB), ``pack_no_text``."""
    if len(content) > MOST_BYTES:
        raise DeskError("pack_too_big", limit=MOST_BYTES // 1024)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DeskError("pack_no_text") from error


def checked_pack(text: str) -> Pack:
    """Return the pack of a TOML text.

    DeskErrors ``pack_too_big``, ``pack_line_long`` (``line``, ``limit``), ``pack_faulty`` (the first fault, and how
    many ``more`` there are), ``pack_version`` (empty, long, or not of plain letters), ``pack_rules_many``.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise DeskError("pack_too_big", limit=MOST_BYTES // 1024)
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > LONGEST_LINE:
            raise DeskError("pack_line_long", line=number, limit=LONGEST_LINE)
    try:
        found = read_pack(text)
    except PackFaulty as error:
        kind, rule, name, value = error.faults[0]
        raise DeskError(
            "pack_faulty", fault=kind.value, rule=rule, field=name, value=value, more=len(error.faults) - 1
        ) from error
    if len(found.version) > LONGEST_VERSION or not found.version.isprintable():
        raise DeskError("pack_version", limit=LONGEST_VERSION)
    if len(found.rules) > MOST_RULES:
        raise DeskError("pack_rules_many", limit=MOST_RULES)
    return found


def differences(before: Pack, after: Pack) -> tuple[Difference, ...]:
    """Return what ``after`` changes in ``before``, rule by rule: those of ``after`` in their order, then those gone."""
    old, new = named(before.rules), named(after.rules)
    return (
        *(each for rule in after.rules for each in _of_rule(old.get(rule.id), rule)),
        *(Difference(rule.id, "", rule.duty, "") for rule in before.rules if rule.id not in new),
    )


def _of_rule(before: Rule | None, after: Rule) -> Iterator[Difference]:
    if before is None:
        yield Difference(after.id, "", "", after.duty)
        return
    old, new = _texts(before), _texts(after)
    for field in fields(Rule):
        was, now = old.get(field.name, ""), new.get(field.name, "")
        if was != now:
            yield Difference(after.id, field.name, was, now)


def _texts(rule: Rule) -> dict[str, str]:
    (found,) = stated(Pack("", rule.read_on, (rule,)))["rule"]
    return {name: _text(value) for name, value in found.items()}


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {number}" for name, number in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
