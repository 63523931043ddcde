"""Orders read column by column: where a batch of rows is sound, a cell's text is turned into its value once a batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from typing import Any, Final, TypeVar

from ticketdesk.domain.orders import TAOBAO, OrderRecord
from ticketdesk.exchange.cells import BadCell, clean_text
from ticketdesk.exchange.plan import Column, Plan
from ticketdesk.exchange.rows import Row

BATCH: Final = 250
_NAMES: Final = tuple(name for name in OrderRecord._fields if name != "layout")
_BLANK: Final[dict[str, object]] = {"extra": (), "lines": (), "platform": TAOBAO}
_T = TypeVar("_T")
Cells = tuple[str, ...]


def read_columns(plan: Plan, layout: str, rows: Sequence[Row]) -> list[OrderRecord] | None:
    """Return the orders of ``rows`` (not empty), one a row, None where any row is not sound.

    A row of another width or a cell that cannot be read needs its own words: ``plan.read_values`` finds them. For
    sound rows both give the same.
    """
    if any(len(row.cells) != plan.width for row in rows):
        return None
    cells = list(zip(*[row.cells for row in rows], strict=True))
    try:
        found = {column.field: _values(column, cells[column.at]) for column in plan.first}
        extras = [_kept(name, cells[at]) for at, name in plan.unknown]
        extras += [_second(found[column.field], column, cells[column.at]) for column in plan.second]
    except BadCell:
        return None
    found["source_line"] = [row.line for row in rows]
    found["extra"] = _across(extras, len(rows))
    number, line, *others = (found.get(name) or repeat(_BLANK.get(name)) for name in _NAMES)
    return list(map(OrderRecord._make, zip(number, line, repeat(layout), *others)))


def _values(column: Column, cells: Cells) -> list[Any]:
    """The column's values; None for an empty cell, which only a number must not be."""
    if column.field == "number":
        return [column.convert(raw) for raw in cells]
    return _each(column.convert, cells)


def _each(convert: Callable[[str], _T | None], cells: Cells) -> list[_T | None]:
    """Convert every cell; a text that stands there again and again is converted once."""
    distinct = set(cells)
    if len(distinct) * 2 > len(cells):
        return [convert(raw) if raw else None for raw in cells]
    table = {raw: convert(raw) for raw in distinct if raw}
    return list(map(table.get, cells))


def _kept(name: str, cells: Cells) -> list[tuple[str, str] | None]:
    """The cells of an unknown column as (header, text); an empty list where the whole batch has none."""
    if not any(cells):
        return []

    def pair(raw: str) -> tuple[str, str] | None:
        text = clean_text(raw)
        return (name, text) if text else None

    return _each(pair, cells)


def _second(values: list[Any], column: Column, cells: Cells) -> list[tuple[str, str] | None]:
    """Fill what is empty in ``values`` from a second column; what it says otherwise is returned for the extras."""
    seconds = _each(column.convert, cells)
    if seconds == values:
        return []
    others: list[tuple[str, str] | None] = [None] * len(cells)
    for at, value in enumerate(seconds):
        if value is None or value == values[at]:
            continue
        if values[at] is None:
            values[at] = value
        else:
            others[at] = (column.header, clean_text(cells[at]) or "")
    return others


def _across(extras: Iterable[list[tuple[str, str] | None]], rows: int) -> list[tuple[tuple[str, str], ...]]:
    """One tuple a row of what each column has for it."""
    filled = [column for column in extras if column]
    if not filled:
        return [()] * rows
    return [tuple(filter(None, row)) for row in zip(*filled, strict=True)]
