"""Bulk acts: others get in between batches, rows at work refuse them, a cancelled one has never been."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

import pytest

from tests.desk.builders import Make, People, big_list, order_row
from tests.desk.soundness import assert_sound
from ticketdesk.desk import bulk
from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.imports import BATCH, ImportOrders, ImportPhrases
from ticketdesk.desk.commands.orders import AddRemark, SetFlag
from ticketdesk.desk.commands.phrases import AddPhrase
from ticketdesk.desk.commands.talk import Heard, ReceiveTranscript
from ticketdesk.desk.commands.tickets import CreateTicket
from ticketdesk.desk.desk import Desk, Done
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.compare import digest
from ticketdesk.store.log_folding import LogFolding
from ticketdesk.store.queries import acts

ROWS = 70 * BATCH


@pytest.fixture
def file(tmp_path: Path) -> str:
    """An order list of seventy batches."""
    return str(big_list(tmp_path / "大.csv", ROWS))


def key_of(future: Future[Done]) -> str:
    error = future.exception()
    assert isinstance(error, DeskError), error
    return error.key


def test_an_act_posted_during_an_import_waits_for_less_than_a_batch_and_commits_before_its_end(
    desk: Desk, make: Make, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "SMALL", bulk.CHUNK)
    heard: list[str] = []
    chunks: list[int] = []
    posted: list[Future[Done]] = []
    looks = 0

    def between_batches() -> bool:
        nonlocal looks
        looks += 1
        if looks == 3:  # the chunk would go on to its five thousand rows
            posted.append(desk.post(AddPhrase(text="亲，在的")))
        return False

    desk.listen(lambda changes: heard.append(changes.command))
    desk.post(ImportOrders(path=file), progress=chunks.append, cancelled=between_batches).result()
    assert posted[0].result().act_id
    assert chunks[0] % BATCH == 0 and chunks[0] <= 3 * BATCH < ROWS < bulk.CHUNK
    assert len(chunks) == 2
    assert heard == ["AddPhrase", "ImportOrders"]
    assert_sound(desk.store)


def test_chunks_are_small_while_agents_are_at_work_and_grow_while_nobody_is() -> None:
    clock = [0.0]
    pace = bulk.Pace(lambda: clock[0])
    assert pace.rows == bulk.SMALL
    pace.ended(pace.rows, 0.01, waited=False)
    assert pace.rows == bulk.SMALL
    clock[0], grown = 1.0, []
    for _ in range(8):
        pace.ended(pace.rows, 0.01, waited=False)
        grown.append(pace.rows)
    assert grown[:3] == [500, 1_000, 2_000] and grown[-1] == bulk.CHUNK
    pace.ended(pace.rows, 0.3, waited=True)
    for moment in (1.0, 5.0, 10.9):
        clock[0] = moment
        pace.ended(pace.rows, 0.01, waited=False)
        assert pace.rows == bulk.SMALL
    clock[0] = 11.0
    pace.ended(pace.rows, 0.01, waited=False)
    assert pace.rows == 2 * bulk.SMALL


def test_chunks_become_smaller_where_they_take_long() -> None:
    pace = bulk.Pace(lambda: 0.0)
    pace.ended(200, 0.04, waited=True)
    assert pace.rows == 100
    pace.ended(100, 0.4, waited=False)
    assert pace.rows == bulk.FEWEST
    pace.ended(64, 0.001, waited=False)
    assert pace.rows == bulk.SMALL
    pace.ended(0, 0.005, waited=False)  # the file was being read
    assert pace.rows == bulk.SMALL


def test_an_import_waits_for_the_folding_of_a_very_long_log_and_acts_do_not(
    desk: Desk, make: Make, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    waits: list[int] = []
    acts: list[Future[Done]] = []

    def wait(_self: LogFolding) -> None:
        waits.append(len(heard))
        if not acts:
            acts.append(desk.post(AddPhrase(text="亲，在的")))

    monkeypatch.setattr(LogFolding, "behind", property(lambda _self: len(waits) < 5))
    monkeypatch.setattr(LogFolding, "wait", wait)
    desk.listen(lambda changes: heard.append(changes.command))
    assert desk.run(ImportOrders(path=file)).result.new == ROWS
    assert heard == ["AddPhrase", "ImportOrders"]
    assert waits == [0, 1, 1, 1, 1]  # the act came in between


def test_rows_of_an_open_import_refuse_other_acts(
    desk: Desk, make: Make, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "CHUNK", BATCH)
    posted: dict[str, Future[Done]] = {}

    def after_a_chunk(_rows: int) -> None:
        if posted:
            return
        order = make.order_id(0)
        said = (Heard("in", "买家3", 1_795_000_000_000, "在吗"),)
        posted["flag"] = desk.post(SetFlag(order_ids=(order,), flag=1))
        posted["remark"] = desk.post(AddRemark(order_id=order, text="换L码"))
        posted["ticket"] = desk.post(CreateTicket(type="exchange", title="换货", order_id=order))
        posted["talk"] = desk.post(ReceiveTranscript(buyer_nick="买家3", messages=said))
        posted["stranger"] = desk.post(ReceiveTranscript(buyer_nick="路人", messages=said))

    desk.post(ImportOrders(path=file), progress=after_a_chunk).result()
    assert [key_of(posted[name]) for name in ("flag", "remark", "ticket", "talk")] == ["row_busy"] * 4
    assert posted["stranger"].result().act_id
    desk.run(SetFlag(order_ids=(make.order_id(0),), flag=1))
    assert_sound(desk.store)


def test_rows_of_an_import_that_is_being_undone_refuse_other_acts(
    desk: Desk, make: Make, file: str, monkeypatch: pytest.MonkeyPatch, people: People
) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 2_000)
    start = digest(desk.store.reader)
    desk.run(ImportOrders(path=file))
    first = make.order_id(0)  # is put back last
    posted: list[Future[Done]] = []

    def after_a_chunk(_rows: int) -> None:
        if not posted:
            posted.append(desk.post(SetFlag(order_ids=(first,), flag=1)))
            posted.append(desk.post(CreateTicket(type="exchange", title="换货", order_id=first)))
            said = (Heard("in", "买家3", 1_795_000_000_000, "在吗"),)
            posted.append(desk.post(ReceiveTranscript(buyer_nick="买家3", messages=said)))
            posted.append(desk.post(ReceiveTranscript(buyer_nick="路人", messages=said)))

    desk.undo(progress=after_a_chunk).result()
    assert [key_of(future) for future in posted] == ["row_busy"] * 4
    assert digest(desk.store.reader) == start
    assert_sound(desk.store)


@pytest.mark.parametrize("looks", [1, 2, 7])
def test_a_cancelled_import_has_never_been(
    desk: Desk, make: Make, file: str, monkeypatch: pytest.MonkeyPatch, looks: int
) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 2 * BATCH)
    make.imported(30)  # some of the file's orders stand already, and change
    before = digest(desk.store.reader)
    left = looks

    def cancelled() -> bool:
        nonlocal left
        left -= 1
        return left < 0

    future = desk.post(ImportOrders(path=file), cancelled=cancelled)
    assert key_of(future) == "cancelled"
    assert digest(desk.store.reader) == before
    assert_sound(desk.store, "亚麻")
    last = acts.history(desk.store.reader, None, 1)[0]
    assert (last.command, last.state, last.undoable) == ("ImportOrders", "undone", False)
    assert desk.undo().result().command == "ImportOrders"  # the thirty orders before it
    assert desk.run(ImportOrders(path=file)).result.new == ROWS


def test_two_imports_at_once_do_not_mix(
    desk: Desk, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "CHUNK", BATCH)
    before = digest(desk.store.reader)
    one = str(big_list(tmp_path / "一.csv", 4 * BATCH, seed=1))
    two = str(big_list(tmp_path / "二.csv", 4 * BATCH, seed=2))
    futures = [desk.post(ImportOrders(path=one)), desk.post(ImportOrders(path=two))]
    outcomes = [future.exception() or "done" for future in futures]
    assert outcomes.count("done") >= 1
    assert all(error == "done" or (isinstance(error, DeskError) and error.key == "row_busy") for error in outcomes)
    assert_sound(desk.store)
    for _ in range(outcomes.count("done")):
        desk.undo().result()
    assert digest(desk.store.reader) == before


def test_a_file_that_breaks_off_in_the_middle_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    before = digest(desk.store.reader)
    path = big_list(tmp_path / "断.csv", 600)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(DeskError) as caught:
        desk.run(ImportOrders(path=str(path)))
    assert caught.value.key == "file_cut"
    assert digest(desk.store.reader) == before


def test_a_file_that_changed_after_it_was_looked_at_is_refused(desk: Desk, make: Make) -> None:
    path = make.order_file([order_row(1, make.rng)])
    with pytest.raises(DeskError) as caught:
        desk.run(ImportOrders(path=str(path), digest="0" * 64))
    assert caught.value.key == "file_changed"
    more = make.order_file(3)
    with pytest.raises(DeskError) as caught:
        desk.run(ImportOrders(path=str(more), rows=2))
    assert caught.value.key == "file_changed"


def test_a_bug_in_a_bulk_act_takes_it_back_and_comes_out(
    desk: Desk, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = digest(desk.store.reader)

    def looks_wrong() -> bool:
        if desk.store.reader.rows("SELECT COUNT(*) FROM orders") != [(0,)]:
            raise ZeroDivisionError
        return False

    monkeypatch.setattr(bulk, "CHUNK", BATCH)
    future = desk.post(ImportOrders(path=file), cancelled=looks_wrong)
    assert isinstance(future.exception(), ZeroDivisionError)
    assert digest(desk.store.reader) == before
    assert_sound(desk.store)


def test_listeners_hear_of_an_import_once_and_of_many_rows_without_ids(desk: Desk, make: Make, file: str) -> None:
    heard: list[Changes] = []
    desk.listen(heard.append)
    desk.run(ImportOrders(path=file))
    assert [(changes.command, changes.of("orders")) for changes in heard] == [("ImportOrders", None)]
    make.imported([order_row(ROWS + n, make.rng, state=0) for n in range(3)])
    small = heard[-1].of("orders")
    assert small is not None and sorted(small) == sorted(make.order_id(ROWS + n) for n in range(3))
    assert not heard[-1].touches("ticket")


def test_phrases_come_in_once_and_go_with_one_undo(desk: Desk, make: Make) -> None:
    rows = [
        {"快捷短语编码": "kd", "快捷短语": text, "快捷短语分组": "发货"} for text in ("今天发", "明天发", "今天发", "")
    ]
    path = str(make.order_file(rows, ("快捷短语编码", "快捷短语", "快捷短语分组")))
    before = digest(desk.store.reader)
    report = desk.run(ImportPhrases(path=path)).result
    assert (report.new, report.unchanged, report.problem_count) == (3, 0, 1)
    report = desk.run(ImportPhrases(path=path)).result
    assert (report.new, report.unchanged, report.problem_count) == (0, 3, 1)
    desk.undo().result()
    assert digest(desk.store.reader) == before


def test_an_import_that_changes_nothing_is_no_step(desk: Desk, make: Make) -> None:
    make.imported(5)
    make.rng.seed(7)
    make.imported(5)
    desk.undo().result()
    assert desk.store.reader.rows("SELECT COUNT(*) FROM orders WHERE deleted = 0") == [(0,)]


def test_an_act_goes_on_to_its_end_where_nobody_is_left_to_hear_how_far_it_is(desk: Desk, file: str) -> None:
    def gone(_rows: int) -> None:
        raise RuntimeError("the dialog was closed")

    desk.post(ImportOrders(path=file), progress=gone).result()
    assert desk.store.reader.rows("SELECT state FROM act ORDER BY id DESC LIMIT 1") == [("done",)]
    assert desk.store.reader.rows("SELECT COUNT(*) FROM orders") == [(ROWS,)]
    assert_sound(desk.store)
