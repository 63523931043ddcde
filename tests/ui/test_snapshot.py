"""The snapshot model: what it shows is always the snapshot, told in the fewest words that keep the selection."""

from __future__ import annotations

import random
import sys
from array import array
from collections.abc import Sequence
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QTableView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ticketdesk.ui.models.changes import Insert, Remove, steps_between
from ticketdesk.ui.models.snapshot import MOST_PAGES, PAGE, Column, IdRole, RowRole, SnapshotModel

COLUMNS = (Column("No", "number"), Column("Title", "", 200, "right"))


class Line(NamedTuple):
    id: int
    title: str


class Table:
    """A dict that answers like a query and counts."""

    def __init__(self) -> None:
        self.lines = {n: Line(n, f"t{n}") for n in range(10_000)}
        self.asked: list[int] = []

    def fetch(self, ids: Sequence[int]) -> list[Line]:
        self.asked.append(len(ids))
        return [self.lines[n] for n in ids if n in self.lines]


def model_of(table: Table, ids: Sequence[int]) -> SnapshotModel:
    made = SnapshotModel(COLUMNS, table.fetch, lambda line: (str(line.id), line.title))
    made.set_ids(array("q", ids))
    return made


def shown(model: SnapshotModel) -> list[int]:
    return [int(model.data(model.index(place, 0))) for place in range(model.rowCount())]


def test_random_changes_keep_model_and_snapshot_equal(qtmodeltester: ModelTester) -> None:
    table, chance = Table(), random.Random(7)
    model = model_of(table, [])
    for _ in range(60):
        ids = chance.sample(range(300), chance.randrange(0, 90)) if chance.random() < 0.2 else shown(model)
        for _ in range(chance.randrange(4)):
            if ids and chance.random() < 0.5:
                ids.insert(chance.randrange(len(ids)), ids.pop(chance.randrange(len(ids))))
            else:
                fresh = chance.randrange(300)
                ids = [fresh, *(n for n in ids if n != fresh)]
        model.set_ids(array("q", ids))
        assert shown(model) == ids
    qtmodeltester.check(model)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 40), unique=True), st.lists(st.integers(0, 40), unique=True))
def test_steps_lead_from_one_list_to_the_other(before: list[int], after: list[int]) -> None:
    work = list(before)
    for step in steps_between(array("q", before), array("q", after)) or []:
        if isinstance(step, Insert):
            work[step.at : step.at] = step.ids
        elif isinstance(step, Remove):
            del work[step.at : step.at + step.length]
        else:
            work.insert(step.target, work.pop(step.source))
    if steps_between(array("q", before), array("q", after)) is not None:
        assert work == after


@pytest.mark.parametrize(("source", "target"), [(0, 99), (99, 0), (40, 60), (60, 40)])
def test_one_moved_row_is_one_move_and_stays_selected(qtbot: QtBot, source: int, target: int) -> None:
    ids = list(range(100))
    model = model_of(Table(), ids)
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(model)
    view.setCurrentIndex(model.index(source, 0))
    kept = QPersistentModelIndex(view.currentIndex())
    moves: list[object] = []
    model.rowsMoved.connect(lambda *_: moves.append(1))
    ids.insert(target, ids.pop(source))
    model.set_ids(array("q", ids))
    assert len(moves) == 1
    assert model.id_at(view.currentIndex()) == source == kept.data(IdRole)


def test_insert_and_remove_keep_the_selection(qtbot: QtBot) -> None:
    model = model_of(Table(), range(100))
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(model)
    view.selectionModel().setCurrentIndex(model.index_of(50), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    with qtbot.assertNotEmitted(model.modelReset):
        model.set_ids(array("q", [500, 501, *range(30), *range(40, 100)]))
    assert model.id_at(view.currentIndex()) == 50


def test_a_list_whose_head_stood_first_takes_no_more_room_than_its_ids(qtbot: QtBot) -> None:
    model, whole = model_of(Table(), range(256)), array("q", range(100_000))
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.rowsInserted):
        model.set_ids(whole)
    assert model.ids() == whole and sys.getsizeof(model._ids) <= sys.getsizeof(whole[:])
    whole.pop()
    assert model.rowCount() == 100_000


def test_a_vanished_row_is_blank(qtbot: QtBot) -> None:
    table = Table()
    model = model_of(table, range(10))
    del table.lines[3]
    assert model.data(model.index(3, 1)) == "" and model.data(model.index(3, 0), RowRole) is None
    assert model.data(model.index(3, 0), IdRole) == 3
    assert model.row_at(4) == Line(4, "t4") and model.row_at(99) is None


def test_rows_come_in_pages_and_the_cache_is_bounded() -> None:
    table = Table()
    model = model_of(table, range(10_000))
    model.data(model.index(5000, 0))
    assert table.asked == [PAGE]
    for place in range(0, 10_000, 32):
        model.data(model.index(place, 0))
    assert len(model._rows) <= PAGE * MOST_PAGES
    assert max(table.asked) <= PAGE


def test_refresh_reads_again(qtbot: QtBot) -> None:
    table = Table()
    model = model_of(table, range(10))
    assert model.data(model.index(2, 1)) == "t2"
    table.lines[2] = Line(2, "new")
    with qtbot.waitSignal(model.dataChanged):
        model.refresh([2, 777])
    assert model.data(model.index(2, 1)) == "new"


def test_headings_and_alignment() -> None:
    model = model_of(Table(), range(3))
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Title"
    assert model.headerData(1, Qt.Orientation.Vertical) is None
    align = model.data(model.index(0, 1), Qt.ItemDataRole.TextAlignmentRole)
    assert align & Qt.AlignmentFlag.AlignRight.value
    assert not model.index_of(12345).isValid()


def test_a_large_change_is_a_reset(qtbot: QtBot) -> None:
    model = model_of(Table(), range(5000))
    with qtbot.waitSignal(model.modelReset):
        model.set_ids(array("q", range(9999, 2000, -1)))
    assert model.rowCount() == 7999
