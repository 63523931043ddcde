"""Tickets by keys alone, and how many keys that takes: opening one from an order, and working through ten of them."""

from __future__ import annotations

import pytest

from tests.journeys.typist import Typist
from ticketdesk.desk.commands.tickets import CreateTicket
from ticketdesk.store.queries import orders, tickets
from ticketdesk.store.queries.tickets import TicketDetail, TicketRow, TicketView
from ticketdesk.ui.orders.page import OrdersPage
from ticketdesk.ui.tickets.form.new_ticket_dialog import NewTicketDialog
from ticketdesk.ui.tickets.page import TicketsPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
OPENING = 8
TEN = 10
WORDS = "领口开线，买家要换同码"


def quiet_order(agent: Typist) -> orders.OrderCard:
    """An order of the sample shop that has no ticket yet."""
    shown = tickets.rows(agent.reader, tickets.snapshot(agent.reader, TicketView("all")))
    busy = {row.order_id for row in shown}
    key = next(each for each in orders.snapshot(agent.reader, "all") if each not in busy)
    found = orders.card(agent.reader, key)
    assert found is not None
    return found


def newest(agent: Typist, order: int) -> TicketDetail | None:
    """The ticket of an order."""
    rows = tickets.rows(agent.reader, tickets.snapshot(agent.reader, TicketView("all")))
    found = next((row.id for row in rows if row.order_id == order), None)
    return tickets.detail(agent.reader, found) if found is not None else None


def finds_order(agent: Typist, number: str) -> None:
    """Look an order up by its number and go to it."""
    agent.keys("Ctrl+K")
    agent.until(agent.window.top.search.hasFocus, "the search field has the keyboard")
    agent.write(number)
    palette = agent.window.palette_list
    agent.until(lambda: palette.answered() == number and palette.current() is not None, "the order is found")
    agent.settle()
    agent.keys("Return")
    agent.until(lambda: agent.window.current_page() == "orders", "the orders are shown")


def writes_ticket(agent: Typist, kind: str, words: str) -> None:
    """In the form that opens: the type by its digit, then what happened, then open it."""
    agent.keys("Ctrl+N")
    form = agent.dialog("New ticket")
    assert isinstance(form, NewTicketDialog)
    agent.keys(str(form.form.type._keys.index(kind) + 1))
    assert form.form.type.current() == kind
    agent.keys("Return")
    assert form.form.description.hasFocus()
    agent.write(words)
    agent.keys("Ctrl+Return")
    agent.no_dialog()


def goes_to_an_order(typist: Typist) -> orders.OrderCard:
    """From the reception to an order without tickets, by its number; keys are counted from there on."""
    card = quiet_order(typist)
    typist.goes_to("reception")
    typist.settle()
    typist.pressed = 0
    finds_order(typist, card.row.number)
    page = typist.window.page("orders")
    assert isinstance(page, OrdersPage)
    typist.until(lambda: page.table.current_id() == card.row.id, "the order is chosen")
    return card


def test_a_ticket_is_opened_from_an_order_by_six_keys_besides_its_text(typist: Typist) -> None:
    card = goes_to_an_order(typist)
    writes_ticket(typist, "exchange", WORDS)
    made = typist.there(lambda: newest(typist, card.row.id), "the ticket is open")
    assert typist.pressed == 6 <= OPENING
    assert (made.row.type, made.row.buyer_nick, made.description) == ("exchange", card.row.buyer_nick, WORDS)
    assert made.row.title.startswith("Exchange") and made.row.due_at is not None
    assert made.row.assignee_id == typist.world.agent_id


def test_control_going_to_the_text_by_tab_takes_more_keys_than_are_allowed(typist: Typist) -> None:
    goes_to_an_order(typist)
    typist.keys("Ctrl+N")
    typist.dialog("New ticket")
    typist.keys("1")
    typist.tabs_to("Problem description")
    typist.write(WORDS)
    assert typist.pressed >= OPENING
    typist.keys("Esc")
    typist.no_dialog()


def arrive(agent: Typist, count: int) -> None:
    """So many questions come in for the agent: what others do."""
    for n in range(count):
        command = CreateTicket(
            type="inquiry", title=f"尺码咨询 {n}", buyer_nick=f"买家{n}", assignee_id=agent.world.agent_id
        )
        agent.parts.desk.run(command)
    agent.settle()


def decision(row: TicketRow, n: int) -> tuple[str, str, object]:
    """What is decided about a ticket: the key, and what it must have changed."""
    if row.type == "inquiry":
        return "D", "state", "done"
    if n % 3 == 0:
        return ("1", "priority", 1) if row.priority == 3 else ("3", "priority", 3)
    return ("W", "state", "waiting_buyer") if row.state == "in_progress" else ("P", "state", "in_progress")


def reaches_list(agent: Typist) -> TicketsPage:
    """Go to the list of one's own open tickets: three keys from anywhere."""
    agent.keys("Ctrl+3")
    agent.until(lambda: agent.window.current_page() == "tickets", "the tickets are shown")
    page = agent.window.page("tickets")
    assert isinstance(page, TicketsPage)
    agent.settle()
    agent.keys("Ctrl+F", "Down")
    agent.until(page.list.table.hasFocus, "the list has the keyboard")
    return page


def row_of(agent: Typist, ticket: int) -> TicketRow:
    return tickets.rows(agent.reader, [ticket])[0]


def test_ten_tickets_are_worked_through_by_two_keys_each_and_none_is_passed_over(typist: Typist) -> None:
    arrive(typist, 6)
    typist.goes_to("home")
    typist.settle()
    typist.pressed = 0
    page = reaches_list(typist)
    assert typist.pressed == 3
    wanted = list(page.list.model.ids()[:TEN])
    assert len(wanted) == TEN
    seen: list[int] = []
    for n in range(TEN):
        if n:
            typist.keys("J")
        ticket = page.list.table.chosen_id()
        assert ticket is not None
        typist.until(lambda ticket=ticket: page.detail.ticket_id == ticket, "the ticket is shown")  # type: ignore[misc]
        key, field, value = decision(row_of(typist, ticket), n)
        typist.keys(key)
        typist.until(
            lambda ticket=ticket, field=field, value=value: getattr(row_of(typist, ticket), field) == value,  # type: ignore[misc]
            f"{field} of the ticket is {value}",
        )
        typist.settle()
        seen.append(ticket)
    assert seen == wanted
    assert any(row_of(typist, ticket).state == "done" for ticket in seen), "one of them left the list meanwhile"
    assert typist.pressed == 3 + 2 * TEN - 1


def test_ten_tickets_at_once_take_thirteen_keys_and_one_takes_it_back(typist: Typist) -> None:
    arrive(typist, 6)
    typist.pressed = 0
    page = reaches_list(typist)
    wanted = list(page.list.model.ids()[:TEN])
    before = [row_of(typist, ticket).priority for ticket in wanted]
    typist.keys(*["Shift+Down"] * (TEN - 1))
    assert page.list.table.selected_ids() == wanted
    typist.keys("3")
    typist.until(lambda: all(row_of(typist, ticket).priority == 3 for ticket in wanted), "all are urgent")
    assert typist.pressed == 13
    typist.settle()
    typist.keys("Ctrl+Z")
    typist.until(lambda: [row_of(typist, ticket).priority for ticket in wanted] == before, "all are as they were")


def test_the_words_of_a_ticket_are_written_anew_by_four_keys_besides_them(typist: Typist) -> None:
    page = reaches_list(typist)
    ticket = page.list.table.chosen_id()
    assert ticket is not None
    typist.until(lambda: page.detail.ticket_id == ticket, "the ticket is shown")
    before = tickets.detail(typist.reader, ticket)
    assert before is not None
    typist.pressed = 0
    typist.keys("F2")
    typist.dialog("Title, demand and problem")
    typist.keys("Tab", "Ctrl+A")
    typist.write(WORDS)
    typist.keys("Ctrl+Return")
    typist.no_dialog()
    assert typist.pressed == 4

    def demand() -> str:
        found = tickets.detail(typist.reader, ticket)
        return found.demand if found is not None else ""

    assert demand() == WORDS != before.demand
    typist.keys("Ctrl+Z")
    typist.until(lambda: demand() == before.demand, "the words are as they were")
