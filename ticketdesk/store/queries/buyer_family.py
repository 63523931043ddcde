"""What belongs to a buyer besides orders and talk: coupons, other names, and who may be the same person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from ticketdesk.domain.buyers import Person, Why, address_key, phone_key, phone_spellings
from ticketdesk.domain.masking import mask_name
from ticketdesk.store.reader import Rows, first, marks, some

OWN_ORDERS: Final = 20
"""Of so many of a buyer's newest orders the receivers are compared."""
_MOST_HITS: Final = 200
MOST_TWINS: Final = 10


class CouponRow(NamedTuple):
    """A coupon of a buyer; money in fen, moments UTC ms (``until_at`` None: without end, ``used_at`` None: unused)."""

    id: int
    title: str
    amount_cents: int | None
    until_at: int | None
    used_at: int | None


class Twin(NamedTuple):
    """A buyer who may be the same person, and by what; ``name`` is a receiver's, masked."""

    buyer_id: int
    nick: str
    why: Why
    name: str


class Family(NamedTuple):
    """What the profile shows of a buyer besides figures: level, membership, coupons, other names, twins."""

    level: str
    membership: str
    block_reason: str
    coupons: tuple[CouponRow, ...]
    aliases: tuple[str, ...]
    twins: tuple[Twin, ...]


_PERSONS: Final = (
    "SELECT CASE mobile WHEN '' THEN phone ELSE mobile END, receiver, address FROM orders"
    f" WHERE buyer_id = ? AND deleted = 0 ORDER BY sort_at DESC, id DESC LIMIT {OWN_ORDERS}"
)
_COUPONS: Final = (
    "SELECT id, title, amount_cents, until_at, used_at FROM buyer_coupon WHERE buyer_id = ? AND deleted = 0"
    " ORDER BY id DESC LIMIT 50"
)
_ALIASES: Final = "SELECT nick FROM buyer_alias WHERE buyer_id = ? AND deleted = 0 ORDER BY id"


def family(source: Rows, buyer: int) -> Family:
    """Return what belongs to a buyer; nothing for one who is not there."""
    sql = "SELECT level, membership, CASE WHEN blocked_at IS NULL THEN '' ELSE block_reason END, phone FROM buyer"
    found = first(source, f"{sql} WHERE id = ? AND deleted = 0", (buyer,))
    if found is None:
        return Family("", "", "", (), (), ())
    level, membership, blocked, phone = found
    coupons = tuple(CouponRow(*row) for row in source.rows(_COUPONS, (buyer,)))
    return Family(level, membership, blocked, coupons, aliases(source, buyer), twins(source, buyer, phone))


def aliases(source: Rows, buyer: int) -> tuple[str, ...]:
    """Return the nicknames of buyers that were merged into this one, the oldest first."""
    return tuple(nick for (nick,) in source.rows(_ALIASES, (buyer,)))


def of_aliases(source: Rows, nicks: Iterable[str]) -> dict[str, int]:
    """Return those of these nicknames that were merged into other buyers, with these."""
    wanted = list(nicks)
    if not wanted:
        return {}
    sql = f"SELECT id, nick, buyer_id FROM buyer_alias WHERE nick IN ({marks(wanted)}) AND deleted = 0"
    return {nick: buyer for _, nick, buyer in sorted(source.rows(sql, wanted))}


def twins(source: Rows, buyer: int, phone: str = "") -> tuple[Twin, ...]:
    """Return buyers who may be the same person: a receiver's phone is theirs too, or name and address are.

    ``phone`` is the buyer's own besides those of the newest orders. Everything is found by an index; numbers and
    addresses are compared as ``domain.buyers`` writes them.
    """
    people = [Person(*row) for row in source.rows(_PERSONS, (buyer,))]
    found: dict[int, tuple[Why, str]] = {}
    for other, why, name in (*_by_phone(source, people, phone), *_by_address(source, people)):
        if other != buyer:
            found.setdefault(other, (why, name))
        if len(found) == MOST_TWINS:
            break
    if not found:
        return ()
    rows = sorted(source.rows(f"SELECT id, nick FROM buyer WHERE deleted = 0 AND id IN ({some(found)})"))
    return tuple(Twin(key, nick, found[key][0], mask_name(found[key][1])) for key, nick in rows)


def _by_phone(source: Rows, people: Iterable[Person], phone: str) -> list[tuple[int, Why, str]]:
    keys = sorted({phone_key(each) for each in (phone, *(person.phone for person in people))} - {""})
    spelt = [spelling for key in keys for spelling in phone_spellings(key)]
    if not spelt:
        return []
    sql = (
        f"SELECT buyer_id, receiver FROM orders WHERE mobile IN ({marks(spelt)}) AND mobile <> '' AND deleted = 0"
        f" AND buyer_id IS NOT NULL LIMIT {_MOST_HITS}"
    )
    return [(other, Why.PHONE, name) for other, name in source.rows(sql, spelt)]


def _by_address(source: Rows, people: Iterable[Person]) -> list[tuple[int, Why, str]]:
    keys = {address_key(person.name, person.address): person.name for person in people}
    keys.pop("", None)
    names = sorted(set(keys.values()))
    if not names:
        return []
    sql = (
        f"SELECT buyer_id, receiver, address FROM orders WHERE receiver IN ({marks(names)}) AND receiver <> ''"
        f" AND deleted = 0 AND buyer_id IS NOT NULL LIMIT {_MOST_HITS}"
    )
    rows = source.rows(sql, names)
    return [(other, Why.ADDRESS, name) for other, name, address in rows if address_key(name, address) in keys]
