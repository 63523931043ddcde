"""Working through the list of tickets by single keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from ticketdesk.desk.commands.ticket_types import RetireTicketType, SaveTicketType
from ticketdesk.store.queries import tickets
from ticketdesk.ui import labels
from ticketdesk.ui.tickets.page import TicketsPage
from ticketdesk.ui.world import Place


@pytest.fixture
def page(qtbot, world, make):
    made = TicketsPage(world)
    qtbot.addWidget(made)
    made.resize(1300, 800)
    made.show()
    made.ids = [make.ticket(str(n)) for n in range(3)]
    qtbot.waitUntil(lambda: made.list.model.rowCount() == 3)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.open_place(Place("tickets"))
    return made


def row(world, ticket):
    return tickets.rows(world.reader, [ticket])[0]


def test_j_and_k_go_through_the_list(page, qtbot):
    table = page.list.table
    for key, wanted in (("j", 1), ("j", 2), ("j", 2), ("k", 1)):
        qtbot.keyClicks(table, key)
        assert page.detail.ticket_id == page.ids[wanted]


@pytest.mark.parametrize("place", [0, 1])
def test_where_a_ticket_has_left_the_list_the_next_one_is_next(page, world, qtbot, place):
    table = page.list.table
    for _step in range(place):
        qtbot.keyClicks(table, "j")
    qtbot.keyClicks(table, "d")
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 2)
    assert table.selected_ids() == [] and row(world, page.ids[place]).state == "done"
    qtbot.keyClicks(table, "j")
    assert page.detail.ticket_id == page.ids[place + 1]
    assert table.selected_ids() == [page.ids[place + 1]]


@pytest.mark.parametrize(
    ("key", "field", "value"), [("p", "state", "in_progress"), ("w", "state", "waiting_buyer"), ("3", "priority", 3)]
)
def test_a_key_changes_every_ticket_chosen_and_one_undo_takes_it_back(page, world, qtbot, key, field, value):
    table = page.list.table
    before = getattr(row(world, page.ids[0]), field)
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(world.notices.said) as said:
        qtbot.keyClicks(table, key)
    assert said.args == ["2 tickets changed", True]
    assert [getattr(row(world, each), field) for each in page.ids] == [value, value, before]
    world.undo().result()
    assert [getattr(row(world, each), field) for each in page.ids] == [before] * 3


def test_type_and_assignee_are_chosen_from_menus(page, world, make, qtbot, monkeypatch):
    monkeypatch.setattr(QMenu, "popup", lambda *_where: None)
    colleague = make.colleague("阿泽")
    qtbot.waitUntil(lambda: any(person.id == colleague for person in world.people))
    assert page.list.table.selected_ids() == [page.ids[0]]
    menu = page.triage.type_menu()
    next(each for each in menu.actions() if each.text() == "Exchange").trigger()
    menu.close()
    qtbot.waitUntil(lambda: row(world, page.ids[0]).type == "exchange")
    menu = page.triage.assign_menu()
    next(each for each in menu.actions() if each.text() == "阿泽").trigger()
    menu.close()
    qtbot.waitUntil(lambda: row(world, page.ids[0]).assignee_id == colleague)


def test_letters_stay_letters_in_the_search(page, world, qtbot):
    page.list.search.reach()
    qtbot.keyClicks(page.list.search.field, "wp")
    assert page.list.search.field.text() == "wp" and row(world, page.ids[0]).state == "open"


def test_the_menu_of_types_has_those_of_the_shop_and_none_that_is_retired(page, desk, world, qtbot, monkeypatch):
    monkeypatch.setattr(QMenu, "popup", lambda *_where: None)
    own = desk.run(SaveTicketType(type_name="上门量尺", form_fields=())).result
    desk.run(RetireTicketType(type_key="invoice"))
    qtbot.waitUntil(lambda: own in labels.ticket_types() and "invoice" not in labels.ticket_types())
    menu = page.triage.type_menu()
    texts = [each.text() for each in menu.actions()]
    assert "上门量尺" in texts and "Invoice" not in texts
    next(each for each in menu.actions() if each.text() == "上门量尺").trigger()
    menu.close()
    qtbot.waitUntil(lambda: row(world, page.ids[0]).type == own)
