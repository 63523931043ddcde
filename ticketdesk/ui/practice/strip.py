"""The strip over a practice: that nothing here is real, how long it goes on, and the way to its end."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from ticketdesk.ui.safe_text import label
from ticketdesk.ui.strip import Strip
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.frames import IconMark
from ticketdesk.words import tr, trn


class PracticeStrip(Strip):
    """``finish`` is its button; ``set_left`` takes seconds."""

    def __init__(self) -> None:
        super().__init__("accent.weak", "bottom")
        self.setAccessibleName(tr("Practice"))
        self.told = label("", role="accent")
        self.left = label("", role="strong")
        self.finish = button(tr("Finish and see the report"), small=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.l, SIZES.xs, SIZES.l, SIZES.xs)
        row.setSpacing(SIZES.s)
        row.addWidget(IconMark("messages-square", "accent.text", 15))
        row.addWidget(label(tr("Practice"), role="strong"))
        row.addWidget(self.told)
        row.addStretch(1)
        row.addWidget(self.left)
        row.addWidget(self.finish)

    def set_buyers(self, count: int) -> None:
        """Say how many buyers come."""
        words = trn(count, "{0} played buyer comes; nothing leaves this computer.",
                    "{0} played buyers come; nothing leaves this computer.")  # fmt: skip
        self.told.setText(words)

    def set_left(self, seconds: int) -> None:
        """Say how long it goes on."""
        self.left.setText(tr("{0} left", f"{seconds // 60}:{seconds % 60:02d}"))
