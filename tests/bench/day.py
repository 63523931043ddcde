"""A day of an agent in clicks: every page, many conversations and tickets, searches and replies."""

from __future__ import annotations

from tests.bench.stage import Stage
from ticketdesk.desk.commands.talk import SendReply
from ticketdesk.store.queries import conversations
from ticketdesk.ui.search.found import find

TALKS, WORDS = 150, ("退货", "亚麻", "99", "没有", "林", "围巾", "补发", "发票")


def open_everything(stage: Stage) -> None:
    """Open every page on its longest list."""
    stage.page("home")
    stage.page("orders")
    stage.page("tickets")._show_view("all")
    stage.rest(0.3)
    reception = stage.page("reception")
    reception.list.tabs.set_current("recent")
    reception.list._switch("recent")
    stage.rest(0.3)


def live(stage: Stage) -> None:
    """Work through a day: conversations with replies, tickets by views, searches, pages in between."""
    reception, tickets = stage.window.page("reception"), stage.window.page("tickets")
    talks = list(conversations.snapshot(stage.reader, "recent", limit=TALKS))
    for turn, number in enumerate(talks):
        stage.window.show_page("reception")
        reception.list.select(number)
        stage.turn()
        stage.parts.desk.run(SendReply(conversation_id=number, text=f"好的，第 {turn} 位，马上处理"))
        if turn % 5 == 0:
            stage.window.show_page("tickets")
            tickets.list.table.set_current_id(tickets.list.model.id_at(turn * 3))
            find(stage.reader, WORDS[turn // 5 % len(WORDS)], lambda: False)
        stage.turn()
    for key in ("mine", "done", "all"):
        tickets._show_view(key)
        stage.rest(0.1)
    open_everything(stage)
