"""The search index is made one piece again beside the work, and finds the same before, meanwhile and after."""

from __future__ import annotations

import apsw
import pytest

from tests.desk.builders import Make, big_list, order_row
from tests.desk.soundness import assert_sound
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.desk import Desk
from ticketdesk.store import search_pieces
from ticketdesk.store.queries import search
from ticketdesk.store.search_index import SOURCES
from ticketdesk.store.search_pieces import begin_merge, merge_on, sizes, worn
from ticketdesk.store.store import Store
from ticketdesk.store.writer import Priority


def on_writer(store: Store, work):
    return store.submit(lambda: work(store._connection), Priority.ACT).result()


def pieces(store: Store, fts: str = "fts_message") -> list[int]:
    return on_writer(store, lambda connection: sizes(connection, fts))


def rest(store: Store) -> None:
    """Wait until nothing is queued that the upkeep has begun."""
    while store.upkeep._running:
        store.submit(lambda: None, Priority.MAINTENANCE).result()


def chatter(make: Make, count: int) -> None:
    for n in range(count):
        make.transcript(f"买家{n}", f"尺码偏小想换货 {n}", "地址改一下")


def test_a_day_of_acts_leaves_few_pieces(desk: Desk, make: Make, store: Store) -> None:
    chatter(make, 40)
    many = len(pieces(store))
    assert many > 3
    chatter(make, 24)  # with what opened the shop, the count is full
    rest(store)
    assert len(pieces(store)) < many
    assert len(search.hits(store.reader, "messages", "换货", limit=100)) == 64
    assert_sound(store)


def test_an_import_leaves_one_piece(desk: Desk, store: Store, tmp_path) -> None:
    desk.run(ImportOrders(path=str(big_list(tmp_path / "订单.csv", 6_000))))
    rest(store)
    assert len(pieces(store, "fts_order")) == 1
    assert search.count(store.reader, "orders", "亚麻衬衫") == 1_000
    assert_sound(store)
    desk.undo().result()
    rest(store)
    assert search.count(store.reader, "orders", "亚麻衬衫") == 0
    assert_sound(store)


def test_steps_are_small_and_what_comes_between_them_is_found(desk: Desk, make: Make, store: Store, tmp_path) -> None:
    store.upkeep.stop()
    desk.run(ImportOrders(path=str(big_list(tmp_path / "订单.csv", 6_000))))
    before = pieces(store, "fts_order")
    more, steps = on_writer(store, lambda connection: begin_merge(connection, "fts_order", 8)), 1
    while more:
        make.imported([order_row(100_000 + steps, make.rng) | {"宝贝标题": "插队的货"}])
        assert search.count(store.reader, "orders", "亚麻衬衫") == 1_000
        more, steps = on_writer(store, lambda connection: merge_on(connection, "fts_order", 8)), steps + 1
    assert len(before) > 1 and steps > sum(before) // 16
    assert pieces(store, "fts_order")[0] > sum(before) * 3 // 4
    assert search.count(store.reader, "orders", "插队的货") == steps - 1
    assert_sound(store)


def test_only_what_is_worth_it_is_merged(desk: Desk, make: Make, store: Store) -> None:
    chatter(make, 30)
    assert "fts_message" in on_writer(store, worn)
    assert search_pieces._worth_merging([6_400, 90, 10])
    assert not search_pieces._worth_merging([6_400, 90, 9])
    assert not search_pieces._worth_merging([6_400]) and not search_pieces._worth_merging([])


def test_a_store_closes_in_the_middle_of_it(desk: Desk, make: Make, store: Store) -> None:
    chatter(make, 40)
    on_writer(store, lambda _connection: store.upkeep.start())
    store.close()
    again = Store(store.path)
    try:
        assert len(search.hits(again.reader, "messages", "换货", limit=100)) == 40
        on_writer(again, lambda _connection: again.upkeep.start())
        rest(again)
        assert [len(pieces(again, source.fts)) <= 1 for source in SOURCES] == [True] * len(SOURCES)
        assert_sound(again)
    finally:
        again.close()


def test_a_fault_ends_one_round_only(desk: Desk, make: Make, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    chatter(make, 40)
    with monkeypatch.context() as broken:
        broken.setattr(search_pieces, "begin_merge", lambda *_given: (_ for _ in ()).throw(apsw.FullError("full")))
        on_writer(store, lambda _connection: store.upkeep.start())
        rest(store)
    before = len(pieces(store))
    assert before > 1
    on_writer(store, lambda _connection: store.upkeep.start())
    rest(store)
    assert len(pieces(store)) == 1
