"""An agent imports the order list of the seller back office."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QTableView

from tests.journeys.agent import Worker
from ticketdesk.store.queries import orders
from ticketdesk.tour.sample_files import DAMAGED_FILE, DETAIL_FILE, ORDERS_FILE, PROBLEM_FILE
from ticketdesk.tour.sample_orders import sample_orders
from ticketdesk.tour.story import shipped
from ticketdesk.ui.widgets.frames import ErrorState

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def numbers(agent: Worker) -> set[str]:
    return {row.number for row in orders.rows(agent.reader, orders.snapshot(agent.reader))}


def test_the_list_gives_the_orders_and_the_details_their_items(agent: Worker) -> None:
    agent.takes_in(ORDERS_FILE)
    assert numbers(agent) == {order.number for order in sample_orders()}
    assert orders.lines(agent.reader, agent.order()) == ()

    agent.takes_in(DETAIL_FILE)
    assert numbers(agent) == {order.number for order in sample_orders()}
    assert [line.attributes for line in orders.lines(agent.reader, agent.order())] == ["尺码：M", "尺码：均码"]


def test_the_same_file_again_offers_nothing_to_import(agent: Worker) -> None:
    agent.takes_in(ORDERS_FILE)
    agent.looks_at_import(shipped(ORDERS_FILE))
    button = next(each for each in agent.shown(QAbstractButton) if each.text() == "Import")
    assert not button.isEnabled()


def test_looking_at_a_file_writes_nothing(agent: Worker) -> None:
    agent.looks_at_import(shipped(ORDERS_FILE))
    agent.closes_import()
    assert numbers(agent) == set()


def test_the_good_rows_come_in_and_the_problem_rows_are_named(agent: Worker) -> None:
    agent.looks_at_import(shipped(PROBLEM_FILE))
    table = agent.find(QTableView, "Problem rows")
    lines = [table.model().index(row, 0).data() for row in range(table.model().rowCount())]
    assert lines == ["23", "42", "68"]
    agent.imports()
    assert len(numbers(agent)) == 81


def test_a_file_that_is_no_order_list_is_refused_in_words(agent: Worker) -> None:
    agent.looks_at_import(shipped(DAMAGED_FILE))
    agent.until(lambda: any(agent.shown(ErrorState)), "the file is refused")
    assert numbers(agent) == set()


def test_one_step_back_takes_the_whole_import_out(agent: Worker) -> None:
    agent.takes_in(ORDERS_FILE)
    agent.keys("Ctrl+Z")
    agent.until(lambda: not numbers(agent), "the orders are gone")
    agent.keys("Ctrl+Y")
    agent.until(lambda: len(numbers(agent)) == 60, "the orders are back")
