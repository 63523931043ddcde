"""Tags of the buyers of a page of conversations, in one question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ticketdesk.store.reader import Rows, some


def tags_of(source: Rows, buyer_ids: Iterable[int]) -> Mapping[int, tuple[str, ...]]:
    """Return the tags of each of these buyers in order of their words; who has none is left out."""
    found: dict[int, tuple[str, ...]] = {}
    ids = sorted(set(buyer_ids))
    if not ids:
        return found
    sql = (
        f"SELECT buyer_id, text FROM buyer_tag WHERE deleted = 0 AND buyer_id IN ({some(ids)}) ORDER BY buyer_id, text"
    )
    for buyer, text in source.rows(sql):
        found[buyer] = (*found.get(buyer, ()), text)
    return found
