"""Tickets that belong together: links and checklist, merging, taking out, splitting, and how a ticket was."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QMessageBox

from ticketdesk.store.queries import tickets
from ticketdesk.store.queries.tickets import TicketView
from ticketdesk.tour.agent import Agent, Entry
from ticketdesk.tour.book import Scene
from ticketdesk.tour.sample_talks import DEER_ERRAND
from ticketdesk.tour.scenes_past import PAST_SCENES
from ticketdesk.tour.scenes_ticket_list import plain_list
from ticketdesk.ui.tickets.acts.move_dialogs import SplitDialog, TakeOutDialog
from ticketdesk.ui.tickets.acts.tie_dialogs import LinkDialog, MergeDialog
from ticketdesk.ui.tickets.detail.past_dialog import PastDialog
from ticketdesk.ui.tickets.page import TicketsPage
from ticketdesk.words import mark, tr

NOTE = "仓库说 L 码今天就能发"
ITEMS = ("把新尺码写进订单备注", "告诉买家几时发货")


def _deer(agent: Agent) -> tickets.TicketDetail:
    return agent.there(lambda: agent.ticket_called(DEER_ERRAND.title), "the exchange is there")


def _others(agent: Agent) -> list[tickets.TicketRow]:
    """Other open tickets, the oldest first."""
    ids = tickets.snapshot(agent.reader, TicketView("open"), limit=20)
    mine = _deer(agent).row
    return sorted((row for row in tickets.rows(agent.reader, ids) if row.id != mine.id), key=lambda row: row.id)


def _shown(agent: Agent) -> None:
    plain_list(agent)
    agent.chooses_row(tr("Tickets"), _deer(agent).row.id)
    agent.settle()


def _linked(agent: Agent) -> None:
    _shown(agent)
    agent.keys("Ctrl+Alt+L")
    agent.dialog(tr("Link tickets"))
    agent.fills(Entry(tr("Numbers of tickets"), _others(agent)[0].number))


def _deer_list(agent: Agent) -> str:
    """What the button says that unfolds the checklist."""
    items = _deer(agent).checks
    done = sum(item.done_at is not None for item in items)
    return tr("Checklist {0}/{1}", done, len(items)) if items else tr("Checklist")


def _on_list(agent: Agent, item: str) -> bool:
    return any(each.text == item for each in _deer(agent).checks)


def _tied(agent: Agent) -> None:
    agent.keys("Ctrl+Return")
    agent.no_dialog()
    agent.until(lambda: len(_deer(agent).links) == 1, "the link stands there")
    agent.press(_deer_list(agent))
    for item in ITEMS:
        agent.fills(Entry(tr("New item of the checklist"), item))
        agent.keys("Return")
        agent.until(partial(_on_list, agent, item), "it is on the checklist")
    agent.until(lambda: len(list(agent.shown(QCheckBox))) == len(ITEMS), "the checklist is shown")
    box = next(iter(agent.shown(QCheckBox)))
    _ticks(agent, box)
    agent.until(lambda: any(item.done_at is not None for item in _deer(agent).checks), "an item is ticked off")


def _ticks(agent: Agent, box: QCheckBox) -> None:
    """By the keyboard: a box is wider than where it can be clicked."""
    box.setFocus(Qt.FocusReason.TabFocusReason)
    agent.settle()
    agent.keys("Space")


def _merging(agent: Agent) -> None:
    _shown(agent)
    agent.keys("Ctrl+Alt+M")
    agent.dialog(tr("Merge tickets"))
    agent.fills(Entry(tr("Numbers of tickets"), _others(agent)[1].number))
    agent.keys("Ctrl+Return")
    agent.until(lambda: _meant(agent) is not None, "two buyers: it asks")


def _meant(agent: Agent) -> QCheckBox | None:
    words = tr("I mean it: these are tickets of two buyers")
    return next((box for box in agent.shown(QCheckBox) if box.text() == words), None)


def _merged(agent: Agent) -> None:
    _ticks(agent, agent.there(lambda: _meant(agent), "it asks"))
    dialog = agent.there(lambda: next(agent.shown(MergeDialog), None), "the dialog is open")
    agent.clicks(dialog.act)
    agent.no_dialog()
    agent.until(lambda: any(link.kind == "merged" for link in _deer(agent).links), "the tickets are one")
    agent.press(tr("Internal note"))
    agent.fills(Entry(tr("Internal note"), NOTE))
    agent.keys("Ctrl+Return")
    agent.until(lambda: _deer(agent).events[-1].text == NOTE, "it is written at the one that stayed")


def _taking_out(agent: Agent) -> None:
    _shown(agent)
    link = agent.there(
        lambda: next((link for link in _deer(agent).links if link.kind == "merged"), None), "the tickets are one"
    )
    agent.press(tr("Take {0} out again", link.number))
    agent.dialog(tr("Take out of the merge"))


def _splitting(agent: Agent) -> None:
    _shown(agent)
    agent.keys("Ctrl+Alt+S")
    dialog = agent.dialog(tr("Split ticket"))
    box = agent.there(lambda: next(iter(dialog.findChildren(QCheckBox)), None), "there are lines")
    _ticks(agent, box)
    agent.fills(Entry(tr("Title"), "L 码到货提醒"))


def _past(agent: Agent) -> None:
    _shown(agent)
    agent.keys("Ctrl+Alt+H")
    agent.dialog(tr("The ticket as it was"))
    agent.keys("End")


def _worded(agent: Agent) -> None:
    _shown(agent)
    agent.press(tr("Reply to buyer"))
    agent.fills(Entry(tr("Reply to buyer"), "亲，麻烦您加我微信 linxia8866，我把实物照片发给您～"))
    agent.keys("Ctrl+Return")
    page = next(agent.shown(TicketsPage))
    agent.until(lambda: page.detail.reply.wording.asking, "the wording is asked about")


def _open_items(agent: Agent) -> None:
    _shown(agent)
    agent.press(tr("Reply to buyer"))
    agent.fills(Entry(tr("Reply to buyer"), "亲，已经处理好了～"))
    agent.keys("Ctrl+Shift+Return")
    agent.until(lambda: any(agent.shown(QMessageBox)), "it warns")


TIE_SCENES: tuple[Scene, ...] = (
    Scene("ticket-link", mark("A ticket is linked to another one"), _linked, (LinkDialog,)),
    Scene("ticket-ties", mark("What belongs to a ticket stands above its timeline"), _tied),
    Scene("ticket-merge", mark("Tickets of two buyers are merged only after a question"), _merging, (MergeDialog,)),
    Scene("ticket-merged", mark("The one that stays shows the lines of both"), _merged),
    Scene("ticket-take-out", mark("What was written since goes where the agent says"), _taking_out, (TakeOutDialog,)),
    Scene("ticket-split", mark("Some lines become a ticket of their own"), _splitting, (SplitDialog,)),
    Scene("ticket-past", mark("A ticket as it was after one of its acts"), _past, (PastDialog,)),
    *PAST_SCENES,
    Scene("ticket-reply-wording", mark("What is asked before a reply on a ticket goes to the buyer"), _worded),
    Scene("ticket-open-items", mark("A ticket with open items is completed only after a question"), _open_items),
)
