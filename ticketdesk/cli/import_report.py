"""The outcome of importing one file, in words and as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ticketdesk.cli import phrase_report
from ticketdesk.cli.output import Output
from ticketdesk.desk.commands.talk import Received
from ticketdesk.desk.imports import Difference, ImportReport
from ticketdesk.desk.phrase_import import PhraseReport
from ticketdesk.domain.transcript import LineProblem, Transcript
from ticketdesk.words import mark, tr
from ticketdesk.words.names import field_name
from ticketdesk.words.problems import layout_name, sentence

TRANSCRIPT = "qianniu_transcript"
_SHOWN = 20
_LINE_PROBLEMS = {
    "transcript_before_first": mark("This stands before the first message and belongs to nobody"),
    "transcript_empty_message": mark("The message has no text; a picture perhaps, which copying loses"),
}


class Row(NamedTuple):
    """A row that could not be taken: its line, why, what stood there, and what was probably meant."""

    line: int
    reason: str
    original: str
    suggestion: str | None


@dataclass(frozen=True, slots=True)
class Imported:
    """One file's outcome; ``format`` is a layout's key."""

    file: Path
    format: str
    encoding: str
    new: int
    changed: int
    unchanged: int
    older: int
    problem_count: int
    problems: tuple[Row, ...]
    difference_count: int = 0
    differences: tuple[Difference, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    buyer: str = ""
    known: bool = False
    phrases: PhraseReport | None = None


def of_report(file: Path, report: ImportReport) -> Imported:
    """Return the outcome of a table file."""
    rows = (Row(each.line, sentence(each), each.original, each.suggestion) for each in report.problems)
    return Imported(
        file, report.layout, report.encoding, report.new, report.changed, report.unchanged, report.older,
        report.problem_count, tuple(rows), report.difference_count, tuple(report.differences), report.unknown_columns,
        known=report.known, phrases=report if isinstance(report, PhraseReport) else None,
    )  # fmt: skip


def of_transcript(file: Path, encoding: str, transcript: Transcript, received: Received, buyer: str) -> Imported:
    """Return the outcome of a conversation: ``new`` and ``unchanged`` count messages."""
    rows = tuple(_row(problem) for problem in transcript.problems)
    return Imported(
        file, TRANSCRIPT, encoding, received.added, 0, received.known, 0, len(rows), rows, buyer=buyer
    )  # fmt: skip


def _row(problem: LineProblem) -> Row:
    return Row(problem.line, tr(_LINE_PROBLEMS[problem.reason]), problem.original, None)


def as_json(done: Imported) -> dict[str, object]:
    """Return the object that a program reads; texts of problems are in the chosen language."""
    return {
        "file": str(done.file),
        "format": done.format,
        "format_name": _format(done),
        "encoding": done.encoding or None,
        "new": done.new,
        "changed": done.changed,
        "unchanged": done.unchanged,
        "imported_before": done.known,
        "older": done.older,
        "problem_count": done.problem_count,
        "problems": [row._asdict() for row in done.problems],
        "difference_count": done.difference_count,
        "differences": [difference._asdict() for difference in done.differences],
        "unknown_columns": list(done.unknown_columns),
        **({"buyer": done.buyer} if done.buyer else {}),
        **(phrase_report.as_json(done.phrases) if done.phrases else {}),
    }


def say(done: Imported, output: Output) -> None:
    """Print the outcome in words, the first problems and differences named."""
    form = " · ".join(part for part in (_format(done), done.encoding) if part)
    output.say(f"{done.file.name}: {form}")
    counts = (done.new, done.changed, done.unchanged, done.older, done.problem_count)
    output.say("  " + tr("{0} new, {1} changed, {2} unchanged, {3} older, {4} with problems", *counts))
    for row in done.problems[:_SHOWN]:
        hint = f" ({tr('perhaps {0}', row.suggestion)})" if row.suggestion else ""
        output.say("  " + tr("Line {0}: {1}", row.line, row.reason) + hint + " | " + row.original)
    if done.problem_count > _SHOWN:
        output.say("  " + tr("… and {0} more", done.problem_count - _SHOWN))
    for difference in done.differences[:_SHOWN]:
        field = field_name(difference.field)
        output.say("  " + tr("Order {0}: the {1} edited here stays; the file differs", difference.number, field))
    if done.phrases:
        phrase_report.say(done.phrases, output)


def _format(done: Imported) -> str:
    return tr("Qianniu conversation") if done.format == TRANSCRIPT else layout_name(done.format)
