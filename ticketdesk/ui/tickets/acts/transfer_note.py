"""The note for whoever a ticket is handed to."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from ticketdesk.ui.orders.remark_dialog import RemarkEdit
from ticketdesk.ui.tickets.detail.name_list import NameList, colleagues
from ticketdesk.ui.world import World
from ticketdesk.words import tr

_HIGH: Final = 60


class TransferNote(RemarkEdit):
    """Two lines; "@" offers colleagues who are called by it, Ctrl+Enter is left to the dialog."""

    def __init__(self, world: World, dialog: QWidget) -> None:
        super().__init__(dialog)
        self.setAccessibleName(tr("Note for the colleague"))
        self.setPlaceholderText(tr("What was done, what is still to do; @ calls a colleague"))
        self.setTabChangesFocus(True)
        self.setFixedHeight(_HIGH)
        self.names = NameList(self, colleagues(world))
        self.names.on = True
