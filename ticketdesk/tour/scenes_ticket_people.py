"""Colleagues on a ticket: called by name in a note, watching it, and cancelling it from the side of its order."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ticketdesk.desk.commands.people import AddAgent
from ticketdesk.desk.commands.ticket_people import WatchTicket
from ticketdesk.desk.commands.ticket_replies import NoteOnTicket
from ticketdesk.desk.commands.ticket_words import RewordTicket
from ticketdesk.store.queries import agents, tickets
from ticketdesk.store.queries.tickets import TicketView
from ticketdesk.tour.agent import Agent, Entry
from ticketdesk.tour.book import Scene
from ticketdesk.tour.scenes import clear
from ticketdesk.ui.orders.sidebar import OrderSidebar
from ticketdesk.ui.orders.ticket_card import TicketCard
from ticketdesk.ui.tickets.acts.cancel_dialog import CancelDialog
from ticketdesk.ui.tickets.detail.detail_panel import DetailPanel
from ticketdesk.ui.tickets.detail.reply_box import NOTE
from ticketdesk.ui.tickets.form.words_dialog import WordsDialog
from ticketdesk.ui.world import Place
from ticketdesk.words import mark, tr

_ASKING = "阿泽"


def _colleague(agent: Agent) -> int:
    """A colleague who asks, made once."""
    found = agents.named(agent.reader, _ASKING)
    return found.id if found is not None else int(str(agent.parts.desk.run(AddAgent(agent_name=_ASKING)).result))


def _panel(agent: Agent, ticket: int) -> DetailPanel:
    clear(agent)
    agent.goes_to("tickets")
    agent.window.go(Place("ticket", ticket))
    agent.settle()
    return agent.there(lambda: next(agent.shown(DetailPanel), None), "the ticket is there")


def _ticket(agent: Agent) -> int:
    return max(tickets.snapshot(agent.reader, TicketView("open")))


def _calling(agent: Agent) -> None:
    _colleague(agent)
    panel = _panel(agent, _ticket(agent))
    panel.reply.modes.set_current(NOTE)
    panel.reply.modes.chosen.emit(NOTE)
    panel.reply.text.setFocus()
    panel.reply.text.setPlainText("")
    panel.reply.text.insertPlainText("换货的码数请 @")
    agent.until(lambda: panel.reply.names is not None and panel.reply.names.isVisible(), "the names are offered")


def _called(agent: Agent) -> None:
    ticket, asking = _ticket(agent), _colleague(agent)
    me = agents.actor(agent.reader, agent.world.agent_id).name
    desk = agent.parts.desk
    desk.run(WatchTicket(ticket_id=ticket, agent_ids=(agent.world.agent_id or 0, asking)))
    desk.run(NoteOnTicket(ticket_id=ticket, text=f"@{me} 仓库还有两件，今天能发吗？"), agent_id=asking)
    panel = _panel(agent, ticket)
    panel.reply.text.setPlainText("")
    agent.until(lambda: panel.called.isVisible(), "the call stands in the ticket")


def _words(agent: Agent) -> None:
    _colleague(agent)
    _panel(agent, _ticket(agent)).head.words.click()
    dialog = agent.dialog(tr("Title, demand and problem"))
    assert isinstance(dialog, WordsDialog)
    dialog.fields.editors["demand"].set_text("换 XL 码，原单旗帜改蓝")


def _words_told(agent: Agent) -> None:
    """A colleague wrote the demand while the agent did."""
    asking, ticket = _colleague(agent), _ticket(agent)
    _words(agent)
    dialog = agent.dialog(tr("Title, demand and problem"))
    assert isinstance(dialog, WordsDialog)
    command = RewordTicket(ticket_id=ticket, words=(("demand", "买家改要退款"),))
    agent.parts.desk.run(command, agent_id=asking)
    dialog.save.click()
    agent.until(lambda: dialog.save.isEnabled(), "it is told what stands there")


def _home(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("home")
    agent.settle()


def _from_order(agent: Agent) -> None:
    clear(agent)
    rows = tickets.rows(agent.reader, tickets.snapshot(agent.reader, TicketView("open")))
    order = next(row.order_id for row in rows if row.order_id is not None)
    agent.window.go(Place("order", order))
    agent.settle()
    sidebar = agent.there(lambda: next(agent.shown(OrderSidebar), None), "the order is there")
    sidebar.tabs.set_current("tickets")
    sidebar.tabs.chosen.emit("tickets")
    card: QWidget = agent.there(lambda: next(agent.shown(TicketCard), None), "a ticket is there")
    assert isinstance(card, TicketCard)
    card.cancel.click()
    agent.dialog(tr("Cancel ticket"))
    agent.fills(Entry(tr("Reason"), "买家改主意，不换了"))


CALL_SCENES: tuple[Scene, ...] = (
    Scene("ticket-call", mark("A colleague is called by name in a note"), _calling),
    Scene("ticket-called", mark("A ticket says who asks the agent something, and who watches it"), _called),
    Scene("ticket-words", mark("Title, demand and problem of a ticket are written anew"), _words, (WordsDialog,)),
    Scene("ticket-words-told", mark("A colleague wrote the same words meanwhile"), _words_told, (WordsDialog,)),
    Scene("home-called", mark("Home shows who calls the agent by name"), _home),
    Scene(
        "order-ticket-cancel", mark("A ticket is cancelled from the side of its order"), _from_order, (CancelDialog,)
    ),
)
