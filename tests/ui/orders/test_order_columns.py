"""The columns of the order list: chosen, ordered and widened by keyboard and mouse, kept for each agent."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.ui.order_files import Sold, number, write_list
from tests.ui.orders.paging import shown_page
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.ui.orders.columns_dialog import ColumnsDialog
from ticketdesk.ui.orders.order_columns import USUAL, WIDEST, Columns, keep, recall, setting, shown_of
from ticketdesk.ui.orders.order_model import (
    BUYER,
    COLUMN_KEYS,
    CREATED,
    DUE,
    FLAG,
    NUMBER,
    PAID_AT,
    PARCEL,
    PRODUCT,
    REMARK,
    STATE,
)
from ticketdesk.ui.orders.page import OrdersPage
from ticketdesk.ui.settings.kept import Settings


@pytest.fixture
def page(qtbot, tmp_path, desk, world):
    sold = [Sold(number(n), nick=f"tb{n}") for n in range(6)]
    desk.run(ImportOrders(path=str(write_list(tmp_path / "list.csv", sold))))
    made = shown_page(qtbot, world)
    made.resize(2200, 800)
    qtbot.waitUntil(lambda: made.table.viewport().width() > 1400)
    return made


def visible(page):
    """The places of the columns from the left, as they stand on the screen."""
    head = page.table.horizontalHeader()
    places = sorted(range(len(COLUMN_KEYS)), key=head.visualIndex)
    return [place for place in places if not page.table.isColumnHidden(place)]


def dialog_of(page):
    page.columns.ask()
    found = page.window().findChildren(ColumnsDialog)
    return found[-1]


def row_of(dialog, title):
    (item,) = dialog.list.findItems(title, Qt.MatchFlag.MatchExactly)
    return dialog.list.row(item)


def test_the_usual_columns_stand_at_first(page):
    assert visible(page) == list(USUAL.shown) and CREATED not in visible(page)


def test_columns_are_chosen_and_moved_by_the_keyboard_and_kept(qtbot, world, page):
    dialog = dialog_of(page)
    dialog.list.setCurrentRow(row_of(dialog, "Buyer"))
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    dialog.list.setCurrentRow(row_of(dialog, "Placed"))
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    for _each in range(9):
        qtbot.keyClick(dialog.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert row_of(dialog, "Placed") == 0 and not dialog.up.isEnabled()
    dialog.width_field.setValue(180)
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert visible(page)[0] == CREATED and BUYER not in visible(page)
    assert page.table.columnWidth(CREATED) == 180
    again = OrdersPage(world)
    qtbot.addWidget(again)
    assert again.columns.columns == page.columns.columns != USUAL
    assert recall(world.kept, (world.agent_id or 0) + 1) == USUAL


def test_what_a_row_needs_cannot_be_hidden_and_the_product_takes_what_is_left(qtbot, page):
    dialog = dialog_of(page)
    for title in ("Order number", "Product"):
        dialog.list.setCurrentRow(row_of(dialog, title))
        qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    assert {NUMBER, PRODUCT} <= set(dialog.columns().shown)
    assert not dialog.width_field.isEnabled()
    dialog.list.setCurrentRow(row_of(dialog, "State"))
    assert dialog.width_field.isEnabled()


def test_the_usual_columns_come_back_by_one_press(qtbot, world, page):
    page.columns.show(Columns((PRODUCT, NUMBER, PAID_AT)))
    assert visible(page) == [PRODUCT, NUMBER, PAID_AT]
    dialog = dialog_of(page)
    dialog.usual.click()
    dialog.take.click()
    assert visible(page) == list(USUAL.shown)
    assert world.kept.get(setting(world.agent_id)) == ""


def test_headings_that_are_dragged_are_kept(world, page):
    head = page.table.horizontalHeader()
    head.moveSection(head.visualIndex(DUE), 0)
    head.resizeSection(STATE, 222)
    assert visible(page)[0] == DUE
    page.remember()
    kept = recall(world.kept, world.agent_id)
    assert kept.shown[0] == DUE and dict(kept.widths) == {STATE: 222}
    page.resize(2000, 800)
    assert recall(world.kept, world.agent_id) == kept


def test_a_heading_that_is_dragged_is_written_once_it_rests(qtbot, world, page, monkeypatch):
    written = []
    put = world.kept.put
    monkeypatch.setattr(world.kept, "put", lambda key, value: (written.append(key), put(key, value)))
    for width in range(150, 200):
        page.table.horizontalHeader().resizeSection(STATE, width)
    assert written == []
    qtbot.waitUntil(lambda: bool(written))
    assert written == [setting(world.agent_id)]
    assert dict(recall(world.kept, world.agent_id).widths) == {STATE: 199}


def test_what_was_dragged_is_kept_for_its_agent_when_another_comes(world, page, monkeypatch):
    first = world.agent_id
    page.table.horizontalHeader().resizeSection(STATE, 222)
    keep(world.kept, None, USUAL.wide(STATE, 111))
    monkeypatch.setattr(type(world), "agent_id", property(lambda _self: None))
    page.columns.turn_agent()
    assert page.table.columnWidth(STATE) == 111 and dict(recall(world.kept, first).widths) == {STATE: 222}
    assert dict(recall(world.kept, None).widths) == {STATE: 111}


def test_what_was_dragged_is_kept_when_the_page_goes(world, page):
    page.table.horizontalHeader().resizeSection(STATE, 222)
    page.hide()
    assert dict(recall(world.kept, world.agent_id).widths) == {STATE: 222}


def test_a_narrow_window_gives_columns_up_and_keeps_the_choice(world, page):
    page.columns.show(Columns((*USUAL.shown, CREATED)))
    page.table._fit(560)
    assert CREATED not in visible(page) and PARCEL not in visible(page) and PRODUCT in visible(page)
    assert page.columns.columns == Columns((*USUAL.shown, CREATED))
    page.table._fit(1900)
    assert CREATED in visible(page)


def test_rows_are_counted_once_where_headings_were_moved(qtbot, page):
    page.columns.show(Columns((REMARK, PRODUCT, NUMBER, FLAG)))
    qtbot.waitUntil(lambda: page.model.rowCount() == 6)
    page.table.selectAll()
    assert page.table.selected_count() == 6 and len(page.table.selected_ids()) == 6
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Home)
    qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert page.table.selected_count() == 2


def test_headings_of_moments_sort(page):
    page.columns.show(Columns((NUMBER, PRODUCT, CREATED, PAID_AT)))
    page.table.horizontalHeader().sectionClicked.emit(PAID_AT)
    assert page.filter.chosen.order == "paid" and page.filter.chosen.descending


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"shown": 3}', '{"shown": []}', '{"shown": ["x"]}', '{"shown": [1], "widths": {"state": 9}}'],
)
def test_a_spoilt_memory_shows_the_usual_columns(text):
    kept = Settings()
    kept.put(setting(1), text)
    assert recall(kept, 1).shown == USUAL.shown


def test_a_memory_comes_back_whole_and_within_bounds():
    kept, chosen = Settings(), Columns((PRODUCT, NUMBER, DUE)).wide(DUE, 99).wide(NUMBER, 9_999)
    assert dict(chosen.widths)[NUMBER] == WIDEST
    keep(kept, 7, chosen)
    assert recall(kept, 7) == chosen
    assert shown_of(["due", "due", "nonsense"]) == (DUE, NUMBER, PRODUCT)
