"""Kept views of the ticket list, and headings over its groups."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ticketdesk.desk.commands.ticket_views import SaveTicketView
from ticketdesk.desk.commands.tickets import SetTicketState
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.query.parsing import parse
from ticketdesk.store.queries.saved_views import saved_views
from ticketdesk.ui.save_view_dialog import SaveViewDialog
from ticketdesk.ui.tickets.list import ticket_model


def shown_ids(page):
    return list(page.list.model.ids())


def entry(page, text):
    return next((each for each in page.views.list._model.entries if each.text == text), None)


def kept(world):
    return saved_views(world.reader, world.agent_id)


def test_what_is_shown_is_kept_and_shown_again(page, make, world, qtbot):
    exchange = make.ticket("换货", type="exchange")
    make.ticket("发票")
    page.list.search.set_query(parse("type:exchange"))
    page.list.search.changed.emit()
    page.list.table.sort_requested.emit("updated", False)
    page.list.view._columns[ticket_model.NUMBER].trigger()
    page._keep_view()
    dialog = page.findChild(SaveViewDialog) or page.window().findChild(SaveViewDialog)
    qtbot.keyClicks(dialog.name, "Mine")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: entry(page, "Mine") is not None and entry(page, "Mine").count == 1)
    view = kept(world)[0]
    assert (view.query, view.ordering, view.columns, view.owner_id) == (
        "state:active assignee:me type:exchange", "updated", "number,assignee", world.agent_id,
    )  # fmt: skip
    page.views.list.set_current("all")
    page.list.show_view("all")
    page.views.list.chosen.emit(f"view:{view.id}")
    qtbot.waitUntil(lambda: shown_ids(page) == [exchange])
    assert page.list.table.isColumnHidden(ticket_model.NUMBER)
    assert len(page.list.search.chips.chips) == 3 and page.list.asked.order == "updated"


def test_a_kept_view_is_changed_moved_and_deleted_by_its_menu(page, make, desk, world, qtbot):
    make.ticket()
    first, second = (desk.run(SaveTicketView(view_name=name, query="")).result for name in ("One", "Two"))
    qtbot.waitUntil(lambda: entry(page, "Two") is not None)
    acts = {action.text(): action for action in page.views.menu_of(kept(world)[1]).actions()}
    assert not acts["Move down"].isEnabled()
    acts["Move up"].trigger()
    qtbot.waitUntil(lambda: [view.id for view in kept(world)] == [second, first])
    acts["Change the view…"].trigger()
    dialog = page.window().findChild(SaveViewDialog)
    assert dialog.name.text() == "Two" and page.list.key == f"view:{second}"
    dialog.name.setText("Three")
    dialog.keep.click()
    qtbot.waitUntil(lambda: entry(page, "Three") is not None)
    acts = {action.text(): action for action in page.views.menu_of(kept(world)[0]).actions()}
    acts["Delete the view"].trigger()
    qtbot.waitUntil(lambda: entry(page, "Three") is None)
    world.undo().result()
    qtbot.waitUntil(lambda: entry(page, "Three") is not None)


def test_others_views_are_not_seen_and_shared_ones_need_the_right(make, desk, world):
    colleague = make.colleague("阿泽")
    own = desk.run(SaveTicketView(view_name="自己的", query="")).result
    shared = desk.run(SaveTicketView(view_name="大家的", query="", shared=True)).result
    assert [view.id for view in saved_views(world.reader, colleague)] == [shared]
    for command, key in (
        (SaveTicketView(view_name="不行", query="", shared=True), "denied"),
        (SaveTicketView(view_id=shared, view_name="改", query=""), "denied"),
        (SaveTicketView(view_id=own, view_name="改", query=""), "denied"),
    ):
        with pytest.raises(DeskError) as refused:
            desk.run(command, agent_id=colleague)
        assert refused.value.key == key


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"view_name": " ", "query": ""}, "view_name_empty"),
        ({"view_name": "长" * 41, "query": ""}, "view_name_long"),
        ({"view_name": "错", "query": "colour:red"}, "query_field_unknown"),
        ({"view_name": "错", "query": "", "ordering": "price"}, "choice_unknown"),
        ({"view_name": "错", "query": "", "grouping": "price"}, "choice_unknown"),
    ],
)
def test_a_view_that_cannot_be_shown_is_not_kept(desk, world, values, key):
    with pytest.raises(DeskError) as refused:
        desk.run(SaveTicketView(**values))
    assert refused.value.key == key and kept(world) == []


def test_headings_stand_over_groups_and_fold(page, make, desk, qtbot):
    ids = [make.ticket(str(n)) for n in range(4)]
    desk.run(SetTicketState(ticket_ids=(ids[2],), state="in_progress"))
    page.list.view.group_chosen.emit("state")
    qtbot.waitUntil(lambda: shown_ids(page) == [-1, ids[0], ids[1], ids[3], -2, ids[2]])
    table = page.list.table
    assert page.list.model.text_at(0, 0) == "Open  3 tickets" and table.columnSpan(0, 0) == 9
    assert page.list.count.text() == "4 tickets"
    table.setCurrentIndex(page.list.model.index(0, 0))
    assert table.selected_ids() == [] and page.detail.ticket_id is None
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert shown_ids(page) == [-1, -2, ids[2]] and table.columnSpan(1, 0) == 9
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert shown_ids(page) == [-1, ids[0], ids[1], ids[3], -2, ids[2]]
    desk.run(SetTicketState(ticket_ids=(ids[0],), state="in_progress"))
    qtbot.waitUntil(lambda: shown_ids(page) == [-1, ids[0], ids[2], -2, ids[1], ids[3]])
    assert page.list.model.text_at(3, 0) == "Open  2 tickets"


@pytest.mark.parametrize(("by", "words"), [("type", "Exchange"), ("assignee", "阿泽"), ("day", "Without a deadline")])
def test_every_grouping_names_its_groups(page, make, qtbot, by, words):
    colleague = make.colleague("阿泽")
    make.ticket("甲", type="exchange", assignee_id=colleague)
    make.ticket("乙", type="inquiry")
    page.list.show_view("all")
    page.list.view.group_chosen.emit(by)
    qtbot.waitUntil(lambda: page.list.model.heading(-2) is not None)
    assert words in {page.list.model.heading(-n).text for n in (1, 2)}
