"""The menus and lists that drop down, each open."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QComboBox

from ticketdesk.store.queries import orders
from ticketdesk.store.queries.tickets import TicketDetail
from ticketdesk.tour.agent import Agent, Entry
from ticketdesk.tour.book import Scene
from ticketdesk.tour.sample_talks import DEER, DEER_ERRAND
from ticketdesk.tour.scenes import clear
from ticketdesk.tour.story import DEER_ORDER
from ticketdesk.ui.settings.security_section import SecuritySection
from ticketdesk.ui.settings.staff.section import StaffSection
from ticketdesk.ui.tickets.detail.chip_button import ChipButton
from ticketdesk.ui.widgets.chat_view import ChatView
from ticketdesk.ui.widgets.tab_strip import TabStrip
from ticketdesk.ui.world import Place
from ticketdesk.words import mark, tr


def _agent(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("home")
    agent.clicks(agent.window.top.agent)
    agent.menu()


def _talk(agent: Agent) -> ChatView:
    clear(agent)
    agent.goes_to("reception")
    agent.chooses_talk(DEER.nick)
    return agent.there(lambda: next(agent.shown(ChatView), None), "the talk is shown")


def _talk_menu(agent: Agent) -> None:
    _talk(agent)
    agent.drops_menu(tr("More"))


def _message_menu(agent: Agent) -> None:
    talk = _talk(agent)
    talk.setFocus(Qt.FocusReason.TabFocusReason)
    agent.settle()
    agent.keys("Up")
    spot = QPoint(talk.viewport().width() - 120, talk.viewport().height() - 60)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, talk.viewport().mapToGlobal(spot))
    QApplication.sendEvent(talk.viewport(), asked)
    agent.menu()


def _tickets_tab(agent: Agent) -> None:
    _talk(agent)
    tabs = agent.find(TabStrip, tr("Sidebar"))
    tabs.setFocus(Qt.FocusReason.TabFocusReason)
    agent.keys("Right")
    agent.until(lambda: tabs.current() == "tickets", "the tickets of the buyer are shown")


def _flags(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("orders")
    order = agent.there(lambda: orders.id_of_number(agent.reader, DEER_ORDER), "the order is there")
    agent.chooses_row(tr("Orders"), order)
    agent.drops_menu(tr("Set flag"))


def _filter(agent: Agent) -> None:
    clear(agent)
    agent.drops_menu(tr("State"))


def _ticket(agent: Agent) -> TicketDetail:
    clear(agent)
    agent.goes_to("tickets")
    detail = agent.there(lambda: agent.ticket_called(DEER_ERRAND.title), "the exchange is there")
    agent.chooses_row(tr("Tickets"), detail.row.id)
    return detail


def _state(agent: Agent) -> None:
    _ticket(agent)
    chip = agent.there(
        lambda: next((each for each in agent.shown(ChipButton) if each.accessibleName().startswith(tr("State"))), None),
        "the state can be chosen",
    )
    agent.clicks(chip)
    agent.menu()


def _send(agent: Agent) -> None:
    _ticket(agent)
    agent.press(tr("Reply to buyer"))
    agent.fills(Entry(tr("Reply to buyer"), "亲，已经给您改成 L 码～"))
    agent.drops_menu(tr("More ways to send"))


def _orders_of_buyer(agent: Agent) -> None:
    _ticket(agent)
    agent.act("new_ticket")
    agent.dialog(tr("New ticket"))
    agent.fills(Entry(tr("Buyer"), DEER.nick))
    agent.press(tr("Orders of the buyer"))
    agent.menu()


def _assignees(agent: Agent) -> None:
    clear(agent)
    agent.act("new_ticket")
    agent.dialog(tr("New ticket"))
    _open_combo(agent, agent.find(QComboBox, tr("Assignee")))


def _staff(agent: Agent) -> None:
    clear(agent)
    agent.window.go(Place("settings.staff"))
    section = agent.there(lambda: next(agent.shown(StaffSection), None), "the staff is shown")
    section.table.setFocus(Qt.FocusReason.TabFocusReason)
    agent.keys("Home", "Down", "Return")
    agent.menu()


def _minutes(agent: Agent) -> None:
    clear(agent)
    agent.window.go(Place("settings.security"))
    section = agent.there(lambda: next(agent.shown(SecuritySection), None), "the section is shown")
    _open_combo(agent, section.minutes)


def _open_combo(agent: Agent, box: QComboBox) -> None:
    box.setFocus(Qt.FocusReason.TabFocusReason)
    box.showPopup()
    agent.until(lambda: box.view().isVisible(), "the list opens")


MENU_SCENES: tuple[Scene, ...] = (
    Scene("menu-agent", mark("What the one who works here may do"), _agent),
    Scene("menu-talk", mark("What else may be done with a conversation"), _talk_menu),
    Scene("menu-message", mark("What may be done with a message"), _message_menu),
    Scene("buyer-tickets", mark("The tickets of the buyer stand beside the conversation"), _tickets_tab),
    Scene("menu-flags", mark("A flag is set for what is chosen"), _flags),
    Scene("menu-filter", mark("Only orders of one state"), _filter),
    Scene("menu-state", mark("A ticket gets another state"), _state),
    Scene("menu-send", mark("Another way to send"), _send),
    Scene("menu-orders", mark("The orders of the buyer are offered"), _orders_of_buyer),
    Scene("menu-assignee", mark("Who works a ticket is chosen"), _assignees),
    Scene("menu-staff", mark("What may be done with a colleague"), _staff),
    Scene("menu-minutes", mark("When the window locks is chosen"), _minutes),
)
