"""Order detail files: one row an item, gathered into orders while reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from ticketdesk.domain.orders import LineRecord, OrderRecord, Problem
from ticketdesk.exchange.plan import Plan, Values, read_values, row_text, width_problem
from ticketdesk.exchange.rows import Row


class _Item(NamedTuple):
    """One row that could be read: what it says of the order, and of its own line."""

    line: int
    number: str
    order: Values
    item: Values


class _Bad(NamedTuple):
    """One row that could not be read, with its order's number where at least that was clear."""

    number: str
    problem: Problem


def detail_orders(
    rows: Iterator[Row], order_plan: Plan, line_plan: Plan, corrections: frozenset[int]
) -> Iterator[OrderRecord | Problem]:
    """Yield an order for each run of rows with one number; a later run of the same order counts its positions on.

    A row that is a problem keeps its position, so that the file's next copy, mended, brings it to the same place. The
    rows' 订单状态 stays with the line: one item may be closed inside a live order (FORMATS 1.2).
    """
    positions: Counter[str] = Counter()
    read = (_item(line, row, order_plan, line_plan, corrected=line in corrections) for line, row in rows)
    for number, run in groupby(read, key=_number):
        items: list[_Item] = []
        at: list[int] = []
        problems: list[Problem] = []
        for found in run:
            positions[number] += 1
            if isinstance(found, _Item):
                items.append(found)
                at.append(positions[number])
            elif number:
                problems.append(found.problem)
            else:
                yield found.problem
        if items:
            yield _order(items, at)
        yield from problems


def _item(line: int, row: list[str], order_plan: Plan, line_plan: Plan, *, corrected: bool) -> _Item | _Bad:
    order = width_problem(order_plan.width, line, row) or read_values(order_plan, line, row, corrected=corrected)
    if isinstance(order, Problem):
        return _Bad("", _shown(order, row))
    number = str(order.fields["number"])
    item = read_values(line_plan, line, row, corrected=corrected)
    return _Bad(number, item) if isinstance(item, Problem) else _Item(line, number, order, item)


def _number(found: _Item | _Bad) -> str:
    return found.number


def _order(items: Sequence[_Item], positions: Sequence[int]) -> OrderRecord:
    """One order of the rows of a run; what an earlier row says of the order stays."""
    fields: dict[str, Any] = {}
    extra: dict[tuple[str, str], None] = {}
    for found in items:
        fields = {**found.order.fields, **fields}
        extra.update(dict.fromkeys((*found.order.extra, *found.item.extra)))
    lines = tuple(_line(position, found.item) for position, found in zip(positions, items, strict=True))
    return OrderRecord(source_line=items[0].line, layout="detail", extra=tuple(extra), lines=lines, **fields)


def _line(position: int, item: Values) -> LineRecord:
    fields: dict[str, Any] = {"title": "", **item.fields}
    return LineRecord(position=position, **fields)


def _shown(problem: Problem, row: list[str]) -> Problem:
    if problem.reason != "number_missing":
        return problem
    return Problem(problem.line, problem.reason, problem.args, row_text(row))
