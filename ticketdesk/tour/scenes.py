"""The sample shop at work: one scene for each picture of the design, and what goes wrong."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog

from ticketdesk.domain.flags import Flag
from ticketdesk.domain.tickets import TicketType
from ticketdesk.store.queries import acts, conversations, orders, phrases, tickets
from ticketdesk.store.queries.tickets import TicketView
from ticketdesk.tour.agent import Agent, Entry
from ticketdesk.tour.book import Scene
from ticketdesk.tour.sample_files import DAMAGED_FILE, PICTURE_FILE, PROBLEM_FILE
from ticketdesk.tour.sample_orders import sample_orders
from ticketdesk.tour.sample_talks import DEER, DEER_ERRAND, ERRANDS, PHRASES, WAITING
from ticketdesk.tour.story import DEER_ORDER, shipped
from ticketdesk.tour.story_tickets import DEMAND, PROBLEM, TITLE
from ticketdesk.ui import labels
from ticketdesk.ui.orders.address_dialog import AddressDialog
from ticketdesk.ui.orders.import_dialog import ImportDialog
from ticketdesk.ui.phrases.workshop import PhraseWorkshop
from ticketdesk.ui.reception.chat_header import ChatHeader
from ticketdesk.ui.reception.phrase_popup import PhrasePopup
from ticketdesk.ui.shortcuts import ShortcutsDialog
from ticketdesk.ui.start.repair_window import RepairWindow
from ticketdesk.ui.tickets.acts.transfer_dialog import TransferDialog
from ticketdesk.ui.tickets.form.new_ticket_dialog import NewTicketDialog
from ticketdesk.ui.widgets.frames import ErrorState
from ticketdesk.words import mark, tr


def _home(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("home")


def _reception(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("reception")
    agent.chooses_talk(DEER.nick)
    agent.sees(len(conversations.snapshot(agent.reader, "waiting")) == len(WAITING), "seven buyers wait")


def _reception_phrases(agent: Agent) -> None:
    agent.fills(Entry(tr("Reply"), "/hm"))
    agent.until(lambda: any(agent.shown(PhrasePopup)), "the phrases are offered")


def _conflict(agent: Agent) -> None:
    """The draft stays behind; the sidebar shows two remarks that contradict each other."""
    agent.keys("Esc")
    order = agent.there(lambda: orders.id_of_number(agent.reader, DEER_ORDER), "the order is there")
    texts = [row.text for row in orders.remarks(agent.reader, order)]
    agent.sees(texts == ["换 L 码", "换 M 码"], "the latest remark stands on top")
    agent.presses_on_order(DEER_ORDER, tr("Edit address"))
    agent.dialog(tr("Edit address"))


def _new_ticket(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("reception")
    agent.chooses_talk(DEER.nick)
    head = agent.there(lambda: next(agent.shown(ChatHeader), None), "the conversation has its head")
    agent.press(tr("New ticket"), head)
    agent.dialog(tr("New ticket"))
    agent.press(labels.ticket_type(TicketType.EXCHANGE))
    agent.fills(Entry(tr("Title"), TITLE), Entry(tr("Problem description"), PROBLEM), Entry(tr("Demand"), DEMAND))
    agent.pastes_picture(shipped(PICTURE_FILE))
    before = len(tickets.snapshot(agent.reader, TicketView("all")))
    agent.sees(before == len(ERRANDS) + 1, "a draft is no ticket yet")


def _tickets(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("tickets")
    detail = agent.there(lambda: agent.ticket_called(DEER_ERRAND.title), "the exchange is there")
    agent.chooses_row(tr("Tickets"), detail.row.id)


def _lapsed(agent: Agent) -> None:
    detail = agent.there(lambda: agent.ticket_called(ERRANDS[0].title), "the exchange that lapsed is there")
    agent.sees(any(event.kind == "lapse" for event in detail.events), "its lapse stands in the timeline")
    agent.sees((detail.row.due_at or 0) > agent.world.clock(), "the buyer's time runs")
    agent.chooses_row(tr("Tickets"), detail.row.id)
    agent.press(tr("Transfer"))
    agent.dialog(tr("Transfer"))


def _orders(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("orders")
    agent.sees(len(orders.snapshot(agent.reader)) == len(sample_orders()), "sixty orders are there")
    agent.sees(len(orders.snapshot(agent.reader, "flag", int(Flag.YELLOW))) == 4, "four are yellow")
    order = agent.there(lambda: orders.id_of_number(agent.reader, DEER_ORDER), "the order is there")
    agent.chooses_row(tr("Orders"), order)


def _problems(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("orders")
    before = acts.history(agent.reader, None)
    agent.looks_at_import(shipped(PROBLEM_FILE))
    agent.find(QAbstractButton, tr("Save problem rows…"))
    agent.chooses_row(tr("Problem rows"), 1)
    agent.until(lambda: agent.find(QAbstractButton, tr("Take this")).isEnabled(), "its wrong cell can be written anew")
    agent.sees(acts.history(agent.reader, None) == before, "nothing is written before it is asked for")


def _damaged(agent: Agent) -> None:
    clear(agent)
    agent.looks_at_import(shipped(DAMAGED_FILE))
    agent.until(lambda: any(agent.shown(ErrorState)), "the file is refused in words")
    agent.sees(len(orders.snapshot(agent.reader)) == len(sample_orders()), "nothing has changed")


def _search(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("home")
    agent.searches("衬衫")
    agent.sees(agent.window.palette_list.current() is not None, "something is found")


def _nothing(agent: Agent) -> None:
    agent.keys("Ctrl+A")
    agent.write("没有这样的话")
    agent.until(lambda: agent.window.palette_list.current() is None, "nothing is found")


def _phrases(agent: Agent) -> None:
    clear(agent)
    agent.act("phrases")
    agent.dialog(tr("Phrases"))
    agent.sees(len(phrases.phrases(agent.reader)) == len(PHRASES), "nine phrases are kept")


def _shortcuts(agent: Agent) -> None:
    clear(agent)
    agent.act("shortcuts")
    agent.dialog(tr("Keyboard shortcuts"))


def clear(agent: Agent) -> None:
    """Leave what the scene before has opened."""
    for _open in range(5):
        if isinstance(agent.top(), QDialog) or QApplication.activePopupWidget() is not None:
            agent.keys("Esc")
            agent.settle()
    for each in QApplication.topLevelWidgets():
        if isinstance(each, RepairWindow):
            each.close()  # it would stand over whatever comes after it
    agent.window.palette_list.dismiss()
    agent.no_dialog()
    agent.stay_awake()


SHOP_SCENES: tuple[Scene, ...] = (
    Scene("home", mark("What waits for the agent"), _home),
    Scene("reception", mark("Seven buyers wait, the longest first"), _reception),
    Scene("reception-phrases", mark("The phrases over a conversation"), _reception_phrases),
    Scene(
        "address",
        mark("An address is corrected beside two remarks that contradict each other"),
        _conflict,
        (AddressDialog,),
    ),
    Scene("new-ticket-from-talk", mark("A ticket begins from a conversation"), _new_ticket, (NewTicketDialog,)),
    Scene("tickets", mark("The tickets of the agent"), _tickets),
    Scene("transfer", mark("An exchange that lapsed is handed on with a reason"), _lapsed, (TransferDialog,)),
    Scene("shop-orders", mark("The orders with flags, deadlines and remarks"), _orders),
    Scene("import-problems", mark("Problem rows are named before anything is written"), _problems, (ImportDialog,)),
    Scene("import-damaged", mark("A damaged file is refused in words"), _damaged),
    Scene("shop-search", mark("Everything that holds two characters"), _search),
    Scene("search-nothing", mark("Nothing is found, and the window says so"), _nothing),
    Scene("phrase-dialog", mark("The phrases of the shop"), _phrases, (PhraseWorkshop,)),
    Scene("shortcuts", mark("The keys of the window"), _shortcuts, (ShortcutsDialog,)),
)
