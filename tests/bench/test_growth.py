"""What noise cannot touch: how the steps that SQLite takes for a screen's questions grow with the shop."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.bench.make_stores import make
from tests.bench.steps import QUESTIONS, grown, steps_of, too_steep
from ticketdesk.store.files import FileStore
from ticketdesk.store.queries.verify import verify
from ticketdesk.store.reader import Reader
from ticketdesk.store.store import STORE_NAME

SMALL, LARGE = 1_000, 10_000


@pytest.fixture(scope="module")
def shops(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """A shop, and one of ten times its size."""
    root = tmp_path_factory.mktemp("shops")
    for size in (SMALL, LARGE):
        make(size, root / str(size), lambda _line: None)
    yield root / str(SMALL) / STORE_NAME, root / str(LARGE) / STORE_NAME


@pytest.fixture(scope="module")
def steps(shops: tuple[Path, Path]) -> tuple[dict[str, int], dict[str, int]]:
    """The steps of every question in both."""
    counted = []
    for path in shops:
        with closing(Reader(path)) as reader:
            counted.append(steps_of(reader))
    return counted[0], counted[1]


def test_no_question_of_a_screen_grows_with_the_shop(steps: tuple[dict[str, int], dict[str, int]]) -> None:
    assert set(steps[0]) == set(QUESTIONS)
    assert too_steep(grown(*steps)) == {}


def test_control_a_count_of_all_rows_is_seen_to_grow(shops: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(QUESTIONS, "control", lambda a, k: a.rows("SELECT COUNT(*) FROM ticket WHERE priority > 1"))
    counted = []
    for path in shops:
        with closing(Reader(path)) as reader:
            counted.append(steps_of(reader))
    found = too_steep(grown(counted[0], counted[1]))
    assert set(found) == {"control"} and found["control"] > 5


def test_a_made_shop_is_sound(shops: tuple[Path, Path]) -> None:
    assert verify(shops[0], FileStore(shops[0].with_name("files"))) == []
