"""Orders written out so that reading the file again gives the same orders."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

from ticketdesk.domain.moments import stamp
from ticketdesk.domain.money import yuan
from ticketdesk.domain.orders import LineRecord, OrderRecord, OrderState
from ticketdesk.exchange.cells import STATE_WORDS
from ticketdesk.exchange.found import Cancelled, Progress
from ticketdesk.exchange.layouts import EXTRA_COLUMN, FLAG_COLUMN, LINES_COLUMN, OWN_COLUMNS, REMARKS_COLUMN
from ticketdesk.exchange.writers import write_json_lines, write_table

ORDER_HEADER: tuple[str, ...] = (
    *(header for _, header in OWN_COLUMNS),
    FLAG_COLUMN,
    REMARKS_COLUMN,
    LINES_COLUMN,
    EXTRA_COLUMN,
)
_IDS = frozenset({"订单编号", "支付单号", "物流单号", "联系电话", "联系手机"})
_OWN_EXTRAS = (FLAG_COLUMN, REMARKS_COLUMN)
_ORDER_KEYS = tuple(field.name for field in fields(OrderRecord))
_LINE_KEYS = tuple(field.name for field in fields(LineRecord))


def order_cells(record: OrderRecord) -> list[str]:
    """The cells of one order under ``ORDER_HEADER``.

    Items and whatever has no column of its own stand in 商品明细 and 其他列 as JSON. Extras named 旗帜 and 备注历史 go
    to their own columns.
    """
    own = dict(pair for pair in record.extra if pair[0] in _OWN_EXTRAS)
    rest = [pair for pair in record.extra if pair[0] not in _OWN_EXTRAS]
    lines = [_filled(line, _LINE_KEYS) for line in record.lines]
    return [
        *(_cell(name, getattr(record, name)) for name, _ in OWN_COLUMNS),
        *(own.get(name, "") for name in _OWN_EXTRAS),
        _json(lines) if lines else "",
        _json(rest) if rest else "",
    ]


def order_json(record: OrderRecord) -> dict[str, object]:
    """One order as a JSON object: the names of ``OrderRecord``'s fields that have a value; ``number`` is text."""
    order = _filled(record, _ORDER_KEYS)
    lines = [_filled(line, _LINE_KEYS) for line in record.lines]
    return {**order, **({"lines": lines} if lines else {})}


def write_orders(
    path: Path, records: Iterable[OrderRecord], *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> int:
    """Write orders to a .csv, .xlsx or .jsonl file and return how many; errors as of ``write_table``."""
    if path.suffix.lower() == ".jsonl":
        objects = (order_json(record) for record in records)
        return write_json_lines(path, objects, progress=progress, cancelled=cancelled)
    rows = (order_cells(record) for record in records)
    return write_table(path, ORDER_HEADER, rows, text_columns=_IDS, progress=progress, cancelled=cancelled)


def _filled(record: OrderRecord | LineRecord, keys: tuple[str, ...]) -> dict[str, object]:
    pairs = ((key, getattr(record, key)) for key in keys if key not in ("lines", "source_line"))
    return {key: value for key, value in pairs if value is not None and value != ()}


def _cell(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, OrderState):
        return STATE_WORDS.get(value, "")
    if isinstance(value, int):
        return _number(name, value)
    return str(value)


def _number(name: str, value: int) -> str:
    if name.endswith("_cents"):
        return yuan(value)
    return stamp(value) if name.endswith("_at") else str(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
