"""The card of the home page that says how many refunds wait for whom, and which falls due first."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.domain.refunds import LIVE
from ticketdesk.store.queries import badges, refunds
from ticketdesk.store.queries.refunds import RefundRow
from ticketdesk.ui import labels
from ticketdesk.ui.orders.card_parts import row_of
from ticketdesk.ui.override import override
from ticketdesk.ui.refunds import looks
from ticketdesk.ui.safe_text import ElidedLabel, label
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.frames import Card
from ticketdesk.ui.widgets.marks import Chip, SectionTitle
from ticketdesk.ui.world import World
from ticketdesk.words import tr
from ticketdesk.words.refunds import state_name


class RefundCard(Card):
    """Numbers of open refunds by state, each a way to its list, and the refund whose deadline stands first."""

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(margin=SIZES.l, spacing=SIZES.xs, parent=parent)
        self._world = world
        self._stale = False
        self._next: RefundRow | None = None
        self.setAccessibleName(tr("Refunds"))
        head = SectionTitle(tr("Refunds"))
        self.all = button(tr("All refunds"), kind="link", small=True)
        self.all.clicked.connect(partial(self._go, "open"))
        head.add(self.all)
        self._none = label(tr("No refund is open"), role="third")
        self._title, self._left = ElidedLabel(role="second"), Chip(icon="clock")
        self.first = button(tr("View"), kind="link", small=True, name=tr("Open the refund that falls due first"))
        self.first.clicked.connect(self._open)
        self._due = row_of(self._left, self.first)
        self.lines = {state.value: button("", kind="link", small=True) for state in LIVE}
        for part in (head, self._none):
            self.body.addWidget(part)
        for state, line in self.lines.items():
            line.clicked.connect(partial(self._go, state))
            self.body.addWidget(line)
        self.body.addWidget(self._title)
        self.body.addWidget(self._due)
        world.changed.connect(self._follow)
        self.refresh()

    def refresh(self) -> None:
        """Read numbers and the first deadline again."""
        self._stale = False
        reader = self._world.reader
        numbers = badges.badges(reader)
        total = 0
        for state, line in self.lines.items():
            count = numbers.of("refund.state", state)
            total += count
            words = tr("{0}: {1}", state_name(state), f"{count:,}")
            line.setText(words.replace("&", "&&"))
            line.setAccessibleName(words)
            line.setVisible(count > 0)
        self._none.setVisible(not total)
        self._next = refunds.next_due(reader) if total else None
        for part in (self._title, self._due):
            part.setVisible(self._next is not None)
        if self._next is not None:
            self._title.setText(tr("First: {0}, {1}", looks.title(self._next), self._next.buyer_nick))
        self.tick(self._world.clock())

    def tick(self, now: int) -> None:
        """Show what is left of the first one's time at ``now`` (UTC ms)."""
        if self._next is not None and self._next.due_at is not None:
            level = labels.urgency_level(self._next.due_from, self._next.due_at, now)
            self._left.set_chip(labels.remaining(self._next.due_at, now), level, icon="clock")

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _follow(self, changes: Changes) -> None:
        if not changes.touches("refund"):
            return
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _go(self, view: str, _checked: bool = False) -> None:
        from ticketdesk.ui.refunds.list_dialog import open_refunds  # no first picture needs it

        open_refunds(self._world, self.window(), view)

    def _open(self) -> None:
        from ticketdesk.ui.refunds.line import open_refund

        if self._next is not None:
            open_refund(self._world, self._next.id, self.window())
