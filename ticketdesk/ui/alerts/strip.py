"""The quiet word in the status bar: who wrote, and the way there. It moves nothing and takes no focus."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ticketdesk.domain.alerts import Arrival
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.frames import IconMark
from ticketdesk.words import tr

_MOST = 28


class NewsStrip(QWidget):
    """``opened(conversation id)`` for the newest message; ``forget`` takes away what has been looked at."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._news: dict[int, Arrival] = {}
        self._count = 0
        self.told: QPushButton = button("", kind="link", small=True)
        self.away: QPushButton = button("✕", kind="link", small=True, name=tr("Put the message away"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.xs)
        row.addWidget(IconMark("bell", "accent.text", 14))
        row.addWidget(self.told)
        row.addWidget(self.away)
        self.told.clicked.connect(self.open)
        self.away.clicked.connect(self.clear)
        self.hide()

    def newest(self) -> int | None:
        """The conversation that was written in last, None where nothing is told."""
        return next(reversed(self._news), None)

    def tell(self, arrived: Sequence[Arrival]) -> None:
        """Tell of messages, oldest first."""
        for each in arrived:
            self._news.pop(each.conversation_id, None)
            self._news[each.conversation_id] = each
        self._show()

    def forget(self, conversations: Sequence[int]) -> None:
        """Take away what was said in ``conversations``."""
        gone = [self._news.pop(each, None) for each in conversations]
        if any(gone):
            self._show()

    def clear(self) -> None:
        """Tell nothing any more."""
        self._news.clear()
        self._show()

    def open(self) -> bool:
        """Go to the newest message; False where nothing is told."""
        found = self.newest()
        if found is not None:
            self.forget([found])
            self.opened.emit(found)
        return found is not None

    def _show(self) -> None:
        found = self.newest()
        self.setVisible(found is not None)
        if found is None:
            return
        last, others = self._news[found], len(self._news) - 1
        words = tr("{0}: {1}", one_line(last.nick, 16), one_line(last.text, _MOST) or tr("[Picture]"))
        more = tr("and {0} more", others) if others else ""
        text = f"{words}  {more}".strip()
        self.told.setText(text.replace("&", "&&"))
        self.told.setAccessibleName(tr("New message, {0}", text))
