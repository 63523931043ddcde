"""A look into a workbook's archive before the reader of sheets gets it: what it holds, how far out its cells lie.

The reader allocates a sheet as one full rectangle, so a file of five kilobytes with a single cell in the last corner
would ask for half a terabyte and end the program.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ticketdesk.domain.errors import DeskError

MOST_CELLS = 32_000_000
"""Cells of the rectangle that a sheet spans: half a million rows of the widest layout; 32 bytes each."""
_MOST_EMPTY = 8_000_000
"""So many cells a sheet may span (250 MB) that holds next to nothing: a few cells far out are a slip, or a trap."""
_SPARSE = 20
"""A sheet holds next to nothing where one in so many of its cells is there; columns that are mostly left empty are not
that."""

_MOST_UNPACKED = 2 * 1024 * 1024 * 1024
_MOST_STRINGS = 256 * 1024 * 1024
_STRINGS = "xl/sharedStrings.xml"
# The expression below holds the interpreter's lock while it looks through one block.
_BLOCK = 128 * 1024
_OVERLAP = 64
# The places of cells and of whole rows, as the reader takes them: with no blank before them, with longer names than a
# sheet can have (a cell called "nullB3" is column seven million to it, one of fifty letters wraps around), with none.
_PLACE = re.compile(rb"""(?<=[\s"'])r\s*=\s*["']\s*\$?([A-Za-z]{0,20})\$?([0-9]{0,20})""")
# Rows and cells that do not say where they stand: each stands behind the one before it.
_UNPLACED = rb"""(?=[\s/>])(?![^>]*[\s"']r\s*=)"""
_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])")
_UNPLACED_ROW = re.compile(rb"<(?:\w+:)?row" + _UNPLACED)
_UNPLACED_CELL = re.compile(rb"<(?:\w+:)?c" + _UNPLACED)


class Corner(NamedTuple):
    """The furthest row and the furthest column (both from 1) in which a sheet has a cell, and about how many it has."""

    row: int
    column: int
    filled: int = 0

    @property
    def too_far(self) -> bool:
        """Whether the rectangle up to here asks for more memory than a table of orders can need."""
        area = self.row * self.column
        return area > MOST_CELLS or area > max(_MOST_EMPTY, self.filled * _SPARSE)


def check_workbook(path: Path) -> None:
    """Refuse what would not fit into memory, and what is no workbook.

    Raises DeskError: file_foreign, file_broken_sheet, file_too_big, sheet_too_far; OSError where it cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_names(path, set(archive.namelist()))
            _check_sizes(path, archive.infolist())
            for entry in archive.infolist():
                if entry.filename.startswith("xl/worksheets/"):
                    _check_corner(path, corner_of(archive, entry))
    except (DeskError, OSError):
        raise
    except Exception as error:  # a damaged archive breaks zipfile in many ways, none of them the user's to tell apart
        raise DeskError("file_broken_sheet", name=path.name) from error


def corner_of(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Corner:
    """How far out the cells of a sheet may lie, read to its end (a wrong size or sum is a broken archive)."""
    row, column, rows, cells, most, filled = 1, 1, 0, 0, 0, 0
    for block in _blocks(archive, entry):
        found = _PLACE.findall(block)
        filled += len(found)
        if found:
            row = max(row, *(int(place or 1) for place in {place for _letters, place in found}))
            column = max(column, *map(_column, {letters for letters, _place in found}))
        rows += len(_UNPLACED_ROW.findall(block))
        first, *others = (len(_UNPLACED_CELL.findall(part)) for part in _ROW.split(block))
        filled += first + sum(others)
        most = max(most, cells + first, *others)
        cells = others[-1] if others else cells + first
    return Corner(row + rows, column + most, filled)


def _blocks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as file:
        rest = b""
        while block := file.read(_BLOCK):
            yield rest + block
            rest = block[-_OVERLAP:]


def _column(letters: bytes) -> int:
    """``A`` is 1, ``AA`` is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _check_names(path: Path, names: set[str]) -> None:
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names:
        raise DeskError("file_foreign", name=path.name, what="xlsb")
    raise DeskError("file_foreign", name=path.name, what="Word" if "word/document.xml" in names else "ZIP")


def _check_sizes(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    strings = sum(entry.file_size for entry in entries if entry.filename == _STRINGS)
    for size, most in ((sum(entry.file_size for entry in entries), _MOST_UNPACKED), (strings, _MOST_STRINGS)):
        if size > most:
            raise DeskError("file_too_big", name=path.name, size=f"{size >> 20} MB", limit=f"{most >> 20} MB")


def _check_corner(path: Path, corner: Corner) -> None:
    if corner.too_far:
        raise DeskError("sheet_too_far", name=path.name, row=f"{corner.row:,}", column=f"{corner.column:,}")
