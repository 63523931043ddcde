"""Settings of the shop: what it is called and where it stands."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QComboBox, QLineEdit

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.settings import EditShop
from ticketdesk.desk.desk import Done
from ticketdesk.domain.settings import PLATFORMS
from ticketdesk.store.queries import agents
from ticketdesk.ui import labels
from ticketdesk.ui.errors import words
from ticketdesk.ui.safe_text import dress, one_line
from ticketdesk.ui.settings.frame import SectionFrame, add_row
from ticketdesk.ui.world import World
from ticketdesk.words import tr

_LONGEST: Final = 60


class ShopSection(SectionFrame):
    """A change is kept when the field is left or Enter is pressed, and offered for undo."""

    def __init__(self, world: World) -> None:
        super().__init__(
            tr("Basic information"), tr("What buyers and colleagues know this shop as. Changes are kept at once.")
        )
        self._world = world
        self._kept = ("", "")
        self.name = QLineEdit()
        self.name.setAccessibleName(tr("Name of the shop"))
        self.name.setMaxLength(_LONGEST)
        self.platform = QComboBox()
        self.platform.setAccessibleName(tr("Platform"))
        for platform in PLATFORMS:
            self.platform.addItem(labels.platform(platform), platform)
        card = self.card()
        self._problem = add_row(card, tr("Name of the shop"), self.name)
        add_row(card, tr("Platform"), self.platform, tr("Where the order lists of this shop come from."))
        self._refresh()
        self.name.editingFinished.connect(self._keep)
        self.platform.activated.connect(self._keep)
        world.changed.connect(self._changed)

    def _changed(self, changes: Changes) -> None:
        if changes.touches("shop"):
            self._refresh()

    def _refresh(self) -> None:
        shop = agents.shop(self._world.reader)
        if shop is None:
            return
        self._kept = (shop.name, shop.platform)
        if not self.name.hasFocus() or not self.name.isModified():
            self.name.setText(shop.name)
        self.platform.setCurrentIndex(self.platform.findData(shop.platform))

    def _keep(self, _index: int = 0) -> None:
        wanted = (self.name.text(), str(self.platform.currentData()))
        if wanted == self._kept:
            self._tell("")
            return
        self._kept = wanted
        self._world.post(EditShop(shop_name=wanted[0], platform=wanted[1]), self._done, self._failed)

    def _done(self, done: Done) -> None:
        self.name.setModified(False)
        self._tell("")
        if done.act_id is not None:
            self._world.notices.say(tr("The shop was changed"), undoable=True)

    def _failed(self, error: BaseException) -> None:
        self._kept = ("", "")
        sentence = words(error)
        if sentence is None:
            self._world.notices.refuse(error)
        else:
            self._tell(sentence)

    def _tell(self, sentence: str) -> None:
        self._problem.setText(one_line(sentence, 300))
        dress(self._problem, "bad" if sentence else "third")
        self._problem.setVisible(bool(sentence))


def make(world: World) -> ShopSection:
    """Return the section."""
    return ShopSection(world)
