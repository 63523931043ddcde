"""How many buyers shall come to practise with, and for how long."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ticketdesk.ui.safe_text import label
from ticketdesk.ui.widgets.buttons import Choice, ChoiceChips, button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.words import tr, trn

_BUYERS: Final = (3, 6, 12)
_MINUTES: Final = (3, 5, 10)


class StartDialog(ModalDialog):
    """``chosen(buyers, minutes)`` when it begins; Esc leaves the practice shop as it is, to look around."""

    chosen = Signal(int, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, tr("Practice"), width=480)
        text = tr(
            "Buyers are played from scripts into a shop that is thrown away afterwards. Answer them as you would;"
            " at the end your typing, first responses and wording are held against the standards of your shop."
        )
        self.body.addWidget(label(text, role="second", wrap=True))
        self.buyers = ChoiceChips(
            [Choice(str(n), trn(n, "{0} buyer", "{0} buyers")) for n in _BUYERS], "6", name=tr("Buyers")
        )
        self.minutes = ChoiceChips(
            [Choice(str(n), trn(n, "{0} minute", "{0} minutes")) for n in _MINUTES], "5", name=tr("Time")
        )
        for name, field in ((tr("Buyers"), self.buyers), (tr("Time"), self.minutes)):
            named = label(name, role="small")
            named.setBuddy(field)
            self.body.addWidget(named)
            self.body.addWidget(field)
        cancel = button(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.go = button(tr("Begin  Ctrl+Enter"), kind="primary", name=tr("Begin"))
        self.go.clicked.connect(self._begin)
        self.submitted.connect(self._begin)
        self.footer.addWidget(cancel)
        self.footer.addWidget(self.go)

    def _begin(self) -> None:
        self.chosen.emit(int(self.buyers.current()), int(self.minutes.current()))
        self.accept()
