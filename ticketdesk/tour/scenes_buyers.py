"""The scenes of buyers and of the filter of the orders."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QDialog

from ticketdesk.store.queries import buyer_timeline, buyers
from ticketdesk.tour.agent import Agent, Entry
from ticketdesk.tour.book import Scene
from ticketdesk.tour.sample_talks import DEER
from ticketdesk.ui.buyers.note_dialog import NoteDialog
from ticketdesk.words import mark, tr

_NOTE = "喜欢宽松一点的版型，发货前先确认尺码。"


def _buyers(agent: Agent) -> None:
    leave(agent)
    agent.goes_to("buyers")
    deer = agent.there(lambda: buyers.id_of_nick(agent.reader, DEER.nick), "the buyer is there")
    agent.chooses_row(tr("Buyers"), deer)
    kinds = {entry.kind for entry in buyer_timeline.page(agent.reader, deer)}
    agent.sees(kinds >= {"talk", "order", "remark", "ticket"}, "talk, orders, remarks and tickets stand in one line")


def _note_form(agent: Agent) -> None:
    agent.press(tr("Edit the note"))
    agent.dialog(tr("Note on the buyer"))
    agent.fills(Entry(tr("Note"), _NOTE))


def _note(agent: Agent) -> None:
    agent.keys("Ctrl+Return")
    agent.no_dialog()
    deer = agent.there(lambda: buyers.id_of_nick(agent.reader, DEER.nick), "the buyer is there")
    agent.until(lambda: getattr(buyers.buyer(agent.reader, deer), "note", "") == _NOTE, "the note is kept")


def _open_only(agent: Agent) -> None:
    agent.press(tr("With open ticket"))
    found = buyers.ids(agent.reader, buyers.BuyerFilter(ticketed=True))
    agent.sees(0 < len(found) < len(buyers.ids(agent.reader, buyers.BuyerFilter())), "some have an open ticket")
    agent.settle()


def _orders(agent: Agent) -> None:
    leave(agent)
    agent.goes_to("orders")
    agent.keys("Ctrl+F")
    agent.write("衬衫")
    agent.press(tr("With open ticket"))
    agent.settle()


def _no_orders(agent: Agent) -> None:
    agent.press(tr("Address changed"))
    agent.find(QAbstractButton, tr("Clear all"))
    agent.settle()


def _cleared(agent: Agent) -> None:
    agent.press(tr("Clear all"))
    agent.settle()


def leave(agent: Agent) -> None:
    """Leave what the scene before has opened."""
    for _open in range(3):
        if isinstance(agent.top(), QDialog):
            agent.keys("Esc")
            agent.settle()
    agent.window.palette_list.dismiss()
    agent.no_dialog()


BUYER_SCENES: tuple[Scene, ...] = (
    Scene("buyers", mark("A buyer with everything that passed, in one line"), _buyers),
    Scene("buyer-note-form", mark("A note on the buyer is written"), _note_form, (NoteDialog,)),
    Scene("buyer-note", mark("A note is kept for colleagues"), _note),
    Scene("buyers-filter", mark("Only buyers with an open ticket"), _open_only),
    Scene("orders-filter", mark("Orders that hold a word and have an open ticket"), _orders),
    Scene("orders-none", mark("No order is all that at once, and the window says what to do"), _no_orders),
    Scene("orders-cleared", mark("The filter is cleared"), _cleared),
)
