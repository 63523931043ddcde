"""Orders written out so that reading the file again gives the same orders."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import fields
from json.encoder import encode_basestring as _quoted
from operator import attrgetter
from pathlib import Path
from typing import Any

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
        *[
            "" if value is None else str(value) if written is None else written(value)
            for written, value in zip(_WRITTEN, _OWN_VALUES(record), strict=True)
        ],
        *(own.get(name, "") for name in _OWN_EXTRAS),
        _json(lines) if lines else "",
        _pairs_json(rest) if rest else "",
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


def _pairs_json(pairs: Iterable[tuple[str, str]]) -> str:
    """As ``_json`` writes them: it sets itself up anew at each call, and every order has such pairs."""
    return "[" + ",".join([f"[{_quoted(name)},{_quoted(text)}]" for name, text in pairs]) + "]"


def _state(state: OrderState) -> str:
    return STATE_WORDS.get(state, "")


def _written(name: str) -> Callable[[Any], str] | None:
    """How a field's value is written; None for texts and counts, which stand as they are."""
    if name == "state":
        return _state
    if name.endswith("_cents"):
        return yuan
    return stamp if name.endswith("_at") else None


# Settled once: these run for every cell of a file.
_WRITTEN = tuple(_written(name) for name, _ in OWN_COLUMNS)
_OWN_VALUES = attrgetter(*(name for name, _ in OWN_COLUMNS))
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
