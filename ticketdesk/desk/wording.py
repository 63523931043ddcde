"""The shop's check of wording at sending: the rules that travel with the program, and what the shop has switched on."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

from ticketdesk.domain.settings import WORDING_CONTACT, WORDING_ON, WORDING_RULES
from ticketdesk.domain.wording_rules import Finding, Rule, check, parse
from ticketdesk.resources import resource_path
from ticketdesk.store.queries import settings
from ticketdesk.store.reader import Rows


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules of ``resources/rules/wording.toml``, compiled at the first call."""
    return parse(resource_path("rules", "wording.toml").read_text(encoding="utf-8"))


def findings(source: Rows, text: str, *, ending: bool = False) -> list[Finding]:
    """Return what in ``text`` goes against the rules that the shop has switched on.

    Ask before ``SendReply``; what is sent all the same carries an ``Override`` with the agent's reason.
    """
    return checker(source, ending=ending)(text)


def checker(source: Rows, *, ending: bool = False) -> Callable[[str], list[Finding]]:
    """Return what looks at a text by the rules that the shop has switched on now: the settings are read once."""
    if not settings.number(source, WORDING_ON):
        return lambda _text: []
    contact = bool(settings.number(source, WORDING_CONTACT))
    off = settings.switched_off(source, WORDING_RULES)
    return partial(check, rules(), ending=ending, contact=contact, ignored=off)
