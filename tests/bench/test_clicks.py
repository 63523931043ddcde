"""What a click asks of the store, and that painting asks nothing: counted, so no noise can touch it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from tests.bench.clicks import GOAL, clicks, counted
from tests.bench.make_stores import make
from tests.bench.stage import Stage, opened
from ticketdesk.store.store import STORE_NAME
from ticketdesk.ui.models.snapshot import SnapshotModel

CLICKS = {
    "open a conversation",
    "change the tab",
    "open a ticket",
    "change the view of tickets",
    "open an order",
    "change the view of orders",
}


@pytest.fixture(scope="module")
def stage(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The window over a small made shop."""
    folder = tmp_path_factory.mktemp("clicks")
    make(1_000, folder / "shop", lambda _line: None)
    with opened(folder / "shop" / STORE_NAME, folder, copied=False) as made:
        yield made


def of_tickets(statements: list[str]) -> list[str]:
    """Return the pages of tickets that were read; the clock of the status bar may ask beside."""
    return [sql for sql in statements if " FROM ticket t " in sql]


def test_a_click_asks_no_more_than_the_goal_before_its_frame(stage: Stage) -> None:
    asked = clicks(stage)
    assert set(asked) == CLICKS
    assert {name: n.before for name, n in asked.items() if n.before > GOAL} == {}
    assert all(n.before <= n.rested for n in asked.values())


def test_a_frame_asks_the_model_a_bounded_number_of_times_and_the_store_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = stage.page("tickets").list.table
    stage.page("tickets")._show_view("all")
    stage.until(lambda: table.model().rowCount() >= 1_000)
    stage.rest(0.2)
    asked = [0]
    own = SnapshotModel.text_at

    def text_at(self: SnapshotModel, place: int, column: int) -> str:
        asked[0] += 1
        return own(self, place, column)

    monkeypatch.setattr(SnapshotModel, "text_at", text_at)
    cells = (table.viewport().height() // table.rowHeight(0) + 2) * table.model().columnCount()
    with counted() as statements:
        stage.painted(table, table.viewport().update)
    assert of_tickets(statements) == []
    assert 0 < asked[0] <= cells


def test_control_a_scroll_to_unread_rows_asks_the_store(stage: Stage) -> None:
    table: Any = stage.page("tickets").list.table
    stage.page("tickets")._show_view("all")
    stage.rest(0.2)
    with counted() as statements:
        stage.painted(table, lambda: table.verticalScrollBar().setValue(table.verticalScrollBar().maximum()))
    assert 1 <= len(of_tickets(statements)) <= 2
