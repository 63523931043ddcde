"""Rows inside a row: what belongs to one thing on the screen comes with it in one statement."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

Row = TypeVar("Row")


def packed(columns: Sequence[str], sql: str) -> str:
    """Return a scalar subquery that gives every row of ``sql`` as JSON, in its order; ``columns`` are its names."""
    return f"(SELECT json_group_array(json_array({', '.join(columns)})) FROM ({sql}))"


def unpacked(body: str, make: Callable[[Sequence[Any]], Row]) -> list[Row]:
    """Return the rows that ``packed`` gave, each made by ``make``."""
    return [make(row) for row in json.loads(body)]
