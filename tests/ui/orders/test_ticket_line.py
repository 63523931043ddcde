"""The buyer's open ticket over the orders, and cancelling a ticket from the side of its order."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.desk.builders import add_colleague
from ticketdesk.desk.commands.tickets import CreateTicket
from ticketdesk.domain.moments import HOUR
from ticketdesk.store.queries import buyers, tickets
from ticketdesk.ui.orders.sidebar import OrderSidebar
from ticketdesk.ui.orders.ticket_card import TicketCard
from ticketdesk.ui.tickets.acts.cancel_dialog import CancelDialog

NICK = "林小鹿_88"


@pytest.fixture
def shown(qtbot, world, desk):
    """The sidebar of a buyer with two open tickets, the tickets in front."""
    ids = [
        desk.run(CreateTicket(type=kind, title=title, buyer_nick=NICK)).result.id
        for kind, title in (("inquiry", "问尺码"), ("exchange", "换货"))
    ]
    made = OrderSidebar(world)
    qtbot.addWidget(made)
    made.resize(372, 800)
    made.show()
    made.show_buyer(buyers.id_of_nick(world.reader, NICK))
    made.tabs.set_current("tickets")
    made.tabs.chosen.emit("tickets")
    return made, ids


def card_of(sidebar, number):
    return next(each for each in sidebar.findChildren(TicketCard) if number in each.accessibleName())


def test_the_ticket_that_falls_due_first_stands_over_the_orders(shown, world, clock, qtbot):
    sidebar, ids = shown
    assert sidebar.line.isHidden()  # the tickets themselves are in front
    sidebar.tabs.chosen.emit("orders")
    assert not sidebar.line.isHidden()
    row = next(each for each in tickets.rows(world.reader, ids) if each.due_at is not None)
    assert row.number in sidebar.line.accessibleDescription()
    before = sidebar.line.left.accessibleName()
    sidebar.tick(clock() + HOUR)
    assert sidebar.line.left.accessibleName() != before
    with qtbot.waitSignal(world.go) as went:
        sidebar.line.open.click()
    assert (went.args[0].kind, went.args[0].id) == ("ticket", row.id)


def test_a_buyer_without_open_tickets_has_no_line(shown):
    sidebar, _ids = shown
    sidebar.tabs.chosen.emit("orders")
    sidebar.show_buyer(None)
    assert sidebar.line.isHidden()


@pytest.mark.parametrize("by_key", [False, True])
def test_a_ticket_is_cancelled_from_here_with_its_reason(shown, world, desk, qtbot, by_key):
    sidebar, ids = shown
    row = tickets.rows(world.reader, ids[:1])[0]
    card = card_of(sidebar, row.number)
    if by_key:
        qtbot.keyClick(card, Qt.Key.Key_Delete)
    else:
        card.cancel.click()
    dialog = sidebar.findChild(CancelDialog)
    assert not dialog.cancel.isEnabled()  # no reason yet
    dialog.reason.setPlainText("买家改主意")
    dialog.cancel.click()
    qtbot.waitUntil(lambda: tickets.rows(world.reader, ids[:1])[0].state == "cancelled")
    assert tickets.detail(world.reader, ids[0]).events[-1].text == "买家改主意"
    qtbot.waitUntil(lambda: card_of(sidebar, row.number).cancel.isHidden())
    desk.undo().result()
    qtbot.waitUntil(lambda: tickets.rows(world.reader, ids[:1])[0].state == "open")


def test_who_may_not_cancel_anothers_ticket_is_told_why(shown, world, desk, qtbot):
    sidebar, ids = shown
    desk.agent_id = add_colleague(desk, "阿泽", "agent")
    world.session_changed.emit()
    card_of(sidebar, tickets.rows(world.reader, ids[:1])[0].number).cancel.click()
    dialog = sidebar.findChild(CancelDialog)
    assert not dialog.reason.isEnabled() and not dialog.cancel.isEnabled()
