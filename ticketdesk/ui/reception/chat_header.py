"""The head of a conversation: who it is, how many orders, the tags, who serves him, and what can be done."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import buyer_marks
from ticketdesk.store.queries.conversations import ConversationRow
from ticketdesk.ui import labels
from ticketdesk.ui.override import override
from ticketdesk.ui.reception.acts.act_buttons import ActButtons
from ticketdesk.ui.reception.acts.tag_bar import TagBar
from ticketdesk.ui.safe_text import ElidedLabel, one_line, set_tooltip
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import IconButton
from ticketdesk.ui.widgets.marks import Chip
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn

_NICK: Final = 160
_CHIPS: Final = 400
"""Pixels of a head that has room for where a buyer is from and how often he ordered, which the orders tell too."""
_BESIDE: Final = SIZES.l + SIZES.m + 2 * SIZES.s
"""Pixels of margins and gaps beside the name, the buttons and the menu."""
_GAP: Final = 6
_TAGS: Final = 48
_SUBJECT: Final = 60
_REST_MS: Final = 40


class ChatHeader(QWidget):
    """`copy_wanted()` (the nick), and one signal for each act that the window is to do."""

    transfer_wanted = Signal()
    ticket_wanted = Signal()
    later_wanted = Signal()
    end_wanted = Signal()
    end_next_wanted = Signal()
    star_wanted = Signal()
    todo_wanted = Signal()
    block_wanted = Signal()
    copy_wanted = Signal()
    paste_wanted = Signal()
    manage_wanted = Signal()

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._row: ConversationRow | None = None
        self.nick = ElidedLabel(role="title")
        self.star = IconButton("star", tr("Star the conversation"), size=14, checkable=True)
        self.orders = Chip(level="accent")
        self.region = Chip()
        self.ended = Chip(tr("Conversation ended"))
        self.blocked = Chip(tr("Blocked"), "bad", icon="ban")
        self.blocked.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.tags = TagBar()
        self.line = ElidedLabel(role="third")
        self.acts = ActButtons(world)
        self.transfer, self.ticket, self.later, self.end = self.acts.buttons
        self.more = IconButton("ellipsis", tr("More"))
        self.more.setMenu(self._menu())
        self._fill()
        # The tags are read once the arrow key rests: opening a conversation asks for enough already.
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(_REST_MS)
        self._resting.timeout.connect(self.read_marks)
        self._build()
        for act, wanted in zip(
            self.acts.buttons,
            (self.transfer_wanted, self.ticket_wanted, self.later_wanted, self.end_wanted),
            strict=True,
        ):
            act.clicked.connect(wanted)
        self.star.clicked.connect(self.star_wanted)
        world.changed.connect(self._changed)

    def _build(self) -> None:
        names = QHBoxLayout()
        names.setSpacing(_GAP)
        names.addWidget(self.nick)
        for part in (self.star, self.orders, self.region, self.ended, self.blocked):
            names.addWidget(part)
        names.addStretch(1)
        below = QHBoxLayout()
        below.setSpacing(SIZES.s)
        below.addWidget(self.line)
        below.addWidget(self.tags, 1)
        left = self._left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(names)
        left.addLayout(below)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.l, 5, SIZES.m, 5)
        row.setSpacing(SIZES.s)
        row.addLayout(left, 1)
        row.addWidget(self.acts)
        row.addWidget(self.more)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill)
        return menu

    def _fill(self) -> None:
        """Write the menu for the conversation shown, when it is opened."""
        menu = self.more.menu()
        menu.clear()
        for text, wanted in (
            (tr("End and next conversation"), self.end_next_wanted),
            (tr("New to-do for the buyer"), self.todo_wanted),
            (tr("Copy nickname"), self.copy_wanted),
            (tr("Paste conversation"), self.paste_wanted),
        ):
            menu.addAction(text).triggered.connect(wanted)
        blocked = self._row is not None and self._row.blocked_at is not None
        block = menu.addAction(tr("Hear the buyer again") if blocked else tr("Block the buyer"))
        block.triggered.connect(self.block_wanted)
        block.setEnabled(self._world.may(Permission.RECEPTION_TRANSFER))
        menu.addSeparator()
        menu.addAction(tr("Manage phrases")).triggered.connect(self.manage_wanted)

    def show_row(self, row: ConversationRow) -> None:
        """Show another conversation, or this one's new state."""
        other = self._row is None or self._row.buyer_id != row.buyer_id
        self._row = row
        self.nick.setText(row.nick)
        self._show_chips(row)
        self._fit()
        self.line.setText(" · ".join(self._facts(row)))
        self._allow(row)
        if other:
            self.tags.show_tags(())
            self._resting.start()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        if self._row is not None:
            self._make_room(self._row)

    def _fit(self) -> None:
        """Let the buttons have words where name and chips leave them room."""
        self.acts.fit(self.width(), self._left.minimumSize().width() + self.more.width() + _BESIDE)

    def read_marks(self) -> None:
        """Read tags and the reason of a block now."""
        self._resting.stop()
        if self._row is not None:
            marks = buyer_marks.buyer_marks(self._world.reader, self._row.buyer_id)
            self.tags.show_tags(marks.tags, editable=self._world.may(Permission.RECEPTION_REPLY))
            set_tooltip(self.blocked, marks.block_reason)
            self.blocked.setAccessibleDescription(marks.block_reason)

    def _show_chips(self, row: ConversationRow) -> None:
        count = tr("100+ orders") if row.orders >= 100 else trn(row.orders, "{0} order", "{0} orders")
        words = tr("Regular · {0}", count) if row.orders > 1 else count
        self.orders.set_chip(words, "accent" if row.orders else "plain")
        self.region.set_chip(row.region)
        self.ended.setVisible(row.state == "ended")
        self.blocked.setVisible(row.blocked_at is not None)
        self.star.setChecked(bool(row.starred))
        self.star.set_name(tr("Take the star away") if row.starred else tr("Star the conversation"))
        self._make_room(row)

    def _make_room(self, row: ConversationRow) -> None:
        """Who it is must be read before how often and from where: without room for all three the chips leave."""
        taken = self.acts.sizeHint().width() + self.more.width() + SIZES.l + SIZES.m + 2 * SIZES.s
        room = self.width() - taken - self.star.width() - _GAP
        # The label's own hint would be as wide as what it had to be for the name before.
        name = min(_NICK, self.nick.wide + 2)
        regional = bool(row.region) and row.blocked_at is None
        chips = [self.orders, self.region] if regional else [self.orders]
        wanted = name + sum(chip.minimumSizeHint().width() + _GAP for chip in chips)
        roomy = self.width() >= _CHIPS and wanted <= room
        self.nick.setMinimumWidth(max(0, min(name, room)))
        # In the narrowest pane the tags stand in their menu; they would push the acts out of the head.
        self.tags.setMinimumWidth(_TAGS if self.width() < _CHIPS else 0)
        self.orders.setVisible(roomy)
        self.region.setVisible(roomy and regional)

    def _allow(self, row: ConversationRow) -> None:
        may_reply, may_hand = (
            self._world.may(each) for each in (Permission.RECEPTION_REPLY, Permission.RECEPTION_TRANSFER)
        )
        self.end.setVisible(row.state == "open")
        self.end.setEnabled(may_reply)
        self.star.setEnabled(may_reply)
        self.transfer.setEnabled(may_hand)
        self.ticket.setEnabled(self._world.may(Permission.TICKET_HANDLE))

    def _facts(self, row: ConversationRow) -> list[str]:
        facts = [labels.channel(row.channel), *([one_line(row.subject, _SUBJECT)] if row.subject else [])]
        if row.agent_name:
            facts.append(tr("served by {0}", row.agent_name))
        if row.first_response_ms is not None:
            facts.append(tr("first response {0}", labels.length_text(row.first_response_ms)))
        return facts

    def _changed(self, changes: Changes) -> None:
        if self._row is None:
            return
        buyers = changes.of("buyer")
        if changes.touches("buyer_tag") or buyers is None or self._row.buyer_id in buyers:
            self.read_marks()
