"""What the lines of the timeline say of deadlines: noted, corrected, agreed on, passed."""

from __future__ import annotations

from ticketdesk.desk.deadlines import packs
from ticketdesk.domain.moments import from_ms
from ticketdesk.domain.rules.values import Event, Rule
from ticketdesk.store.queries.ticket_timeline import EventRow
from ticketdesk.words import tr
from ticketdesk.words.rules import actor_name, event_name
from ticketdesk.words.ticket_types import own_rules

_FROM_FILE = "imported"


def deadline_line(event: EventRow) -> str:
    """Return an event of kind start, due or lapse as one sentence."""
    if event.kind == "start":
        return _noted(event)
    if event.text == _FROM_FILE:
        return tr("{0} took the end from the platform's file: {1}", event.author, minute(event.after))
    duty = duty_of(event.text)
    if event.kind == "due":
        return tr("{0} set the end agreed on, {1}: {2}", event.author, minute(event.after), duty)
    rule = rule_of(event.text)
    who = actor_name(rule.actor) if rule else tr("Nobody")
    lapse = tr(rule.lapse) if rule and rule.lapse else ""
    if event.kind == "carried":
        return tr("{0} carried out what followed: {1}", event.author, lapse or duty)
    return tr("Time ran out on {0} · {1}: {2}", minute(event.after), who, duty) + (f" → {lapse}" if lapse else "")


def _noted(event: EventRow) -> str:
    what = event_name(Event(event.text)) if event.text in set(Event) else event.text
    if event.before:
        return tr("{0} corrected “{1}”: {2} → {3}", event.author, what, minute(event.before), minute(event.after))
    return tr("{0} noted “{1}”: {2}", event.author, what, minute(event.after))


def step_words(name: str) -> tuple[str, str, str]:
    """Return who must act by a rule, what must be done, and what a lapse does; "" where no pack or rule says it."""
    rule = rule_of(name)
    if rule is None:
        return "", name, ""
    return actor_name(rule.actor), tr(rule.duty), tr(rule.lapse) if rule.lapse else ""


def duty_of(rule: str) -> str:
    """Return what must be done by a rule; its name where no pack knows it."""
    found = rule_of(rule)
    return tr(found.duty) if found else rule


def rule_of(name: str) -> Rule | None:
    """Return the rule of the newest pack that knows it, the shop's own first, also by a name it had before."""
    found = (pack.rule(name) for pack in reversed((*packs().values(), *own_rules())))
    return next((each for each in found if each is not None), None)


def minute(ms: str) -> str:
    """Return a moment that the timeline keeps (UTC ms as text) as day and minute in the shop's zone."""
    return f"{from_ms(int(ms)):%Y-%m-%d %H:%M}" if ms.lstrip("-").isdecimal() else ""
