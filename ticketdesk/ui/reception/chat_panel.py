"""The middle column of reception: head, open ticket, messages, outbox and composer of one conversation."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QPalette, QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.talk import MarkSent
from ticketdesk.store.queries import conversations, talks
from ticketdesk.store.queries.conversations import ConversationRow, MessageRow
from ticketdesk.store.queries.refund_brief import RefundBrief, open_of_buyer
from ticketdesk.store.queries.tickets import TicketRow
from ticketdesk.ui.after_frame import AfterFrame
from ticketdesk.ui.override import override
from ticketdesk.ui.reception.acts.reminder_strip import ReminderStrip
from ticketdesk.ui.reception.chat.reply_ways import connect_reply
from ticketdesk.ui.reception.chat.tools import TalkTools
from ticketdesk.ui.reception.chat_header import ChatHeader
from ticketdesk.ui.reception.compose.outbox_hands import OutboxHands
from ticketdesk.ui.reception.composer import Composer
from ticketdesk.ui.reception.outbox_bar import OutboxBar
from ticketdesk.ui.reception.outlet import Clipboard, ClipboardOutlet, Outlet
from ticketdesk.ui.reception.reply_drafts import ReplyDrafts
from ticketdesk.ui.reception.talk_view import OPENED, TalkView
from ticketdesk.ui.reception.ticket_banner import TicketBanner
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.frames import EmptyState
from ticketdesk.ui.widgets.marks import Divider
from ticketdesk.ui.widgets.picture_strip import pictures_in
from ticketdesk.ui.world import TicketSeed, World
from ticketdesk.words import tr

_LOW: Final = 340
"""Pixels of a panel that has no room for a talk beside a whole outbox: one of four in a small window."""
_LATE_MS: Final = 30
"""Head and outbox follow a change by so much: two frames, in which the message itself is painted."""


class ChatPanel(QWidget):
    """One conversation, or what to do where there is none. `paste_wanted()`, `manage_wanted()` open dialogs.

    Pictures dropped on it go into the reply; a .txt file is a conversation (`file_dropped(path)`). ``upper`` was made a
    turn before, since all at once would hold the window.
    """

    paste_wanted = Signal()
    manage_wanted = Signal()
    file_dropped = Signal(str)

    def __init__(
        self,
        world: World,
        outlet: Outlet | None = None,
        parent: QWidget | None = None,
        drafts: ReplyDrafts | None = None,
        upper: tuple[ChatHeader, TalkView] | None = None,
    ) -> None:
        super().__init__(parent)
        self._world = world
        self._row: ConversationRow | None = None
        self._behind = False
        self._clipboard = Clipboard(world)
        self._outlet = outlet or ClipboardOutlet(self._clipboard)
        self.header, self.talk = upper or (ChatHeader(world), TalkView(world))
        self._build(drafts)
        self._connect()
        self.show_conversation(None)

    def _build(self, drafts: ReplyDrafts | None) -> None:
        self.reminders = ReminderStrip(self._world)
        self.banner = TicketBanner(self._world)
        self.after = AfterFrame(self.talk.view.viewport(), self)
        self.outbox = OutboxBar()
        self.composer = Composer(self._world, self, drafts=drafts)
        self.hands = OutboxHands(self._world, self.outbox, self.composer)
        self.tools = TalkTools(self._world, self.talk, self)
        self.empty = EmptyState(
            "messages-square",
            tr("No conversation chosen"),
            tr("Choose one on the left, or paste one copied in Qianniu."),
            action=tr("Paste conversation"),
        )
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.addWidget(self._upper())
        self.splitter.addWidget(self.composer)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([600, 190])
        talk = QWidget()
        column = QVBoxLayout(talk)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.header, Divider()):
            column.addWidget(part)
        column.addWidget(self.splitter, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(talk)
        self._stack.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.reminders)
        whole.addWidget(self._stack, 1)
        self.setMinimumWidth(400)
        self.setAcceptDrops(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)

    def _upper(self) -> QWidget:
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part, below in ((self.banner, 0), (self.outbox, SIZES.s)):
            frame = QVBoxLayout()
            frame.setContentsMargins(SIZES.l, SIZES.s if part is self.banner else 0, SIZES.l, below)
            frame.addWidget(part)
            column.addLayout(frame)
        column.insertWidget(1, self.talk, 1)
        quote = QVBoxLayout()
        quote.setContentsMargins(SIZES.l, 0, SIZES.l, SIZES.xs)
        quote.addWidget(self.tools.quote)
        column.addLayout(quote)
        return upper

    def _connect(self) -> None:
        self.header.ticket_wanted.connect(self.new_ticket)
        self.header.copy_wanted.connect(self._copy_nick)
        self.header.paste_wanted.connect(self.paste_wanted)
        self.header.manage_wanted.connect(self.manage_wanted)
        self.composer.manage_wanted.connect(self.manage_wanted)
        self.composer.replied.connect(self.deliver)
        self.outbox.copy_wanted.connect(self._copy)
        self._world.keymap.changed.connect(self._dress_keys)
        self._dress_keys()
        self.outbox.sent.connect(self._mark_sent)
        self.empty.acted.connect(self.paste_wanted)
        self._world.changed.connect(self._changed)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_LATE_MS)
        self._late.timeout.connect(self._catch_up)
        connect_reply(self._world, self.tools, self.composer, self.new_ticket)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.outbox.set_low(self.height() < _LOW)

    def conversation(self) -> ConversationRow | None:
        """The conversation shown."""
        return self._row

    def show_conversation(self, conversation_id: int | None, message_id: int | None = None) -> None:
        """Show a conversation from its end, or around one of its messages, which is then marked current."""
        talk = talks.talk(self._world.reader, conversation_id, OPENED) if conversation_id is not None else None
        row = talk.row if talk is not None else None
        same = row is not None and self._row is not None and row.id == self._row.id
        self._row = row
        self._stack.setCurrentIndex(0 if row is not None else 1)
        self.composer.set_conversation(row.id if row is not None else None)
        if talk is None:
            self.talk.show_nothing()
            return
        if not same or message_id is not None:
            self.talk.show_talk(talk, message_id)
        self._show_row(talk.row, talk.tickets, talk.refunds)
        self._show_outbox(self.talk.unsent(talk.outbox))

    def new_ticket(self) -> None:
        """Ask for a new ticket that starts from this conversation and the buyer's newest order."""
        if self._row is not None:
            text, count = self.talk.quoted()
            order = self.banner.newest_order(self._row.buyer_id)
            self._world.new_ticket.emit(TicketSeed(order, self._row.id, self._row.nick, text, count))

    def mark_pasted(self) -> None:
        """Mark the reply that was copied last (else the newest of the outbox) as sent."""
        self._catch_up_now()
        self.outbox.mark_pasted(self.talk.copied())

    def tick(self, now: int) -> None:
        """Renew what depends on the clock."""
        self.reminders.tick(now)
        if self._row is not None:
            self.banner.tick(now)

    def _show_row(self, row: ConversationRow, tickets: Sequence[TicketRow], refunds: Sequence[RefundBrief]) -> None:
        self.header.show_row(row)
        self.banner.show_tickets(tickets, self._world.clock())
        self.banner.show_refunds(refunds, self._world.clock())

    def _dress_keys(self) -> None:
        self.outbox.set_keys(self._world.keymap.shown("mark_pasted"))

    def _show_outbox(self, rows: Sequence[MessageRow]) -> None:
        self.outbox.show_rows(rows)
        self.composer.seen = self.talk.newest_id()

    def _changed(self, changes: Changes) -> None:
        if self._row is None:
            return
        ids = changes.of("conversation")
        mine = ids is None or self._row.id in ids
        if mine:
            self.talk.take(changes)
            self.composer.seen = self.talk.newest_id()
        if mine or changes.touches("ticket", "orders", "buyer", "refund"):
            # The new message is painted first; head and outbox follow a frame later.
            self._behind = self._behind or mine
            if not self._late.isActive():
                self._late.start()

    def _catch_up_now(self) -> None:
        if self._late.isActive():
            self._late.stop()
            self._catch_up()

    def _catch_up(self) -> None:
        """Bring head, banner and outbox up to what changed."""
        if self._row is None:
            return
        if self._behind:
            self._behind = False
            self._show_outbox(self.talk.waiting_replies())
        row = conversations.one(self._world.reader, self._row.id)
        if row is None:
            self.show_conversation(None)
        else:
            self._row = row
            reader = self._world.reader
            self._show_row(row, talks.open_tickets(reader, row.buyer_id), open_of_buyer(reader, row.buyer_id))

    def deliver(self, message_ids: tuple[int, ...]) -> None:
        """Give the replies to the channel once their bubbles stand there, the first one last: it is the one that then
        lies on the clipboard."""
        self.talk.scroll_bottom()
        self.after.do(partial(self._hand_over, message_ids))

    def _hand_over(self, message_ids: tuple[int, ...]) -> None:
        for number in reversed(message_ids):
            reply = self.talk.reply(number)
            if reply is not None and reply.state == "outbox":
                self._tell(reply, self._outlet.deliver(reply).state)

    def _copy(self, reply: MessageRow) -> None:
        self._clipboard.copy(reply)
        self._tell(reply, "copied")

    def _tell(self, reply: MessageRow, state: str) -> None:
        if state == "sent":
            self._mark_sent((reply.id,))
        else:
            self.talk.mark_copied(reply.id)

    def _mark_sent(self, ids: tuple[int, ...]) -> None:
        self._world.post(MarkSent(message_ids=ids))

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if pictures_in(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        given = pictures_in(event.mimeData())
        talks = [each for each in given if isinstance(each, Path) and each.suffix.lower() == ".txt"]
        if talks:
            self.file_dropped.emit(str(talks[0]))
        else:
            self.composer.add_pictures(list(given))

    def _copy_nick(self) -> None:
        if self._row is not None:
            QGuiApplication.clipboard().setText(self._row.nick)
