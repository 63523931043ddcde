"""The first start: the names of shop and owner, or the sample shop to play in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from ticketdesk.desk.commands.shop import CreateShop
from ticketdesk.desk.desk import Done
from ticketdesk.ui.errors import words
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.strip import Strip
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.frames import Card, IconMark
from ticketdesk.ui.widgets.marks import Divider
from ticketdesk.ui.world import World
from ticketdesk.words import tr

_WIDTH = 440
_MARGIN = 28
_LONGEST = 60


class StartPage(Strip):
    """Asks for two names; ``made`` tells the ShopMade, ``demo_wanted`` that the sample shop is wanted instead."""

    made = Signal(object)
    demo_wanted = Signal()

    def __init__(self, world: World) -> None:
        super().__init__("background")
        self._world = world
        self.shop = _field(tr("Name of the shop"))
        self.owner = _field(tr("Your name"))
        self.problem = label("", role="bad", wrap=True)
        self.problem.hide()
        self.go = button(tr("Open the shop"), kind="primary")
        self.demo = button(tr("Try it with a sample shop"), kind="link")
        self.practice = button(tr("Practise with played buyers"), kind="link")
        self.shop.returnPressed.connect(self._entered)
        self.owner.returnPressed.connect(self._entered)
        self.go.clicked.connect(self._entered)
        self.demo.clicked.connect(self.demo_wanted)
        self.practice.clicked.connect(world.practice_wanted)
        self._build()
        self.shop.setFocus()

    def _build(self) -> None:
        card = Card(margin=_MARGIN, spacing=SIZES.m)
        card.setFixedWidth(_WIDTH)
        card.body.addWidget(IconMark("ticket-check", "accent", 36))
        card.body.addWidget(label(tr("Welcome to TicketDesk"), role="title"))
        hint = tr("Everything stays on this computer. Two names, and you can import your first order list.")
        explained = label(hint, role="second", wrap=True)
        explained.setMinimumHeight(explained.heightForWidth(_WIDTH - 2 * _MARGIN))
        card.body.addWidget(explained)
        for text, field in ((tr("Name of the shop"), self.shop), (tr("Your name"), self.owner)):
            name = label(text, role="small")
            name.setBuddy(field)
            card.body.addWidget(name)
            card.body.addWidget(field)
        card.body.addWidget(self.problem)
        row = QHBoxLayout()
        row.addWidget(self.go)
        row.addStretch(1)
        row.addWidget(label(tr("Enter goes on"), role="third"))
        card.body.addLayout(row)
        card.body.addWidget(Divider())
        for other in (self.demo, self.practice):
            card.body.addWidget(other, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def _entered(self) -> None:
        """Go to the first empty field; with both filled open the shop."""
        for field in (self.shop, self.owner):
            if not field.text().strip():
                field.setFocus()
                return
        self.go.setEnabled(False)
        command = CreateShop(shop_name=self.shop.text(), owner_name=self.owner.text())
        self._world.post(command, self._opened, self._refused)

    def _opened(self, done: Done) -> None:
        self.made.emit(done.result)

    def _refused(self, error: BaseException) -> None:
        self.go.setEnabled(True)
        sentence = words(error)
        if sentence is None:
            self._world.notices.refuse(error)
            return
        self.problem.setText(sentence)
        self.problem.show()


def _field(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setMaxLength(_LONGEST)
    return made
