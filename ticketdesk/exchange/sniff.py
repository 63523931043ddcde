"""Finding out what a file is: its kind, encoding, delimiter, header and layout, and whether it is whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from ticketdesk.domain.errors import DeskError
from ticketdesk.exchange.found import CHECK_EVERY, Cancelled, Found, check
from ticketdesk.exchange.layouts import ANY_COLUMNS, OWN_ORDERS, OWN_PHRASES, layout_of, names_of
from ticketdesk.exchange.magic import kind_of, unreadable
from ticketdesk.exchange.matching import Aliases, field_of
from ticketdesk.exchange.rows import Row, Tail, sheet_count, sheet_rows, text_lines, text_rows
from ticketdesk.exchange.textfile import Encoding, first_line, read_error, sound_encodings, unterminated

MOST_ROWS = 500_000
_KNOWN: Aliases = MappingProxyType({})
_DELIMITERS = (",", "\t", ";")
# A title or a note may stand above the header; further down there is none.
_HEADER_WITHIN = 5


class _Head(NamedTuple):
    header: tuple[str, ...]
    line: int
    layout: str


class _Body(NamedTuple):
    rows: int
    last: Row | None


def sniff(path: Path, *, cancelled: Cancelled | None = None, aliases: Aliases = _KNOWN) -> Found:
    """Find out what ``path`` is, reading it once to its end, so that a file that breaks off is refused before any row.

    ``aliases`` name columns that are unknown otherwise, of a table that nobody knows or of a pick of Taobao's.

    Raises DeskError: file_missing, file_unreadable, file_empty, file_too_big, file_too_many_rows, file_foreign,
    file_broken_sheet, sheet_too_far, file_long_line, file_too_many_columns, file_encoding, file_cut, file_damaged,
    file_unknown_layout, file_no_rows, cancelled.
    """
    kind = kind_of(path)
    if kind != "text":
        return _sniff_sheet(path, kind, cancelled, aliases)
    encodings = sound_encodings(path)
    if any(first_line(path, encoding).lstrip().startswith("{") for encoding in encodings[:1]):
        return _sniff_json(path, encodings[0], cancelled)
    return _sniff_text(path, encodings, cancelled, aliases)


def _sniff_text(
    path: Path, encodings: Sequence[Encoding], cancelled: Cancelled | None, aliases: Aliases
) -> Found:  # fmt: skip
    """Take the first encoding in which the header makes sense, then read all rows in it."""
    for encoding in encodings:
        for delimiter in _DELIMITERS:
            head = _text_head(path, encoding, delimiter, aliases)
            if head is not None:
                body = _text_body(path, encoding, delimiter, head, cancelled)
                _check_rows(path, body.rows)
                return Found("csv", encoding.name, encoding.codec, delimiter, head.layout, head.header, head.line,
                             body.rows)  # fmt: skip
    raise _refusal(path, encodings)


def _refusal(path: Path, encodings: Sequence[Encoding]) -> DeskError:
    """Why no header made sense: whole in any encoding it is another table, else its bytes are no text."""
    error = None
    for encoding in encodings:
        error = read_error(path, encoding)
        if error is None:
            return _unknown_layout(path, first_line(path, encoding))
    return error or DeskError("file_empty", name=path.name)


def _text_head(path: Path, encoding: Encoding, delimiter: str, aliases: Aliases) -> _Head | None:
    """The header in this encoding; a bad byte further down must not hide it, so none is fatal here."""
    try:
        return _head(text_rows(path, encoding.codec, delimiter, "replace"), "csv", aliases)
    except DeskError as error:
        if error.key in ("file_long_line", "file_too_many_columns"):
            raise
        return None


def _text_body(path: Path, encoding: Encoding, delimiter: str, head: _Head, cancelled: Cancelled | None) -> _Body:
    tail = Tail()
    try:
        body = _count(path, text_rows(path, encoding.codec, delimiter, tail=tail), head.line, cancelled)
    except UnicodeDecodeError as error:
        raise read_error(path, encoding) or DeskError("file_encoding", name=path.name, line=1) from error
    if body.last is not None and unterminated(path, encoding, delimiter, body.last, len(head.header), tail):
        raise DeskError("file_cut", name=path.name, line=body.last.line)
    return body


def _sniff_sheet(path: Path, kind: str, cancelled: Cancelled | None, aliases: Aliases) -> Found:
    """Take the first sheet whose header makes sense."""
    shown = ""
    for sheet in range(sheet_count(path)):
        rows = sheet_rows(path, sheet)
        head = _head(rows, "xlsx", aliases)
        if head is not None:
            body = _count(path, rows, head.line, cancelled)
            _check_rows(path, body.rows)
            return Found(kind, "", "", "", head.layout, head.header, head.line, body.rows, sheet)
        shown = shown or next((", ".join(row.cells) for row in sheet_rows(path, sheet) if any(row.cells)), "")
    raise _unknown_layout(path, shown) if shown else DeskError("file_no_rows", name=path.name)


def _sniff_json(path: Path, encoding: Encoding, cancelled: Cancelled | None) -> Found:
    """JSON lines of TicketDesk's own export: every line an object, an order with its ``number`` or a phrase."""
    rows, last, layout = 0, "", OWN_ORDERS
    try:
        with path.open(encoding=encoding.codec) as file:
            for line in text_lines(path, file):
                rows, last = rows + 1, line
                if rows == 1:
                    layout = _json_layout(path, line)
                if rows % CHECK_EVERY == 0:
                    check(rows, rows, None, cancelled)
    except UnicodeDecodeError as error:
        raise read_error(path, encoding) or DeskError("file_encoding", name=path.name, line=rows + 1) from error
    except OSError as error:
        raise unreadable(path, error) from error
    if rows > 1 and not last.endswith("\n") and _json_object(last) is None:
        raise DeskError("file_cut", name=path.name, line=rows)
    _check_rows(path, rows)
    return Found("jsonl", encoding.name, encoding.codec, "", layout, (), 0, rows)


def _json_layout(path: Path, line: str) -> str:
    """What the first line says the file is."""
    first = _json_object(line)
    if first is None and not line.endswith("\n"):
        raise DeskError("file_cut", name=path.name, line=1)
    if first is not None and {"code", "text", "group"} <= first.keys():
        return OWN_PHRASES
    if first is None or "number" not in first:
        raise _unknown_layout(path, line)
    return OWN_ORDERS


def _json_object(line: str) -> dict[str, object] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _head(rows: Iterable[Row], kind: str, aliases: Aliases) -> _Head | None:
    """The first row that names an order number or phrases, among the first few that are not blank."""
    seen = 0
    for row in rows:
        if not any(row.cells):
            continue
        header = names_of(row.cells)
        layout = layout_of(header, kind)
        if aliases and (layout is None or layout in ANY_COLUMNS):
            header = _said(header, aliases)
            layout = layout_of(header, kind)
        if layout is not None:
            return _Head(header, row.line, layout)
        seen += 1
        if seen == _HEADER_WITHIN:
            break
    return None


def _said(header: tuple[str, ...], aliases: Aliases) -> tuple[str, ...]:
    """The header with the columns that somebody said, where it has none of that meaning itself."""
    there = {field_of(name, {}) for name in header}
    return tuple(
        name if field_of(name, {}) or field_of(name, aliases) in there else aliases.get(name, name) for name in header
    )


def _count(path: Path, rows: Iterator[Row], header_line: int, cancelled: Cancelled | None) -> _Body:
    count, last = 0, None
    for row in rows:
        if row.line <= header_line or not any(row.cells):
            continue
        count, last = count + 1, row
        if count % CHECK_EVERY == 0:
            check(count, count, None, cancelled)
            if count > MOST_ROWS:
                raise DeskError("file_too_many_rows", name=path.name, limit=f"{MOST_ROWS:,}")
    return _Body(count, last)


def _check_rows(path: Path, rows: int) -> None:
    if rows == 0:
        raise DeskError("file_no_rows", name=path.name)
    if rows > MOST_ROWS:
        raise DeskError("file_too_many_rows", name=path.name, limit=f"{MOST_ROWS:,}")


def _unknown_layout(path: Path, first: str) -> DeskError:
    """The refusal of a table without a column of order numbers, with the beginning of what stands there instead."""
    shown = "".join(char if char.isprintable() else " " for char in first[:60]).strip()
    return DeskError("file_unknown_layout", name=path.name, shown=shown)
