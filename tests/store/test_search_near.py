"""A single character: found among the newest rows where it stands in many, by the index where it is rare."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.desk.builders import START, Clock, Make, open_shop
from tests.ready import filled_store
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.text import fold, letters, simplify
from ticketdesk.store.queries import search
from ticketdesk.store.store import Store

TEXTS = ("想換貨", "退款吧!", "货到了吗", "Ｍ码偏小", "好的", "补发一件货", "ok 👌", "货")


def talked(desk: Desk, _clock: Callable[[], int]) -> None:
    """Seven hundred messages, so that more than one window is looked through; the first holds what no other does."""
    clock = Clock()
    own = Desk(desk.store, clock)
    open_shop(own)
    make = Make(own, desk.store.path.parent, clock)
    for n in range(100):
        make.transcript(f"买家{n}", "独" if n == 0 else TEXTS[n % len(TEXTS)], *TEXTS[:6])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with seven hundred messages; it is made once."""
    opened = Store(filled_store(tmp_path / "ticketdesk.db", talked, START))
    yield opened
    opened.close()


def scanned(store: Store, letter: str, *, variants: bool) -> list[int]:
    rows = store.reader.rows("SELECT id, text FROM message WHERE deleted = 0 ORDER BY id DESC")

    def holds(text: str) -> bool:
        run = letters(fold(text))
        return simplify(letter) in simplify(run) if variants else letter in run

    return [number for number, text in rows if holds(text)]


@pytest.mark.parametrize("variants", [False, True])
@pytest.mark.parametrize("letter", ["货", "貨", "独", "m", "偏", "吧", "无"])
@pytest.mark.parametrize("limit", [5, 50, 600])
def test_the_newest_hits_are_those_of_a_plain_scan(store: Store, letter: str, variants: bool, limit: int) -> None:
    found = [hit.id for hit in search.hits(store.reader, "messages", letter, limit=limit, variants=variants)]
    assert found == scanned(store, letter, variants=variants)[:limit]


def test_pages_follow_one_another(store: Store) -> None:
    wanted = scanned(store, "货", variants=False)
    found: list[int] = []
    while page := search.hits(store.reader, "messages", "货", below=found[-1] if found else None, limit=50):
        found += [hit.id for hit in page]
    assert found == wanted
