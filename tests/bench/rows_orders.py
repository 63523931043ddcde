"""Row 8 for orders: fifty random queries of their search language, first rows and whole lists."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any, NamedTuple

from tests.bench.bench import Bench
from tests.bench.measure import Result, median, p95
from tests.bench.rows_jobs import to_longest
from tests.bench.rows_tickets import broken_off
from tests.bench.store_rows import NOW
from tests.store.order_searching import OrderAsking, Whole
from ticketdesk.domain.query.order_fields import ORDERS
from ticketdesk.domain.query.parsing import parse
from ticketdesk.store.queries import order_filter
from ticketdesk.store.queries.order_filter import OrderFilter
from ticketdesk.store.reader import Reader, some

QUERIES, DRAWN, SEED = 50, 60, 77
_LONG_MS = 60
_COLUMNS = ("number", "buyer_nick", "carrier", "tracking", "paid_cents", "sort_at")


class Pace(NamedTuple):
    """Milliseconds to the first rows and to all, and how many there are."""

    first: float
    whole: float
    found: int


def searched(bench: Bench) -> Iterator[Result]:
    """Row 8 for orders: the reader alone, how soon a broken off search ends, then in the window."""
    with closing(Reader(bench.stores[bench.large])) as reader:
        wanted = searches(reader)
        rounds = min(3, bench.rounds)
        taken = [[paced(reader, each) for _ in range(rounds + 1)][1:] for each in wanted]
        finding = [at for at, each in enumerate(taken) if each[0].found]
        firsts = [median([each.first for each in taken[at]]) for at in finding]
        wholes = [median([each.whole for each in found]) for found in taken]
        slow = [each for each, whole in zip(wanted, wholes, strict=True) if whole > _LONG_MS]
        ended = [broken_off(reader, lambda source, each=each: order_filter.ids(source, each)) for each in slow]  # type: ignore[misc]
    found = f"{len(finding)} of {QUERIES} random queries of orders"
    yield Result("8", f"first rows of {found}", "", to_longest(firsts), "", "p95 ≤ 50 ms", p95(firsts) <= 50)
    yield Result("8", f"whole lists of {QUERIES} random queries of orders", "", to_longest(wholes), "", "", None)
    yield Result("8", f"broken off → ended: {len(ended)} searches of orders that take long", "",
                 to_longest(ended) if ended else "none", "", "≤ 5 ms", max(ended) <= 5 if ended else None)  # fmt: skip
    shown = _in_the_window(bench, [wanted[at] for at in finding])
    yield Result("8", f"first rows of {found} → painted", "", to_longest(shown), "", "p95 ≤ 50 ms",
                 p95(shown) <= 50)  # fmt: skip


def searches(reader: Reader, seed: int = SEED) -> list[OrderFilter]:
    """The queries of the seed: values are drawn from the shop's own orders."""
    low, high = reader.rows("SELECT MIN(id), MAX(id) FROM orders")[0]
    near = [low + (high - low) * n // DRAWN for n in range(DRAWN)]
    ids = [reader.rows("SELECT id FROM orders WHERE id >= ? ORDER BY id LIMIT 1", (each,))[0][0] for each in near]
    rows = reader.rows(f"SELECT {', '.join(_COLUMNS)} FROM orders WHERE id IN ({some(ids)})")
    asking = OrderAsking(random.Random(seed), [Whole(dict(zip(_COLUMNS, row, strict=True))) for row in rows], NOW)
    return [OrderFilter(query=parse(asking.text(), ORDERS), now=NOW) for _ in range(QUERIES)]


def paced(reader: Reader, wanted: OrderFilter) -> Pace:
    """Ask once."""
    told: list[float] = []
    start = time.perf_counter()
    found = order_filter.ids(reader, wanted, lambda _ids: told.append((time.perf_counter() - start) * 1_000))
    whole = (time.perf_counter() - start) * 1_000
    return Pace(told[0] if told else whole, whole, len(found))


def _in_the_window(bench: Bench, wanted: list[OrderFilter]) -> list[float]:
    """Return the median ms of each query, from asking it of all orders until its first rows stand painted."""
    stage = bench.stage(bench.large)
    page = stage.page("orders")
    told: list[int] = []
    own = page._show

    def show(ids: Any) -> None:
        own(ids)
        told.append(len(ids))

    def asked(each: OrderFilter) -> float:
        page.filter.reset()
        stage.rest()
        told.clear()
        page.filter.search.set_query(each.query)
        return stage.painted(page.table, page.filter.search.changed.emit, lambda: any(told))

    page._show = show
    try:
        # The window has another present than the seed: what finds nothing then shows no table.
        return [median([asked(each) for _ in range(4)][1:]) for each in wanted if _finds(stage, each)]
    finally:
        page._show = own
        page.filter.reset()


def _finds(stage: Any, wanted: OrderFilter) -> bool:
    own = OrderFilter(query=wanted.query, now=stage.window.world.clock())
    return len(order_filter.ids(stage.reader, own)) > 0
