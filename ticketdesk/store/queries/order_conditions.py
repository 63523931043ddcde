"""What each field of the search language asks of an order, as SQL with bound values.

A field that is added to ``domain.query.order_fields`` gets its line in ``FIELDS`` here; a test holds both together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ticketdesk.domain.orders import OrderState
from ticketdesk.domain.query.order_fields import ORDERS
from ticketdesk.domain.query.tree import Amount, Between, Compare, Term
from ticketdesk.store.queries.order_risks import (
    CONTRADICTING,
    LATE,
    ON_THE_WAY,
    READDRESSED,
    REFUND_DONE,
    REFUND_NONE,
    REFUND_OPEN,
    REFUNDED,
    STALLED,
    TICKETED,
    TOGETHER,
)
from ticketdesk.store.queries.term_sql import (
    Asked,
    Field,
    Seen,
    Sql,
    all_of,
    any_of,
    beginning,
    begun,
    choice,
    condition_of,
    flagged,
    is_none,
    keys,
    moment,
    or_none,
    tail,
    texts,
)
from ticketdesk.store.reader import marks

FTS: Final = "fts_order"
STATES: Final[Mapping[str, str]] = {state.name.lower(): state.value for state in OrderState if state.value}
_MARKED: Final = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})


def condition(term: Term, seen: Seen) -> Sql:
    """Return what an order must fulfil; what is not known (not paid, no deadline) fulfils no condition but its
    contrary."""
    return condition_of(term, seen, FIELDS, FTS)


def ends(text: str) -> tuple[str, str]:
    """Return the beginning and the end of a number that were typed, "" for the one that was not: «…1764» is an end,
    «3100…» a beginning, what stands alone may be either."""
    bare = text.strip("… ")
    return ("" if text.startswith("…") else bare), ("" if text.endswith("…") else bare)


def cases(text: str) -> list[str]:
    """Return a part of a number as it was typed, in capitals and in small letters: an index knows no other likeness."""
    return list(dict.fromkeys((text, text.upper(), text.lower()))) if text else []


def sums(asked: Asked, column: str) -> list[Sql]:
    """Return the parts of an index that a condition on an amount takes (cents)."""
    if isinstance(asked, Compare):
        return [Sql(f"{column} {asked.op.value} ?", (_cents(asked.value),))]
    if isinstance(asked, Between):
        bounds = ((">=", asked.low), ("<=", asked.high))
        return [all_of(Sql(f"{column} {sign} ?", (_cents(end),)) for sign, end in bounds if end)]
    return [Sql(f"{column} = ?", (_cents(each),)) for each in asked.values if isinstance(each, Amount)]


def words_of(text: str) -> list[str]:
    """Return the words of a value, of which each must stand somewhere."""
    return text.strip("…").split()


def risk(key: str, now: int) -> Sql:
    """Return that an order runs a risk (``domain.query.order_fields``) at ``now`` (UTC ms)."""
    return {
        "late": Sql("due_at < ?", (now + LATE,)),
        "contradicting": Sql(CONTRADICTING),
        "readdressed": Sql(READDRESSED),
        "refunded": Sql(REFUNDED),
        "together": Sql(TOGETHER),
        "stalled": Sql(f"{ON_THE_WAY} AND shipped_at < ?", (now - STALLED,)),
    }[key]


def _cents(value: object) -> int:
    return value.cents if isinstance(value, Amount) else 0


def _number(asked: Asked, seen: Seen) -> Sql:
    parts = []
    for text in texts(asked):
        first, last = ends(text)
        parts += [beginning("number", each) for each in cases(first)]
        parts += [beginning("number_reversed", tail(each)) for each in cases(last)]
    return any_of(parts)


def _buyer(asked: Asked, seen: Seen) -> Sql:
    """By the beginning of a nickname, also one by which a merged buyer was known."""
    there = "SELECT 1 FROM {} x WHERE x.{} = orders.buyer_id AND x.deleted = 0 AND {}"
    parts = []
    for text in texts(asked):
        nick = beginning("x.nick", begun(text))
        sides = (("buyer", "id"), ("buyer_alias", "buyer_id"))
        parts += [Sql(f"EXISTS ({there.format(*side, nick.text)})", nick.values) for side in sides]
    return or_none(asked, "buyer_id", parts)


def _courier(asked: Asked, seen: Seen) -> Sql:
    """A text in the courier's name, of the order or of a parcel of it."""
    there = f"SELECT 1 FROM shipment x WHERE x.order_id = orders.id AND x.deleted = 0 AND {_like('x.carrier')}"
    found = [_within(text.strip("…")) for text in texts(asked)]
    parts = [Sql(f"{_like('carrier')} OR EXISTS ({there})", (text, text)) for text in found]
    return any_of([*parts, *([Sql("carrier = ''")] if is_none(asked) else [])])


def _parcel(asked: Asked, seen: Seen) -> Sql:
    """A text in the order's numbers of parcels, or how the number of one of its parcels begins."""
    there = "SELECT 1 FROM shipment x WHERE x.order_id = orders.id AND x.deleted = 0 AND x.tracking <> ''"
    parts = []
    for text in map(parcel, texts(asked)):
        start = beginning("x.tracking", text)
        parts.append(Sql(f"{_like('tracking')} OR EXISTS ({there} AND {start.text})", (_within(text), *start.values)))
    return any_of([*parts, *([Sql("tracking = ''")] if is_none(asked) else [])])


def parcel(text: str) -> str:
    """Return the typed part of a parcel's number as it is kept."""
    return text.strip("…").upper()


def _item(asked: Asked, seen: Seen) -> Sql:
    """Words that stand in the titles, or in title, choice or code of one of the goods."""
    columns = " OR ".join(_like(f"x.{each}") for each in ("title", "attributes", "merchant_code"))
    there = f"SELECT 1 FROM order_line x WHERE x.order_id = orders.id AND x.deleted = 0 AND ({columns})"
    one = f"{_like('titles')} OR EXISTS ({there})"
    return any_of(all_of(Sql(one, (_within(word),) * 4) for word in words_of(text)) for text in texts(asked))


def _remark(asked: Asked, seen: Seen) -> Sql:
    """Words that stand in one remark."""
    there = "SELECT 1 FROM remark x WHERE x.order_id = orders.id AND x.deleted = 0"
    parts = []
    for text in texts(asked):
        words = words_of(text)
        said = " AND ".join(_like("x.text") for _ in words)
        parts.append(Sql(f"EXISTS ({there} AND {said})", tuple(map(_within, words))))
    if is_none(asked):
        parts.append(Sql(f"NOT EXISTS ({there})"))
    return any_of(parts)


def _amount(asked: Asked, seen: Seen) -> Sql:
    return or_none(asked, "paid_cents", sums(asked, "paid_cents"))


def _overdue(asked: Asked, seen: Seen) -> Sql:
    over = Sql("due_at < ?", (seen.now,))
    return any_of(over if key == "yes" else Sql(f"({over.text}) IS NOT TRUE", over.values) for key in keys(asked))


def _refund(asked: Asked, seen: Seen) -> Sql:
    return any_of(Sql({"open": REFUND_OPEN, "done": REFUND_DONE, "none": REFUND_NONE}[key]) for key in keys(asked))


def _risk(asked: Asked, seen: Seen) -> Sql:
    return any_of(risk(key, seen.now) for key in keys(asked))


def _ticket(asked: Asked, seen: Seen) -> Sql:
    return any_of(Sql(TICKETED if key == "yes" else f"NOT {TICKETED}") for key in keys(asked))


def _tag(asked: Asked, seen: Seen) -> Sql:
    there = "SELECT 1 FROM buyer_tag x WHERE x.buyer_id = orders.buyer_id AND x.deleted = 0"
    names = tuple(texts(asked))
    parts = [Sql(f"EXISTS ({there} AND x.text IN ({marks(names)}))", names)] if names else []
    if is_none(asked):
        parts.append(Sql(f"NOT EXISTS ({there})"))
    return any_of(parts)


def _like(column: str) -> str:
    return f"{column} LIKE ? ESCAPE '\\'"


def _within(text: str) -> str:
    return f"%{text.translate(_MARKED)}%"


FIELDS: Final[Mapping[str, Field]] = {
    "state": choice("state", STATES),
    "flag": lambda asked, seen: flagged("flag", asked, seen),
    "platform": choice("platform"),
    "number": _number,
    "buyer": _buyer,
    "courier": _courier,
    "parcel": _parcel,
    "item": _item,
    "remark": _remark,
    "amount": _amount,
    "created": moment(ORDERS.of("created"), "sort_at"),
    "paid": moment(ORDERS.of("paid"), "paid_at"),
    "shipped": moment(ORDERS.of("shipped"), "shipped_at"),
    "due": moment(ORDERS.of("due"), "due_at"),
    "overdue": _overdue,
    "refund": _refund,
    "risk": _risk,
    "ticket": _ticket,
    "tag": _tag,
}
