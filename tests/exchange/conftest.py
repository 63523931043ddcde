"""The twins of the layouts, and short ways to read a file that a test has just written."""

from __future__ import annotations

from pathlib import Path

import pytest

from ticketdesk.domain.orders import OrderRecord, Problem
from ticketdesk.exchange.taobao import open_orders


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
