"""Quick phrases in and out: Qianniu's file in every encoding, the bot's file with pictures, our own JSON lines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.orders import Problem
from ticketdesk.domain.phrase_merge import LONGEST_NAME, MOST_PHRASES, Validity
from ticketdesk.domain.phrases import phrase_text
from ticketdesk.domain.text import TEXT_BYTES, clean_name
from ticketdesk.exchange.found import Cancelled, Found, Progress, check
from ticketdesk.exchange.guard import unguard
from ticketdesk.exchange.layouts import BOT_PHRASES, PHRASE_LAYOUTS, PHRASES
from ticketdesk.exchange.plan import row_text, shorten
from ticketdesk.exchange.rows import data_rows, text_lines
from ticketdesk.exchange.sniff import sniff
from ticketdesk.exchange.writers import UTF8_BOM, write_json_lines, write_table

PHRASE_HEADER = ("快捷短语编码", "快捷短语", "快捷短语分组")
BOT_HEADER = ("快捷编码", "内容", "分组")
_BOT_PICTURE = "图片名"
_BOT_FOLDER = "图片"
_FIELDS: Final = ("code", "text", "group")


@dataclass(frozen=True, slots=True)
class PhraseRecord:
    """One phrase of a file: its code (may be "" or repeat), its text and its group ("" = ungrouped).

    ``validity`` (UTC ms from, before) is None where the file has no such columns, ``personal`` says that it is the
    agent's own, ``uses`` is only told, never taken in; ``picture`` is the file that lies beside a bot's file.
    """

    line: int
    code: str
    text: str
    group: str
    validity: Validity | None = None
    personal: bool = False
    uses: int = 0
    picture: Path | None = None


def look_at_phrases(path: Path, *, cancelled: Cancelled | None = None) -> Found:
    """Find out what ``path`` is; DeskErrors of ``sniff``, ``file_not_phrases``, ``file_too_many_phrases``."""
    try:
        found = sniff(path, cancelled=cancelled)
    except DeskError as error:
        if error.key == "file_unknown_layout":  # its words ask for an order list
            raise DeskError("file_not_phrases", name=path.name) from error
        raise
    if found.layout not in PHRASE_LAYOUTS:
        raise DeskError("file_not_phrases", name=path.name)
    if found.rows > MOST_PHRASES:
        raise DeskError("file_too_many_phrases", name=path.name, limit=f"{MOST_PHRASES:,}")
    return found


def read_phrases(
    path: Path, *, found: Found | None = None, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> Iterator[PhraseRecord | Problem]:
    """Yield the phrases of a file in its order; cells are trimmed, a phrase may hold line ends (FORMATS 1.6).

    A row without text, or with more than 64 kB of it, is a Problem. Raises DeskErrors of ``look_at_phrases`` before the
    first phrase, unless ``found`` is what that returned.
    """
    path = Path(path)
    return _phrases(path, found or look_at_phrases(path, cancelled=cancelled), progress, cancelled)


def _phrases(
    path: Path, found: Found, progress: Progress | None, cancelled: Cancelled | None
) -> Iterator[PhraseRecord | Problem]:
    rows = _own_phrases(path, found) if found.kind == "jsonl" else _table_phrases(path, found)
    for done, item in enumerate(rows, start=1):
        yield item
        check(done, found.rows, progress, cancelled)


def write_phrases(
    path: Path,
    phrases: Iterable[PhraseRecord],
    *,
    encoding: str = UTF8_BOM,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """Write phrases to .csv or .xlsx (Qianniu's header) or .jsonl (all columns); return how many.

    ``encoding`` is that of a .csv: UTF-8 with a byte-order mark, or "gb18030". Errors as of ``write_table``.
    """
    if path.suffix.lower() == ".jsonl":
        return write_json_lines(path, map(_object, phrases), progress=progress, cancelled=cancelled)
    cells = ((phrase.code, phrase.text, phrase.group) for phrase in phrases)
    return write_table(path, PHRASE_HEADER, cells, encoding=encoding, progress=progress, cancelled=cancelled)


def _object(phrase: PhraseRecord) -> dict[str, object]:
    start, end = phrase.validity or (None, None)
    return {
        "code": phrase.code, "text": phrase.text, "group": phrase.group, "personal": phrase.personal,
        "valid_from": start, "valid_to": end, "uses": phrase.uses,
        "picture": phrase.picture.name if phrase.picture else None,
    }  # fmt: skip


def _table_phrases(path: Path, found: Found) -> Iterator[PhraseRecord | Problem]:
    names = PHRASE_HEADER if found.layout == PHRASES else BOT_HEADER
    cell_at = _cells(found, (*names, _BOT_PICTURE))
    for line, row in data_rows(path, found):
        code, text, group, picture = cell_at(row)
        beside = _beside(path, picture) if found.layout == BOT_PHRASES else None
        yield _checked(PhraseRecord(line, code, text, group, picture=beside), row_text(row))


def _cells(found: Found, names: tuple[str, ...]) -> Callable[[list[str]], tuple[str, ...]]:
    at = [found.header.index(name) if name in found.header else -1 for name in names]
    return lambda row: tuple(_cell(row[index]) if 0 <= index < len(row) else "" for index in at)


def _beside(path: Path, name: str) -> Path | None:
    """The picture in the folder beside the file; a name that leads elsewhere is none."""
    plain = clean_name(name)
    if not plain or plain in (".", "..") or any(sign in plain for sign in "/\\:"):
        return None
    return path.parent / _BOT_FOLDER / plain


def _own_phrases(path: Path, found: Found) -> Iterator[PhraseRecord | Problem]:
    with path.open(encoding=found.codec) as file:
        for line, words in enumerate(text_lines(path, file), start=1):
            if words.strip():
                yield _own_phrase(line, words)


def _own_phrase(line: int, words: str) -> PhraseRecord | Problem:
    original = shorten(words.strip())
    try:
        said = json.loads(words)
    except (ValueError, RecursionError):
        return Problem(line, "json_wrong", (("field", "text"),), original)
    said = said if isinstance(said, dict) else {}
    wrong = next((name for name in _FIELDS if not isinstance(said.get(name, ""), str)), None)
    wrong = wrong or next((name for name in ("valid_from", "valid_to") if not _is_moment(said.get(name))), None)
    if wrong is not None:
        return Problem(line, "json_wrong", (("field", wrong),), original)
    code, text, group = (phrase_text(said.get(name, "")) for name in _FIELDS)
    validity = (said.get("valid_from"), said.get("valid_to")) if "valid_from" in said or "valid_to" in said else None
    return _checked(PhraseRecord(line, code, text, group, validity, said.get("personal") is True), original)


def _is_moment(value: object) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 53)


def _checked(record: PhraseRecord, original: str) -> PhraseRecord | Problem:
    if not record.text:
        return Problem(record.line, "phrase_empty", (), original)
    if len(record.text) * 4 > TEXT_BYTES and len(record.text.encode("utf-8", "replace")) > TEXT_BYTES:
        return Problem(record.line, "phrase_too_long", (("limit", f"{TEXT_BYTES // 1024}"),), original)
    if max(len(record.code), len(record.group)) > LONGEST_NAME:
        return Problem(record.line, "phrase_name_too_long", (("limit", f"{LONGEST_NAME}"),), original)
    return record


def _cell(raw: str) -> str:
    return unguard(phrase_text(raw)).strip()
