"""Writing what belongs to a buyer: level and membership, coupons, and one buyer made of several."""

from __future__ import annotations

from typing import Final, NamedTuple

from ticketdesk.domain.errors import DeskError
from ticketdesk.store.buyer_tables import BuyerAlias, BuyerCoupon
from ticketdesk.store.order_tables import Order
from ticketdesk.store.reader import first
from ticketdesk.store.reception_tables import BuyerTag
from ticketdesk.store.sql import Value
from ticketdesk.store.tables import Buyer
from ticketdesk.store.tx import Tx

# Where a buyer's rows stand; tags are moved by themselves, since a buyer has a word once.
_MOVED: Final = ("conversation", "orders", "ticket", "todo", "refund", "buyer_coupon", "buyer_alias")
PASTED: Final = "qianniu"
"""The channel of pasted conversations; all others answer the buyer by the very nickname."""


class BuyerNow(NamedTuple):
    """What merging must know of a buyer."""

    id: int
    nick: str
    note: str
    last_seen_at: int
    blocked_at: int | None
    block_reason: str
    name: str
    phone: str
    region: str
    level: str
    membership: str


def current(tx: Tx, buyer: int) -> BuyerNow:
    """Return the buyer as it stands; DeskError ``buyer_missing``."""
    found = first(tx, f"SELECT {', '.join(BuyerNow._fields)} FROM buyer WHERE id = ? AND deleted = 0", (buyer,))
    if found is None:
        raise DeskError("buyer_missing", id=buyer)
    return BuyerNow(*found)


def set_card(tx: Tx, buyer: int, level: str, membership: str) -> bool:
    """Keep another level and membership; False where they stand so already. DeskError ``buyer_missing``."""
    now = current(tx, buyer)
    if (now.level, now.membership) == (level, membership):
        return False
    tx.update(Buyer, buyer, {"level": level, "membership": membership})
    return True


def add_coupon(tx: Tx, buyer: int, title: str, amount: int | None, until: int | None) -> int:
    """Give a buyer a coupon and return its row; DeskError ``buyer_missing``."""
    current(tx, buyer)
    return tx.insert(BuyerCoupon, {"buyer_id": buyer, "title": title, "amount_cents": amount, "until_at": until})


def use_coupon(tx: Tx, buyer: int, coupon: int, at: int | None) -> bool:
    """Keep when a coupon was used (UTC ms, None: not yet); False where that stands. DeskError ``row_missing``."""
    sql = "SELECT used_at FROM buyer_coupon WHERE id = ? AND buyer_id = ? AND deleted = 0"
    found = first(tx, sql, (coupon, buyer))
    if found is None:
        raise DeskError("row_missing", table="buyer_coupon", id=coupon)
    if (found[0] is None) == (at is None):
        return False
    tx.update(BuyerCoupon, coupon, {"used_at": at})
    return True


def live_talk(tx: Tx, buyer: int) -> bool:
    """Return whether a live channel knows the buyer by the nickname."""
    sql = "SELECT 1 FROM conversation WHERE buyer_id = ? AND channel <> ? AND deleted = 0 LIMIT 1"
    return first(tx, sql, (buyer, PASTED)) is not None


def merge(tx: Tx, winner: BuyerNow, loser: BuyerNow) -> None:
    """Give all that is the loser's to the winner, and lay the loser's tombstone; its nickname becomes an alias."""
    for table in _MOVED:
        sql = f"UPDATE {table} SET buyer_id = ?, version = version + 1 WHERE buyer_id = ? AND deleted = 0"
        tx.connection.execute(sql, (winner.id, loser.id))
    _move_tags(tx, winner.id, loser.id)
    tx.insert(BuyerAlias, {"buyer_id": winner.id, "nick": loser.nick})
    changed = _joined(winner, loser)
    if changed:
        tx.update(Buyer, winner.id, changed)
    tx.tombstone(Buyer, loser.id)


def part(tx: Tx, winner: int, loser: int) -> None:
    """Give the orders of the loser's nicknames that are the winner's, their tickets and refunds, to the loser."""
    sql = (
        "SELECT id FROM orders WHERE buyer_id = ?1 AND deleted = 0 AND buyer_nick IN (SELECT nick FROM buyer"
        " WHERE id = ?2 AND deleted = 0 UNION ALL SELECT nick FROM buyer_alias WHERE buyer_id = ?2 AND deleted = 0)"
    )
    for (order,) in tx.rows(sql, (winner, loser)):
        for table in ("ticket", "refund"):
            moved = f"UPDATE {table} SET buyer_id = ?, version = version + 1 WHERE order_id = ? AND buyer_id = ?"
            tx.connection.execute(f"{moved} AND deleted = 0", (loser, order, winner))
        tx.update(Order, order, {"buyer_id": loser})


def _move_tags(tx: Tx, winner: int, loser: int) -> None:
    have = {text for (text,) in tx.rows("SELECT text FROM buyer_tag WHERE buyer_id = ? AND deleted = 0", (winner,))}
    for row, text in tx.rows("SELECT id, text FROM buyer_tag WHERE buyer_id = ? AND deleted = 0", (loser,)):
        if text in have:
            tx.tombstone(BuyerTag, row)
        else:
            tx.update(BuyerTag, row, {"buyer_id": winner})


def joined_note(winner: BuyerNow, loser: BuyerNow) -> str:
    """Return the note of a buyer made of two: both, one below the other, the same one once."""
    return "\n".join(dict.fromkeys(note for note in (winner.note, loser.note) if note))


def _joined(winner: BuyerNow, loser: BuyerNow) -> dict[str, Value]:
    """What the winner takes over: what it lacks, both notes, the block of either."""
    found: dict[str, Value] = {}
    for name in ("name", "phone", "region", "level", "membership"):
        if not getattr(winner, name) and getattr(loser, name):
            found[name] = getattr(loser, name)
    note = joined_note(winner, loser)
    if note != winner.note:
        found["note"] = note
    if loser.last_seen_at > winner.last_seen_at:
        found["last_seen_at"] = loser.last_seen_at
    if winner.blocked_at is None and loser.blocked_at is not None:
        found |= {"blocked_at": loser.blocked_at, "block_reason": loser.block_reason}
    return found
