"""What noise cannot touch: how the steps that SQLite takes for a screen's questions grow with the shop."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from tests.bench.make_stores import make
from tests.bench.steps import (
    AT_ONCE,
    ORDER_VIEWS,
    ORDERS_AT_ONCE,
    QUESTIONS,
    RARE,
    RARE_ORDERS,
    REFUND_VIEWS,
    SEARCHED_ORDERS,
    SOUGHT,
    Stepped,
    asked,
    asked_of_orders,
    grown,
    known,
    steps_of,
    too_steep,
)
from tests.bench.store_more import add_rare_things
from tests.bench.store_rows import NOW
from ticketdesk.desk.commands.tickets import SetTicketState
from ticketdesk.desk.desk import Desk
from ticketdesk.store.files import FileStore
from ticketdesk.store.queries import order_covers, order_filter, refunds, ticket_covers, ticket_search
from ticketdesk.store.queries.verify import verify
from ticketdesk.store.reader import Reader
from ticketdesk.store.store import STORE_NAME, Store
from ticketdesk.store.writer import Priority
from ticketdesk.ui.orders import filter_state
from ticketdesk.ui.orders.filter_state import Chosen
from ticketdesk.ui.orders.order_model import view_of

SMALL, LARGE = 1_000, 10_000
MOST_STEPS = 3_000


@pytest.fixture(scope="module")
def shops(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """A shop, and one of ten times its size."""
    root = tmp_path_factory.mktemp("shops")
    for size in (SMALL, LARGE):
        make(size, root / str(size), lambda _line: None)
    yield root / str(SMALL) / STORE_NAME, root / str(LARGE) / STORE_NAME


@pytest.fixture(scope="module")
def fuller(shops: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Both shops with refunds, contradictions and parcels on their way, so that every view has rows."""
    root = tmp_path_factory.mktemp("fuller")
    made = [Path(shutil.copytree(path.parent, root / path.parent.name)) / STORE_NAME for path in shops]
    for path in made:
        add_rare_things(path)
    return made[0], made[1]


@pytest.fixture(scope="module")
def steps(fuller: tuple[Path, Path]) -> tuple[dict[str, int], dict[str, int]]:
    """The steps of every question in both."""
    counted = []
    for path in fuller:
        with closing(Reader(path)) as reader:
            counted.append(steps_of(reader))
    return counted[0], counted[1]


def test_no_question_of_a_screen_grows_with_the_shop(steps: tuple[dict[str, int], dict[str, int]]) -> None:
    assert set(steps[0]) == set(QUESTIONS)
    assert too_steep(grown(*steps)) == {}


def test_every_view_of_orders_and_refunds_is_asked_and_has_rows(fuller: tuple[Path, Path]) -> None:
    views = [f"orders view {key}" for key in ORDER_VIEWS if key not in SEARCHED_ORDERS]
    assert len(views) > 15 and set(views) < set(QUESTIONS)
    assert {view for view, _state in REFUND_VIEWS} == set(refunds.VIEWS)
    with closing(Reader(fuller[0])) as reader:
        rows = known(reader)
        empty = [
            name
            for name in QUESTIONS
            if name.startswith(("orders view", "refunds ")) and not QUESTIONS[name](reader, rows)
        ]
    assert empty == ["orders view state:SELLER_CONSIGNED_PART"]  # no made order is shipped in parts


@pytest.mark.parametrize("key", sorted(SEARCHED_ORDERS))
def test_a_view_of_orders_that_takes_a_search_is_none_of_one_index(shops: tuple[Path, Path], key: str) -> None:
    with closing(Reader(shops[0])) as reader:
        assert order_filter.head(reader, filter_state.asked(view_of(key), Chosen(), NOW), 10) is None


def test_control_a_count_of_all_rows_is_seen_to_grow(shops: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(QUESTIONS, "control", lambda a, k: a.rows("SELECT COUNT(*) FROM ticket WHERE priority > 1"))
    counted = []
    for path in shops:
        with closing(Reader(path)) as reader:
            counted.append(steps_of(reader))
    found = too_steep(grown(counted[0], counted[1]))
    assert set(found) == {"control"} and found["control"] > 5


def test_no_count_of_a_search_grows_with_the_shop(shops: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    bounds = {"gathering.FEW": 40, "term_sets.FEW": 40, "term_sets.MANY": 80, "ticket_search.LOOKED_AT": 60}
    for name, most in bounds.items():
        monkeypatch.setattr(f"ticketdesk.store.queries.{name}", most)
    counted = []
    for path in shops:
        with closing(Reader(path)) as reader:
            agent, source = known(reader).agent, Stepped(reader)
            counted.append({text: counting(source, text, agent) for text in SOUGHT})
    assert max(counted[1].values()) < MOST_STEPS
    assert max(counted[0].values()) > MOST_STEPS // 10


def test_no_search_for_what_is_rare_grows_with_the_shop(shops: tuple[Path, Path]) -> None:
    counted = []
    for path in shops:
        with closing(Reader(path)) as reader:
            agent, source = known(reader).agent, Stepped(reader)
            counted.append({text: searching(source, text, agent) for text in RARE})
    assert too_steep(grown(*counted)) == {}


def test_no_search_for_rare_orders_grows_with_the_shop(shops: tuple[Path, Path]) -> None:
    counted = [sought(path) for path in shops]
    assert too_steep(grown(*counted)) == {}


def test_control_a_search_of_orders_that_reads_rows_is_seen_to_grow(
    shops: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order_covers, "NOUN", order_covers.NOUN._replace(ways={}))
    counted = [sought(path) for path in shops]
    assert len(too_steep(grown(*counted))) > len(RARE_ORDERS) // 2


def sought(path: Path) -> dict[str, int]:
    """The steps of searches for rare orders in one shop."""
    found = {}
    with closing(Reader(path)) as reader:
        source = Stepped(reader)
        for text in RARE_ORDERS:
            source.steps = 0
            order_filter.ids(source, asked_of_orders(text), lambda _ids: None)
            found[text] = source.steps
    return found


@pytest.mark.parametrize("text", ORDERS_AT_ONCE)
def test_a_query_of_orders_of_one_index_asks_three_statements_at_most(shops: tuple[Path, Path], text: str) -> None:
    with closing(Reader(shops[0])) as reader:
        source = Stepped(reader)
        assert order_filter.head(source, asked_of_orders(text), 20) is not None
        assert source.statements <= 3


def test_control_a_search_that_reads_rows_is_seen_to_grow(
    shops: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticket_covers, "TICKETS", ticket_covers.TICKETS._replace(ways={}))
    counted = []
    for path in shops:
        with closing(Reader(path)) as reader:
            agent, source = known(reader).agent, Stepped(reader)
            counted.append({text: searching(source, text, agent) for text in RARE})
    assert len(too_steep(grown(*counted))) > len(RARE) // 3


def searching(source: Stepped, text: str, agent: int) -> int:
    source.steps = 0
    ticket_search.ids(source, asked(text, agent), told=lambda _ids: None)
    return source.steps


def counting(source: Stepped, text: str, agent: int) -> int:
    source.steps = 0
    ticket_search.count(source, asked(text, agent), cap=50)
    return source.steps


@pytest.mark.parametrize("text", AT_ONCE)
def test_a_query_of_one_index_asks_three_statements_at_most(shops: tuple[Path, Path], text: str) -> None:
    with closing(Reader(shops[0])) as reader:
        source = Stepped(reader)
        assert ticket_search.head(source, asked(text, known(reader).agent), 20) is not None
        assert 0 < source.statements <= 3


def test_no_undo_walks_the_journal(shops: tuple[Path, Path], tmp_path: Path) -> None:
    counted = []
    for size, path in zip((SMALL, LARGE), shops, strict=True):
        store = Store(Path(shutil.copytree(path.parent, tmp_path / str(size))) / STORE_NAME)
        with closing(store):
            desk = Desk(store, lambda: NOW)
            (desk.agent_id,) = store.reader.rows("SELECT MIN(id) FROM agent")[0]
            ticket = store.reader.rows("SELECT MAX(id) FROM ticket WHERE state = 'open'")[0][0]
            desk.run(SetTicketState(ticket_ids=(ticket,), state="in_progress"))
            steps = [0]
            store.submit(partial(_count, store, steps), Priority.ACT).result()
            desk.undo().result()
            counted.append({"undo": steps[0]})
            assert store.reader.rows("SELECT state FROM ticket WHERE id = ?", (ticket,)) == [("open",)]
    assert counted[0]["undo"] > 100 and too_steep(grown(*counted)) == {}


def _count(store: Store, steps: list[int]) -> None:
    def step() -> bool:
        steps[0] += 10
        return False

    store._connection.set_progress_handler(step, 10)


def test_a_made_shop_is_sound(shops: tuple[Path, Path], fuller: tuple[Path, Path]) -> None:
    for path in (shops[0], fuller[0]):
        assert verify(path, FileStore(path.with_name("files"))) == []
