"""Orders, colleagues and tickets for the tests of the tickets page."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from tests.desk.builders import add_colleague
from ticketdesk.desk.commands.tickets import CreateTicket
from ticketdesk.domain.moments import HOUR
from ticketdesk.store.queries import buyers
from ticketdesk.store.store import NewAct
from ticketdesk.store.tables import Buyer, Order, OrderLine
from ticketdesk.store.writer import Priority
from ticketdesk.ui.seeds import TicketSeed
from ticketdesk.ui.tickets.detail.detail_panel import DetailPanel
from ticketdesk.ui.tickets.form.new_ticket_dialog import NewTicketDialog
from ticketdesk.ui.tickets.page import TicketsPage


class Make:
    """Makes rows through the desk, as the program does; orders as an import would leave them."""

    def __init__(self, desk, clock):
        self.desk, self.clock = desk, clock

    def ticket(self, title="换货", *, agent_id=None, **values):
        given = {"type": "inquiry", "buyer_nick": "林小鹿_88", "assignee_id": self.desk.agent_id} | values
        return self.desk.run(CreateTicket(title=title, **given), agent_id=agent_id).result.id

    def colleague(self, name="阿泽", role="agent"):
        return add_colleague(self.desk, name, role)

    def order(self, number, nick="林小鹿_88", items=("亚麻衬衫",), **values):
        def insert():
            with self.desk.store.act(NewAct(self.clock(), None, "Seed", "{}", 256, undoable=False)) as frame:
                buyer = buyers.id_of_nick(frame.tx, nick) or frame.tx.insert(Buyer, {"nick": nick})
                paid = self.clock() - HOUR
                due = paid + 48 * HOUR
                given = {"state": "WAIT_SELLER_SEND_GOODS", "paid_at": paid, "sort_at": paid, "due_at": due}
                given |= {"number": number, "number_reversed": number[::-1], "buyer_id": buyer, "buyer_nick": nick}
                order = frame.tx.insert(Order, given | values)
                for place, title in enumerate(items, 1):
                    line = {"order_id": order, "position": place, "title": title, "attributes": "M", "quantity": place}
                    frame.tx.insert(OrderLine, line | {"price_cents": 12900})
            self.desk.publish(frame.tx.act_id, "Seed", frame.touched)
            return order

        return self.desk.store.submit(insert, Priority.ACT).result()


@pytest.fixture
def make(desk, clock):
    return Make(desk, clock)


@pytest.fixture
def page(qtbot, world):
    made = TicketsPage(world)
    qtbot.addWidget(made)
    made.resize(1300, 800)
    made.show()
    return made


@pytest.fixture
def panel(qtbot, world):
    """A ticket's panel by itself."""
    made = DetailPanel(world)
    qtbot.addWidget(made)
    made.resize(440, 820)
    made.show()
    world.changed.connect(made.follow)
    return made


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1200, 850)
    made.show()
    return made


@pytest.fixture
def dialog(world, window):
    """Opens the form of a new ticket."""

    def show(seed=None):
        made = NewTicketDialog(world, seed or TicketSeed(), window)
        made.open()
        return made

    return show
