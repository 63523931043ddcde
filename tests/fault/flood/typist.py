"""The agent of a flood: types letter after letter into the reply, and goes on in another conversation half way."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtTest import QTest

from ticketdesk.app import Parts
from ticketdesk.store.queries import conversations

EVERY_MS: Final = 60
"""A fast typist: sixteen letters a second."""

_WORDS: Final = "the parcel leaves this afternoon and you will have it tomorrow "


class Typist(QObject):
    """Writes into the conversations ``talks``, one after the other; ``typed`` holds what was pressed in each."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._page: Any = parts.window.page("reception")
        self.kept_before = set(conversations.drafts(parts.store.reader, "reply:"))
        self.typed: dict[int, str] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._press)
        self._talk = 0

    def write_in(self, talk: int) -> None:
        """Open a conversation and write there from now on."""
        assert self._page.list.select(talk)
        self._page.chat.composer.edit.setFocus()
        self._talk = talk
        self.typed.setdefault(talk, "")
        self._timer.start()

    def stop(self) -> None:
        """Take the hands from the keys."""
        self._timer.stop()

    def _press(self) -> None:
        so_far = self.typed[self._talk]
        letter = _WORDS[len(so_far) % len(_WORDS)]
        QTest.keyClick(self._page.chat.composer.edit, letter)
        self.typed[self._talk] = so_far + letter
