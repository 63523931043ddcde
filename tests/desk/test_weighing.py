"""Remarks are weighed anew by the desk itself: in older stores, after a change of the rules, and after an undo."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest

from tests.desk.builders import Clock, Make, order_row
from ticketdesk.desk import weighing
from ticketdesk.desk.command import Context, SingleCommand
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.orders import AddRemark
from ticketdesk.desk.commands.people import AddAgent
from ticketdesk.desk.commands.remark_weighing import WeighRemarks
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.desk import Desk, Done
from ticketdesk.desk.weighing import RemarkWeighing
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.order_settings import SLOT_WORDS
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.remark_slots import SlotName
from ticketdesk.store.queries import badges, orders
from ticketdesk.store.queries.remark_standing import START, Place, place
from ticketdesk.store.store import Store
from ticketdesk.store.writers.orders import note_standing

TORN = "客服A 要月光款 11.21 22:40\n要晨雾款 客服B 11-22 8:45"
WORDS = SetSetting(key=SLOT_WORDS[SlotName.COLOUR].key, value="月光款=月白色，晨雾款")


@pytest.fixture(autouse=True)
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """One order a slice, one slice a step: what is to be seen between two steps is."""
    monkeypatch.setattr(weighing, "_SLICE", 1)
    monkeypatch.setattr(weighing, "_BUDGET_S", 0.0)


@pytest.fixture
def torn(make: Make) -> list[int]:
    """Six orders, every second one of which contradicts itself once the shop knows its own colours."""
    make.imported([order_row(n, make.rng, 1, 订单备注=TORN if n % 2 else "换M码 客服A 11.21") for n in range(6)])
    return [make.order_id(n) for n in range(6)]


def to_rest(work: RemarkWeighing, clock: Clock, most: int = 100) -> int:
    """Step until there is nothing to do; return after how many steps."""
    for steps in range(most):
        if not work.step(clock.now):
            return steps
        if work._posted is not None:
            work._posted.exception()  # waits; the next step tells it
    raise AssertionError("it never rests")


def contradicting(store: Store) -> list[int]:
    return [key for (key,) in store.reader.rows("SELECT id FROM orders WHERE remark_conflict <> 0 ORDER BY id")]


def weighed(store: Store) -> int:
    return int(store.reader.rows("SELECT COUNT(*) FROM act WHERE command = 'WeighRemarks'")[0][0])


def test_new_words_of_the_shop_reach_the_orders_that_were_there(desk: Desk, torn: list[int], clock: Clock) -> None:
    work = RemarkWeighing(desk)
    to_rest(work, clock)
    assert work.resting and weighed(desk.store) == 0 and contradicting(desk.store) == []
    desk.run(WORDS)
    assert not work.resting
    to_rest(work, clock)
    assert contradicting(desk.store) == torn[1::2]
    assert badges.badges(desk.store.reader).of("orders.contradicting") == 3
    assert desk.store.reader.rows("SELECT DISTINCT agent_id, undoable FROM act WHERE command = 'WeighRemarks'") == [
        (None, 0)
    ]
    desk.undo().result()  # the words: what the desk did of itself is no step of the agent's
    to_rest(work, clock)
    assert contradicting(desk.store) == []


def test_a_store_from_before_the_rules_is_weighed_once(desk: Desk, torn: list[int], clock: Clock) -> None:
    desk.run(WORDS)
    assert place(desk.store.reader) == Place("", START)
    to_rest(RemarkWeighing(desk), clock)
    assert contradicting(desk.store) == torn[1::2] and place(desk.store.reader).down_to == 0
    acts = weighed(desk.store)
    again = RemarkWeighing(desk)
    asked: list[int] = []
    listened = weighing.remarked_below
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weighing, "remarked_below", lambda *args: asked.append(args[1]) or listened(*args))
        assert to_rest(again, clock) == 0, "at a start after the work is done one look ends it"
    assert asked == [] and weighed(desk.store) == acts and again.resting


def test_it_waits_while_somebody_is_at_work(desk: Desk, torn: list[int], clock: Clock) -> None:
    work = RemarkWeighing(desk)
    to_rest(work, clock)
    desk.run(WORDS)
    before = place(desk.store.reader)
    desk.run(AddRemark(order_id=torn[0], text="发顺丰"))
    assert work.step(clock.now) is True and work._posted is None and place(desk.store.reader) == before
    assert work.step(clock.now) is True and work._posted is not None


def test_another_name_at_the_desk_may_change_who_wrote_it(desk: Desk, torn: list[int], clock: Clock) -> None:
    work = RemarkWeighing(desk)
    to_rest(work, clock)
    rules = place(desk.store.reader).rules
    desk.run(AddAgent(agent_name="小寒"))
    to_rest(work, clock)
    assert place(desk.store.reader) == Place(place(desk.store.reader).rules, 0) != Place(rules, 0)


def stale_after_an_undo(desk: Desk, torn: list[int], clock: Clock) -> RemarkWeighing:
    """The remark under which an order did not contradict itself is taken back, and its mark is of the words before."""
    work = RemarkWeighing(desk)
    desk.run(AddRemark(order_id=torn[1], text="发顺丰"))
    by = desk.store.reader.rows("SELECT MAX(id) FROM act")[0][0]
    desk.run(WORDS)
    to_rest(work, clock)
    assert contradicting(desk.store) == torn[1::2]
    desk.undo_act(by).result()
    desk.enter(_Unmark(order_id=torn[1]), int(str(desk.agent_id))).result()
    assert contradicting(desk.store) == torn[3::2]
    return work


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unmark(SingleCommand):
    """The mark of an order as words of before left it."""

    order_id: int
    needs: ClassVar[Permission | None] = None

    def run(self, context: Context) -> None:
        note_standing(context.tx, self.order_id, 0)


def test_what_was_taken_back_is_not_forgotten_where_the_act_fails(
    desk: Desk, torn: list[int], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = stale_after_an_undo(desk, torn, clock)
    failed: Future[Done] = Future()
    failed.set_exception(DeskError("row_busy", table="orders", id=torn[1]))
    with monkeypatch.context() as busy:
        busy.setattr(desk, "of_itself", lambda _command: failed)
        while work._posted is None:
            assert work.step(clock.now)
    with pytest.raises(DeskError, match="row_busy"):
        work.step(clock.now)
    assert not work.resting
    to_rest(work, clock)
    assert contradicting(desk.store) == torn[1::2]


def test_a_look_that_fails_is_tried_again(
    desk: Desk, torn: list[int], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = stale_after_an_undo(desk, torn, clock)

    def fails(*_given: object) -> dict[int, int]:
        raise DeskError("store_io", path="x")

    with monkeypatch.context() as broken:
        broken.setattr(weighing, "differing", fails)
        with pytest.raises(DeskError, match="store_io"):
            for _step in range(3):
                work.step(clock.now)
    assert not work.resting
    to_rest(work, clock)
    assert contradicting(desk.store) == torn[1::2]


def test_it_goes_on_where_it_was_killed(desk: Desk, torn: list[int], clock: Clock) -> None:
    """A process that dies behind its first act leaves that act, and the place before it."""
    desk.run(WORDS)
    path = desk.store.path
    desk.store.close()
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from ticketdesk.desk import weighing\n"
        "from ticketdesk.desk.desk import Desk\n"
        "from ticketdesk.store.store import Store\n"
        "weighing._SLICE, weighing._BUDGET_S = 1, 0.0\n"
        "desk = Desk(Store(Path(sys.argv[1])), lambda: int(sys.argv[2]))\n"
        "work = weighing.RemarkWeighing(desk)\n"
        "sql = \"SELECT COUNT(*) FROM act WHERE command = 'WeighRemarks'\"\n"
        "while desk.store.reader.rows(sql) == [(0,)]:\n"
        "    work.step(int(sys.argv[2]))\n"
        "    work._posted.exception()\n"
        "os._exit(9)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path), str(clock.now)], check=False)
    assert done.returncode == 9
    store = Store(path)
    try:
        assert contradicting(store) == torn[5:], "the newest order is weighed first"
        assert place(store.reader).down_to > torn[5]
        to_rest(RemarkWeighing(Desk(store, clock)), clock)
        assert contradicting(store) == torn[1::2] and weighed(store) == 3 and place(store.reader).down_to == 0
    finally:
        store.close()


def test_two_desks_do_not_do_it_twice(desk: Desk, torn: list[int], clock: Clock) -> None:
    desk.run(WORDS)
    works = [RemarkWeighing(desk), RemarkWeighing(Desk(desk.store, clock))]
    for _step in range(40):
        for work in works:
            work.step(clock.now)
        for work in works:
            if work._posted is not None:
                work._posted.exception()
    assert all(work.step(clock.now) is False for work in works)
    assert contradicting(desk.store) == torn[1::2]
    written = "SELECT COUNT(*) FROM change c JOIN act a ON a.id = c.act WHERE a.command = 'WeighRemarks'"
    assert desk.store.reader.rows(written) == [(3,)]


def test_a_place_that_another_desk_moved_on_stays(desk: Desk, torn: list[int], clock: Clock) -> None:
    to_rest(RemarkWeighing(desk), clock)
    done = place(desk.store.reader)
    late = RemarkWeighing(desk)
    late._move(Place("", START), Place(done.rules, START))
    late._posted.result()  # type: ignore[union-attr]
    assert place(desk.store.reader) == done


def test_an_undone_remark_is_weighed_by_the_words_of_now(desk: Desk, make: Make, clock: Clock) -> None:
    """The mark that the journal brings back is of the words the shop had then."""
    make.imported([order_row(0, make.rng, 1, 订单备注=TORN)])
    order = make.order_id(0)
    work = RemarkWeighing(desk)
    desk.run(AddRemark(order_id=order, text="发顺丰"))
    remarked = desk.store.reader.rows("SELECT MAX(id) FROM act WHERE command = 'AddRemark'")[0][0]
    desk.run(WORDS)
    to_rest(work, clock)
    assert contradicting(desk.store) == [order]
    desk.undo_act(remarked).result()  # that the desk weighed it meanwhile is no reason against it
    assert len(orders.remarks(desk.store.reader, order)) == 1
    to_rest(work, clock)
    assert contradicting(desk.store) == [order]
    desk.redo().result()
    to_rest(work, clock)
    assert contradicting(desk.store) == [order] and len(orders.remarks(desk.store.reader, order)) == 2


def test_too_many_taken_back_are_looked_for_from_the_start(
    desk: Desk, make: Make, clock: Clock, tmp_path: Path
) -> None:
    work = RemarkWeighing(desk)
    rows = [order_row(n, make.rng, 1, 订单备注=TORN) for n in range(4)]
    desk.run(WORDS)
    desk.run(ImportOrders(path=str(make.order_file(rows))))
    to_rest(work, clock)
    work._take_back(None)
    assert not work.resting
    to_rest(work, clock)
    assert work._again == set() and place(desk.store.reader).down_to == 0 and len(contradicting(desk.store)) == 4


def test_a_slice_that_failed_is_told_once_and_tried_again(
    desk: Desk, torn: list[int], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.run(WORDS)
    work = RemarkWeighing(desk)
    run = WeighRemarks.run
    broken = [True]

    def sometimes(self: WeighRemarks, context: object) -> int:
        if broken:
            broken.clear()
            raise OSError(28, "no space left on device")
        return run(self, context)  # type: ignore[arg-type]

    monkeypatch.setattr(WeighRemarks, "run", sometimes)
    with pytest.raises(Exception, match="disk_full"):
        to_rest(work, clock)
    to_rest(work, clock)
    assert contradicting(desk.store) == torn[1::2]
