"""Acts on many tickets: the bar under the list, its dialogs, and what was refused."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ticketdesk.desk.commands.tickets import CancelTicket
from ticketdesk.domain.tickets import TicketState
from ticketdesk.tour.agent import Agent, Entry
from ticketdesk.tour.book import Scene
from ticketdesk.tour.scenes_ticket_list import plain_list
from ticketdesk.ui.query.field import language
from ticketdesk.ui.tickets.acts.many_dialogs import (
    ManyCancelDialog,
    ManySuspendDialog,
    ManyTransferDialog,
    RefusedDialog,
)
from ticketdesk.ui.tickets.acts.many_field_dialog import ManyFieldDialog
from ticketdesk.ui.tickets.acts.many_reply_dialog import ManyReplyDialog
from ticketdesk.ui.tickets.page import TicketsPage
from ticketdesk.words import mark, tr
from ticketdesk.words.ticket_types import shown


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


def _field_dialog(agent: Agent) -> ManyFieldDialog:
    page = plain_list(agent)
    page.views.set_current("all")
    page.list.show_view("all")
    agent.keys("Ctrl+F")
    agent.write("类型:换货 " if language() == "zh" else "type:exchange ")
    agent.keys("Return")
    agent.until(lambda: page.list.search.chips.chips and page.list.model.rowCount() > 1, "exchanges are listed")
    agent.settle()
    page.list.focus_table()
    page.list.table.setFocus(Qt.FocusReason.TabFocusReason)
    agent.keys("Ctrl+Home", "Shift+Down", "F")
    agent.dialog(tr("Set a field of many tickets"))
    dialog = next(agent.shown(ManyFieldDialog))
    agent.until(dialog.take.isEnabled, "the fields are read")
    return dialog


def _field(agent: Agent) -> None:
    dialog = _field_dialog(agent)
    dialog.field.setCurrentIndex(dialog.field.findData("wanted"))
    agent.fills(Entry(shown("Exchange for"), "燕麦色 M 码"))


def _empty(agent: Agent) -> None:
    _field_dialog(agent)


def _due(agent: Agent) -> None:
    dialog = _field_dialog(agent)
    dialog.field.setCurrentIndex(dialog.field.findText(tr("Agreed end of the deadline")))
    agent.keys("Tab")


def _write_to_many(agent: Agent, words: str) -> ManyReplyDialog:
    _chosen(agent)
    agent.keys("R")
    agent.dialog(tr("Reply to many buyers"))
    agent.fills(Entry(tr("Words to every buyer"), words))
    dialog = next(agent.shown(ManyReplyDialog))
    agent.until(dialog.take.isEnabled, "the words are filled for each buyer")
    return dialog


def _reply(agent: Agent) -> None:
    _write_to_many(agent, "亲爱的{买家}，您的{商品}今天{日期}安排处理，{客服}会一直跟进。")


def _worded(agent: Agent) -> None:
    dialog = _write_to_many(agent, "亲爱的{买家}，麻烦你加我微信 linxia8866，我把{商品}的进度发给你。")
    agent.keys("Ctrl+Return")
    agent.until(lambda: dialog.wording.asking, "the wording is asked about")


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
    Scene("tickets-reply-wording", mark("What is asked before one text goes to many buyers"), _worded),
    Scene("tickets-field", mark("One field of many tickets is set"), _field, (ManyFieldDialog,)),
    Scene("tickets-field-empty", mark("Nothing is typed, so the field of many tickets becomes empty"), _empty),
    Scene("tickets-due", mark("An end of the deadline is agreed on for many tickets"), _due),
    Scene("tickets-refused", mark("Which tickets a bulk act left as they were, and why"), _refused, (RefusedDialog,)),
)
