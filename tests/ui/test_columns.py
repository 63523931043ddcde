"""Tables and the lists at the left have room for their words in every language."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics

from ticketdesk.domain.moments import HOUR
from ticketdesk.domain.orders import OrderState
from ticketdesk.domain.tickets import Priority, TicketState, TicketType
from ticketdesk.store.queries.badges import badges
from ticketdesk.ui import labels
from ticketdesk.ui.delegates.cells import PAD
from ticketdesk.ui.delegates.chips import ChipText, chip_width
from ticketdesk.ui.orders import order_model
from ticketdesk.ui.orders.order_list import OrderList
from ticketdesk.ui.orders.order_model import OrderModel
from ticketdesk.ui.theme import current_theme
from ticketdesk.ui.tickets.list import ticket_model
from ticketdesk.ui.tickets.list.ticket_list import TicketList
from ticketdesk.ui.widgets.nav_list import NavEntry, NavList
from ticketdesk.words import LANGUAGES, current_language, use_language


@pytest.fixture(params=LANGUAGES)
def language(request):
    before = current_language()
    use_language(request.param)
    yield request.param
    use_language(before)


def wide(words, role="base", *, bold=False):
    return QFontMetrics(current_theme().font(role, bold=bold)).horizontalAdvance(words) + 2 * PAD


def test_no_word_of_the_ticket_list_is_cut(language, qapp):
    columns = ticket_model.columns()
    for state in TicketState:
        chip = ChipText(labels.ticket_state(state.value).text)
        assert columns[ticket_model.STATE].width >= chip_width(chip) + 2 * PAD
    for kind in TicketType:
        assert columns[ticket_model.TYPE].width >= wide(labels.ticket_type(kind.value))
    for priority in Priority:
        assert columns[ticket_model.PRIORITY].width >= wide(labels.priority(int(priority)).text)
    for span in (-HOUR, 20 * HOUR, 300 * HOUR):
        assert columns[ticket_model.DEADLINE].width >= wide(labels.remaining(span, 0), "small")


@pytest.mark.parametrize("width", [520, 570, 735, 900, 1200])
def test_the_title_of_a_ticket_gets_its_room_first(language, qtbot, world, width):
    made = TicketList(world)
    qtbot.addWidget(made)
    made.resize(width, 600)
    made.show()
    columns = made.model.columns
    shown = [column for place, column in enumerate(columns) if not made.table.isColumnHidden(place)]
    assert columns[ticket_model.TITLE] in shown and columns[ticket_model.DEADLINE] in shown
    assert sum(column.width for column in shown) <= width


def test_no_word_of_the_order_list_is_cut(language, world):
    columns = OrderModel(world).columns
    for state in OrderState:
        chip = ChipText(labels.order_state(state.value).text)
        assert columns[order_model.STATE].width >= chip_width(chip) + 2 * PAD
    for span in (-HOUR, 20 * HOUR, 300 * HOUR):
        assert columns[order_model.DUE].width >= wide(labels.remaining(span, 0))
    assert columns[order_model.NUMBER].width >= wide("2026…330281764")


def test_the_product_of_an_order_keeps_room_beside_the_sidebar(language, qtbot, world):
    table = OrderList(world, OrderModel(world))
    qtbot.addWidget(table)
    table.resize(590, 500)
    table.show()
    assert table.columnWidth(order_model.PRODUCT) >= 130


def test_the_views_at_the_left_ask_for_the_room_of_their_words(language, qtbot, world):
    entries = order_model.nav_entries(badges(world.reader))
    nav = NavList("Views", entries)
    qtbot.addWidget(nav)
    for entry in entries:
        icon = 23 if entry.icon or entry.flag else 0
        assert nav.sizeHint().width() >= wide(entry.text, bold=not entry.heading) + icon + 20
    nav.set_entries([NavEntry("a", "a name as long as nobody should give to a view " * 3)])
    assert nav.sizeHint().width() < 300
