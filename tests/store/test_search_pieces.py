"""The search index is made one piece again beside the work, and finds the same before, meanwhile and after."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError
from typing import Any

import apsw
import pytest

from tests.desk.builders import Make, big_list, order_row
from tests.desk.soundness import assert_sound
from ticketdesk.desk import bulk
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.desk import Desk
from ticketdesk.store import search_pieces
from ticketdesk.store.queries import search
from ticketdesk.store.search_index import SOURCES
from ticketdesk.store.search_pieces import Upkeep, begin_merge, merge_on, sizes, worn
from ticketdesk.store.store import NewAct, Store
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


def test_steps_are_small_and_what_comes_between_them_is_found(
    desk: Desk, make: Make, store: Store, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.upkeep.stop()
    desk.run(ImportOrders(path=str(big_list(tmp_path / "订单.csv", 6_000))))
    before = pieces(store, "fts_order")
    monkeypatch.setattr(search_pieces, "_BESIDE_ROWS", 100_000)  # what comes between merges nothing
    more, steps = on_writer(store, lambda connection: begin_merge(connection, "fts_order", 8)), 1
    while more:
        make.imported([order_row(100_000 + steps, make.rng) | {"宝贝标题": "插队的货"}])
        assert search.count(store.reader, "orders", "亚麻衬衫") == 1_000
        more, steps = on_writer(store, lambda connection: merge_on(connection, "fts_order", 8)), steps + 1
    assert len(before) > 1 and steps > sum(before) // 16
    assert pieces(store, "fts_order")[0] > sum(before) * 3 // 4
    assert search.count(store.reader, "orders", "插队的货") == steps - 1
    assert_sound(store)


def test_an_import_merges_what_it_adds_as_it_goes(
    desk: Desk, store: Store, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.upkeep.stop()
    monkeypatch.setattr(bulk, "CHUNK", 64)
    written: list[int] = []
    merge = search_pieces._merge

    def merged(connection: apsw.Connection, fts: str, pages: int, least: int) -> bool:
        written.append(pages)
        return merge(connection, fts, pages, least)

    monkeypatch.setattr(search_pieces, "_merge", merged)
    desk.run(ImportOrders(path=str(big_list(tmp_path / "订单.csv", 6_000))))
    assert 1 < len(pieces(store, "fts_order")) < 24  # of 94 that the chunks have added
    assert len(written) > 20 and max(written) <= search_pieces.STEP_PAGES
    assert search.count(store.reader, "orders", "亚麻衬衫") == 1_000
    assert_sound(store)


def test_sqlite_merges_nothing_by_itself(desk: Desk, make: Make, store: Store) -> None:
    store.upkeep.stop()
    before = len(pieces(store))
    chatter(make, 30)
    assert len(pieces(store)) == before + 30


def test_a_store_of_before_is_told_once(desk: Desk, make: Make, store: Store) -> None:
    def forget(connection: apsw.Connection) -> None:
        for source in SOURCES:
            connection.execute(f"DELETE FROM {source.fts}_config WHERE k IN ('automerge', 'crisismerge')")

    def told(connection: apsw.Connection) -> set[tuple[str, int]]:
        sql = " UNION ".join(f"SELECT k, v FROM {source.fts}_config WHERE k LIKE '%merge'" for source in SOURCES)
        return set(connection.execute(sql).fetchall()) - {("usermerge", 2)}

    on_writer(store, forget)
    assert on_writer(store, told) == set()
    store.close()
    again = Store(store.path)

    def act(_connection: apsw.Connection) -> None:
        with again.act(NewAct(1, None, "Nothing", "{}", 1)):
            pass

    try:
        on_writer(again, act)
        assert on_writer(again, told) == {("automerge", 0), ("crisismerge", search_pieces._CRISIS)}
        changes = on_writer(again, lambda connection: connection.total_changes())
        on_writer(again, search_pieces.switch_off_own_merging)
        assert on_writer(again, lambda connection: connection.total_changes()) == changes
    finally:
        again.close()


class Moments:
    """The quiet moment that an upkeep asks for: as many times denied as ``busy`` says; counts the pieces meanwhile."""

    def __init__(self, store: Store, busy: int) -> None:
        self.counted: list[int] = []
        self._store, self._busy = store, busy

    def rested(self, _seconds: float) -> bool:
        if len(self.counted) >= self._busy:
            return True
        self.counted.append(len(sizes(self._store._connection, "fts_message")))
        return False

    def upkeep(self) -> search_pieces.Upkeep:
        return search_pieces.Upkeep(self._store.submit, self.rested, lambda: self._store._connection)


def test_nothing_is_merged_while_acts_come(desk: Desk, make: Make, store: Store) -> None:
    store.upkeep.stop()
    chatter(make, 40)
    many, moments = len(pieces(store)), Moments(store, 5)
    upkeep = moments.upkeep()
    on_writer(store, lambda _connection: upkeep.start())
    while upkeep._running:
        store.submit(lambda: None, Priority.MAINTENANCE).result()
    assert many >= 40 and moments.counted == [many] * 5
    assert len(pieces(store)) == 1


def test_a_flood_without_a_quiet_moment_is_merged_in_it(desk: Desk, make: Make, store: Store) -> None:
    store.upkeep.stop()
    chatter(make, 40)
    many, moments = len(pieces(store)), Moments(store, 1 << 30)
    upkeep = moments.upkeep()

    def acts(count: int) -> None:
        for _ in range(count):
            upkeep.acted()

    on_writer(store, lambda _connection: acts(search_pieces._ACTS_AT_ONCE - 1))
    try:
        assert upkeep._running and len(pieces(store)) == many
        on_writer(store, lambda _connection: acts(1))
        while upkeep._running:
            store.submit(lambda: None, Priority.MAINTENANCE).result()
    finally:
        upkeep.stop()
    assert many >= 40 and len(pieces(store)) == 1
    assert_sound(store)


def test_many_small_pieces_beside_a_large_one_are_merged_among_themselves(
    desk: Desk, make: Make, store: Store, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_pieces, "_SMALL_PART", 1)
    desk.run(ImportOrders(path=str(big_list(tmp_path / "订单.csv", 2_000))))
    on_writer(store, lambda connection: begin_merge(connection, "fts_order", 10_000))
    store.upkeep.stop()
    monkeypatch.setattr(search_pieces, "_BESIDE_ROWS", 100_000)  # the imports leave what they add
    large = pieces(store, "fts_order")
    for n in range(14):
        make.imported([order_row(100_000 + n, make.rng) | {"宝贝标题": "插队的货"}])
    assert on_writer(store, worn)["fts_order"] is False
    upkeep = Moments(store, 0).upkeep()
    on_writer(store, lambda _connection: upkeep.start())
    while upkeep._running:
        store.submit(lambda: None, Priority.MAINTENANCE).result()
    left = pieces(store, "fts_order")
    assert large[0] == left[0] and len(left) <= search_pieces._FEW
    assert search.count(store.reader, "orders", "插队的货") == 14
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


def test_two_threads_that_ask_for_the_upkeep_at_once_are_given_the_same(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Upkeep] = []
    both = Barrier(2)

    class Slow(Upkeep):
        def __init__(self, *parts: Any) -> None:
            super().__init__(*parts)
            made.append(self)
            with contextlib.suppress(BrokenBarrierError):
                both.wait(0.2)  # whoever else is let in makes another one meanwhile

    monkeypatch.setattr(search_pieces, "Upkeep", Slow)
    with ThreadPoolExecutor(2) as pool:
        first, second = (pool.submit(lambda: store.upkeep) for _ in range(2))
    assert first.result() is second.result() is store.upkeep
    assert made == [store.upkeep]
