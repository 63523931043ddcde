"""Orders as an import must know them: everything a file could say, a batch of numbers at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ticketdesk.domain.line_merge import LINE_FIELDS, StoredLine
from ticketdesk.domain.order_merge import FIELDS, RemarkNote, Stored
from ticketdesk.domain.orders import OrderState
from ticketdesk.store.reader import Rows, marks, some

_OWN = ("id", "number", "state", "state_source", "flag", "due_at", "extra", "edited")
_ORDERS = f"SELECT {', '.join((*_OWN, *FIELDS))} FROM orders WHERE platform = ? AND deleted = 0 AND number IN "
_LINES = (
    f"SELECT order_id, id, position, title, {', '.join(LINE_FIELDS)} FROM order_line WHERE deleted = 0 AND order_id IN "
)


def stored_orders(source: Rows, platform: str, numbers: Sequence[str]) -> dict[str, Stored]:
    """Return the known orders of a platform among ``numbers`` (at most some hundreds at a time), by number."""
    rows = source.rows(f"{_ORDERS}({marks(numbers)})", (platform, *numbers))
    if not rows:
        return {}
    ids = some(row[0] for row in rows)
    lines = _grouped(source.rows(f"{_LINES}({ids}) ORDER BY order_id, position, id"))
    parcels = _grouped(
        source.rows(f"SELECT order_id, tracking FROM shipment WHERE deleted = 0 AND order_id IN ({ids})")
    )
    remarks = _grouped(
        source.rows(
            "SELECT order_id, text, author, at, flag, source FROM remark"
            f" WHERE deleted = 0 AND order_id IN ({ids}) ORDER BY order_id, at, id"
        )
    )
    return {
        row[1]: _stored(row, lines.get(row[0], []), parcels.get(row[0], []), remarks.get(row[0], [])) for row in rows
    }


def _grouped(rows: Sequence[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row[1:])
    return found


def _stored(
    row: tuple[Any, ...], lines: list[tuple[Any, ...]], parcels: list[tuple[Any, ...]], remarks: list[tuple[Any, ...]]
) -> Stored:
    row_id, _number, state, state_source, flag, due_at, extra, edited = row[: len(_OWN)]
    by_desk = [text for text, _, _, _, source in remarks if source == "desk"]
    return Stored(
        row_id,
        {"due_at": due_at, **dict(zip(FIELDS, row[len(_OWN) :], strict=True))},
        OrderState(state),
        state_source,
        flag,
        json.loads(extra),
        json.loads(edited),
        tuple(StoredLine(row_[0], row_[1], row_[2], dict(zip(LINE_FIELDS, row_[3:], strict=True))) for row_ in lines),
        frozenset(number for (number,) in parcels),
        tuple(RemarkNote(text, author, at, flag_) for text, author, at, flag_, _ in remarks),
        by_desk[-1] if by_desk else "",
    )
