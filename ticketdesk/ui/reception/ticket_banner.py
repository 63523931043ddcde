"""The line above a conversation that names the buyer's open ticket and what is left of its time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ticketdesk.store.queries import orders, tickets
from ticketdesk.store.queries.refund_brief import RefundBrief
from ticketdesk.store.queries.tickets import TicketRow
from ticketdesk.ui import labels
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.frames import Banner
from ticketdesk.ui.world import Place, World
from ticketdesk.words import tr

_TITLE: Final = 24  # characters: a narrow chat still has room for the time that is left


class TicketBanner(QWidget):
    """The open ticket that falls due first, with "View"; hidden where the buyer has none."""

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._ticket: TicketRow | None = None
        self._said = ""
        self.banner = Banner(wrap=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.banner)
        self.banner.acted.connect(self._view)
        self.refund = Banner(wrap=False)
        self.refund.acted.connect(self._view_refund)
        self._refund: RefundBrief | None = None
        self._refunds = 0
        column.setSpacing(SIZES.xs)
        column.addWidget(self.refund)
        self.hide()

    def show_tickets(self, opened: Sequence[TicketRow], now: int) -> None:
        """Show the most urgent of the buyer's open tickets as it stands ``now`` (UTC ms)."""
        self._ticket = min(opened, key=lambda row: (row.due_at or tickets.LAST, row.id), default=None)
        self._said = ""
        self.banner.setVisible(self._ticket is not None)
        self.setVisible(self._ticket is not None or self._refund is not None)
        self.tick(now)

    def show_refunds(self, opened: Sequence[RefundBrief], now: int) -> None:
        """Show the buyer's open refund that falls due first as it stands ``now`` (UTC ms)."""
        self._refunds = len(opened)
        self._refund = min(opened, key=lambda found: (found.due_at or tickets.LAST, found.id), default=None)
        self.refund.setVisible(self._refund is not None)
        self.setVisible(self._ticket is not None or self._refund is not None)
        self._tell_refund(now)

    def _tell_refund(self, now: int) -> None:
        """What it is, how it stands, what is left of its time."""
        found, count = self._refund, self._refunds
        if found is None:
            return
        from ticketdesk.ui.refunds import looks  # most buyers have none

        left, state = looks.left(found, now), looks.chip(found)
        more = tr("and {0} more", count - 1) if count > 1 else ""
        words = " · ".join(part for part in (state.text, left.text if left else "", more) if part)
        late = left is not None and left.level == "bad"
        lead = tr("Refund: {0}", looks.title(found))
        self.refund.set_banner(words, "bad" if late else "warn", action=tr("View"), lead=lead)

    def tick(self, now: int) -> None:
        """Renew the remaining time."""
        self._tell_refund(now)
        ticket = self._ticket
        if ticket is None:
            return
        level = labels.urgency_level(ticket.opened_at, ticket.due_at, now)
        left = labels.remaining(ticket.due_at, now)
        if left != self._said or not left:
            self._said = left
            who = _who(ticket.due_rule) if left else ""
            lead = f"{ticket.number} · {one_line(ticket.title, _TITLE)}"
            self.banner.set_banner(
                tr("{0}: {1}", who, left) if who else left,
                "bad" if level == "bad" else "warn",
                action=tr("View"),
                lead=tr("Open ticket {0}", lead),
            )

    def newest_order(self, buyer_id: int) -> int | None:
        """The buyer's newest order."""
        found = orders.ids_of_buyer(self._world.reader, buyer_id, 1)
        return found[0] if found else None

    def _view_refund(self) -> None:
        if self._refund is not None:
            from ticketdesk.ui.refunds.line import open_refund

            open_refund(self._world, self._refund.id, self.window())

    def _view(self) -> None:
        if self._ticket is not None:
            self._world.go.emit(Place("ticket", self._ticket.id))


def _who(rule: str) -> str:
    """Who must act by a rule of deadlines, "" where none is known."""
    if not rule:
        return ""
    from ticketdesk.ui.tickets.detail.deadline_words import step_words  # no start needs the rules

    return step_words(rule)[0]
