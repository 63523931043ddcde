"""A file of phrases looked at as a plan: what is new, what changes, and what is worth saying before it is taken in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from ticketdesk.desk.imports import SHOWN, ImportReport
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.orders import Problem
from ticketdesk.domain.phrase_merge import Fate, Match, MergePlan, PhraseSign, digest, let_go, plan
from ticketdesk.domain.phrase_near import near_groups
from ticketdesk.domain.pictures import check_picture
from ticketdesk.domain.text import clean_name
from ticketdesk.exchange.found import Cancelled, Found, Progress
from ticketdesk.exchange.phrases import PhraseRecord, look_at_phrases, read_phrases
from ticketdesk.store.queries.phrases import PhraseRow, each_phrase, phrases_by_ids, signs
from ticketdesk.store.reader import Rows

MOST_NEAR: Final = 20_000
"""Phrases among which near-equal ones are looked for before an import."""

_CUT: Final = 400


class PhraseChange(NamedTuple):
    """One row of the file that is not there as it is: ``before`` the phrase it changes, None where it is new."""

    line: int
    code: str
    text: str
    group: str
    before: PhraseRow | None


class NearRow(NamedTuple):
    """A new row that nearly says what another phrase says: of the file (its line) or of the shop (line None)."""

    line: int
    text: str
    other_line: int | None
    other_text: str


@dataclass(slots=True)
class PhraseReport(ImportReport):
    """The counts of a file of phrases, its first 10,000 changes, and what is worth saying.

    ``near`` is None where so many phrases meet that near-equal ones were not looked for.
    """

    changes: list[PhraseChange] = field(default_factory=list)
    repeated: dict[str, list[int]] = field(default_factory=dict)
    empty_codes: int = 0
    shadowed: list[int] = field(default_factory=list)
    near: list[NearRow] | None = None


class Reading:
    """One file of phrases being read against the store: ``read`` first, then ``pair``, then ``matched``."""

    def __init__(self, path: Path, agent_id: int | None, *, personal: bool, cancelled: Cancelled | None = None) -> None:
        self.path = path
        self._agent_id = agent_id
        self._personal = personal
        self._cancelled = cancelled
        self._rows: list[PhraseSign] = []
        self.found: Found = look_at_phrases(path, cancelled=cancelled)
        self.plan = MergePlan([], {}, 0, [])

    def read(self, report: ImportReport, progress: Progress | None = None) -> None:
        """Read the file once; problems go to the report."""
        report.layout, report.encoding, report.kind = self.found.layout, self.found.encoding, self.found.kind
        report.rows = self.found.rows
        for item in self._items(progress):
            if isinstance(item, Problem):
                report.add_problem(item)
            else:
                self._rows.append(self._sign(item))

    def pair(self, stored: list[PhraseSign], report: ImportReport) -> None:
        """Pair the rows with the phrases that stand, and count; ``stored`` is empty afterwards."""
        mine = [sign.code for sign in stored if sign.owner is not None]
        self.plan = plan(self._rows, stored, mine)
        let_go(self._rows, stored, mine)
        report.new, report.changed = self.plan.count(Fate.NEW), self.plan.count(Fate.CHANGED)
        report.unchanged = self.plan.count(Fate.SAME)

    def matched(self) -> Iterator[tuple[PhraseRecord, Match]]:
        """Read the file again and yield its good rows with what becomes of them.

        Raises DeskError ``file_changed`` where it is not the file that was planned.
        """
        items = (self._own(item) for item in self._items(None) if isinstance(item, PhraseRecord))
        try:
            for record, match in zip(items, self.plan.matches, strict=True):
                if record.line != match.line:
                    raise DeskError("file_changed", name=self.path.name)
                yield record, match
        except ValueError as error:
            raise DeskError("file_changed", name=self.path.name) from error

    def _items(self, progress: Progress | None) -> Iterator[PhraseRecord | Problem]:
        return read_phrases(self.path, found=self.found, progress=progress, cancelled=self._cancelled)

    def _own(self, item: PhraseRecord) -> PhraseRecord:
        code, group = clean_name(item.code), clean_name(item.group)
        return PhraseRecord(
            item.line, code, item.text, group, item.validity, self._personal or item.personal, item.uses, item.picture
        )  # fmt: skip

    def _sign(self, item: PhraseRecord) -> PhraseSign:
        own = self._own(item)
        owner = self._agent_id if own.personal else None
        return PhraseSign(own.line, own.code, digest(own.text), own.group, own.validity, owner)


def look_at(
    source: Rows,
    path: Path,
    agent_id: int | None,
    *,
    personal: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> PhraseReport:
    """Return what importing ``path`` would do for ``agent_id``; nothing is written.

    Raises DeskErrors of ``look_at_phrases``, ``file_changed``, ``cancelled``. 100,000 rows take about 60 MB.
    """
    report = PhraseReport()
    reading = Reading(path, agent_id, personal=personal, cancelled=cancelled)
    reading.read(report, progress)
    reading.pair(signs(source, agent_id), report)
    report.repeated, report.empty_codes = reading.plan.repeated, reading.plan.empty_codes
    report.shadowed = reading.plan.shadowed
    fresh: list[tuple[int, str]] = []
    _changes(source, reading, report, fresh)
    report.near = _near(source, agent_id, fresh)
    let_go(reading.plan.matches)
    return report


def picture_of(record: PhraseRecord) -> bytes | Problem | None:
    """Return the picture beside a bot's file, None where the row names none, a Problem where it cannot be taken."""
    if record.picture is None:
        return None
    wrong = Problem(record.line, "phrase_picture", (("name", record.picture.name),), record.text[:_CUT])
    try:
        data = record.picture.read_bytes()
        check_picture(data)
    except (OSError, ValueError, DeskError):
        return wrong
    return data


def _changes(source: Rows, reading: Reading, report: PhraseReport, fresh: list[tuple[int, str]]) -> None:
    """Name the first changes with what stands now, and collect the texts of new rows."""
    named: list[tuple[PhraseRecord, Match]] = []
    for record, match in reading.matched():
        if match.fate is Fate.NEW and len(fresh) <= MOST_NEAR:
            fresh.append((record.line, record.text[:_CUT]))
        if match.fate is not Fate.SAME:
            if isinstance(problem := picture_of(record), Problem):
                report.add_problem(problem)
            if len(named) < SHOWN:
                named.append((record, match))
    ids = [match.phrase_id for _, match in named if match.phrase_id is not None]
    there = {row.id: row._replace(text=row.text[:_CUT]) for row in phrases_by_ids(source, ids)}
    report.changes = [
        PhraseChange(record.line, record.code, record.text[:_CUT], record.group, there.get(match.phrase_id or 0))
        for record, match in named
    ]


def _near(source: Rows, agent_id: int | None, fresh: list[tuple[int, str]]) -> list[NearRow] | None:
    stood = {row.id: row.text[:_CUT] for row in each_phrase(source, agent_id)} if len(fresh) <= MOST_NEAR else {}
    if len(fresh) + len(stood) > MOST_NEAR:
        return None
    # Lines go below zero, so that no line is taken for the id of a phrase.
    texts = [(-line, text) for line, text in fresh] + list(stood.items())
    words = dict(texts)
    found: list[NearRow] = []
    for group in near_groups(texts):
        there = next((number for number in group.ids if number > 0), None)
        lines = sorted(-number for number in group.ids if number < 0)
        other, rest = (None, lines) if there is not None else (lines[0], lines[1:])
        said = words[there if there is not None else -lines[0]] if lines else ""
        found += (NearRow(line, words[-line], other, said) for line in rest)
    return found
