"""Tables of nobody's layout: their columns, and which of them somebody has said to be a known one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from ticketdesk.domain.errors import DeskError
from ticketdesk.exchange.layouts import ORDER_FIELDS, OVERRIDE_COLUMN, names_of
from ticketdesk.exchange.magic import kind_of
from ticketdesk.exchange.rows import Row, sheet_rows, text_rows
from ticketdesk.exchange.textfile import sound_encodings

Aliases = Mapping[str, str]
"""The known column that a column of a file is, by the file's own name for it."""

COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        field.name: next(name for name in field.headers if name != OVERRIDE_COLUMN)
        for field in ORDER_FIELDS
        if field.name in {
            "number", "buyer_nick", "state", "paid_cents", "total_cents", "titles", "pieces", "receiver", "mobile",
            "address", "created_at", "paid_at", "carrier", "tracking", "remark", "buyer_message",
        }
    }
)  # fmt: skip
"""What a column can be said to be: the known column by the field of an order."""


_FIELD_OF: Final[Mapping[str, str]] = MappingProxyType(
    {header: field.name for field in ORDER_FIELDS for header in field.headers}
)


def field_of(header: str, known: Aliases) -> str | None:
    """The field of an order that a file's column is: by its own name, else as ``known`` says; None for neither."""
    return _FIELD_OF.get(header) or _FIELD_OF.get(known.get(header, ""))


class Peek(NamedTuple):
    """The first row of a table that is taken for its header, and the cells of the row below it."""

    header: tuple[str, ...]
    sample: tuple[str, ...]


def peek(path: Path) -> Peek | None:
    """Look at the first two rows of a table; None where there are not two columns with names.

    Raises DeskErrors as ``sniff`` does for what is no table.
    """
    rows = _first_rows(path)
    if len(rows) < 2:
        return None
    header = names_of(rows[0].cells)
    if sum(1 for name in header if name) < 2:
        return None
    cells = [cell.strip() for cell in rows[1].cells]
    return Peek(header, tuple(cells[at] if at < len(cells) else "" for at in range(len(header))))


def _first_rows(path: Path) -> list[Row]:
    if kind_of(path) != "text":
        return _two(sheet_rows(path, 0))
    for encoding in sound_encodings(path):
        found: list[Row] = []
        for delimiter in (",", "\t", ";"):
            try:
                rows = _two(text_rows(path, encoding.codec, delimiter))
            except (UnicodeDecodeError, DeskError):
                continue
            if rows and (not found or len(rows[0].cells) > len(found[0].cells)):
                found = rows
        if found:
            return found
    return []


def _two(rows: Iterator[Row]) -> list[Row]:
    found: list[Row] = []
    for row in rows:
        if any(cell.strip() for cell in row.cells):
            found.append(row)
        if len(found) == 2:
            break
    return found
