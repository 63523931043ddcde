"""Goods as the shop's orders know them: titles, codes and the price that was asked last."""

from __future__ import annotations

from typing import NamedTuple

from ticketdesk.domain.money import YUAN
from ticketdesk.store.reader import Rows

MOST_LINES = 20_000
"""So many of the newest lines of orders are looked through."""


class GoodsRow(NamedTuple):
    """One product; ``price_cents`` is the newest known price, None where no order told one, in ``currency``."""

    title: str
    code: str
    price_cents: int | None
    currency: str = YUAN


def goods(source: Rows, limit: int = 2_000) -> list[GoodsRow]:
    """Return the products of the newest order lines, those sold last first (ask in a task: it reads 20,000 lines)."""
    sql = (
        "SELECT title, code, price_cents, (SELECT currency FROM orders WHERE id = order_id)"
        " FROM (SELECT title, code, price_cents, order_id, MAX(id) AS newest FROM ("
        "SELECT id, title, CASE outer_code WHEN '' THEN merchant_code ELSE outer_code END AS code, price_cents,"
        " order_id"
        f" FROM order_line WHERE deleted = 0 ORDER BY id DESC LIMIT {MOST_LINES}) WHERE title <> ''"
        " GROUP BY title, code ORDER BY newest DESC LIMIT ?)"
    )
    return [GoodsRow(*row) for row in source.rows(sql, (limit,))]
