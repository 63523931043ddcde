"""The line above what is new since an agent last looked, and telling the desk that it has been seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from ticketdesk.desk.commands.marks import MarkSeen
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries.conversations import ConversationRow, MessageRow
from ticketdesk.ui.widgets.chat_item import ChatItem
from ticketdesk.ui.world import World
from ticketdesk.words import tr

LOOKED_MS: Final = 700
"""So long a conversation has to be in sight to count as looked at: arrows that pass by see nothing."""

LINE: Final = -(1 << 65)
"""The id of the line in the view."""


class UnreadLine:
    """Where the line stands in one conversation; it stays there until another one is opened."""

    def __init__(self, seen: int | None) -> None:
        self._seen = seen
        self._above: int | None = None

    def find(self, rows: Sequence[MessageRow], before: MessageRow | None) -> None:
        """Look in a stretch that was loaded for the first words of the buyer that nobody has seen."""
        if self._seen is None or self._above is not None or not rows:
            return
        reaches = before is None or before.id <= self._seen or rows[0].id <= self._seen
        new = next((row.id for row in rows if row.id > self._seen and row.side == "in"), None)
        self._above = new if reaches else None

    def put(self, items: Sequence[ChatItem]) -> list[ChatItem]:
        """Return the items with the line in its place: above the date line of what is new."""
        made = list(items)
        if self._above is not None:
            places = [place for place, item in enumerate(made) if item.id in (self._above, -self._above)]
            if places:
                made.insert(places[0], ChatItem(LINE, "unread", text=tr("New since you last looked")))
        return made


class SeenTeller(QObject):
    """Tells the desk up to which message a conversation was seen, a moment after it came into sight."""

    def __init__(self, world: World, view: QWidget) -> None:
        super().__init__(view)
        self._world, self._view = world, view
        self._talk: int | None = None
        self._told = self._newest = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOKED_MS)
        self._timer.timeout.connect(self._tell)

    def show(self, row: ConversationRow | None, newest: int | None) -> None:
        """Another conversation is shown, with its newest message."""
        self._timer.stop()
        self._talk = row.id if row is not None else None
        self._told = (row.seen_message_id or 0) if row is not None else 0
        self._newest = 0
        self.came(newest)

    def came(self, newest: int | None) -> None:
        """This is the newest message in sight now."""
        if newest is not None and newest > max(self._told, self._newest):
            self._newest = newest
            if not self._timer.isActive():
                self._timer.start()

    def looked(self) -> None:
        """The window came to the front, or the view into sight."""
        if self._newest > self._told and not self._timer.isActive():
            self._timer.start()

    def _tell(self) -> None:
        in_sight = self._view.isVisible() and self._view.window().isActiveWindow()
        if self._talk is None or self._newest <= self._told or not in_sight:
            return
        self._told = self._newest
        if self._world.may(Permission.RECEPTION_REPLY):
            self._world.post(MarkSeen(conversation_id=self._talk, message_id=self._newest), failed=_forget)


def _forget(_error: BaseException) -> None:
    """Somebody took the conversation back meanwhile: there is nothing to have seen."""
