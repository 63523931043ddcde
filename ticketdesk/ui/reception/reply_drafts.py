"""Unsent words and pictures per conversation: kept half a second after a keystroke, there again after a kill."""

from __future__ import annotations

import json
from typing import Final

from PySide6.QtCore import QObject, QTimer

from ticketdesk.domain.files import FileRef
from ticketdesk.store.queries import conversations
from ticketdesk.ui.world import World

KEEP_MS: Final = 400
"""At most so long after a keystroke the words are handed to the store (the issue asks for 500 ms)."""


class ReplyDrafts(QObject):
    """The drafts of every conversation, newest state in memory, durable in the store."""

    def __init__(self, world: World, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._kept: dict[str, str] | None = None
        self._texts: dict[int, str] = {}
        self._pictures: dict[int, list[FileRef]] = {}
        self._unkept: set[int] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_MS)
        self._timer.timeout.connect(self.keep)

    def text(self, conversation_id: int) -> str:
        """Return the words written for a conversation and not sent."""
        if conversation_id not in self._texts:
            self._texts[conversation_id] = self._read(f"reply:{conversation_id}")
        return self._texts[conversation_id]

    def set_text(self, conversation_id: int, text: str) -> None:
        """Remember these words; they are durable within half a second."""
        if text != self.text(conversation_id):
            self._texts[conversation_id] = text
            self._unkept.add(conversation_id)
            if not self._timer.isActive():
                self._timer.start()

    def pictures(self, conversation_id: int) -> list[FileRef]:
        """Return the pictures chosen for a conversation and not sent; each is a kept file."""
        if conversation_id not in self._pictures:
            body = self._read(f"reply-pictures:{conversation_id}")
            self._pictures[conversation_id] = _pictures(body)
        return list(self._pictures[conversation_id])

    def set_pictures(self, conversation_id: int, pictures: list[FileRef]) -> None:
        """Remember these pictures at once."""
        if pictures != self.pictures(conversation_id):
            self._pictures[conversation_id] = list(pictures)
            body = json.dumps([list(ref) for ref in pictures], ensure_ascii=False) if pictures else ""
            self._world.watch(self._world.keep_draft(f"reply-pictures:{conversation_id}", body))

    def _read(self, key: str) -> str:
        """What was kept when this desk was opened: nobody else writes drafts, and there are few of them."""
        if self._kept is None:
            self._kept = conversations.drafts(self._world.reader, "reply")
        return self._kept.get(key, "")

    def keep(self) -> None:
        """Hand what is not durable yet to the store now."""
        self._timer.stop()
        for conversation_id in sorted(self._unkept):
            text = self._texts[conversation_id]
            self._world.watch(self._world.keep_draft(f"reply:{conversation_id}", text if text.strip() else ""))
        self._unkept.clear()


def _pictures(body: str) -> list[FileRef]:
    """Read the kept form; what is damaged reads as none."""
    try:
        return [FileRef(*entry) for entry in json.loads(body)] if body else []
    except (ValueError, TypeError):
        return []
