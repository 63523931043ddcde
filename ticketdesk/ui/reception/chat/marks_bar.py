"""What can be done with the messages that are marked, under the conversation while there are any."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ticketdesk.ui.delegates.paint import rounded
from ticketdesk.ui.override import override
from ticketdesk.ui.reception.chat.message_acts import MessageActs
from ticketdesk.ui.safe_text import ElidedLabel
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.widgets.buttons import IconButton, button
from ticketdesk.words import tr


class MarksBar(QFrame):
    """Hidden while nothing is marked."""

    def __init__(self, acts: MessageActs, parent: QWidget) -> None:
        super().__init__(parent)
        self.count = ElidedLabel(role="accent")
        self.ticket = button(
            tr("New ticket"), "ticket-plus", small=True, name=tr("New ticket from the marked messages")
        )
        self.copy = button(tr("Copy"), "copy", small=True, name=tr("Copy the marked messages"))
        self.pass_on = button(tr("Pass on"), "send", small=True, name=tr("Pass the marked messages on"))
        words = tr("Pass the marked messages on to a colleague")
        self.forward = button(tr("To a colleague"), "users", small=True, name=words)
        self.shut = IconButton("x", tr("Mark none (Esc)"))
        self.ticket.clicked.connect(acts.ticket)
        self.copy.clicked.connect(acts.copy)
        self.pass_on.clicked.connect(acts.pass_on)
        self.forward.clicked.connect(acts.forward)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.l, 4, SIZES.s, 4 + SIZES.s)
        row.setSpacing(SIZES.s)
        row.addWidget(self.count, 1)
        for part in (self.ticket, self.copy, self.pass_on, self.forward, self.shut):
            row.addWidget(part)
        self.setAccessibleName(tr("Marked messages"))
        self.hide()

    def show_marks(self, marked: Sequence[int]) -> None:
        """Say how many are marked."""
        self.count.setText(tr("{0} marked", len(marked)))
        self.setVisible(bool(marked))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        # What may stand below, the outbox, has the same ground: a gap keeps them apart.
        ground = self.rect().adjusted(0, 0, 0, -SIZES.s)
        rounded(QPainter(self), ground, current_theme().color("accent.weak"), 0)
