"""Packs of rules for tests: the program's own under another version, with something changed."""

from __future__ import annotations

from ticketdesk.desk import deadlines
from ticketdesk.desk.commands.rule_packs import ImportRulePack

SHIPPED = deadlines.newest()
RULE = "KS-EXCH-48H"


def toml(*pairs: tuple[str, str], version: str = "店-1", day: str = "2020-01-01") -> str:
    """The program's pack under another version, with each of ``pairs`` replaced once."""
    text = deadlines.newest_toml().replace(f'version = "{SHIPPED.version}"', f'version = "{version}"')
    text = text.replace(f"made_on = {SHIPPED.made_on}", f"made_on = {day}")
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after, 1)
    return text


def hours(number: int) -> tuple[str, str]:
    """The first answer of an exchange within ``number`` hours."""
    text = deadlines.newest_toml()
    at = text.index(f'id = "{RULE}"')
    rule = text[at : text.index("[[rule]]", at)]
    assert "limit = 48\n" in rule
    return rule, rule.replace("limit = 48\n", f"limit = {number}\n")


def rule_pack(version: str) -> ImportRulePack:
    """The act of taking in rules under ``version``, where those of the program are in force."""
    return ImportRulePack(toml=toml(hours(24), version=version), follows=SHIPPED.version)
