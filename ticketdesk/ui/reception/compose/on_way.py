"""The lines of the outbox bar: a reply to paste, one that counts down, one that is queued."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ticketdesk.domain.moments import SECOND
from ticketdesk.store.queries.conversations import MessageRow
from ticketdesk.ui.reception.compose.countdown import Ring, seconds_left
from ticketdesk.ui.safe_text import ElidedLabel, label, one_line
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.frames import IconMark
from ticketdesk.words import tr


def words_of(reply: MessageRow) -> str:
    """The reply on one line."""
    return one_line(reply.text, 200) or one_line(reply.file_name, 80) or tr("[Picture]")


class Line(QWidget):
    """One reply with what can be done to it: `wanted(act, MessageRow)`, act copy|sent|edit|recall|leave."""

    wanted = Signal(str, object)

    def __init__(self, reply: MessageRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reply = reply
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(22, 0, 0, 0)
        self._row.setSpacing(SIZES.xs)
        self._build(words_of(reply))

    def _build(self, text: str) -> None:
        self._words = ElidedLabel(text, role="second")
        self._row.addWidget(self._words, 1)
        self._copy = self._act("copy", tr("Copy"), "copy", tr("Copy {0}", text[:40]))
        self._sent = self._act("sent", tr("Mark sent"), "check", tr("Mark sent: {0}", text[:40]))

    def turn_to(self, reply: MessageRow) -> None:
        """Show another reply to be pasted: making a line costs more than a chat has time for."""
        self.reply, text = reply, words_of(reply)
        self._words.setText(text)
        self._copy.setAccessibleName(tr("Copy {0}", text[:40]))
        self._sent.setAccessibleName(tr("Mark sent: {0}", text[:40]))

    def _act(self, act: str, text: str, icon: str, name: str) -> QPushButton:
        made = button(text, icon, "link", small=True, name=name)
        made.clicked.connect(partial(self._tell, act))
        self._row.addWidget(made)
        return made

    def _tell(self, act: str, _checked: bool = False) -> None:
        self.wanted.emit(act, self.reply)

    def tick(self, now: int) -> None:
        """Show what is left at ``now`` (UTC ms)."""


class LeavingLine(Line):
    """One reply over a live channel: its ring and seconds while it counts, that it is queued afterwards."""

    def _build(self, text: str) -> None:
        self._row.setContentsMargins(0, 0, 0, 0)
        counts = self.reply.state == "counting"
        self._begun: int | None = None
        self._ring = Ring() if counts else None
        self._row.addWidget(self._ring or IconMark("clock", "text.second", 16))
        self._left = label("" if counts else tr("Queued"), role="accent" if counts else "second")
        self._row.addWidget(self._left)
        self._row.addWidget(ElidedLabel(text, role="second"), 1)
        self._act("edit", tr("Edit"), "pencil", tr("Edit {0}", text[:40]))
        self._act("recall", tr("Take back"), "undo-2", tr("Take back {0}", text[:40]))
        if counts:
            self._act("leave", tr("Send now"), "send", tr("Send now: {0}", text[:40]))

    def tick(self, now: int) -> None:
        due = self.reply.send_at
        if self._ring is None or due is None:
            return
        self._begun = now if self._begun is None else self._begun
        whole = max(SECOND, due - min(self._begun, self.reply.sent_at))
        self._ring.set_share((due - now) / whole)
        self._left.setText(tr("{0} s", seconds_left(self.reply, now)))
