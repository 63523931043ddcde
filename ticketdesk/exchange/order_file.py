"""Order files of every platform and layout as a stream of orders and problems: the one pipeline of all importers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.orders import OrderRecord, Problem
from ticketdesk.exchange.columns import BATCH, read_columns
from ticketdesk.exchange.forms import FORMS
from ticketdesk.exchange.found import CHECK_EVERY, Cancelled, Found, Progress, check
from ticketdesk.exchange.gathering import gathered, scattered
from ticketdesk.exchange.layouts import (
    DETAIL_ORDER_FIELDS,
    LINE_FIELDS,
    ORDER_DETAIL,
    ORDER_FIELDS,
    ORDER_LIST,
    ORDER_REPORT,
    OWN_ORDERS,
)
from ticketdesk.exchange.matching import Aliases
from ticketdesk.exchange.orders_in import json_orders, own_orders
from ticketdesk.exchange.plan import Plan, Values, plan_of, read_values, row_text, width_problem
from ticketdesk.exchange.rows import UNTOUCHED, Mends, Row, data_rows, mended_rows
from ticketdesk.exchange.sniff import sniff
from ticketdesk.exchange.taobao_detail import detail_orders

OrderItem = OrderRecord | Problem
_RECORD_LAYOUTS = {ORDER_LIST: "list", ORDER_DETAIL: "detail", ORDER_REPORT: "report", OWN_ORDERS: "list"}
_UNKNOWN: Aliases = MappingProxyType({})
_LAYOUTS = frozenset((*_RECORD_LAYOUTS, *FORMS))


@dataclass(frozen=True, slots=True)
class OrderFile:
    """An order file that was found whole: what it is, and its orders; ``items`` may be asked more than once.

    ``columns_unknown`` are the headers that no field takes; their cells go to the orders' ``extra``.
    """

    path: Path
    found: Found
    columns_unknown: tuple[str, ...]
    _stamp: tuple[int, int]
    _progress: Progress | None
    _cancelled: Cancelled | None

    def columns(self) -> dict[str, str]:
        """Return the file's headers by the fields of an order that are read from them; none of JSON lines."""
        form = FORMS.get(self.found.layout)
        (plan,) = plan_of(self.found.header, ORDER_FIELDS if form is None else form.order)
        return plan.headers()

    def items(self, *, corrections: frozenset[int] = frozenset(), mends: Mends = UNTOUCHED) -> Iterator[OrderItem]:
        """Yield orders and problems in the file's order, reading as it goes.

        On the lines of ``corrections`` the suggested amounts are taken, and of ``mends`` what an agent wrote in place
        of a cell (in JSON lines: of a key's value). Raises DeskError: file_changed where it is
        no longer the file that was opened, those of ``sniff`` where it breaks meanwhile, and cancelled.
        """
        if _stamp_of(self.path) != self._stamp:
            raise DeskError("file_changed", name=self.path.name)
        if self.found.layout == ORDER_DETAIL:
            rows = _told(self._rows(mends), self._tell)
            order_plan, line_plan = plan_of(self.found.header, DETAIL_ORDER_FIELDS, LINE_FIELDS)
            return detail_orders(rows, order_plan, line_plan, corrections)
        return _without_repeats(
            self._each(corrections, mends, self._tell), lambda: self._each(corrections, mends, self._quiet)
        )

    def _rows(self, mends: Mends) -> Iterator[Row]:
        return mended_rows(data_rows(self.path, self.found), self.found.header, mends)

    def _unheard(self, mends: Mends) -> Iterator[Row]:
        return _told(self._rows(mends), self._quiet)

    def _each(self, corrections: frozenset[int], mends: Mends, tell: Callable[[int], None]) -> Iterator[OrderItem]:
        """One order or problem a row (of a form: a run of rows), repeats among them."""
        layout = self.found.layout
        if self.found.kind == "jsonl":
            return json_orders(self.path, self.found.codec, tell, mends)
        rows = _told(self._rows(mends), tell)
        if layout in FORMS:
            form, header = FORMS[layout], self.found.header
            return gathered(rows, form, header, corrections, scattered(self._unheard(mends), form, header))
        if layout == OWN_ORDERS:
            return own_orders(rows, self.found.header, corrections)
        (plan,) = plan_of(self.found.header, ORDER_FIELDS)
        return _orders(rows, plan, _RECORD_LAYOUTS[layout], corrections)

    def _quiet(self, _done: int) -> None:
        check(0, 0, None, self._cancelled)

    def _tell(self, done: int) -> None:
        check(done, self.found.rows, self._progress, self._cancelled)


def open_orders(
    path: Path, *, progress: Progress | None = None, cancelled: Cancelled | None = None, aliases: Aliases = _UNKNOWN
) -> OrderFile:  # fmt: skip
    """Open an order file of any layout. ``progress(rows done, rows in all)`` and ``cancelled()`` are asked while
    ``items`` reads; ``aliases`` as of ``sniff``.

    Raises DeskError as ``sniff`` does, and file_other_layout for a whole file of another kind (with its layout).
    """
    path = Path(path)
    stamp = _stamp_of(path)
    found = sniff(path, cancelled=cancelled, aliases=aliases)
    if found.layout not in _LAYOUTS:
        raise DeskError("file_other_layout", name=path.name, layout=found.layout)
    return OrderFile(path, found, _unknown(found), stamp, progress, cancelled)


def _stamp_of(path: Path) -> tuple[int, int]:
    """Size and moment of the last change, (0, 0) where the file cannot be asked: reading it will say why."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return 0, 0
    return status.st_size, status.st_mtime_ns


def _unknown(found: Found) -> tuple[str, ...]:
    if found.layout == OWN_ORDERS:
        return ()
    form = FORMS.get(found.layout)
    groups = (DETAIL_ORDER_FIELDS, LINE_FIELDS) if found.layout == ORDER_DETAIL else (ORDER_FIELDS,)
    if form is not None:
        groups = (form.order, form.line)
    return tuple(name for _, name in plan_of(found.header, *groups)[0].unknown)


def _told(rows: Iterator[Row], tell: Callable[[int], None]) -> Iterator[Row]:
    """The rows, telling every few hundred how far the file is."""
    done = 0
    for done, row in enumerate(rows, start=1):
        if done % CHECK_EVERY == 0:
            tell(done)
        yield row
    tell(done)


def _orders(rows: Iterator[Row], plan: Plan, layout: str, corrections: frozenset[int]) -> Iterator[OrderItem]:
    """One order a row; a batch that holds a problem, or a row to correct, is read row by row."""
    while batch := list(islice(rows, BATCH)):
        corrected = bool(corrections) and not corrections.isdisjoint(row.line for row in batch)
        yield from (None if corrected else read_columns(plan, layout, batch)) or _one_by_one(
            batch, plan, layout, corrections
        )


def _one_by_one(rows: Sequence[Row], plan: Plan, layout: str, corrections: frozenset[int]) -> Iterator[OrderItem]:
    for line, row in rows:
        values = width_problem(plan.width, line, row) or read_values(plan, line, row, corrected=line in corrections)
        yield _order(values, line, layout, row)


def _order(values: Values | Problem, line: int, layout: str, row: list[str]) -> OrderItem:
    if isinstance(values, Values):
        return _record(line, layout, values)
    if values.reason == "number_missing":
        return Problem(line, values.reason, values.args, row_text(row))
    return values


def _record(line: int, layout: str, values: Values) -> OrderRecord:
    fields: dict[str, Any] = values.fields
    return OrderRecord(source_line=line, layout=layout, extra=tuple(values.extra), **fields)


def _without_repeats(items: Iterator[OrderItem], again: Callable[[], Iterator[OrderItem]]) -> Iterator[OrderItem]:
    """The second order with one number becomes a Problem that names the first one's line.

    Of each number only a hash is kept, a third of what numbers and lines would take; where one comes again the file is
    read once more (``again``) for the lines.
    """
    seen: set[int] = set()
    lines: dict[tuple[str, str], int] = {}
    for item in items:
        if isinstance(item, OrderRecord):
            key = hash((item.platform, item.number))
            if key in seen:
                lines = lines or _first_lines(again())
                first = lines.get((item.platform, item.number), item.source_line)
                if first != item.source_line:
                    args = (("number", item.number), ("first", str(first)))
                    yield Problem(item.source_line, "number_repeated", args, item.number)
                    continue
            seen.add(key)
        yield item


def _first_lines(items: Iterator[OrderItem]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for item in items:
        if isinstance(item, OrderRecord):
            found.setdefault((item.platform, item.number), item.source_line)
    return found
