"""What the tools of the composer open: emoji, cards, calculator, dialogs of files; each made on first use."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from ticketdesk.ui.capture.destination import Destination
from ticketdesk.ui.reception.compose.late import add_to
from ticketdesk.ui.widgets.file_choice import choose_files
from ticketdesk.ui.world import World
from ticketdesk.words import tr

if TYPE_CHECKING:
    from ticketdesk.ui.reception.compose.calculator import Calculator
    from ticketdesk.ui.reception.compose.cards import CardPopup
    from ticketdesk.ui.reception.compose.emoji import EmojiPanel
    from ticketdesk.ui.reception.compose.popup import ComposePopup
    from ticketdesk.ui.reception.composer import Composer


class Extras(QObject):
    """The tools of one composer; popups stand over ``ground``."""

    def __init__(self, world: World, composer: Composer, ground: QWidget) -> None:
        super().__init__(composer)
        self._world, self._composer, self._ground = world, composer, ground
        self.emoji: EmojiPanel | None = None
        self.cards: CardPopup | None = None
        self.calculator: Calculator | None = None
        tools = composer.tools
        tools.emoji.clicked.connect(self.open_emoji)
        tools.picture.clicked.connect(self.choose_pictures)
        tools.file.clicked.connect(self.choose_files)
        tools.capture.clicked.connect(self.capture)
        tools.cards.clicked.connect(self.open_cards)
        tools.calculator.clicked.connect(self.open_calculator)
        tools.rating.clicked.connect(self.invite_rating)

    def open_emoji(self) -> None:
        """Open the emoji panel; what is chosen goes to the caret."""
        from ticketdesk.ui.reception.compose.emoji import EmojiPanel

        if self.emoji is None:
            self.emoji = EmojiPanel(self._ground, self._world.kept)
            self.emoji.chosen.connect(self._insert)
        self._open(self.emoji)

    def open_calculator(self) -> None:
        """Open the calculator; its result goes to the caret."""
        from ticketdesk.ui.reception.compose.calculator import Calculator

        if self.calculator is None:
            self.calculator = Calculator(self._ground)
            self.calculator.calculated.connect(self._insert)
        self._open(self.calculator)

    def open_cards(self) -> None:
        """Open the search over the buyer's orders and the shop's goods; Enter sends a card."""
        from ticketdesk.ui.reception.compose.cards import CardPopup

        here = self._composer.conversation
        if here is None:
            return
        if self.cards is None:
            self.cards = CardPopup(self._ground, self._world)
            self.cards.chosen.connect(self._composer.sending.send_card)
            self.cards.closed.connect(self._composer.edit.setFocus)
        self.cards.open_for(here, self._bottom())

    def invite_rating(self) -> None:
        """Send the invitation to rate."""
        from ticketdesk.ui.reception.compose.cards import invitation

        here = self._composer.conversation
        if here is not None:
            self._composer.sending.send_card(here, invitation())

    def capture(self) -> None:
        """Take a picture of the screen into the reply."""
        here = self._composer.conversation
        if here is None:
            return
        take = partial(_take_capture, self._world, self._composer, here)
        self._world.capture_wanted.emit(Destination(tr("Into the reply"), take, "send", first=True))

    def choose_pictures(self) -> None:
        """Choose pictures of this computer."""
        self._choose(tr("Choose pictures"), f"{tr('Pictures')} (*.png *.jpg *.jpeg *.gif *.webp *.bmp)")

    def choose_files(self) -> None:
        """Choose files of this computer."""
        self._choose(tr("Choose files"), "")

    def is_open(self) -> bool:
        """Whether one of them stands over the talk now."""
        return any(popup is not None and popup.isVisible() for popup in (self.emoji, self.cards, self.calculator))

    def place(self) -> None:
        """Let what is open stand where the composer ends."""
        for popup in (self.emoji, self.cards, self.calculator):
            if popup is not None and popup.isVisible():
                popup.place(self._bottom())

    def close(self) -> None:
        """Close what is open: another conversation is shown."""
        for popup in (self.emoji, self.cards, self.calculator):
            if popup is not None:
                popup.hide()

    def _open(self, popup: ComposePopup) -> None:
        if self._composer.conversation is not None:
            if not popup.property("tied"):
                popup.setProperty("tied", True)
                popup.closed.connect(self._composer.edit.setFocus)
            popup.open_over(self._bottom())

    def _bottom(self) -> int:
        return self._composer.mapTo(self._ground, self._composer.rect().topLeft()).y()

    def _insert(self, text: str) -> None:
        self._composer.edit.insertPlainText(text)

    def _choose(self, title: str, kinds: str) -> None:
        choose_files(self._composer, title, self._chosen, kinds=kinds)

    def _chosen(self, names: list[str]) -> None:
        self._composer.add_pictures([Path(name) for name in names])


def _take_capture(world: World, composer: Composer, conversation: int, image: QImage) -> None:
    """The picture belongs to the conversation it was begun for, whatever is shown by now."""
    add_to(world, composer, conversation, [image])
    if composer.conversation == conversation:
        composer.edit.setFocus()
