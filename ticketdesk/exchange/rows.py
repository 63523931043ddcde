"""The rows of a table file, one after the other, each with the line on which it begins."""

from __future__ import annotations

import csv
import io
import math
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple, TextIO

from ticketdesk.domain.errors import DeskError
from ticketdesk.exchange.found import Found
from ticketdesk.exchange.magic import unreadable

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_SAFE_DIGITS = 15
_BLOCK = 64 * 1024
LONGEST_LINE = 4 * 1024 * 1024
"""Characters of one physical line; the widest order with the longest remark has some ten thousand."""
MOST_COLUMNS = 1_000
"""The widest known layout has 61."""


class Row(NamedTuple):
    """One row: its 1-based physical line (sheet row) and its cells."""

    line: int
    cells: list[str]


class Tail:
    """The last lines of a text that is being read row by row, so that nobody reads it again for its last row."""

    def __init__(self) -> None:
        self.row = 1  # the line on which the row begins that is read now
        self._blocks: deque[tuple[int, list[str]]] = deque()

    def keep(self, blocks: Iterable[list[str]]) -> Iterator[list[str]]:
        """Pass the blocks of lines on, and keep those that the running row stands in."""
        at = 1
        for block in blocks:
            self._blocks.append((at, block))
            at += len(block)
            while len(self._blocks) > 1 and self._blocks[1][0] <= self.row:
                self._blocks.popleft()
            yield block

    def since(self, line: int) -> list[str]:
        """Return the lines from ``line`` (1-based) on; an empty list where they were left behind already."""
        if not self._blocks or self._blocks[0][0] > line:
            return []
        return list(chain.from_iterable(block for _, block in self._blocks))[line - self._blocks[0][0] :]


def text_rows(
    path: Path, codec: str, delimiter: str, errors: str = "strict", tail: Tail | None = None
) -> Iterator[Row]:
    """Yield every row of a delimited text; a quoted cell may hold line ends. ``errors`` is that of ``open``.

    Raises DeskError: file_unreadable, file_damaged (a cell without end), file_long_line, file_too_many_columns;
    UnicodeDecodeError for a wrong ``codec``.
    """
    try:
        with path.open(encoding=codec, errors=errors, newline="") as file:
            tail = tail or Tail()
            reader = csv.reader(chain.from_iterable(tail.keep(_blocks_of_lines(path, file))), delimiter=delimiter)
            line = 1
            for cells in reader:
                if len(cells) > MOST_COLUMNS:
                    raise DeskError("file_too_many_columns", name=path.name, line=line, limit=f"{MOST_COLUMNS:,}")
                yield Row(line, cells)
                line = tail.row = reader.line_num + 1
    except OSError as error:
        raise unreadable(path, error) from error
    except csv.Error as error:
        raise DeskError("file_damaged", name=path.name, line=line) from error


def text_lines(path: Path, file: TextIO) -> Iterator[str]:
    """Yield the lines of a text with their ends. Raises DeskError file_long_line before more of one is in memory."""
    return chain.from_iterable(_blocks_of_lines(path, file))


def _blocks_of_lines(path: Path, file: TextIO) -> Iterator[list[str]]:
    """Whole lines, a block at a time: a call for each line would cost as much as the reader of the cells."""
    rest, at = "", 1
    while block := file.read(_BLOCK):
        lines = io.StringIO(rest + block, newline="").readlines()
        # The last one may go on in the next block, also where the block parts the two characters of a line's end.
        rest = "" if lines[-1].endswith("\n") else lines.pop()
        # Only a line that began in an earlier block can be longer than a block.
        if len(lines[0] if lines else rest) > LONGEST_LINE:
            raise DeskError("file_long_line", name=path.name, line=at, limit=f"{LONGEST_LINE >> 20}")
        at += len(lines)
        yield lines
    if rest:
        yield [rest]


def sheet_rows(path: Path, sheet: int) -> Iterator[Row]:
    """Yield every row of a workbook's sheet (0-based), its cells as text. Raises DeskError file_broken_sheet."""
    for line, values in enumerate(_sheet_values(path, sheet), start=1):
        yield Row(line, [value if isinstance(value, str) else sheet_text(value) for value in values])


def data_rows(path: Path, found: Found) -> Iterator[Row]:
    """Yield the rows below the header, without the blank ones."""
    table = text_rows(path, found.codec, found.delimiter) if found.kind == "csv" else sheet_rows(path, found.sheet)
    for row in table:
        if row.line > found.header_line and any(row.cells):
            yield row


Mends = Mapping[int, Mapping[str, str]]
"""Cells written anew by hand: by line, the text that stands in a column, by its header."""
UNTOUCHED: Final[Mends] = MappingProxyType({})


def mended_rows(rows: Iterator[Row], header: Sequence[str], mends: Mends) -> Iterator[Row]:
    """The rows with the cells of ``mends`` in place of what the file says; the first column of a name is meant."""
    return _mended(rows, header, mends) if mends else rows


def _mended(rows: Iterator[Row], header: Sequence[str], mends: Mends) -> Iterator[Row]:
    for row in rows:
        if (texts := mends.get(row.line)) is None:
            yield row
            continue
        cells = list(row.cells)
        for name, text in texts.items():
            if name in header and header.index(name) < len(cells):
                cells[header.index(name)] = text
        yield Row(row.line, cells)


def sheet_text(value: object) -> str:
    """A sheet's cell as text.

    A number of 16 and more digits comes out in Excel's own rounded form (``4.05567046264840E+18``), since Excel kept
    only 15 of them: the readers of ids refuse it.
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, (int, float)):
        return _number_text(value)
    return str(value) if isinstance(value, (str, time, timedelta)) else ""


def sheet_count(path: Path) -> int:
    """The number of sheets of a workbook. Raises DeskError file_broken_sheet, file_unreadable."""
    with _broken_sheet(path):
        return len(_open_book(path).sheet_names)


def _number_text(value: float) -> str:
    if not math.isfinite(value):
        return ""
    if abs(value) >= 10**_SAFE_DIGITS:
        return f"{value:.14E}"
    return str(int(value)) if value == int(value) else f"{value:.8f}".rstrip("0")


def _sheet_values(path: Path, sheet: int) -> Iterator[Sequence[object]]:
    with _broken_sheet(path):
        rows = iter(_open_book(path).get_sheet_by_index(sheet).iter_rows())
    while True:
        with _broken_sheet(path):
            values = next(rows, None)
        if values is None:
            return
        yield values


def _open_book(path: Path) -> CalamineWorkbook:
    # Here, not above: the library takes its time to load, and a start without an import needs none of it.
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_path(path)


@contextmanager
def _broken_sheet(path: Path) -> Iterator[None]:
    """Turn whatever a damaged workbook makes the reader do into one refusal.

    The reader's own panics are no ``Exception``; only a stop asked for by the user or the system goes through.
    """
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except OSError as error:
        raise unreadable(path, error) from error
    except BaseException as error:
        raise DeskError("file_broken_sheet", name=path.name) from error
