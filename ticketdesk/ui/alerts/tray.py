"""The icon beside the clock: whether anybody waits, a menu of the ways in, a word when somebody writes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from ticketdesk.ui.safe_text import one_line
from ticketdesk.words import tr, trn

_SHOWN_MS = 8_000


def tray_available() -> bool:
    """Whether this desktop has such a place."""
    return QSystemTrayIcon.isSystemTrayAvailable()


class Tray(QObject):
    """``opened`` when icon or word is clicked. It holds no text of a buyer, since it shows over a locked desk too."""

    opened = Signal()

    def __init__(self, icon: QIcon, actions: Sequence[QAction], parent: QObject) -> None:
        super().__init__(parent)
        self.menu = QMenu()
        self._first = self.menu.addAction("")
        self._first.triggered.connect(self._open)
        self.menu.addSeparator()
        self.menu.addActions(list(actions))
        self.icon = QSystemTrayIcon(icon, self)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        self.icon.messageClicked.connect(self.opened)
        self.set_count(0)

    def show(self, *, shown: bool) -> None:
        """Stand in the tray, or not."""
        self.icon.setVisible(shown)

    def set_count(self, count: int) -> None:
        """Say how many buyers wait."""
        self._first.setText(
            trn(count, "Open · {0} buyer waits", "Open · {0} buyers wait") if count else tr("Open TicketDesk")
        )
        if count:
            self.icon.setToolTip(tr("TicketDesk: buyers wait"))
        else:
            self.icon.setToolTip(tr("TicketDesk: nobody waits"))

    def say(self, count: int) -> None:
        """Tell that so many messages have come."""
        words = trn(count, "{0} new message", "{0} new messages")
        self.icon.showMessage("TicketDesk", one_line(words), QSystemTrayIcon.MessageIcon.NoIcon, _SHOWN_MS)

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.opened.emit()

    def _open(self) -> None:
        self.opened.emit()
