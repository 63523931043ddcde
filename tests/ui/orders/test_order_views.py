"""Views of the order list that agents keep: by keys, by their menu, own ones and the shop's."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.desk.builders import add_colleague
from tests.ui.order_files import SHIPPED, Sold, number, write_list
from tests.ui.orders.hands import dialog, opened, order
from tests.ui.orders.paging import shown_page
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.order_views import ArrangeOrderViews, DeleteOrderView, SaveOrderView
from ticketdesk.desk.commands.orders import SetFlag
from ticketdesk.desk.commands.ticket_views import DeleteTicketView, SaveTicketView
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.query.order_fields import ORDERS as VOCABULARY
from ticketdesk.domain.query.parsing import parse
from ticketdesk.domain.query.tree import Query
from ticketdesk.domain.query.wording import unparse
from ticketdesk.store.queries import order_filter
from ticketdesk.store.queries.saved_views import ORDERS, saved_views
from ticketdesk.ui.orders.filter_state import Chosen, asked, recall
from ticketdesk.ui.orders.order_model import nav_entries, view_of
from ticketdesk.ui.orders.order_views import query_of
from ticketdesk.ui.save_view_dialog import SaveViewDialog
from ticketdesk.ui.world import Place

NOON = 1_795_242_368_000  # 2026-11-21 14:26:08 in the shop's zone


@pytest.fixture
def page(qtbot, tmp_path, desk, world):
    sold = [Sold(number(n), nick=f"tb{n}") for n in range(4)] + [Sold(number(9), state=SHIPPED, title="苎麻桌布")]
    desk.run(ImportOrders(path=str(write_list(tmp_path / "list.csv", sold))))
    return shown_page(qtbot, world)


def kept(world):
    return saved_views(world.reader, world.agent_id, ORDERS)


def texts(page):
    return [each.text for each in page.nav._model.entries]


def shown(page):
    return set(page.model.ids())


def test_what_is_shown_is_kept_and_shown_again_in_its_order(qtbot, desk, world, page):
    desk.run(SetFlag(order_ids=(order(world, 2), order(world, 3)), flag=1))
    page.show_view("flag:1")
    page.filter.search.set_query(parse("buyer:tb2", VOCABULARY))
    page.filter.search.changed.emit()
    page.filter.sort("amount", descending=False)
    page._acts[-1].trigger()
    asking = opened(qtbot, page, SaveViewDialog)
    qtbot.keyClicks(asking.name, "Mine")
    qtbot.keyClick(asking.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Mine" in texts(page))
    view = kept(world)[0]
    assert (view.query, view.ordering, view.turned, view.owner_id) == (
        "flag:red buyer:tb2", "orders.amount", 1, world.agent_id,
    )  # fmt: skip
    page.filter.reset()
    page.show_view("all")
    qtbot.waitUntil(lambda: page.model.rowCount() == 5)
    page.nav.chosen.emit(f"view:{view.id}")
    qtbot.waitUntil(lambda: shown(page) == {order(world, 2)})
    assert page.nav.current() == f"view:{view.id}" and len(page.filter.search.chips.chips) == 2
    assert (page.filter.chosen.order, page.filter.chosen.descending) == ("amount", False)
    assert saved_views(world.reader, world.agent_id) == [], "the list of tickets has no such view"


def test_a_kept_view_leaves_the_agents_own_row_as_it_was(qtbot, desk, world, page):
    page.filter.toggles["ticketed"].click()
    mine = Chosen(ticketed=True)
    desk.run(SaveOrderView(view_name="Sent ones", query="state:shipped"))
    qtbot.waitUntil(lambda: "Sent ones" in texts(page))
    page.nav.chosen.emit(f"view:{kept(world)[0].id}")
    qtbot.waitUntil(lambda: shown(page) == {order(world, 9)})
    page.filter.toggles["refunded"].click()
    assert recall(world.kept, world.agent_id) == mine
    page.nav.chosen.emit("all")
    assert page.filter.chosen == mine and page.filter.search.query == Query()


def test_a_view_that_is_deleted_while_it_is_shown_is_left_for_all_orders(qtbot, desk, world, page):
    desk.run(SaveOrderView(view_name="Sent ones", query="state:shipped"))
    qtbot.waitUntil(lambda: "Sent ones" in texts(page))
    view = kept(world)[0].id
    page.nav.chosen.emit(f"view:{view}")
    qtbot.waitUntil(lambda: shown(page) == {order(world, 9)})
    desk.run(DeleteOrderView(view_id=view))
    qtbot.waitUntil(lambda: page.model.rowCount() == 5)
    assert page.nav.current() == "all" and page.filter.search.query == Query()


def test_an_order_asked_for_by_its_place_is_found_from_within_a_kept_view(qtbot, desk, world, page):
    desk.run(SaveOrderView(view_name="Sent ones", query="state:shipped"))
    qtbot.waitUntil(lambda: "Sent ones" in texts(page))
    page.nav.chosen.emit(f"view:{kept(world)[0].id}")
    qtbot.waitUntil(lambda: shown(page) == {order(world, 9)})
    page.open_place(Place("order", order(world, 2)))
    qtbot.waitUntil(lambda: page.table.current_id() == order(world, 2))
    assert page.nav.current() == "all"


def test_a_kept_view_is_changed_moved_and_deleted_by_its_menu(qtbot, desk, world, page):
    first, second = (desk.run(SaveOrderView(view_name=name, query="flag:red")).result for name in ("One", "Two"))
    qtbot.waitUntil(lambda: "Two" in texts(page))
    acts = {action.text(): action for action in page.nav.kept.menu_of(kept(world)[1]).actions()}
    assert not acts["Move down"].isEnabled()
    acts["Move up"].trigger()
    qtbot.waitUntil(lambda: [view.id for view in kept(world)] == [second, first])
    acts["Change the view…"].trigger()
    asking = opened(qtbot, page, SaveViewDialog)
    assert asking.name.text() == "Two" and page.nav.current() == f"view:{second}"
    asking.name.setText("Three")
    asking.keep.click()
    qtbot.waitUntil(lambda: "Three" in texts(page) and dialog(page, SaveViewDialog) is None)
    assert (kept(world)[0].id, kept(world)[0].query) == (second, "flag:red")
    acts = {action.text(): action for action in page.nav.kept.menu_of(kept(world)[0]).actions()}
    acts["Delete the view"].trigger()
    qtbot.waitUntil(lambda: "Three" not in texts(page))
    world.undo().result()
    qtbot.waitUntil(lambda: "Three" in texts(page))


def test_others_views_are_not_seen_and_shared_ones_need_the_right(desk, world):
    colleague = add_colleague(desk, "阿泽", "agent")
    own = desk.run(SaveOrderView(view_name="自己的", query="")).result
    shared = desk.run(SaveOrderView(view_name="大家的", query="", shared=True)).result
    assert [view.id for view in saved_views(world.reader, colleague, ORDERS)] == [shared]
    for command in (
        SaveOrderView(view_name="不行", query="", shared=True),
        SaveOrderView(view_id=shared, view_name="改", query=""),
        DeleteOrderView(view_id=own),
        ArrangeOrderViews(view_ids=(shared,)),
    ):
        with pytest.raises(DeskError) as refused:
            desk.run(command, agent_id=colleague)
        assert refused.value.key == "denied"


def test_views_of_one_list_are_none_of_the_others(desk, world):
    orders_view = desk.run(SaveOrderView(view_name="订单", query="")).result
    tickets_view = desk.run(SaveTicketView(view_name="工单", query="")).result
    for command in (DeleteTicketView(view_id=orders_view), DeleteOrderView(view_id=tickets_view)):
        with pytest.raises(DeskError) as refused:
            desk.run(command)
        assert refused.value.key == "row_missing"
    assert [view.id for view in saved_views(world.reader, world.agent_id)] == [tickets_view]


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"view_name": " ", "query": ""}, "view_name_empty"),
        ({"view_name": "长" * 41, "query": ""}, "view_name_long"),
        ({"view_name": "错", "query": "assignee:me"}, "query_field_unknown"),
        ({"view_name": "错", "query": "", "ordering": "way"}, "choice_unknown"),
    ],
)
def test_a_view_that_cannot_be_shown_is_not_kept(desk, world, values, key):
    with pytest.raises(DeskError) as refused:
        desk.run(SaveOrderView(**values))
    assert refused.value.key == key and kept(world) == []


EVERY = [entry.key for entry in nav_entries(type("None_", (), {"of": lambda self, *key: 0})()) if entry.key]


@pytest.mark.parametrize("key", EVERY)
def test_every_view_of_the_program_is_told_whole_by_its_query(page, world, key):
    """What the query finds is what the view shows, and it reads the same once it was kept as text."""
    view, now = view_of(key), world.clock()
    query = query_of(view, Chosen(), Query())
    assert parse(unparse(query, "en", VOCABULARY), VOCABULARY).terms == query.terms and (query.terms or key == "all")
    by_query = order_filter.ids(world.reader, asked(view_of("all"), Chosen(), now, query))
    assert set(by_query) == set(order_filter.ids(world.reader, asked(view, Chosen(), now)))


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (Chosen(state="TRADE_CLOSED", flag="0", platform="tmall"), "state:closed flag:grey platform:tmall"),
        (Chosen(days="week", refunded=True), "created:7d risk:with-refund"),
        (Chosen(days="2026-11-01..2026-11-20", ticketed=True), "created:2026-11-01..2026-11-20 ticket:yes"),
        (Chosen(days="2026-11-01..", readdressed=True), "created:2026-11-01.. risk:address-changed"),
        (Chosen(days="last_month"), "created:last-month"),
    ],
)
def test_chips_are_told_as_conditions(chosen, words):
    query = query_of(view_of("all"), chosen, Query())
    assert parse(unparse(query, "en", VOCABULARY), VOCABULARY).terms == parse(words, VOCABULARY).terms
