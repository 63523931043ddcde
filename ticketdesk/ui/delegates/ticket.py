"""The cells of the ticket list: state chip, buyer with flag, deadline with the bar of the span used."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from ticketdesk.domain.deadlines import used_share
from ticketdesk.store.queries.tickets import TicketRow
from ticketdesk.ui import labels
from ticketdesk.ui.delegates import chips
from ticketdesk.ui.delegates.cells import CellDelegate, Index, paint_text, row_of, text_of
from ticketdesk.ui.delegates.paint import bar, flag, level_tokens
from ticketdesk.ui.theme import current_theme
from ticketdesk.words import tr

# Of tickets from before the start was kept: both rules of that time gave so many milliseconds.
_GIVEN = 48 * 3_600_000
_RULED = frozenset({"TB-SHIP-1", "KS-EX-1"})
_FLAG = 12
_BAR = 4


def span_start(row: TicketRow) -> int | None:
    """Return when the clock of a ticket's deadline began (UTC ms), None without a deadline.

    Of a ticket from before that was kept: its rule's hours before it is due, else its opening.
    """
    if row.due_at is None or row.due_from is not None:
        return row.due_from
    return row.due_at - _GIVEN if row.due_rule in _RULED else row.opened_at


class StateCell(CellDelegate):
    """The state as a chip; of an open ticket past its deadline that it is overdue, as in tickets.png."""

    now = 0  # UTC ms, set by the list at each tick

    def paint_cell(self, painter: QPainter, area: QRect, index: Index) -> None:
        row: TicketRow | None = row_of(index)
        if row is not None:
            late = row.closed_at is None and row.due_at is not None and row.due_at < self.now
            chip = chips.ChipText(text_of(index), labels.ticket_state(row.state).level)
            if late:
                chip = chips.ChipText(tr("Overdue"), "bad")
            chips.paint_chip(painter, area.x(), area.center().y() - chips.HEIGHT // 2, chip, area.width())


class BuyerCell(CellDelegate):
    """The buyer's nickname and the flag of the order."""

    def paint_cell(self, painter: QPainter, area: QRect, index: Index) -> None:
        row: TicketRow | None = row_of(index)
        if row is None:
            return
        theme = current_theme()
        painter.setPen(theme.color("text"))
        text = text_of(index)
        room = area.width() - (_FLAG + 4 if row.order_flag else 0)
        paint_text(painter, QRect(area.x(), area.y(), room, area.height()), text, theme.font())
        if row.order_flag:
            x = area.x() + min(room, painter.fontMetrics().horizontalAdvance(text)) + 4
            flag(painter, x, area.center().y() - _FLAG / 2, labels.flag_token(row.order_flag), _FLAG)


class PriorityCell(CellDelegate):
    """The priority; what is urgent in the ink of its level."""

    def paint_cell(self, painter: QPainter, area: QRect, index: Index) -> None:
        row: TicketRow | None = row_of(index)
        if row is not None:
            theme = current_theme()
            level = labels.priority(row.priority).level
            painter.setPen(theme.color("text" if level == "plain" else level_tokens(level)[0]))
            paint_text(painter, area, text_of(index), theme.font())


class DeadlineCell(CellDelegate):
    """What is left until the deadline over a 4 px bar of the span used; set ``now`` (UTC ms) and repaint to tick."""

    now: int = 0

    def paint_cell(self, painter: QPainter, area: QRect, index: Index) -> None:
        row: TicketRow | None = row_of(index)
        if row is None or row.due_at is None or row.closed_at is not None:
            return
        theme, start = current_theme(), span_start(row)
        ink = level_tokens(labels.urgency_level(start, row.due_at, self.now))[0]
        painter.setPen(theme.color(ink))
        words = labels.remaining(row.due_at, self.now)
        paint_text(painter, area.adjusted(0, -6, 0, -6), words, theme.font("small"))
        below = QRect(area.x(), area.center().y() + 9, min(area.width(), 92), _BAR)
        bar(painter, below, used_share(start, row.due_at, self.now), ink)
