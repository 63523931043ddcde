"""Tables written out: .csv, .xlsx and .jsonl, whole or not at all, and no cell that a spreadsheet would evaluate."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from ticketdesk.domain.errors import DeskError
from ticketdesk.exchange.found import CHECK_EVERY, Cancelled, Progress, check
from ticketdesk.exchange.guard import EMPTY_WORD, GUARDED_STARTS, guard, guard_number

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

Cell = str | int | None
_T = TypeVar("_T")
# NUL parts the cells; a cell of an integer below zero is looked at twice, which does no harm.
_NEEDS_GUARD = re.compile(f"\x00(?:[{re.escape(GUARDED_STARTS)}\\s]|{EMPTY_WORD}\x00)")
_NEEDS_DIGITS_GUARD = re.compile("\x00(?:0[0-9]|[0-9]{12})")
_SHEET_ROWS = 1_048_576
_SHEET_CHARACTERS = 32_767
_SAFE_NUMBER = 10**15
UTF8_BOM = "utf-8-sig"


def write_table(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    text_columns: Collection[str] = (),
    encoding: str = UTF8_BOM,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """Write a table to ``path`` by its ending and return the number of rows.

    .csv has CRLF and is UTF-8 with a byte-order mark, or of another ``encoding`` (a codec's name); .xlsx holds every
    str as text; .jsonl holds one object a row under the header's names. In .csv and .xlsx a leading apostrophe guards
    what would start a formula, and in
    ``text_columns`` also digits that Excel would round; ``guard.unguard`` takes it off. ``progress`` is told rows done
    (in all: 0, not known).

    Raises DeskError: export_ending, export_failed (with why), export_cell_too_long, export_too_many_rows, cancelled;
    nothing is left behind then, and a file that stood there before still does.
    """
    told = _told(rows, progress, cancelled)
    ending = path.suffix.lower()
    if ending == ".jsonl":
        return _write_json(path, (dict(zip(header, row, strict=True)) for row in told))
    texts = frozenset(at for at, name in enumerate(header) if name in text_columns)
    if ending == ".csv":
        return _write_csv(path, header, told, texts, encoding)
    if ending == ".xlsx":
        return _write_sheet(path, header, told)
    raise DeskError("export_ending", name=path.name)


def write_columns(
    path: Path,
    header: Sequence[str],
    pages: Iterable[Sequence[Sequence[str]]],
    *,
    text_columns: Collection[str] = (),
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """As ``write_table`` for .csv and .xlsx, of pages: each is one list of cells a column, all of one length.

    A column is looked at whole, and nearly none holds a cell to guard: a fraction of the cost of row by row.
    """
    told = _pages_told(pages, progress, cancelled)
    if path.suffix.lower() != ".csv":
        rows = (row for page in told for row in zip(*page, strict=True))
        return write_table(path, header, rows, text_columns=text_columns)
    count = 0
    with whole_file(path) as file:
        file.write(_csv_text([[guard(name) for name in header]]).encode("utf-8-sig"))
        for page in told:
            columns = [
                _guarded_column(cells, as_number_text=name in text_columns)
                for name, cells in zip(header, page, strict=True)
            ]
            file.write(_csv_text(zip(*columns, strict=True)).encode("utf-8", "replace"))
            count += len(columns[0])
    return count


def write_json_lines(
    path: Path,
    objects: Iterable[Mapping[str, object]],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """Write one JSON object a line in UTF-8 and return their number; errors as of ``write_table``."""
    return _write_json(path, _told(objects, progress, cancelled))


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file beside ``path`` that takes its name only when all was written and is on the disk; else it is removed.

    Raises DeskError export_failed where the system refuses.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        try:
            with part.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
            _sync_folder(path.parent)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise DeskError("export_failed", name=path.name, why=error.strerror or type(error).__name__) from error


def _told(rows: Iterable[_T], progress: Progress | None, cancelled: Cancelled | None) -> Iterator[_T]:
    done = 0
    for done, row in enumerate(rows, start=1):
        if done % CHECK_EVERY == 1:
            check(done - 1, 0, progress, cancelled)
        yield row
    check(done, 0, progress, cancelled)


def _pages_told(
    pages: Iterable[Sequence[Sequence[str]]], progress: Progress | None, cancelled: Cancelled | None
) -> Iterator[Sequence[Sequence[str]]]:
    done = 0
    check(done, 0, progress, cancelled)
    for page in pages:
        yield page
        done += len(page[0])
        check(done, 0, progress, cancelled)


def _guarded_column(cells: Sequence[str], *, as_number_text: bool) -> Sequence[str]:
    joined = "\x00".join(("", *cells, ""))
    if as_number_text and _NEEDS_DIGITS_GUARD.search(joined):
        return list(map(guard_number, cells))
    return list(map(guard, cells)) if _NEEDS_GUARD.search(joined) else cells


def _csv_text(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _write_csv(
    path: Path, header: Sequence[str], rows: Iterator[Sequence[Cell]], texts: frozenset[int], codec: str
) -> int:
    count = 0
    with whole_file(path) as file, _text_of(file, codec) as text:
        table = csv.writer(text, lineterminator="\r\n")
        table.writerow([guard(name) for name in header])
        for row in rows:
            table.writerow(_guarded_row(row, texts))
            count += 1
    return count


def _guarded_row(row: Sequence[Cell], texts: frozenset[int]) -> list[str]:
    """One look at the whole row finds that no cell begins like a formula; it is what nearly all rows are."""
    cells = ["" if cell is None else cell if isinstance(cell, str) else str(cell) for cell in row]
    if _NEEDS_GUARD.search("\x00".join(("", *cells, ""))):
        return [_guarded(cell, as_number_text=at in texts) for at, cell in enumerate(row)]
    for at in texts:
        cells[at] = guard_number(cells[at])
    return cells


def _write_json(path: Path, objects: Iterator[Mapping[str, object]]) -> int:
    count = 0
    with whole_file(path) as file, _text_of(file, "utf-8") as text:
        for content in objects:
            text.write(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n")
            count += 1
    return count


def _write_sheet(path: Path, header: Sequence[str], rows: Iterator[Sequence[Cell]]) -> int:
    """Rows go through a folder of their own, row by row, so that memory stays small and nothing is left of a stop."""
    import xlsxwriter  # type: ignore[import-untyped]

    count = 0
    with whole_file(path) as file, TemporaryDirectory(prefix="ticketdesk-") as folder:
        book = xlsxwriter.Workbook(file, {"constant_memory": True, "tmpdir": folder})
        sheet = book.add_worksheet("sheet1")
        try:
            _write_sheet_row(sheet, 0, header, path)
            for count, row in enumerate(rows, start=1):
                _write_sheet_row(sheet, count, row, path)
            book.close()
        finally:
            book.fileclosed = 1  # a stopped book must not try to finish its file when it is collected
            if sheet.row_data_fh is not None:
                sheet.row_data_fh.close()
    return count


def _write_sheet_row(sheet: Worksheet, at: int, row: Sequence[Cell], path: Path) -> None:
    if at >= _SHEET_ROWS:
        raise DeskError("export_too_many_rows", name=path.name, limit=f"{_SHEET_ROWS:,}")
    for column, cell in enumerate(row):
        if isinstance(cell, int) and abs(cell) < _SAFE_NUMBER:
            sheet.write_number(at, column, cell)
            continue
        text = _guarded(cell, as_number_text=False)
        if len(text) > _SHEET_CHARACTERS:
            raise DeskError("export_cell_too_long", name=path.name, line=at + 1, limit=f"{_SHEET_CHARACTERS:,}")
        if text:
            sheet.write_string(at, column, text)


@contextmanager
def _text_of(file: BinaryIO, codec: str) -> Iterator[io.TextIOWrapper]:
    """``file`` as text; it stays open behind. A lone surrogate, which no encoding holds, becomes ``?``."""
    text = io.TextIOWrapper(file, codec, "replace", newline="")
    try:
        yield text
        text.flush()
    finally:
        text.detach()


def _guarded(cell: Cell, *, as_number_text: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, int):
        return str(cell)
    return guard_number(cell) if as_number_text else guard(cell)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable, where a folder can be opened for that (not on Windows)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
