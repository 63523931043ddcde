"""Rows of a platform's file gathered into orders: one or more rows an order, whole or not at all."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from ticketdesk.domain.orders import LineRecord, OrderRecord, Problem
from ticketdesk.exchange.cells import BadCell
from ticketdesk.exchange.form import Form, Said
from ticketdesk.exchange.plan import Plan, Values, plan_of, read_values, row_text, shorten, width_problem
from ticketdesk.exchange.rows import Row


class _Read(NamedTuple):
    """One row: its order's number ("" where that is not clear), and what it says or what is wrong with it."""

    row: Row
    number: str
    order: Values | None
    item: Values | None
    problem: Problem | None = None


def scattered(rows: Iterator[Row], form: Form, header: Sequence[str]) -> frozenset[int]:
    """Return the hashes of the numbers whose rows do not follow each other, as in a file sorted by goods."""
    if form.alone:
        return frozenset()
    (plan,) = plan_of(header, form.order)
    seen: set[int] = set()
    again: set[int] = set()
    last = 0
    for row in _carried(rows, plan) if form.continued else rows:
        number = _number(plan, row.cells) if len(row.cells) >= plan.width else ""
        key = hash(number)
        if number and key != last and key in seen:
            again.add(key)
        seen.add(key)
        last = key
    return frozenset(again)


def gathered(
    rows: Iterator[Row],
    form: Form,
    header: Sequence[str],
    corrections: frozenset[int],
    apart: Collection[int] = frozenset(),
) -> Iterator[OrderRecord | Problem]:
    """Yield an order for each run of rows with one number; ``apart`` are those of ``scattered``.

    Where one of its rows cannot be read, or stands elsewhere, the order is left out whole: its amounts would be those
    of a part. The other rows are told so, each by a Problem of its own.
    """
    order_plan, line_plan = plan_of(header, form.order, form.line)
    whole = _carried(rows, order_plan) if form.continued else rows
    read = (_read(row, order_plan, line_plan, corrected=row.line in corrections) for row in whole)
    for number, run in groupby(read, key=lambda each: each.number):
        found = list(run)
        if number and hash(number) in apart:
            yield from (each.problem or _apart(number, each.row) for each in found)
            continue
        bad = next((each.problem for each in found if each.problem is not None), None)
        if bad is None:
            yield _order(number, found, form)
            continue
        for each in found:
            args = (("number", number), ("first", str(bad.line)))
            yield each.problem or Problem(each.row.line, "order_incomplete", args, row_text(each.row.cells))


def _apart(number: str, row: Row) -> Problem:
    return Problem(row.line, "order_apart", (("number", number),), row_text(row.cells))


def _carried(rows: Iterator[Row], plan: Plan) -> Iterator[Row]:
    """Fill in the number on rows that go on an order: they have nothing in any of the order's own columns."""
    number, own = plan.first[0].at, [column.at for column in (*plan.first, *plan.second)]
    last = ""
    for row in rows:
        if len(row.cells) < plan.width or any(row.cells[at] for at in own):
            last = row.cells[number] if len(row.cells) > number else ""
            yield row
        else:
            yield Row(row.line, [*row.cells[:number], last, *row.cells[number + 1 :]])


def _read(row: Row, order_plan: Plan, line_plan: Plan, *, corrected: bool) -> _Read:
    line, row_cells = row
    wrong = width_problem(order_plan.width, line, row_cells)
    if wrong is not None:
        return _Read(row, "", None, None, wrong)
    order = read_values(order_plan, line, row_cells, corrected=corrected)
    if isinstance(order, Problem):
        if order.reason == "number_missing":
            order = Problem(line, order.reason, order.args, row_text(row_cells))
        return _Read(row, _number(order_plan, row_cells), None, None, order)
    number = str(order.fields["number"])
    item = read_values(line_plan, line, row_cells, corrected=corrected)
    if isinstance(item, Problem):
        return _Read(row, number, None, None, item)
    return _Read(row, number, order, item)


def _number(plan: Plan, row_cells: Sequence[str]) -> str:
    """The number of a row that says something unreadable elsewhere; "" where the number is what is wrong."""
    column = plan.first[0]
    try:
        return str(column.convert(row_cells[column.at]))
    except BadCell:
        return ""


def _order(number: str, found: Sequence[_Read], form: Form) -> OrderRecord | Problem:
    """One order of the rows of a run; what an earlier row says of the order stays."""
    fields: dict[str, Any] = {}
    items: list[dict[str, Any]] = []
    extras: list[dict[str, str]] = []
    for each in found:
        assert each.order is not None and each.item is not None
        fields = {**each.order.fields, **fields}
        extras.append(dict((*each.order.extra, *each.item.extra)))
        if each.item.fields:
            items.append(dict(each.item.fields))
    said = Said(number, fields, items, _across(extras))
    first = found[0].row
    try:
        form.settle(said)
    except BadCell as bad:
        args = (("number", number), ("value", number))
        return Problem(first.line, bad.reason, args, shorten(row_text(first.cells)), bad.suggestion)
    lines = tuple(LineRecord(position=at, **{"title": "", **item}) for at, item in enumerate(said.lines, start=1))
    pairs = tuple(said.extra.items())
    return OrderRecord(
        source_line=first.line, layout="list", platform=form.platform, extra=pairs, lines=lines, **said.order
    )


def _across(extras: Sequence[dict[str, str]]) -> dict[str, str]:
    """One text a column for all rows: what they agree on, else one line a row, as ``platform_out`` takes it apart."""
    found: dict[str, str] = {}
    for name in dict.fromkeys(name for extra in extras for name in extra):
        texts = [extra.get(name, "") for extra in extras]
        given = {text for text in texts if text}
        found[name] = given.pop() if len(given) == 1 else "\n".join(" ".join(text.split("\n")) for text in texts)
    return found
