"""How fast 50 random queries of the search language are: python tests/bench/search_pace.py STORE [SEED].

STORE is the file of a made shop (make_stores.py); it is only read. Told are the time to the first rows of queries that
find any, to the whole list, of a count, and how soon a search ends that is broken off.
"""

from __future__ import annotations

import random
import statistics
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import apsw  # noqa: E402

from tests.bench.store_rows import NOW  # noqa: E402
from tests.store.searching import Asking, Whole  # noqa: E402
from ticketdesk.domain.query.parsing import parse  # noqa: E402
from ticketdesk.store.interruptible import Interruptible, Stopped  # noqa: E402
from ticketdesk.store.queries import ticket_search  # noqa: E402
from ticketdesk.store.queries.ticket_search import TicketSearch  # noqa: E402
from ticketdesk.store.reader import Reader, some  # noqa: E402

QUERIES, DRAWN = 50, 60


def main(store: Path, seed: int = 77) -> None:
    """Ask and print."""
    reader = Reader(store)
    agents = reader.rows("SELECT id, name FROM agent ORDER BY id")
    asking = Asking(random.Random(seed), sample(reader), NOW, " ".join(["我", "无", agents[4][1], agents[9][1]]))
    searches = [TicketSearch(parse(asking.text()), agents[3][0], NOW) for _ in range(QUERIES)]
    firsts, wholes, counts = [], [], []
    for search in searches:
        first, whole, found = paced(reader, search)
        wholes.append(whole)
        firsts += [first] if found else []
        counts.append(timed(lambda search=search: ticket_search.count(reader, search)))  # type: ignore[misc]
    print(f"{len(firsts)} of {QUERIES} queries find tickets")
    for name, times in (("first rows", firsts), ("whole list", wholes), ("count", counts)):
        times.sort()
        print(f"{name}: median {statistics.median(times):.1f} ms, p95 {times[int(len(times) * 0.95)]:.1f}", end=", ")
        print(f"longest {times[-1]:.1f}, {sum(each > 50 for each in times)} over 50 ms")
    print(f"broken off: {broken_off(reader, agents[3][0]):.2f} ms")


def sample(reader: Reader) -> list[Whole]:
    """Tickets to draw values from."""
    low, high = reader.rows("SELECT MIN(id), MAX(id) FROM ticket")[0]
    near = [low + (high - low) * n // DRAWN for n in range(DRAWN)]
    ids = [reader.rows("SELECT id FROM ticket WHERE id >= ? ORDER BY id LIMIT 1", (each,))[0][0] for each in near]
    sql = (
        "SELECT t.opened_at, t.number, o.number, b.nick FROM ticket t LEFT JOIN orders o ON o.id = t.order_id"
        f" LEFT JOIN buyer b ON b.id = t.buyer_id WHERE t.id IN ({some(ids)})"
    )
    return [
        Whole(
            {"opened_at": at, "number": number}, order and {"number": order}, nick and {"nick": nick}, [], {}, 0, set()
        )
        for at, number, order, nick in reader.rows(sql)
    ]


def paced(reader: Reader, search: TicketSearch) -> tuple[float, float, int]:
    """Return ms to the first rows and to all, and how many there are."""
    told: list[float] = []
    start = time.perf_counter()
    found = ticket_search.ids(reader, search, told=lambda _ids: told.append(since(start)))
    whole = since(start)
    return (told[0] if told else whole), whole, len(found)


def timed(ask: Callable[[], object]) -> float:
    """Return the ms that ``ask`` takes."""
    start = time.perf_counter()
    ask()
    return since(start)


def since(start: float) -> float:
    """Return the ms since ``start``."""
    return (time.perf_counter() - start) * 1_000


def broken_off(reader: Reader, agent: int) -> float:
    """Return the ms from breaking off a long search to its end."""
    source, ended = Interruptible(reader), [0.0]

    def ask() -> None:
        try:
            ticket_search.ids(source, TicketSearch(parse("含:备注 优先级:高"), agent, NOW))
        except (Stopped, apsw.InterruptError):
            ended[0] = time.perf_counter()

    thread = threading.Thread(target=ask)
    thread.start()
    time.sleep(0.1)
    start = time.perf_counter()
    source.stop()
    thread.join()
    return (ended[0] - start) * 1_000


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:3]))
