"""The twins of the layouts, and short ways to read a file that a test has just written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ticketdesk.domain.order_merge import FLAG_COLUMN, HISTORY_COLUMN
from ticketdesk.domain.order_page import OrderPage
from ticketdesk.domain.orders import OrderRecord, Problem
from ticketdesk.exchange.order_file import open_orders


class Read:
    """The orders and problems of one file."""

    def __init__(self, path: Path, corrections: frozenset[int] = frozenset()) -> None:
        self.file = open_orders(path)
        self.items = list(self.file.items(corrections=corrections))
        self.orders = [item for item in self.items if isinstance(item, OrderRecord)]
        self.problems = [item for item in self.items if isinstance(item, Problem)]


@pytest.fixture
def read():
    """Read a file: ``read(path)``."""
    return Read


@pytest.fixture
def read_text(tmp_path):
    """Read a CSV given as text: ``read_text("订单编号,…")``."""

    def reading(text: str, encoding: str = "gb18030", **more) -> Read:
        path = tmp_path / "订单.csv"
        path.write_bytes(text.encode(encoding))
        return Read(path, **more)

    return reading


def page_of(orders):
    """These orders as an export takes them: side by side, the program's own extras in columns of their own."""
    names = [name for name in OrderRecord._fields if name not in ("source_line", "layout", "extra", "lines")]
    own = [dict(pair for pair in order.extra if pair[0] in (FLAG_COLUMN, HISTORY_COLUMN)) for order in orders]
    rest = [[pair for pair in order.extra if pair[0] not in (FLAG_COLUMN, HISTORY_COLUMN)] for order in orders]
    return OrderPage(
        {name: [getattr(order, name) for order in orders] for name in names},
        [json.dumps(pairs, ensure_ascii=False, separators=(",", ":")) for pairs in rest],
        [found.get(FLAG_COLUMN, "") for found in own],
        [found.get(HISTORY_COLUMN, "") for found in own],
        [order.lines for order in orders],
    )
