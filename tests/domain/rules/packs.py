"""The shipped pack, and small packs for tests."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from ticketdesk.domain.moments import parse_stamp
from ticketdesk.domain.rules.matter import Happened
from ticketdesk.domain.rules.reading import pack_of, read_pack
from ticketdesk.domain.rules.values import Event, Pack, Rule

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = ROOT / "resources" / "rules" / "deadlines-2026-11.toml"
PLAIN: dict[str, Any] = {
    "id": "A",
    "platform": "own",
    "matter": "test",
    "actor": "seller",
    "starts": "applied",
    "duty": "Answer",
    "limit": 48,
    "unit": "hour",
    "counting": "running",
    "done_by": ["agreed"],
    "source": "a test",
    "read_on": "2026-11-27",
    "confidence": "S",
    "standing": "own",
}


@cache
def shipped() -> Pack:
    """The pack that travels with the program."""
    return read_pack(SHIPPED.read_text(encoding="utf-8"))


def shipped_rule(name: str) -> Rule:
    rule = shipped().rule(name)
    assert rule is not None, name
    return rule


def shipped_text() -> dict[str, Any]:
    """The fields of the shipped file."""
    return tomllib.loads(SHIPPED.read_text(encoding="utf-8"))


def stated(*rules: dict[str, Any], **head: Any) -> dict[str, Any]:
    """The fields of a pack: each rule is ``PLAIN`` with what is given; a field given as None is left out."""
    full = [{name: value for name, value in {**PLAIN, **each}.items() if value is not None} for each in rules]
    return {"version": "test", "made_on": "2026-11-27", "rule": full, **head}


def pack(*rules: dict[str, Any]) -> Pack:
    return pack_of(stated(*rules))


def at(text: str) -> int:
    """UTC milliseconds of the shop's wall clock."""
    moment = parse_stamp(text)
    assert moment is not None, text
    return moment


def happened(event: str, noted: str, corrected: str | None = None) -> Happened:
    return Happened(Event(event), at(noted), None if corrected is None else at(corrected))
