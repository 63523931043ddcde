"""What changed since the list was last brought up to the store: many changes become one reading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QObject

from ticketdesk.desk.changes import Changes
from ticketdesk.ui.later import soon
from ticketdesk.ui.world import World

_LATE_MS: Final = 30
"""The list follows a change by two frames, as head and outbox of the chat do: a message is painted first."""

_WATCHED: Final = ("conversation", "message", "orders", "buyer", "buyer_tag", "setting", "agent")
_WHOLE_ROWS: Final = ("orders", "buyer", "buyer_tag", "agent")


@dataclass(slots=True)
class News:
    """``rows`` are to be read again (``whole``: every row in sight); the others say which kinds of rows changed."""

    rows: set[int] = field(default_factory=set)
    whole: bool = False
    conversations: bool = False
    orders: bool = False
    settings: bool = False

    def hear(self, changes: Changes) -> None:
        """Add what changed."""
        ids = changes.of("conversation")
        if ids is None or changes.touches(*_WHOLE_ROWS):
            self.whole = True
        else:
            self.rows.update(ids)
        self.conversations = self.conversations or changes.touches("conversation")
        self.orders = self.orders or changes.touches("orders")
        self.settings = self.settings or changes.touches("setting")


class Following(QObject):
    """Hears what the desk changes and hands it, gathered, to ``bring``."""

    def __init__(self, world: World, bring: Callable[[News], None], parent: QObject) -> None:
        super().__init__(parent)
        self._bring = bring
        self._news = News()
        self._late = soon(self, _LATE_MS, self._catch_up)
        world.changed.connect(self.hear)

    def hear(self, changes: Changes) -> None:
        """Remember ``changes`` until it is time."""
        if not changes.touches(*_WATCHED):
            return
        self._news.hear(changes)
        # Not started anew by each change: in a flood the list would never follow.
        if not self._late.isActive():
            self._late.start()

    def _catch_up(self) -> None:
        news, self._news = self._news, News()
        self._bring(news)
