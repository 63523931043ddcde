"""Unsent words, pictures and files per conversation: kept half a second after a keystroke, there after a kill."""

from __future__ import annotations

import json
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from ticketdesk.desk.changes import Changes
from ticketdesk.domain.files import FileRef
from ticketdesk.domain.stale import Difference, Seen, SeenOrder
from ticketdesk.store.queries import conversations, stale
from ticketdesk.ui.world import World

KEEP_MS: Final = 400
"""At most so long after a keystroke the words are handed to the store (the issue asks for 500 ms)."""

_LOOK_MS: Final = 20


class ReplyDrafts(QObject):
    """The drafts of every conversation, newest state in memory, durable in the store.

    With each draft goes what stood there when it began (``seen``), also over a restart. `given(conversation id)` tells
    that something was put into a draft from elsewhere than its own editor.
    """

    given = Signal(object)

    def __init__(self, world: World, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._kept: dict[str, str] | None = None
        self._texts: dict[int, str] = {}
        self._files: dict[str, list[FileRef]] = {}
        self._seen: dict[int, Seen | None] = {}
        self._begun: set[int] = set()
        self._unkept: set[int] = set()
        # Drafts that something may have arrived for since they began: only these ask the store at sending.
        self._news: set[int] = set()
        self._timer = self._single(KEEP_MS)
        self._timer.timeout.connect(self.keep)
        self._looking = self._single(_LOOK_MS)
        self._looking.timeout.connect(self._look)
        world.changed.connect(self._changed)

    def _single(self, ms: int) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(ms)
        return made

    def text(self, conversation_id: int) -> str:
        """Return the words written for a conversation and not sent."""
        if conversation_id not in self._texts:
            self._texts[conversation_id] = self._read(f"reply:{conversation_id}")
        return self._texts[conversation_id]

    def set_text(self, conversation_id: int, text: str) -> None:
        """Remember these words; they are durable within half a second."""
        if text == self.text(conversation_id):
            return
        was_empty = self._empty(conversation_id)
        self._texts[conversation_id] = text
        self._unkept.add(conversation_id)
        self._turned(conversation_id, was_empty)
        if not self._timer.isActive():
            self._timer.start()

    def _empty(self, conversation_id: int) -> bool:
        """Whether nothing is written or chosen for a conversation."""
        chosen = self._refs(f"reply-pictures:{conversation_id}") or self._refs(f"reply-files:{conversation_id}")
        return not chosen and not self.text(conversation_id).strip()

    def _turned(self, conversation_id: int, was_empty: bool) -> None:
        """A draft begins with its first word, picture or file, and ends when nothing of it is left."""
        if self._empty(conversation_id) == was_empty:
            return
        if was_empty:
            self._begun.add(conversation_id)
            self._looking.start()
        else:
            self.forget_seen(conversation_id)
            if not self._timer.isActive():
                self._timer.start()

    def pictures(self, conversation_id: int) -> list[FileRef]:
        """Return the pictures chosen for a conversation and not sent; each is a kept file."""
        return self._refs(f"reply-pictures:{conversation_id}")

    def set_pictures(self, conversation_id: int, pictures: list[FileRef]) -> None:
        """Remember these pictures at once."""
        self._keep_refs(conversation_id, f"reply-pictures:{conversation_id}", pictures)

    def add_pictures(self, conversation_id: int, pictures: list[FileRef]) -> None:
        """Put these pictures to those chosen, but for what is among them."""
        there = self.pictures(conversation_id)
        self.set_pictures(conversation_id, [*there, *(each for each in pictures if each not in there)])
        self.given.emit(conversation_id)

    def files(self, conversation_id: int) -> list[FileRef]:
        """Return the files chosen for a conversation and not sent; each is kept."""
        return self._refs(f"reply-files:{conversation_id}")

    def set_files(self, conversation_id: int, files: list[FileRef]) -> None:
        """Remember these files at once."""
        self._keep_refs(conversation_id, f"reply-files:{conversation_id}", files)

    def seen(self, conversation_id: int) -> Seen | None:
        """Return what stood there when the draft began; None where none has begun."""
        if conversation_id not in self._seen:
            self._seen[conversation_id] = _seen(self._read(f"reply-seen:{conversation_id}"))
            self._news.add(conversation_id)  # nobody knows what came while the program was closed
        return self._seen[conversation_id]

    def differences(self, conversation_id: int) -> list[Difference]:
        """Return what others wrote or changed since the draft began."""
        seen = None if self._empty(conversation_id) else self.seen(conversation_id)
        if seen is None or conversation_id not in self._news:
            return []
        found = stale.differences(self._world.reader, conversation_id, seen, self._world.agent_id)
        if not found:
            self._news.discard(conversation_id)
        return found

    def renew_seen(self, conversation_id: int) -> None:
        """The agent has looked at what arrived: ask about it no more."""
        self._begun.add(conversation_id)
        self._look()

    def forget_seen(self, conversation_id: int) -> None:
        """The draft is gone."""
        self._begun.discard(conversation_id)
        self._seen[conversation_id] = None
        self._unkept.add(conversation_id)

    def _look(self) -> None:
        for conversation_id in self._begun:
            self._seen[conversation_id] = stale.seen(self._world.reader, conversation_id)
            self._news.discard(conversation_id)
            self._unkept.add(conversation_id)
        self._begun.clear()
        if not self._timer.isActive():
            self._timer.start()

    def _changed(self, changes: Changes) -> None:
        if changes.touches("message", "remark", "orders"):
            self._news.update(self._seen)

    def _refs(self, key: str) -> list[FileRef]:
        if key not in self._files:
            self._files[key] = _files(self._read(key))
        return list(self._files[key])

    def _keep_refs(self, conversation_id: int, key: str, refs: list[FileRef]) -> None:
        if refs != self._refs(key):
            was_empty = self._empty(conversation_id)
            self._files[key] = list(refs)
            body = json.dumps([list(ref) for ref in refs], ensure_ascii=False) if refs else ""
            self._world.watch(self._world.keep_draft(key, body))
            self._turned(conversation_id, was_empty)

    def _read(self, key: str) -> str:
        """What was kept when this desk was opened: nobody else writes drafts, and there are few of them."""
        if self._kept is None:
            self._kept = conversations.drafts(self._world.reader, "reply")
        return self._kept.get(key, "")

    def keep(self) -> None:
        """Hand what is not durable yet to the store now."""
        self._timer.stop()
        for conversation_id in sorted(self._unkept):
            text = self.text(conversation_id)
            self._world.watch(self._world.keep_draft(f"reply:{conversation_id}", text if text.strip() else ""))
            self._keep_seen(conversation_id)
        self._unkept.clear()

    def _keep_seen(self, conversation_id: int) -> None:
        key, seen = f"reply-seen:{conversation_id}", self._seen.get(conversation_id)
        body = json.dumps(seen) if seen is not None else ""
        if body != self._read(key) and self._kept is not None:
            self._kept[key] = body
            self._world.watch(self._world.keep_draft(key, body))


def _files(body: str) -> list[FileRef]:
    """Read the kept form; what is damaged reads as none."""
    try:
        return [FileRef(*entry) for entry in json.loads(body)] if body else []
    except (ValueError, TypeError):
        return []


def _seen(body: str) -> Seen | None:
    """Read the kept form; what is damaged reads as none."""
    try:
        found: Any = json.loads(body) if body else None
        if found is None:
            return None
        recalled = tuple(int(key) for key in found[2]) if len(found) > 2 else ()  # a draft of before has none
        return Seen(int(found[0]), tuple(SeenOrder(*order) for order in found[1]), recalled)
    except (ValueError, TypeError, IndexError, KeyError):
        return None
