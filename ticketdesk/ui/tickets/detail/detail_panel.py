"""The right of the tickets page: one ticket with everything that can be done to it."""

from __future__ import annotations

from collections.abc import Set
from functools import partial
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.tickets import SetTicketField
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.tickets import ENDED, TicketState
from ticketdesk.store.queries import conversations, tickets
from ticketdesk.store.queries.tickets import TicketDetail
from ticketdesk.ui.actions import page_actions
from ticketdesk.ui.override import override
from ticketdesk.ui.refunds.line import ask_refund
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.tickets.acts.cancel_dialog import CancelDialog
from ticketdesk.ui.tickets.acts.chain_dialog import ChainDialog
from ticketdesk.ui.tickets.detail.called_strip import CalledStrip
from ticketdesk.ui.tickets.detail.detail_acts import DetailActs
from ticketdesk.ui.tickets.detail.detail_facts import DetailFacts
from ticketdesk.ui.tickets.detail.detail_foot import EndFoot
from ticketdesk.ui.tickets.detail.detail_head import DetailHead
from ticketdesk.ui.tickets.detail.flow_acts import FlowActs
from ticketdesk.ui.tickets.detail.own_acts import open_values, open_words
from ticketdesk.ui.tickets.detail.reply_box import ReplyBox
from ticketdesk.ui.tickets.detail.ties_panel import TiesPanel
from ticketdesk.ui.tickets.detail.timeline import Timeline
from ticketdesk.ui.tickets.detail.upper_part import UpperPart
from ticketdesk.ui.tickets.detail.watching import Watching
from ticketdesk.ui.widgets.frames import EmptyState
from ticketdesk.ui.widgets.marks import Divider
from ticketdesk.ui.world import Place, World
from ticketdesk.words import tr

LOW: Final = 580
"""Below this height (px) the facts scroll with the timeline."""
_TIMELINE: Final = 120
"""What stands above the timeline leaves it this height (px) and scrolls."""


_FOLLOWED: Final = ("ticket", "ticket_mention", "orders", "agent", "conversation", "refund")


class DetailPanel(QStackedWidget):
    """`show_ticket(id)`; it changes nothing itself but posts commands and follows what was committed.

    ``dressed_parts`` wear the style sheet: the whole, of two hundred widgets, holds the window for 40 ms.
    """

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._detail: TicketDetail | None = None
        self._low = False
        self.flow = FlowActs(world, self, lambda: self._detail.row if self._detail else None)
        slots = {"claim_ticket": self.flow.claim, "release_ticket": self.flow.release}
        self.claim, self.release = page_actions(self, world.keymap, slots)
        self.empty = EmptyState(
            "ticket-check", tr("No ticket chosen"), tr("Choose one of the list: arrows move, Enter writes a reply.")
        )
        self.head = DetailHead(world)
        self.called = CalledStrip(world)
        self.watching = Watching(world, self, self.head.watching, lambda: self._detail)
        people = {"watch_ticket": self.watching.turn, "mention_done": self.called.finish}
        self.watch, self.mention_done = page_actions(self, world.keymap, people)
        self.facts = DetailFacts(world)
        self.timeline = Timeline(world)
        self.ties = TiesPanel(world)
        self.acts = DetailActs(world, self, lambda: self._detail)
        self.reply = ReplyBox(world)
        self.reply.before_finish = self.flow.before_completion = self.acts.before_completion
        self._foot = EndFoot(world)
        self.reopen, self.winner = self._foot.reopen, self._foot.winner
        self.addWidget(self.empty)
        self.addWidget(self._whole())
        self._connect()

    @override
    def sizeHint(self) -> QSize:
        return QSize(SIZES.detail, 600)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(350, 300)

    @property
    def ticket_id(self) -> int | None:
        """The ticket shown."""
        return self._detail.row.id if self._detail else None

    def show_ticket(self, ticket_id: int | None) -> None:
        """Show a ticket; None or one that is gone shows that none is chosen."""
        fresh = ticket_id != self.ticket_id
        self._detail = tickets.detail(self._world.reader, ticket_id) if ticket_id is not None else None
        self.setCurrentIndex(1 if self._detail else 0)
        self.reply.show_ticket(self.ticket_id)
        if self._detail is not None:
            self._show(self._detail, fresh=fresh)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.height() < LOW
        if low != self._low:
            self._low = low
            if low:
                self.timeline.take_lead(self.ties)
                self.timeline.take_lead(self.facts)
            else:
                self._upper.take(self.facts, self._between, self.ties)
            self._upper.setVisible(not low)

    def follow(self, changes: Changes) -> None:
        """Read the ticket again where it was written."""
        if self._detail is None or not changes.touches(*_FOLLOWED):
            return
        row, links = self._detail.row, self._detail.links
        family = {row.id, *(link.ticket_id for link in links)}
        # Which orders the tickets have that were merged into it is not known here.
        others = changes.touches("orders") and any(link.kind == "merged" for link in links)
        written: dict[str, Set[int | None]] = {
            "ticket": family, "orders": {row.order_id}, "conversation": {row.conversation_id},
            "refund": {each.id for each in self._detail.refunds},
        }  # fmt: skip
        if others or changes.touches("ticket_mention") or any(_wrote(changes, *each) for each in written.items()):
            self.show_ticket(self.ticket_id)

    def tick(self, now: int) -> None:
        """Show what is left; ``now`` is UTC ms."""
        self.head.tick(now)
        self.facts.tick(now)

    def show_deadlines(self) -> None:
        """Open the chain of deadlines of the ticket shown."""
        if self._detail is not None:
            ChainDialog(self._world, self._detail.row, self).open()

    def focus_reply(self) -> None:
        """Give the keyboard to the reply, or to Reopen where the ticket is ended."""
        ended = self._detail is not None and TicketState(self._detail.row.state) in ENDED
        merged = self._detail is not None and self._detail.merged_into is not None
        (self.winner if merged else self.reopen if ended else self.reply.text).setFocus()

    def keep(self) -> None:
        """Keep what is being written."""
        self.reply.keep()

    def _show(self, detail: TicketDetail, *, fresh: bool) -> None:
        self.head.show_ticket(detail.row, self._world.clock())
        self.called.show_ticket(detail)
        self.watching.show_ticket(detail)
        self.facts.show_ticket(detail, conversation=detail.talk is not None)
        self.ties.show_ticket(detail)
        self.timeline.show_events(detail.events, fresh=fresh, ticket=detail.row.id)
        self._turn_foot(ended=TicketState(detail.row.state) in ENDED)
        self._foot.show_ticket(detail)

    def _turn_foot(self, *, ended: bool) -> None:
        """Show the reply, or Reopen where the ticket is ended; the keyboard stays at the foot where it was there."""
        focus = self.window().focusWidget()
        hidden, shown = (self.reply, self._foot) if ended else (self._foot, self.reply)
        self.timeline.answering = not ended and self._world.may(Permission.TICKET_HANDLE)
        held = focus is not None and hidden.isAncestorOf(focus)
        shown.show()
        if held:
            self.focus_reply()
        hidden.hide()

    def _conversation(self, detail: TicketDetail) -> int | None:
        row = detail.row
        if row.conversation_id is not None or row.buyer_id is None:
            return row.conversation_id
        return conversations.of_buyer(self._world.reader, row.buyer_id)

    def _set_field(self, field: str, value: str) -> None:
        if self._detail is not None:
            row = self._detail.row
            seen = row.type if field == "type" else str(row.priority)
            self._world.post(SetTicketField(ticket_ids=(row.id,), field=field, value=value, seen=seen))

    def _cancel(self) -> None:
        if self._detail is not None:
            CancelDialog(self._world, self._detail, self).open()

    def _take_picture(self, image: QImage) -> None:
        self.reply.add_pictures([image])

    def _open_conversation(self) -> None:
        found = self._conversation(self._detail) if self._detail else None
        if found is not None:
            self._world.go.emit(Place("conversation", found))

    def _open_order(self) -> None:
        if self._detail is not None and self._detail.row.order_id is not None:
            self._world.go.emit(Place("order", self._detail.row.order_id))

    def _ask_refund(self) -> None:
        if self._detail is not None and self._detail.row.order_id is not None:
            ask_refund(self._world, self._detail.row.order_id, self.window(), self._detail.row.id)

    def _connect(self) -> None:
        self.head.state_chosen.connect(self.flow.set_state)
        self.head.type_chosen.connect(partial(self._set_field, "type"))
        self.head.priority_chosen.connect(partial(self._set_field, "priority"))
        self.head.assignee_chosen.connect(self.flow.set_assignee)
        opening = partial(open_values, self._world, lambda: self._detail, self)
        self.head.fields_asked.connect(opening)
        self.head.words_asked.connect(partial(open_words, self._world, lambda: self._detail, self))
        self._own = page_actions(self, self._world.keymap, {"ticket_fields": opening})
        self.facts.conversation_asked.connect(self._open_conversation)
        self.facts.order_asked.connect(self._open_order)
        self.facts.deadlines_asked.connect(self.show_deadlines)
        self.facts.refund_asked.connect(self._ask_refund)
        self.reply.transfer_asked.connect(self.flow.transfer)
        self.timeline.picture_drawn.connect(self._take_picture)
        self.reply.cancel_asked.connect(self._cancel)
        self.reopen.clicked.connect(self.flow.reopen)

    def _whole(self) -> QWidget:
        made = QWidget()
        self._between = Divider()
        self._upper = UpperPart(self.facts, self._between, self.ties)
        self.ties.unfolded.connect(self._upper.reach)
        self.timeline.setMinimumHeight(_TIMELINE)
        self.timeline.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        above = _column(self.head, self.called, Divider(), self._upper, Divider())
        below = _column(Divider(), self.reply, self._foot)
        column.addWidget(above)
        column.addWidget(self.timeline, 1)
        column.addWidget(below)
        self.dressed_parts = (self.empty, above, self.timeline, below)
        return made


def _wrote(changes: Changes, table: str, rows: Set[int | None]) -> bool:
    """Whether one of these rows was written; where very many were, it may have been."""
    found = changes.of(table)
    return found is None or not rows.isdisjoint(found)


def _column(*parts: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for part in parts:
        column.addWidget(part)
    return made
