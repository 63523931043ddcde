"""The replies of a conversation that have not left: to be pasted into the platform, counting down, or queued."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ticketdesk.store.queries.conversations import MessageRow
from ticketdesk.ui.delegates.paint import rounded
from ticketdesk.ui.override import override
from ticketdesk.ui.reception.compose.countdown import ON_WAY
from ticketdesk.ui.reception.compose.on_way import LeavingLine, Line
from ticketdesk.ui.safe_text import ElidedLabel, label
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.frames import IconMark
from ticketdesk.words import tr

_SHOWN: Final = 3


class OutboxBar(QFrame):
    """`copy_wanted(MessageRow)`, `sent(tuple of message ids)`, and of replies that leave by themselves
    `edit_wanted(MessageRow)`, `recall_wanted(MessageRow)`, `leave_wanted(MessageRow)`; hidden while nothing waits.
    """

    copy_wanted = Signal(object)
    sent = Signal(object)
    edit_wanted = Signal(object)
    recall_wanted = Signal(object)
    leave_wanted = Signal(object)
    rows_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[MessageRow, ...] = ()
        self._lines: dict[MessageRow, Line] = {}
        self._spare: list[Line] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SIZES.m, 5, SIZES.s, 5)
        self._column.setSpacing(2)
        self._most = _SHOWN
        self._title_row = self._head()
        self._column.addWidget(self._title_row)
        self.setAccessibleName(tr("Outbox"))
        self.hide()

    def _head(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.s)
        self.title = label(role="accent")
        self.all_sent = button(tr("All sent"), kind="link", small=True, tip=tr("Mark all as sent"))
        self.all_sent.clicked.connect(self._tell_all)
        row.addWidget(IconMark("send", "accent.text", 14))
        row.addWidget(self.title)
        self._hint = ElidedLabel("", role="third")
        row.addWidget(self._hint, 1)
        self._leaving = ElidedLabel(tr("↑ or Ctrl+Z in the empty reply takes the newest back"), role="third")
        row.addWidget(self._leaving, 1)
        self.set_keys("")
        row.addWidget(self.all_sent)
        return head

    def set_keys(self, keys: str) -> None:
        """Tell which keys mark the oldest of them ("" for none)."""
        plain, keyed = (
            tr("Pasted in Qianniu? Then mark it as sent"),
            tr("Pasted in Qianniu? {0} marks it as sent", keys),
        )
        self._hint.setText(keyed if keys else plain)

    def rows(self) -> tuple[MessageRow, ...]:
        """The replies that wait, oldest first."""
        return self._rows

    def show_rows(self, rows: Sequence[MessageRow]) -> None:
        """Show these replies, the newest three by name."""
        if tuple(rows) == self._rows:
            return
        self._rows = tuple(rows)
        self._show_lines(self._rows[-self._most :])
        pasted = len(self._pasted())
        self.title.setText(tr("{0} in the outbox", len(self._rows)))
        self.all_sent.setVisible(pasted > 1)
        self._hint.setVisible(pasted > 0)
        self._leaving.setVisible(pasted == 0)
        self.setVisible(bool(self._rows))
        self.rows_changed.emit()

    def set_low(self, low: bool) -> None:
        """Show the newest reply alone, where a pane is too low for the line above and three of them."""
        most = 1 if low else _SHOWN
        if most != self._most:
            self._most = most
            self._title_row.setVisible(not low)
            self._show_lines(self._rows[-most:])

    def tick(self, now: int) -> None:
        """Show what is left of the countdowns at ``now`` (UTC ms)."""
        for line in self._lines.values():
            line.tick(now)

    def _pasted(self) -> list[int]:
        """The replies that are carried by hand."""
        return [row.id for row in self._rows if row.state not in ON_WAY]

    def _show_lines(self, shown: Sequence[MessageRow]) -> None:
        """Lines that stay are kept: a reply sent makes one line, not three; and those that leave show others."""
        kept = {row: self._lines.pop(row) for row in shown if row in self._lines}
        self._leave(self._lines.values())
        self._lines = {row: kept.get(row) or self._line(row) for row in shown}
        for place, line in enumerate(self._lines.values(), start=1):
            if self._column.indexOf(line) != place:
                self._column.removeWidget(line)
                self._column.insertWidget(place, line)
            line.show()
        for line in self._spare:
            line.hide()

    def _leave(self, lines: Iterable[Line]) -> None:
        """Put by the lines that can show another reply. One that holds the keyboard is none of them: the key that was
        meant for its reply would be taken for the other."""
        for line in lines:
            if type(line) is Line and len(self._spare) < _SHOWN and not _has_focus(line):
                self._spare.append(line)
            else:
                self._column.removeWidget(line)
                line.hide()
                line.deleteLater()

    def mark_pasted(self, copied: int | None) -> None:
        """Say that the ``copied`` reply was sent, or the newest one where that does not wait any more."""
        ids = self._pasted()
        if ids:
            self.sent.emit((copied if copied in ids else ids[-1],))

    def _tell_all(self) -> None:
        self.sent.emit(tuple(self._pasted()))

    def _line(self, reply: MessageRow) -> Line:
        if self._spare and reply.state not in ON_WAY:
            line = self._spare.pop(0)
            line.turn_to(reply)
            return line
        line = LeavingLine(reply) if reply.state in ON_WAY else Line(reply)
        line.wanted.connect(self._wanted)
        return line

    def _wanted(self, act: str, reply: MessageRow) -> None:
        if act == "sent":
            self.sent.emit((reply.id,))
        else:
            told = {"copy": self.copy_wanted, "edit": self.edit_wanted, "recall": self.recall_wanted}
            told.get(act, self.leave_wanted).emit(reply)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        rounded(QPainter(self), self.rect(), current_theme().color("accent.weak"), SIZES.radius)


def _has_focus(line: QWidget) -> bool:
    focused = line.window().focusWidget()
    return focused is not None and line.isAncestorOf(focused)
