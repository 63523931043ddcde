"""Orders written out so that reading the file again gives the same orders."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from ticketdesk.domain.moments import stamp
from ticketdesk.domain.money import yuan
from ticketdesk.domain.order_page import OrderPage
from ticketdesk.domain.orders import TAOBAO, LineRecord, OrderRecord, OrderState
from ticketdesk.exchange.cells import STATE_WORDS
from ticketdesk.exchange.found import Cancelled, Progress
from ticketdesk.exchange.layouts import EXTRA_COLUMN, FLAG_COLUMN, LINES_COLUMN, OWN_COLUMNS, REMARKS_COLUMN
from ticketdesk.exchange.writers import write_columns, write_json_lines

ORDER_HEADER: tuple[str, ...] = (
    *(header for _, header in OWN_COLUMNS),
    FLAG_COLUMN,
    REMARKS_COLUMN,
    LINES_COLUMN,
    EXTRA_COLUMN,
)
_IDS = frozenset({"订单编号", "支付单号", "物流单号", "联系电话", "联系手机"})
_ORDER_KEYS = OrderRecord._fields
_LINE_KEYS = tuple(field.name for field in fields(LineRecord))


def page_cells(page: OrderPage) -> list[Sequence[str]]:
    """The columns of a page of orders under ``ORDER_HEADER``.

    Items and whatever has no column of its own stand in 商品明细 and 其他列 as JSON.
    """
    rows = len(page.extras)
    return [
        *[
            _column(written, page.values.get(name), rows)
            for written, (name, _) in zip(_WRITTEN, OWN_COLUMNS, strict=True)
        ],
        page.flags,
        page.histories,
        [_json([_filled(line, _LINE_KEYS) for line in lines]) if lines else "" for lines in page.lines],
        ["" if pairs == "[]" else pairs for pairs in page.extras],
    ]


def _column(written: Callable[[Any], str] | None, values: Sequence[Any] | None, rows: int) -> Sequence[str]:
    """The cells of one field; a value that stands there again and again is written once."""
    if values is None:
        return [""] * rows
    if written is None:
        return ["" if value is None else value for value in values] if None in values else values
    table = {value: "" if value is None else written(value) for value in set(values)}
    return list(map(table.__getitem__, values))


def order_json(record: OrderRecord) -> dict[str, object]:
    """One order as a JSON object: the names of ``OrderRecord``'s fields that have a value; ``number`` is text."""
    order = _filled(record, _ORDER_KEYS)
    lines = [_filled(line, _LINE_KEYS) for line in record.lines]
    return {**order, **({"lines": lines} if lines else {})}


def write_orders(
    path: Path, pages: Iterable[OrderPage], *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> int:
    """Write orders to a .csv, .xlsx or .jsonl file and return how many; errors as of ``write_table``."""
    if path.suffix.lower() == ".jsonl":
        objects = (order_json(record) for page in pages for record in page.records())
        return write_json_lines(path, objects, progress=progress, cancelled=cancelled)
    columns = map(page_cells, pages)
    return write_columns(path, ORDER_HEADER, columns, text_columns=_IDS, progress=progress, cancelled=cancelled)


def _filled(record: OrderRecord | LineRecord, keys: tuple[str, ...]) -> dict[str, object]:
    pairs = ((key, getattr(record, key)) for key in keys if key not in ("lines", "source_line"))
    return {key: value for key, value in pairs if value not in (None, ()) and (key, value) != ("platform", TAOBAO)}


def _state(state: str) -> str:
    return STATE_WORDS.get(OrderState(state), "")


def _written(name: str) -> Callable[[Any], str] | None:
    """How a field's value is written; None for texts, which stand as they are."""
    if name == "state":
        return _state
    if name.endswith("_cents"):
        return yuan
    if name.endswith("_at"):
        return stamp
    return str if name in ("kinds", "pieces") else None


# Settled once: these run for every cell of a file.
_WRITTEN = tuple(_written(name) for name, _ in OWN_COLUMNS)
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
