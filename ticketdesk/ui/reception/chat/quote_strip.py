"""What a reply answers: the quoted message above the words being written, one for each conversation."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ticketdesk.store.queries.conversations import MessageRow
from ticketdesk.ui.delegates.paint import rounded
from ticketdesk.ui.override import override
from ticketdesk.ui.reception import wording
from ticketdesk.ui.reception.chat.words_of import said
from ticketdesk.ui.safe_text import ElidedLabel, one_line
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.widgets.buttons import IconButton
from ticketdesk.ui.widgets.frames import IconMark
from ticketdesk.words import tr


class QuoteStrip(QFrame):
    """Hidden while the reply answers no message in particular."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._talk: int | None = None
        self._quotes: dict[int, MessageRow] = {}
        self.words = ElidedLabel(role="second")
        self.shut = IconButton("x", tr("Answer no message in particular"))
        self.shut.clicked.connect(self.drop)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.m, 2, SIZES.xs, 2)
        row.setSpacing(SIZES.s)
        row.addWidget(IconMark("corner-down-left", "text.second", 14))
        row.addWidget(self.words, 1)
        row.addWidget(self.shut)
        self.setAccessibleName(tr("Quoted message"))
        self.hide()

    def show_talk(self, conversation_id: int | None) -> None:
        """Show what the reply of another conversation answers."""
        self._talk = conversation_id
        self._tell()

    def quote(self, row: MessageRow) -> None:
        """Answer this message; a second time none in particular."""
        if self._talk is None:
            return
        if self.quoted() == row.id:
            self._quotes.pop(self._talk, None)
        else:
            self._quotes[self._talk] = row
        self._tell()

    def again(self, conversation_id: int, row: MessageRow) -> None:
        """The reply to this message has come back to its draft."""
        self._quotes.setdefault(conversation_id, row)
        self._tell()

    def quoted(self) -> int | None:
        """The id of the message that the reply answers."""
        row = self._quotes.get(self._talk) if self._talk is not None else None
        return row.id if row is not None else None

    def take(self) -> int | None:
        """Return that id and forget it: the reply is on its way."""
        found = self.quoted()
        if found is not None:
            self.drop()
        return found

    def drop(self) -> None:
        """Answer no message in particular."""
        if self._talk is not None:
            self._quotes.pop(self._talk, None)
        self._tell()

    def _tell(self) -> None:
        row = self._quotes.get(self._talk) if self._talk is not None else None
        self.setVisible(row is not None)
        if row is not None:
            self.words.setText(tr("Answers {0}: {1}", wording.said_by(row.sender), one_line(said(row), 120)))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        rounded(QPainter(self), self.rect(), current_theme().color("plain.weak"), SIZES.radius)
