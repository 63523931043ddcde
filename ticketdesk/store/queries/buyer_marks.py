"""How a buyer is marked: tags, the reason of a block; and the words that tags are made of in this shop."""

from __future__ import annotations

import json
from typing import NamedTuple

from ticketdesk.store.reader import Rows, first

MOST_KNOWN = 200
_NEWEST = 20_000
"""So many tags of the whole shop are looked through for the words in use, the newest first."""


class BuyerMarks(NamedTuple):
    """The tags of a buyer in order of their words, and why the buyer is blocked ("" where not)."""

    tags: tuple[str, ...]
    block_reason: str


def buyer_marks(source: Rows, buyer_id: int) -> BuyerMarks:
    """Return how a buyer is marked; nothing for one who is not there."""
    sql = (
        "SELECT (SELECT json_group_array(text) FROM (SELECT text FROM buyer_tag WHERE buyer_id = b.id AND deleted = 0"
        " ORDER BY text)), CASE WHEN b.blocked_at IS NULL THEN '' ELSE b.block_reason END FROM buyer b WHERE b.id = ?"
    )
    found = first(source, sql, (buyer_id,))
    return BuyerMarks(tuple(json.loads(found[0])), found[1]) if found else BuyerMarks((), "")


def known_tags(source: Rows) -> list[str]:
    """Return the words that buyers are tagged with, the most used first (of the newest 20,000 tags)."""
    sql = (
        f"SELECT text FROM (SELECT text FROM buyer_tag WHERE deleted = 0 ORDER BY id DESC LIMIT {_NEWEST})"
        f" GROUP BY text ORDER BY COUNT(*) DESC, text LIMIT {MOST_KNOWN}"
    )
    return [text for (text,) in source.rows(sql)]
