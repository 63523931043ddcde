"""What is asked before a reply leaves, in words: breaches of the wording, and what arrived meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ticketdesk.desk.commands.talk import Override
from ticketdesk.domain.stale import Difference, What
from ticketdesk.domain.wording_rules import Finding, Severity, stops
from ticketdesk.ui import labels
from ticketdesk.ui.reception.compose.ask_bar import OWN, Answer, Question
from ticketdesk.ui.reception.wording import said_by, short
from ticketdesk.words import mark, tr
from ticketdesk.words.reception import difference_line

REASONS: Final = (
    mark("The buyer asked for it"), mark("The platform allows it here"), mark("It is not meant that way"),
)  # fmt: skip
GO: Final = "go"


def about_wording(text: str, findings: Sequence[Finding]) -> Question:
    """Ask about breaches: a warning goes with Enter, a stop only with one of the reasons or with the agent's own."""
    return about_words([(text, each) for each in findings])


def about_words(found: Sequence[tuple[str, Finding]]) -> Question:
    """Ask as ``about_wording`` does about breaches in several texts, each with its text."""
    stopped = stops(each for _text, each in found)
    back = Answer("Esc", tr("Change it"), "")
    reasons = [Answer(str(place), tr(reason), tr(reason)) for place, reason in enumerate(REASONS, 1)]
    reasons.append(Answer(str(len(REASONS) + 1), tr("In own words…"), OWN))
    answers = (*reasons, back) if stopped else (Answer("Enter", tr("Send anyway"), GO), back)
    lead = tr("This may not be sent without a reason") if stopped else tr("Look at the wording once more")
    return Question(
        "wording", "bad" if stopped else "warn", lead, tuple(_finding(text, each) for text, each in found), answers
    )


def overrides(findings: Sequence[Finding], reason: str) -> tuple[Override, ...]:
    """Return what a reply carries that goes all the same: the rules with the reason, none where all were warnings."""
    rules = {each.rule for each in findings} if stops(findings) else set()
    return tuple(Override(rule, reason) for rule in sorted(rules))


def spans(findings: Sequence[Finding]) -> list[tuple[int, int, str]]:
    """Return what is underlined: start, end, token."""
    return [
        (each.start, each.end, "bad" if each.severity is Severity.STOP else "warn") for each in findings if each.end
    ]


def _finding(text: str, each: Finding) -> str:
    marked, source = text[each.start : each.end], tr(each.source)
    if marked:
        return tr("“{0}”: {1} · {2}", marked, tr(each.says), source)
    return f"{tr(each.says)} · {source}"


def about_news(differences: Sequence[Difference]) -> Question:
    """Ask about what arrived since the draft began."""
    answers = (Answer("Enter", tr("Send anyway"), GO), Answer("Esc", tr("Back to the reply"), ""))
    lead = tr("Something arrived since you began to write")
    return Question("stale", "warn", lead, tuple(_difference(each) for each in differences), answers)


def _difference(each: Difference) -> str:
    line = difference_line(each.what.value, short(each.number), said_by(each.who), each.after)
    if each.what is What.FLAG:
        return tr("{0}: {1} → {2}", line, _flag(each.before), _flag(each.after))
    if each.what is What.STATE:
        return tr("{0}: {1} → {2}", line, labels.order_state(each.before).text, labels.order_state(each.after).text)
    return line


def _flag(code: str) -> str:
    return labels.flag(int(code) if code.isdecimal() else None).name
