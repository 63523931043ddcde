"""The strip of a ticket that says who asks the agent something there by name."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ticketdesk.desk.commands.ticket_people import DoneMention
from ticketdesk.desk.desk import Done
from ticketdesk.store.queries.ticket_people import Asked
from ticketdesk.store.queries.tickets import TicketDetail
from ticketdesk.ui.delegates.paint import level_tokens, rounded
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import ElidedLabel, label, one_line
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.frames import IconMark
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class CalledStrip(QWidget):
    """The oldest open call of the agent, or of one whom he stands in for, on the ticket shown, and how many more."""

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._asked: list[Asked] = []
        self.setAccessibleName(tr("You are called here"))
        self.line = ElidedLabel("", role="warn")
        self.more = label(role="warn")
        self.done = button(tr("Dealt with"), "check", "link", small=True, name=tr("Done with what I was asked"))
        self.done.clicked.connect(self.finish)
        frame = _Ground()
        row = QHBoxLayout(frame)
        row.setContentsMargins(SIZES.m, 4, SIZES.s, 4)
        row.setSpacing(SIZES.s)
        row.addWidget(IconMark("users", level_tokens("warn")[0], 15))
        row.addWidget(self.line, 1)
        row.addWidget(self.more)
        row.addWidget(self.done)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.l, SIZES.s, SIZES.l, SIZES.s)
        column.addWidget(frame)
        self.hide()

    def show_ticket(self, detail: TicketDetail) -> None:
        """Show what of this ticket waits for the agent's word."""
        now, me = self._world.clock(), self._world.agent_id
        absent = {each.agent_id: each.name for each in self._world.flow.absent(me, now)} if detail.asked else {}
        self._asked = [each for each in detail.asked if each.agent_id == me or each.agent_id in absent]
        self.setVisible(bool(self._asked))
        if not self._asked:
            return
        first, others = self._asked[0], len(self._asked) - 1
        text = one_line(first.text, 200)
        if first.agent_id in absent:
            words = tr("{0} asks {1}: {2}", first.author, absent[first.agent_id], text)
        else:
            words = tr("{0} asks you: {1}", first.author, text)
        self.line.setText(words)
        self.setAccessibleDescription(words)
        self.more.setText(tr("and {0} more", others))
        self.more.setVisible(others > 0)

    def finish(self) -> None:
        """The agent is through with the call shown."""
        if self._asked:
            self._world.post(DoneMention(mention_ids=(self._asked[0].id,)), self._finished)

    def _finished(self, _done: Done) -> None:
        self._world.notices.say(tr("Done with what you were asked"), undoable=True)


class _Ground(QFrame):
    """The rounded ground in the colour of warnings."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        rounded(QPainter(self), self.rect(), current_theme().color(level_tokens("warn")[1]), SIZES.radius)
