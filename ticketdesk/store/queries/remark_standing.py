"""How the remarks of orders stand to each other, read anew, and how far the orders of the shop were weighed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from ticketdesk.domain.remark_reading import Standing, open_conflicts, read_remarks, standing
from ticketdesk.domain.remarks import may_hold_several
from ticketdesk.store.queries import remark_rules
from ticketdesk.store.queries.orders import MOST_REMARKS, RemarkRow
from ticketdesk.store.reader import Rows, first, some

START: Final = (1 << 63) - 1
"""Above every id: no order was weighed."""
_REMARKS: Final = (
    f"SELECT order_id, {', '.join(RemarkRow._fields)} FROM remark"
    " WHERE order_id IN ({ids}) AND deleted = 0 ORDER BY order_id, at DESC, id DESC"
)


def remarks_of(source: Rows, ids: Sequence[int]) -> dict[int, list[RemarkRow]]:
    """Return the remarks of those of ``ids`` that have any, of each the latest first."""
    said: dict[int, list[RemarkRow]] = {}
    for row in source.rows(_REMARKS.replace("{ids}", some(ids))):
        said.setdefault(row[0], []).append(RemarkRow(*row[1:]))
    return said


def standings(source: Rows, ids: Sequence[int], now: int) -> dict[int, Standing]:
    """Return how the remarks of those of ``ids`` stand whose remarks contradict each other; ``now`` is UTC ms.

    They are read anew: what is noted with an order may be of the words that the shop had before.
    """
    said = remarks_of(source, ids)
    several = {order: rows for order, rows in said.items() if len(rows) > 1 or may_hold_several(rows[0].text)}
    if not several:
        return {}
    rules, names = remark_rules.rules(source), remark_rules.agents(source)
    found = {
        order: standing(open_conflicts(read_remarks(rows[:MOST_REMARKS], rules, now=now, agents=names)))
        for order, rows in several.items()
    }
    return {order: how for order, how in found.items() if how is not Standing.AGREED}


def differing(source: Rows, ids: Sequence[int], now: int) -> dict[int, Standing]:
    """Return how the remarks of those of ``ids`` stand of which something else is noted."""
    found = standings(source, ids, now)
    noted = source.rows(f"SELECT id, remark_conflict FROM orders WHERE deleted = 0 AND id IN ({some(ids)})")
    return {order: found.get(order, Standing.AGREED) for order, was in noted if was != found.get(order, 0)}


class Place(NamedTuple):
    """By which rules (``remark_rules.digest``) the remarks of all orders from the id ``down_to`` on were weighed."""

    rules: str
    down_to: int


def place(source: Rows) -> Place:
    """Return how far the weighing has come; ``START`` and no rules before the first look."""
    found = first(source, "SELECT rules, down_to FROM remark_weighing WHERE id = 1")
    return Place(*found) if found else Place("", START)


def remarked_below(source: Rows, order: int, most: int) -> list[int]:
    """Return the newest ``most`` orders with remarks whose ids are below ``order``, the newest first."""
    sql = "SELECT DISTINCT order_id FROM remark WHERE order_id < ? ORDER BY order_id DESC LIMIT ?"
    return [key for (key,) in source.rows(sql, (order, most))]
