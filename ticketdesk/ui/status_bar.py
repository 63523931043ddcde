"""The bar at the foot: when was saved last, what waits in the outbox, what falls due next."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from ticketdesk.desk.backups import BackupState
from ticketdesk.store.queries import badges, tickets
from ticketdesk.store.queries.tickets import TicketRow
from ticketdesk.ui.moments import clock_text, left_clock, time_text
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.strip import Strip
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.frames import IconMark
from ticketdesk.ui.world import Place, World
from ticketdesk.words import tr


class StatusBar(Strip):
    """``went`` tells the place a click leads to; ``refresh`` reads anew, ``tick`` only repaints the clock."""

    went = Signal(object)

    def __init__(self, world: World) -> None:
        super().__init__("surface", "top")
        self._world = world
        self._next: TicketRow | None = None
        self.setFixedHeight(SIZES.status_bar)
        self.saved = label(tr("All saved"), role="third")
        self.backup = button("", kind="link", small=True)
        self.outbox = button("", kind="link", small=True)
        self.next_due = button("", kind="link", small=True)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.m, 1, SIZES.m, 0)
        row.setSpacing(SIZES.s)
        row.addWidget(IconMark("circle-check", "text.third", 14))
        row.addWidget(self.saved)
        row.addSpacing(SIZES.m)
        row.addWidget(self.backup)
        row.addWidget(self.outbox)
        row.addStretch(1)
        row.addWidget(self.next_due)
        self.backup.clicked.connect(self._go_backups)
        world.backups_changed.connect(self.backed_up)
        self.backed_up(world.backups.state)
        self.outbox.clicked.connect(self._go_outbox)
        self.next_due.clicked.connect(self._go_next)

    def add_link(self, link: QPushButton) -> None:
        """Take in a link to the left of the room between both sides."""
        self._row.insertWidget(self._row.indexOf(self.outbox) + 1, link)

    def committed(self, at: int) -> None:
        """Say that everything up to ``at`` (UTC ms) is on the disk."""
        self.saved.setText(tr("Saved {0}", clock_text(at)))

    def backed_up(self, state: BackupState) -> None:
        """Say when the last backup was made, or what keeps it from being made."""
        words = ""
        if state.error is not None:
            words = tr("No backup: look here")
        elif state.free is not None:
            words = tr("Disk nearly full: {0} MB left", state.free >> 20)
        elif state.last_at is not None:
            words = tr("Backup {0}", time_text(state.last_at, self._world.clock()))
        self.backup.setText(words)
        self.backup.setAccessibleName(words)
        self.backup.setVisible(bool(words))

    def refresh(self, now: int) -> None:
        """Read the outbox and the next deadline again."""
        waiting = badges.badges(self._world.reader).of("message.outbox")
        self.outbox.setVisible(waiting > 0)
        words = tr("Outbox: {0} to paste", waiting)
        self.outbox.setText(words)
        self.outbox.setAccessibleName(words)
        self._next = tickets.next_due(self._world.reader, now)
        self.tick(now)

    def tick(self, now: int) -> None:
        """Let the clock of the next deadline run; once it is over the one after it is looked up."""
        if self._next is not None and self._next.due_at is not None and self._next.due_at <= now:
            self._next = tickets.next_due(self._world.reader, now)
        found = self._next
        self.next_due.setVisible(found is not None)
        if found is not None and found.due_at is not None:
            words = tr("Next due {0} · {1}", found.number, left_clock(found.due_at, now))
            if words != self.next_due.text():
                self.next_due.setText(words)
                self.next_due.setAccessibleName(words)
                self.next_due.adjustSize()

    def _go_backups(self) -> None:
        self.went.emit(Place("settings.backup"))

    def _go_outbox(self) -> None:
        self.went.emit(Place("reception"))

    def _go_next(self) -> None:
        if self._next is not None:
            self.went.emit(Place("ticket", self._next.id))
