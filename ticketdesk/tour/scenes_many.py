"""Acts on many tickets: the bar under the list, its dialogs, and what was refused."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ticketdesk.desk.commands.tickets import CancelTicket
from ticketdesk.domain.tickets import TicketState
from ticketdesk.tour.agent import Agent, Entry
from ticketdesk.tour.book import Scene
from ticketdesk.tour.scenes_ticket_list import plain_list
from ticketdesk.ui.tickets.acts.many_dialogs import (
    ManyCancelDialog,
    ManySuspendDialog,
    ManyTransferDialog,
    RefusedDialog,
)
from ticketdesk.ui.tickets.acts.many_reply_dialog import ManyReplyDialog
from ticketdesk.ui.tickets.page import TicketsPage
from ticketdesk.words import mark, tr


def _chosen(agent: Agent) -> TicketsPage:
    page = plain_list(agent)
    page.views.set_current("open")
    page.list.show_view("open")
    agent.until(lambda: page.list.model.rowCount() > 3, "the open tickets are listed")
    agent.settle()
    page.list.focus_table()
    page.list.table.setFocus(Qt.FocusReason.TabFocusReason)
    agent.keys("Ctrl+Home", "Shift+Down", "Shift+Down", "Shift+Down")
    agent.until(lambda: page.bulk_bar.isVisible(), "the bar is there")
    return page


def _bar(agent: Agent) -> None:
    _chosen(agent)


def _suspend(agent: Agent) -> None:
    _chosen(agent)
    agent.keys("S")
    agent.dialog(tr("Suspend tickets"))
    agent.fills(Entry(tr("Reason"), "等仓库盘点"))


def _cancel(agent: Agent) -> None:
    _chosen(agent)
    agent.keys("X")
    agent.dialog(tr("Cancel tickets"))
    agent.fills(Entry(tr("Reason"), "买家重复提交"))


def _transfer(agent: Agent) -> None:
    _chosen(agent)
    agent.keys("H")
    agent.dialog(tr("Transfer"))
    agent.fills(Entry(tr("Note for the colleague"), "下午换班，请接着跟进"))


def _reply(agent: Agent) -> None:
    _chosen(agent)
    agent.keys("R")
    agent.dialog(tr("Reply to many buyers"))
    agent.fills(Entry(tr("Words to every buyer"), "亲爱的{买家}，您的{商品}今天{日期}安排处理，{客服}会一直跟进。"))
    dialog = next(agent.shown(ManyReplyDialog))
    agent.until(dialog.take.isEnabled, "the words are filled for each buyer")


def _refused(agent: Agent) -> None:
    page = _chosen(agent)
    ids = tuple(page.list.table.selected_ids())
    for ended in ids[1:3]:
        agent.parts.desk.run(CancelTicket(ticket_id=ended, reason="买家重复提交"))
    page.many.change(ids, "state", TicketState.WAITING_BUYER.value)
    agent.until(lambda: any(agent.shown(RefusedDialog)), "what was refused is told")


MANY_SCENES: tuple[Scene, ...] = (
    Scene("tickets-many", mark("Many tickets are chosen, and the bar offers what is done to all"), _bar),
    Scene("tickets-suspend", mark("Many tickets rest until a moment"), _suspend, (ManySuspendDialog,)),
    Scene("tickets-cancel", mark("Many tickets are cancelled with a reason"), _cancel, (ManyCancelDialog,)),
    Scene("tickets-transfer", mark("Many tickets are handed on with a reason"), _transfer, (ManyTransferDialog,)),
    Scene("tickets-reply", mark("One text to many buyers, seen as each of them reads it"), _reply, (ManyReplyDialog,)),
    Scene("tickets-refused", mark("Which tickets a bulk act left as they were, and why"), _refused, (RefusedDialog,)),
)
