"""A header resolved once into columns, and a row read through them into the fields of a record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ticketdesk.domain.orders import Problem
from ticketdesk.exchange.cells import BadCell, clean_id, clean_text
from ticketdesk.exchange.layouts import Convert, Field

LONGEST_ORIGINAL = 200


class Column(NamedTuple):
    """One known column: where it stands, its name in the file, the record's field and how its cells are read."""

    at: int
    header: str
    field: str
    convert: Convert


@dataclass(frozen=True, slots=True)
class Plan:
    """How a file's rows are read: ``first`` columns fill their field, ``second`` ones only where it is still empty
    (what differs goes to the extras), ``unknown`` ones are kept as (index, header)."""

    width: int
    first: tuple[Column, ...]
    second: tuple[Column, ...]
    unknown: tuple[tuple[int, str], ...]

    def headers(self) -> dict[str, str]:
        """Return the file's headers by the fields that are read from them."""
        return {column.field: column.header for column in self.first}


class Values(NamedTuple):
    """What one row says: the fields that have a value, and the unknown cells as (header, text)."""

    fields: dict[str, object]
    extra: list[tuple[str, str]]


def plan_of(header: Sequence[str], *groups: Iterable[Field]) -> tuple[Plan, ...]:
    """Resolve ``header`` for each group of fields; columns that no group knows are the first plan's unknown ones."""
    resolved = [[_columns(header, field) for field in group] for group in groups]
    taken = {column.at for group in resolved for columns in group for column in columns}
    rest = _unknown((at, name) for at, name in enumerate(header) if at not in taken)
    return tuple(
        Plan(
            len(header),
            tuple(columns[0] for columns in group if columns),
            tuple(column for columns in group for column in columns[1:]),
            rest if order == 0 else (),
        )
        for order, group in enumerate(resolved)
    )


def read_values(plan: Plan, line: int, row: Sequence[str], *, corrected: bool = False) -> Values | Problem:
    """Read ``row`` (at least as wide as the header). A cell that cannot be makes the whole row a Problem, unless
    ``corrected`` and its meaning could be guessed."""
    fields: dict[str, object] = {}
    column = plan.first[0] if plan.first else Column(0, "", "", clean_text)  # a text too long says where by itself
    try:
        for column in plan.first:
            # Plain positions, not names: this line runs for every cell of a file.
            raw = row[column[0]]
            if (raw or column[2] == "number") and (value := column[3](raw)) is not None:
                fields[column[2]] = value
        extra = _kept(plan.unknown, row)
        for column in plan.second:
            raw = row[column.at]
            if raw and (value := column.convert(raw)) is not None and fields.setdefault(column.field, value) != value:
                extra.append((column.header, clean_text(raw) or ""))
    except BadCell as bad:
        if corrected and bad.suggestion is not None:
            return read_values(plan, line, _mended(row, column.at, bad.suggestion), corrected=True)
        at, header = column.at, column.header
        if bad.reason == "text_too_long":  # it may stand in a column that no field is read from
            at = max(range(plan.width), key=lambda place: len(row[place]))
            header = dict(plan.unknown).get(at, header)
        raw = row[at]
        args = (("column", header), ("value", shorten(raw)))
        return Problem(line, bad.reason, args, shorten(raw), bad.suggestion)
    return Values(fields, extra)


def width_problem(width: int, line: int, row: Sequence[str]) -> Problem | None:
    """The Problem of a row with fewer cells than the header, or with more that are not empty; None if it fits."""
    if len(row) == width or (len(row) > width and not any(row[width:])):
        return None
    args = (("found", str(len(row))), ("expected", str(width)))
    return Problem(line, "columns_wrong", args, row_text(row))


def row_text(row: Sequence[str]) -> str:
    """A row's own text for showing, shortened."""
    return shorten(", ".join(row))


def shorten(text: str) -> str:
    """The first 200 characters of ``text``, an ellipsis for the rest."""
    return text if len(text) <= LONGEST_ORIGINAL else text[: LONGEST_ORIGINAL - 1] + "…"


def _kept(unknown: tuple[tuple[int, str], ...], row: Sequence[str]) -> list[tuple[str, str]]:
    return [(name, text) for at, name in unknown if (raw := row[at]) and (text := _short_text(raw))]


@lru_cache(maxsize=4096)
def _short_text(raw: str) -> str | None:
    """Unknown columns say the same few things on every row."""
    return clean_text(raw)


def _columns(header: Sequence[str], field: Field) -> list[Column]:
    """All columns of a field, the preferred name first; a second order number (主订单编号) may be missing."""
    found = [(at, name) for name in field.headers for at, present in enumerate(header) if present == name]
    second = clean_id if field.name == "number" else field.convert
    return [Column(at, name, field.name, second if order else field.convert) for order, (at, name) in enumerate(found)]


def _unknown(columns: Iterable[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    """Name the columns that no field takes; a name that comes again is numbered, so that both are kept."""
    met: Counter[str] = Counter()
    found: list[tuple[int, str]] = []
    for at, name in columns:
        met[name] += 1
        found.append((at, f"#{at + 1}" if not name else name if met[name] == 1 else f"{name} ({met[name]})"))
    return tuple(found)


def _mended(row: Sequence[str], index: int, suggestion: str) -> list[str]:
    return [*row[:index], suggestion, *row[index + 1 :]]
