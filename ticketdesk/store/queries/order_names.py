"""Values of the search language of orders that stand in the store: nicknames, tags, numbers and couriers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ticketdesk.store.queries.order_conditions import cases, ends, parcel
from ticketdesk.store.queries.order_covers import platforms
from ticketdesk.store.queries.term_sql import HIGHEST
from ticketdesk.store.queries.ticket_names import MOST, StoredNames, nicks, numbers_of_orders
from ticketdesk.store.reader import Rows

_LOOKED_AT: Final = 400
"""Among so many of the newest orders couriers are looked for: a shop has a handful."""


def stored_names(source: Rows) -> StoredNames:
    """Return the provider of completion for orders; of a number the end or the beginning is typed."""
    return StoredNames(source, _ASKED)


def _numbers(source: Rows, typed: str) -> list[str]:
    first, last = ends(typed)
    found = [number for each in cases(last) for number in numbers_of_orders(source, each)]
    sql = "SELECT number FROM orders WHERE deleted = 0 AND platform = ? AND number >= ? AND number < ? LIMIT ?"
    for platform in platforms(source) if first else ():
        for each in cases(first):
            found += [number for (number,) in source.rows(sql, (platform, each, each + HIGHEST, MOST))]
    return list(dict.fromkeys(found))[:MOST]


def _couriers(source: Rows, beginning: str) -> list[str]:
    near = f"SELECT carrier FROM orders WHERE deleted = 0 ORDER BY sort_at DESC, id DESC LIMIT {_LOOKED_AT}"
    names = dict.fromkeys(name for (name,) in source.rows(near) if name.startswith(beginning) and name)
    return list(names)[:MOST]


def _parcels(source: Rows, typed: str) -> list[str]:
    start = parcel(typed)
    sql = (
        "SELECT tracking FROM shipment WHERE deleted = 0 AND tracking <> '' AND tracking >= ? AND tracking < ?"
        " ORDER BY tracking LIMIT ?"
    )
    found = source.rows(sql, (start, start + HIGHEST, MOST)) if start else []
    return list(dict.fromkeys(number for (number,) in found))


def _tags(source: Rows, beginning: str) -> list[str]:
    """Each tag once, by leaps through their index."""
    sql = (
        "WITH RECURSIVE cte_tag(t) AS (SELECT (SELECT text FROM buyer_tag WHERE deleted = 0 AND text >= ?1"
        " AND text < ?2 ORDER BY text LIMIT 1) UNION ALL SELECT (SELECT text FROM buyer_tag WHERE deleted = 0"
        " AND text > t AND text < ?2 ORDER BY text LIMIT 1) FROM cte_tag WHERE t IS NOT NULL LIMIT ?3)"
        " SELECT t FROM cte_tag WHERE t IS NOT NULL"
    )
    return [tag for (tag,) in source.rows(sql, (beginning, beginning + HIGHEST, MOST))]


_ASKED: Final[dict[str, Callable[[Rows, str], list[str]]]] = {
    "number": _numbers,
    "buyer": nicks,
    "courier": _couriers,
    "parcel": _parcels,
    "tag": _tags,
}
