"""How a section of the settings is laid out: title, one sentence, cards of rows."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ticketdesk.ui.safe_text import label
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.frames import Card
from ticketdesk.ui.widgets.marks import SectionTitle

_SIDE = 28
_NAME = 168
_FIELD = 320


class SectionFrame(QWidget):
    """Put cards into ``column``, and the act of the whole section into ``head``, at the right of its title.

    ``remade``: all it shows is kept somewhere else the moment it is changed, so that it may be taken away while nobody
    sees it and made again.
    """

    remade = False

    def __init__(self, title: str, subtitle: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(_SIDE, SIZES.xl, _SIDE, SIZES.xl)
        outer.setSpacing(SIZES.l)
        self.head = QHBoxLayout()
        self.head.setSpacing(SIZES.s)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(title, role="title"))
        words.addWidget(label(subtitle, role="second", wrap=True))
        self.head.addLayout(words, 1)
        outer.addLayout(self.head)
        self.column = QVBoxLayout()
        self.column.setSpacing(SIZES.l)
        outer.addLayout(self.column)
        outer.addStretch(1)

    def card(self, title: str = "") -> Card:
        """Add a card with a heading and return it."""
        made = Card(margin=SIZES.l, spacing=SIZES.m)
        if title:
            made.body.addWidget(SectionTitle(title))
        self.column.addWidget(made)
        return made


def add_row(card: Card, name: str, field: QWidget, hint: str = "", *, wide: bool = False) -> QLabel:
    """Add a named field to ``card`` and return the label of its hint, which says later what is wrong with it."""
    title = label(name, wrap=True)
    title.setFixedWidth(_NAME)
    title.setBuddy(field)
    below = label(hint, role="third", wrap=True)
    if not wide:
        field.setMaximumWidth(_FIELD)
    row = QGridLayout()
    row.setHorizontalSpacing(SIZES.m)
    row.setVerticalSpacing(SIZES.xs)
    row.addWidget(title, 0, 0)
    row.addWidget(field, 0, 1)
    row.addWidget(below, 1, 1, 1, 2)
    row.setColumnStretch(1, 3)
    row.setColumnStretch(2, 0 if wide else 1)
    card.body.addLayout(row)
    below.setVisible(bool(hint))  # not before it stands somewhere: it would be shown as a window
    return below
