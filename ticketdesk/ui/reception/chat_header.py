"""The head of a conversation: who it is, how many orders, who serves him, and what can be done."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries.conversations import ConversationRow
from ticketdesk.ui import labels
from ticketdesk.ui.safe_text import ElidedLabel
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import IconButton, button
from ticketdesk.ui.widgets.marks import Chip
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn

_NICK: Final = 160


class ChatHeader(QWidget):
    """`ticket_wanted()`, `end_wanted()`, `copy_wanted()` (the nick), `paste_wanted()`, `manage_wanted()`."""

    ticket_wanted = Signal()
    end_wanted = Signal()
    copy_wanted = Signal()
    paste_wanted = Signal()
    manage_wanted = Signal()

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self.nick = ElidedLabel(role="title")
        self.orders = Chip(level="accent")
        self.region = Chip()
        self.ended = Chip()
        self.line = ElidedLabel(role="third")
        self.ticket = button(tr("New ticket"), "ticket-plus", tip=tr("New ticket from this conversation"))
        self.end = button(tr("End"), "circle-check", tip=tr("End the conversation"))
        self.more = IconButton("ellipsis", tr("More"))
        self.more.setMenu(self._menu())
        self.ticket.clicked.connect(self.ticket_wanted)
        self.end.clicked.connect(self.end_wanted)
        self._build()

    def _build(self) -> None:
        names = QHBoxLayout()
        names.setSpacing(6)
        names.addWidget(self.nick)
        for chip in (self.orders, self.region, self.ended):
            names.addWidget(chip)
        names.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(names)
        left.addWidget(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.l, 5, SIZES.m, 5)
        row.setSpacing(SIZES.s)
        row.addLayout(left, 1)
        for act in (self.ticket, self.end, self.more):
            row.addWidget(act)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(tr("Copy nickname")).triggered.connect(self.copy_wanted)
        menu.addAction(tr("Paste conversation")).triggered.connect(self.paste_wanted)
        menu.addSeparator()
        menu.addAction(tr("Manage phrases")).triggered.connect(self.manage_wanted)
        return menu

    def show_row(self, row: ConversationRow) -> None:
        """Show another conversation, or this one's new state."""
        self.nick.setText(row.nick)
        # Who it is must be read before how often and from where.
        self.nick.setMinimumWidth(min(_NICK, self.nick.sizeHint().width()))
        count = tr("100+ orders") if row.orders >= 100 else trn(row.orders, "{0} order", "{0} orders")
        words = tr("Regular · {0}", count) if row.orders > 1 else count
        self.orders.set_chip(words, "accent" if row.orders else "plain")
        self.region.set_chip(row.region)
        self.region.setVisible(bool(row.region))
        self.ended.set_chip(tr("Conversation ended"))
        self.ended.setVisible(row.state == "ended")
        self.line.setText(" · ".join(self._facts(row)))
        may_reply = self._world.may(Permission.RECEPTION_REPLY)
        self.end.setVisible(row.state == "open")
        self.end.setEnabled(may_reply)
        self.ticket.setEnabled(self._world.may(Permission.TICKET_HANDLE))

    def _facts(self, row: ConversationRow) -> list[str]:
        facts = [labels.channel(row.channel)]
        if row.agent_name:
            facts.append(tr("served by {0}", row.agent_name))
        if row.first_response_ms is not None:
            facts.append(tr("first response {0}", labels.span_text(row.first_response_ms)))
        return facts
