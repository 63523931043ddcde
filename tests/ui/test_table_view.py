"""The table view: keyboard, sorting by signal, current row kept by id."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import NamedTuple

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from pytestqt.qtbot import QtBot

from ticketdesk.ui.models.snapshot import Column, SnapshotModel
from ticketdesk.ui.turns import next_turn
from ticketdesk.ui.widgets.table_view import TableView


class Line(NamedTuple):
    id: int


def fetch(ids: Sequence[int]) -> list[Line]:
    return [Line(number) for number in ids]


@pytest.fixture
def view(qtbot: QtBot) -> TableView:
    columns = (Column("No", "number"), Column("Plain"))
    model = SnapshotModel(columns, fetch, lambda line: (str(line.id), "x"))
    model.set_ids(array("q", range(5000)))
    made = TableView(model, "Tickets", multiple=True)
    made.setProperty("keep", model)
    model.setParent(made)
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    return made


def click_head(view: TableView, qtbot: QtBot, section: int) -> None:
    head = view.horizontalHeader()
    at = QPoint(head.sectionViewportPosition(section) + 10, 10)
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_head_click_asks_and_turns(view: TableView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.sort_requested) as asked:
        click_head(view, qtbot, 0)
    assert asked.args == ["number", False]
    view.set_sorted("number", descending=False)
    with qtbot.waitSignal(view.sort_requested) as asked:
        click_head(view, qtbot, 0)
    assert asked.args == ["number", True]
    with qtbot.assertNotEmitted(view.sort_requested):
        click_head(view, qtbot, 1)


def test_another_list_is_painted_in_a_turn_of_its_own(view: TableView, qtbot: QtBot) -> None:
    model = view.property("keep")
    model.reset_ids(array("q", range(7, 5000)))
    assert not view.viewport().updatesEnabled() and view.horizontalHeader().updatesEnabled()
    model.reset_ids(array("q", range(9, 5000)))  # two in one turn are painted once
    done: list[bool] = []
    next_turn(view, lambda: done.append(view.viewport().updatesEnabled()))
    qtbot.waitUntil(lambda: done == [True])


@pytest.mark.parametrize("change", ["rows that came", "all read anew"])
def test_what_changes_most_of_a_table_is_painted_in_a_turn_of_its_own(
    view: TableView, qtbot: QtBot, change: str
) -> None:
    model = view.property("keep")
    if change == "rows that came":
        model.set_ids(array("q", [6000, *range(5000)]))
    else:
        model.refresh_all()
    assert not view.viewport().updatesEnabled()
    qtbot.waitUntil(view.viewport().updatesEnabled)


def test_one_row_that_reads_differently_is_painted_at_once(view: TableView) -> None:
    model = view.property("keep")
    assert model.text_at(3, 0) == "3"
    model.refresh([3])
    assert view.viewport().updatesEnabled()


def test_enter_opens_and_home_end_move(view: TableView, qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.current_id() == 4999
    qtbot.keyClick(view, Qt.Key.Key_Home)
    with qtbot.waitSignal(view.opened) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == [0]


def test_current_row_survives_a_reset(view: TableView, qtbot: QtBot) -> None:
    model = view.model()
    assert isinstance(model, SnapshotModel)
    assert view.set_current_id(2500)
    with qtbot.assertNotEmitted(view.current_changed):
        model.set_ids(array("q", range(4999, -1, -1)))
    assert view.current_id() == 2500
    with qtbot.waitSignal(view.current_changed) as changed:
        model.reset_ids(array("q", range(10)))
    assert changed.args == [None]
    assert not view.set_current_id(2500)


def test_selected_ids_from_the_top(view: TableView) -> None:
    view.set_current_id(3)
    assert view.selected_ids() == [3] and view.accessibleName() == "Tickets"
    assert not view.grab().isNull()


def test_selected_rows_are_counted_by_stretches(view: TableView) -> None:
    view.selectAll()
    assert view.selected_count() == len(view.selected_ids()) == 5000
    # Not view.setCurrentIndex, which asks the keyboard: a Ctrl that an earlier test left pressed would only add.
    chosen = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    view.selectionModel().setCurrentIndex(view.model().index(7, 0), chosen)
    assert (view.selected_count(), view.selected_ids()) == (1, [7])


def test_typed_letters_ask_no_row(view: TableView, qtbot: QtBot) -> None:
    view.setCurrentIndex(view.model().index(7, 1))
    qtbot.keyClicks(view, "zz")
    assert view.currentIndex().row() == 7


def test_choosing_all_rows_asks_none_of_them(view: TableView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    model, asked = view.model(), 0

    def row_count(*_parent: object) -> int:
        nonlocal asked
        asked += 1
        return 5000

    qtbot.waitExposed(view)
    monkeypatch.setattr(model, "rowCount", row_count)
    view.selectAll()
    view.grab()
    assert asked < 100
    monkeypatch.undo()
    assert view.selected_count() == 5000 and view.selected_ids() == list(range(5000))
