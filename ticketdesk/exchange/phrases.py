"""Qianniu's quick phrases: reading its file in every encoding, and writing one that reads back the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.orders import Problem
from ticketdesk.exchange.found import Cancelled, Found, Progress, check
from ticketdesk.exchange.guard import unguard
from ticketdesk.exchange.layouts import PHRASES
from ticketdesk.exchange.plan import row_text
from ticketdesk.exchange.rows import data_rows
from ticketdesk.exchange.sniff import sniff
from ticketdesk.exchange.writers import write_json_lines, write_table

PHRASE_HEADER = ("快捷短语编码", "快捷短语", "快捷短语分组")
_CONTROLS = {code: None for code in (*range(32), 127) if code not in (9, 10)}


@dataclass(frozen=True, slots=True)
class PhraseRecord:
    """One phrase of a file: its code (may be "" or repeat), its text and its group ("" = ungrouped)."""

    line: int
    code: str
    text: str
    group: str


def read_phrases(
    path: Path, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> Iterator[PhraseRecord | Problem]:
    """Yield the phrases of a .csv or .xlsx in the file's order; cells are trimmed, a phrase may hold line ends
    (FORMATS 1.6). A row without text is a Problem.

    Raises DeskError, before the first phrase, as ``sniff`` does and file_other_layout for another kind of file.
    """
    path = Path(path)
    found = sniff(path, cancelled=cancelled)
    if found.layout != PHRASES:
        raise DeskError("file_not_phrases", name=path.name)
    return _phrases(path, found, progress, cancelled)


def write_phrases(
    path: Path, phrases: Iterable[PhraseRecord], *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> int:
    """Write phrases to .csv or .xlsx (Qianniu's header) or .jsonl; return how many, errors as of ``write_table``."""
    cells = ((phrase.code, phrase.text, phrase.group) for phrase in phrases)
    if path.suffix.lower() == ".jsonl":
        objects = ({"code": code, "text": text, "group": group} for code, text, group in cells)
        return write_json_lines(path, objects, progress=progress, cancelled=cancelled)
    return write_table(path, PHRASE_HEADER, cells, progress=progress, cancelled=cancelled)


def _phrases(
    path: Path, found: Found, progress: Progress | None, cancelled: Cancelled | None
) -> Iterator[PhraseRecord | Problem]:
    at = [found.header.index(name) if name in found.header else -1 for name in PHRASE_HEADER]
    for done, (line, row) in enumerate(data_rows(path, found), start=1):
        code, text, group = (_cell(row[index]) if 0 <= index < len(row) else "" for index in at)
        yield PhraseRecord(line, code, text, group) if text else Problem(line, "phrase_empty", (), row_text(row))
        check(done, found.rows, progress, cancelled)


def _cell(raw: str) -> str:
    text = raw.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
    return unguard(text.strip()).strip()
