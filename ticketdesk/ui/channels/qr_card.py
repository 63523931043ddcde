"""The card with the QR code: to be shown to a buyer, saved as a picture, printed as a sheet."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ticketdesk.ui.channels.qr import QrView, save_picture, save_sheet
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.file_choice import choose_target
from ticketdesk.ui.world import World
from ticketdesk.words import tr

_SAVE: Final = "channels.qr"
_SHEET: Final = "ticketdesk-web-chat.pdf"


class QrCard(QWidget):
    """``title()`` is what the sheet is headed with: the name that buyers see."""

    def __init__(self, world: World, title: Callable[[], str]) -> None:
        super().__init__()
        self._world, self._title = world, title
        self._address = ""
        self.view = QrView()
        self.hint = label("", role="second", wrap=True)
        self.save = button(tr("Save picture…"), icon="download")
        self.print = button(tr("Print a sheet"), icon="printer")
        beside = QVBoxLayout()
        beside.setSpacing(SIZES.m)
        beside.addWidget(self.hint)
        acts = QHBoxLayout()
        acts.setSpacing(SIZES.s)
        acts.addWidget(self.save)
        acts.addWidget(self.print)
        acts.addStretch(1)
        beside.addLayout(acts)
        beside.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.l)
        row.addWidget(self.view)
        row.addLayout(beside, 1)
        self.save.clicked.connect(self._choose)
        self.print.clicked.connect(self._print)

    def show_address(self, address: str, *, reachable: bool) -> None:
        """Show the code of ``address``, "" for none; ``reachable``: other computers and phones can open it."""
        self._address = address
        self.view.setVisible(bool(address))
        for each in (self.save, self.print):
            each.setVisible(bool(address))
        if not address:
            self.hint.setText(tr("The code is shown here as soon as the chat is on."))
            return
        self.view.show_address(address)
        words = tr("Hold a phone before it, or hang it up in the shop: it opens {0}.", address)
        near = tr("Only this computer can open this address: let the local network in above first.")
        self.hint.setText(words if reachable else near)

    def _choose(self) -> None:
        kinds = f"{tr('Pictures')} (*.png)"
        choose_target(self, tr("Save picture…"), self._write, name="web-chat.png", kinds=kinds, ending="png")

    def _write(self, path: str) -> None:
        self._start(partial(save_picture, Path(path), self._address), partial(self._saved, path))

    def _saved(self, path: str, _done: object) -> None:
        self._world.notices.say(tr("Saved as {0}", Path(path).name))

    def _print(self) -> None:
        """Make the sheet and open it with the system's viewer, which prints."""
        path = Path(tempfile.gettempdir()) / _SHEET
        make = partial(save_sheet, path, self._address, self._title(), tr("Scan to write to us"))
        self._start(make, partial(self._open, path))

    def _open(self, path: Path, _done: object) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._world.notices.say(tr("No program here shows the sheet. It lies at {0}.", path))

    def _start(self, make: Callable[[], None], done: Callable[[object], None]) -> None:
        def work(_progress: Progress, _cancelled: Cancelled) -> None:
            make()

        self._world.tasks.start(_SAVE, work, done, self._world.notices.refuse)
