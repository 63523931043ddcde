"""What indexes alone tell of a term about orders: the ids of those that fulfil it, or of those that do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from ticketdesk.domain.query.order_fields import ORDERS as VOCABULARY
from ticketdesk.domain.query.tree import Among, Term
from ticketdesk.domain.text import phrase_query
from ticketdesk.store.queries import order_conditions, order_risks
from ticketdesk.store.queries.gathering import Walk
from ticketdesk.store.queries.order_conditions import STATES, cases, ends, parcel, risk, sums, words_of
from ticketdesk.store.queries.term_covers import Asks, Cover, Noun, Way, by_words, pointing
from ticketdesk.store.queries.term_spans import of_term
from ticketdesk.store.queries.term_sql import (
    HIGHEST,
    Asked,
    Sql,
    all_of,
    beginning,
    begun,
    flagged,
    is_none,
    keys,
    tail,
    texts,
    within,
)
from ticketdesk.store.reader import Rows, first, marks

THERE: Final = Sql("deleted = 0")
_DUE: Final = Sql("due_at IS NOT NULL")
_MOST_TICKETS: Final = 10_000  # their rows are read in 10 ms
_WITH_NONE: Final = frozenset({"orders_paid"})  # the index of deadlines holds only orders that have one


def platforms(source: Rows) -> list[str]:
    """Return the platforms of which there are orders, read by leaps through their index."""
    sql = (
        "WITH RECURSIVE cte_known(p) AS"
        " (SELECT (SELECT platform FROM orders WHERE deleted = 0 ORDER BY platform LIMIT 1)"
        " UNION ALL SELECT (SELECT platform FROM orders WHERE deleted = 0 AND platform > p ORDER BY platform LIMIT 1)"
        " FROM cte_known WHERE p IS NOT NULL LIMIT 50) SELECT p FROM cte_known WHERE p IS NOT NULL"
    )
    return [found for (found,) in source.rows(sql)]


def _orders(index: str, *parts: Sql) -> Walk:
    """The orders of a part of an index."""
    part = all_of((THERE, *parts))
    return Walk(f"SELECT id FROM orders INDEXED BY {index} WHERE {part.text}", part.values)


def _of_platform(asks: Asks, asked: Asked) -> Iterable[Cover]:
    """A shop stands on one platform, or nearly so: of one that is excluded the others are walked."""
    names = sorted(set(keys(asked)))
    yield Cover(tuple(_orders("orders_number", Sql("platform = ?", (name,))) for name in names))
    if len(names) == 1:
        others = (_orders("orders_number", Sql(f"platform {sign} ?", (names[0],))) for sign in "<>")
        yield Cover(tuple(others), inside=False)


def _of_state(asks: Asks, asked: Asked) -> Iterable[Cover]:
    yield Cover(tuple(_orders("orders_state", Sql("state = ?", (STATES[key],))) for key in keys(asked)))


def _of_flag(asks: Asks, asked: Asked) -> Iterable[Cover]:
    yield Cover((_orders("orders_flag", flagged("flag", asked, asks.seen)),))


def _of_number(asks: Asks, asked: Asked) -> Iterable[Cover]:
    walks, known = [], platforms(asks.source)
    for text in texts(asked):
        first, last = ends(text)
        starts = [beginning("number", each) for each in cases(first)]
        walks += [_orders("orders_number", Sql("platform = ?", (each,)), start) for start in starts for each in known]
        walks += [_orders("orders_tail", beginning("number_reversed", tail(each))) for each in cases(last)]
    yield Cover(tuple(walks))


def _of_buyer(asks: Asks, asked: Asked) -> Iterable[Cover]:
    links = []
    for nick in map(begun, texts(asked)):
        values = (nick, nick + HIGHEST)
        part = "WHERE deleted = 0 AND nick >= ? AND nick < ?"
        links.append(Walk(f"SELECT id FROM buyer INDEXED BY buyer_nick {part}", values))
        links.append(Walk(f"SELECT buyer_id FROM buyer_alias INDEXED BY buyer_alias_nick {part}", values))
    none = [_orders("orders_buyer", Sql("buyer_id IS NULL"))] if is_none(asked) else []
    yield from _of_buyers(asks, links, none)


def _of_tag(asks: Asks, asked: Asked) -> Iterable[Cover]:
    if is_none(asked):
        return
    names = tuple(texts(asked))
    sql = f"SELECT buyer_id FROM buyer_tag INDEXED BY buyer_tag_text WHERE deleted = 0 AND text IN ({marks(names)})"
    yield from _of_buyers(asks, [Walk(sql, names)], [])


def _of_buyers(asks: Asks, links: list[Walk], more: list[Walk]) -> Iterable[Cover]:
    walks = pointing(asks.source, links, lambda part: _orders("orders_buyer", part), "buyer_id")
    if walks is not None:
        yield Cover((*walks, *more))


def _of_item(asks: Asks, asked: Asked) -> Iterable[Cover]:
    """By the full text, which holds goods beside much else."""
    found = _phrases(map(words_of, texts(asked)))
    if all(found):
        yield Cover(tuple(by_words(order_conditions.FTS, each) for each in found), exact=False)


def _of_parcel(asks: Asks, asked: Asked) -> Iterable[Cover]:
    starts = [parcel(text) for text in texts(asked)]
    found = _phrases([start] for start in starts)
    if all(found) and not is_none(asked):
        sql = (
            "SELECT order_id FROM shipment INDEXED BY shipment_tracking"
            " WHERE deleted = 0 AND tracking <> '' AND tracking >= ? AND tracking < ?"
        )
        tracked = (Walk(sql, (start, start + HIGHEST)) for start in starts)
        yield Cover((*(by_words(order_conditions.FTS, each) for each in found), *tracked), exact=False)


def _phrases(parts: Iterable[Sequence[str]]) -> list[str]:
    """How the full text is asked for each of some texts; "" for one without a letter or digit."""
    return [phrase_query(" ".join(words), variants=True) for words in parts]


def _of_remark(asks: Asks, asked: Asked) -> Iterable[Cover]:
    found = _phrases(map(words_of, texts(asked)))
    if all(found) and not is_none(asked):
        sql = "SELECT order_id FROM remark WHERE id IN (SELECT rowid FROM fts_remark WHERE fts_remark MATCH ?)"
        yield Cover(tuple(Walk(sql, (each,)) for each in found), exact=False)


def _of_amount(asks: Asks, asked: Asked) -> Iterable[Cover]:
    none = [Sql("paid_cents IS NULL")] if is_none(asked) else []
    yield Cover(tuple(_orders("orders_amount", part) for part in (*sums(asked, "paid_cents"), *none)))


def _of_moment(field: str, column: str, index: str) -> Way:
    """By the spans of a moment that an index has."""

    def made(asks: Asks, asked: Asked) -> Iterable[Cover]:
        found = of_term(Term(asked), field, asks.seen, VOCABULARY)
        there = Sql(f"{column} IS NOT NULL")
        if found is not None:
            yield Cover(tuple(_orders(index, there, within(column, each)) for each in found))
        elif isinstance(asked, Among) and len(asked.values) == 1:
            if index in _WITH_NONE:
                yield Cover((_orders(index, Sql(f"{column} IS NULL")),))
            yield Cover((_orders(index, there),), inside=False)

    return made


def _of_overdue(asks: Asks, asked: Asked) -> Iterable[Cover]:
    over = _orders("orders_due", _DUE, Sql("due_at < ?", (asks.seen.now,)))
    if len(set(keys(asked))) == 1:
        yield Cover((over,), inside=keys(asked)[0] == "yes")


def _of_refund(asks: Asks, asked: Asked) -> Iterable[Cover]:
    found = set(keys(asked))
    if found == {"none"}:
        yield Cover(order_risks.WITH_ANY_REFUND, inside=False)
    elif "none" not in found:
        walks = {"open": order_risks.WITH_OPEN_REFUND, "done": order_risks.WITH_DONE_REFUND}
        yield Cover(tuple(walk for key in sorted(found) for walk in walks[key]))


def _of_risk(asks: Asks, asked: Asked) -> Iterable[Cover]:
    now = asks.seen.now
    walks = {
        "late": (_orders("orders_due", _DUE, risk("late", now)),),
        "contradicting": (_orders("orders_contradicting", risk("contradicting", now)),),
        "readdressed": order_risks.WITH_NEW_ADDRESS,
        "refunded": order_risks.WITH_REFUND,
        "together": order_risks.WITH_OTHERS,
        "stalled": (_orders("orders_on_their_way", risk("stalled", now)),),
    }
    yield Cover(tuple(walk for key in dict.fromkeys(keys(asked)) for walk in walks[key]))


def _of_ticket(asks: Asks, asked: Asked) -> Iterable[Cover]:
    """Of very many open tickets each order is asked sooner than all of them are read."""
    open_ = f"SELECT COUNT(*) FROM ({order_risks.OPEN_TICKETS} LIMIT ?)"
    found = first(asks.source, open_, (_MOST_TICKETS + 1,))
    if len(set(keys(asked))) == 1 and found is not None and found[0] <= _MOST_TICKETS:
        yield Cover(order_risks.WITH_TICKET, inside=keys(asked)[0] == "yes")


WAYS: Final[dict[str, Way]] = {
    "state": _of_state,
    "flag": _of_flag,
    "platform": _of_platform,
    "number": _of_number,
    "buyer": _of_buyer,
    "parcel": _of_parcel,
    "item": _of_item,
    "remark": _of_remark,
    "amount": _of_amount,
    "created": _of_moment("created", "sort_at", "orders_recent"),
    "paid": _of_moment("paid", "paid_at", "orders_paid"),
    "due": _of_moment("due", "due_at", "orders_due"),
    "overdue": _of_overdue,
    "refund": _of_refund,
    "risk": _of_risk,
    "ticket": _of_ticket,
    "tag": _of_tag,
}
NOUN: Final = Noun(
    order_conditions.FTS,
    order_conditions.condition,
    WAYS,
    each=frozenset({"refund", "risk"}),
    apart=frozenset(WAYS),
    first=frozenset({"state", "flag", "platform", "created", "paid", "shipped", "due", "overdue", "amount", "number"}),
    last=frozenset({"buyer", "item", "remark", "refund", "risk", "ticket", "tag", "parcel", "courier"}),
)
