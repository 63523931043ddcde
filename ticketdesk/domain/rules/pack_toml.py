"""A pack written as TOML, one table a rule, so that ``read_pack`` reads the same pack again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import Any, Final

from ticketdesk.domain.rules.reading import stated, stated_rule
from ticketdesk.domain.rules.values import Pack, Rule

_DAYS: Final = frozenset({"made_on", "read_on", "effective", "until"})
_WIDE: Final = 120


def toml_of(pack: Pack, heading: str = "") -> str:
    """Return the pack as TOML below the comment ``heading``; fields that say nothing are left out."""
    head = stated(pack)
    lines = [heading.rstrip("\n"), ""] if heading else []
    lines += [_line(name, head[name]) for name in ("version", "made_on")]
    for rule in pack.rules:
        lines += ["", "[[rule]]", *_lines(rule)]
    return "\n".join(lines) + "\n"


def heading_of(toml: str) -> str:
    """Return the comment with which a TOML text begins, "" for none."""
    return "\n".join(takewhile(lambda line: line.startswith("#"), toml.split("\n")))


def _lines(rule: Rule) -> Iterator[str]:
    return (_line(name, value) for name, value in stated_rule(rule).items())


def _line(name: str, value: Any) -> str:
    return f"{name} = {value if name in _DAYS else _value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {number}" for name, number in value.items()) + " }"
    return _listed([_quoted(each) for each in value]) if isinstance(value, list) else str(value)


def _listed(texts: list[str]) -> str:
    """A list on one line, or a line each: a pack's lines are held to a length."""
    row = "[" + ", ".join(texts) + "]"
    return row if len(row) <= _WIDE else "[\n" + "".join(f"  {each},\n" for each in texts) + "]"


def _quoted(text: str) -> str:
    # A literal needs no escapes: twice 500 characters would be more than a line may have.
    if "'" not in text and ('"' in text or "\\" in text) and text.isprintable():
        return f"'{text}'"
    # TOML takes JSON's escapes, and wants one for this character as well.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
