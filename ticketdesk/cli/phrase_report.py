"""What a file of phrases would change, named one by one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from ticketdesk.cli.output import Output
from ticketdesk.desk.phrase_import import PhraseChange, PhraseReport
from ticketdesk.words import tr, trn

_SHOWN = 40


def as_json(report: PhraseReport) -> dict[str, object]:
    """Return what a program reads: every change with what stands now, and what is worth saying."""
    return {
        "changes": [_change(change) for change in report.changes],
        "repeated_codes": report.repeated,
        "empty_codes": report.empty_codes,
        "personal_codes": report.shadowed,
        "near": None if report.near is None else [each._asdict() for each in report.near],
    }


def say(report: PhraseReport, output: Output) -> None:
    """Print each change, the first forty, and what else is worth saying."""
    for line in islice(_changes(report), _SHOWN):
        output.say("  " + line)
    rest = report.new + report.changed - min(len(report.changes), _SHOWN)
    if rest > 0:
        output.say("  " + tr("… and {0} more", rest))
    for line in _notes(report):
        output.say("  " + line)


def _change(change: PhraseChange) -> dict[str, object]:
    before = change.before
    stood = {"code": before.code, "text": before.text, "group": before.grouping} if before else None
    return {"line": change.line, "code": change.code, "text": change.text, "group": change.group, "before": stood}


def _changes(report: PhraseReport) -> Iterator[str]:
    for change in report.changes:
        now = _one_line(change.code, change.group, change.text)
        if change.before is None:
            yield tr("Line {0}: new {1}", change.line, now)
        else:
            stood = _one_line(change.before.code, change.before.grouping, change.before.text)
            yield tr("Line {0}: changed {1} → {2}", change.line, stood, now)


def _notes(report: PhraseReport) -> Iterator[str]:
    if report.empty_codes:
        yield trn(report.empty_codes, "{0} phrase without a code", "{0} phrases without a code")
    if report.repeated:
        yield trn(len(report.repeated), "{0} code stands more than once", "{0} codes stand more than once")
    if report.shadowed:
        yield trn(len(report.shadowed), "{0} code is also one of your own", "{0} codes are also among your own")
    if report.near is None:
        yield tr("So many phrases: near-duplicates were not looked for.")
    elif report.near:
        yield trn(len(report.near), "{0} near-duplicate", "{0} near-duplicates")


def _one_line(code: str, group: str, text: str) -> str:
    short = " ".join(text.split())
    return " · ".join(part for part in (code, group, short if len(short) <= 60 else short[:59] + "…") if part)
