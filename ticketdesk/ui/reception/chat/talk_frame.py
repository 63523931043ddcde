"""The parts of a talk on the screen: the messages, what stands over and under them, the way to the newest."""

from __future__ import annotations

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ticketdesk.ui.reception.thumbnails import Thumbnails
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.chat_view import ChatView
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class TalkFrame(QWidget):
    """A column: bars, the messages, more bars."""

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self.thumbnails = Thumbnails(world, self)
        self.view = ChatView(tr("Messages"), thumbnails=self._thumbnail)
        self.view.blocked = self.thumbnails.why
        self.newest = button(tr("Newer messages are not shown here · go to the newest"), kind="link", small=True)
        self.newest.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.view, 1)
        self._column.addWidget(self.newest)
        self.thumbnails.ready.connect(self.view.picture_ready)

    def put_above(self, part: QWidget) -> None:
        """Let a part stand over the messages."""
        self._column.insertWidget(0, part)

    def put_below(self, part: QWidget) -> None:
        """Let a part stand under the messages."""
        self._column.insertWidget(self._column.indexOf(self.newest), part)

    def scroll_bottom(self) -> None:
        """Go to the newest message."""
        self.view.scroll_bottom()

    def in_sight(self) -> int | None:
        """A message in the middle of what is seen."""
        places = self.view.places_in_sight()
        shown = [self.view.column.items[place] for place in places]
        middle = shown[len(shown) // 2 :] if shown else []
        return next((item.id for item in middle if item.speech), None)

    def _thumbnail(self, key: str) -> QPixmap | None:
        return self.thumbnails.wanted(key)
