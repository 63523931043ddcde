"""Phrases that answer to keys of their own (trade.md C19): which, and as what the key map knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from ticketdesk.store.queries.phrases import brief_phrases
from ticketdesk.ui.actions import Act
from ticketdesk.ui.safe_text import one_line
from ticketdesk.words import mark

if TYPE_CHECKING:
    from ticketdesk.desk.changes import Changes
    from ticketdesk.ui.world import World

GROUP: Final = mark("Phrases with keys")
_LONGEST: Final = 60


class PhraseKeys(QObject):
    """Keeps the key map told of the phrases that have keys here and that the agent may read; ``changed()`` when another
    phrase has keys, or other ones. The keys themselves are kept by the key map, on this computer."""

    changed = Signal()

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._world = world
        world.keymap.changed.connect(self._read)
        world.session_changed.connect(self._read)
        world.changed.connect(self._changed)
        self._read()

    def acts(self) -> tuple[Act, ...]:
        """Return the phrases with keys, the agent's own first."""
        return tuple(act for act in self._world.keymap.acts() if act.phrase is not None)

    def _changed(self, changes: Changes) -> None:
        if changes.touches("phrase"):
            self._read()

    def _read(self) -> None:
        world = self._world
        ids = world.keymap.bound_phrases()
        found = brief_phrases(world.reader, ids, world.agent_id) if ids else []
        world.keymap.set_phrases(tuple(act_of(number, code, text) for number, code, text in found))
        self.changed.emit()


def act_of(phrase: int, code: str, text: str) -> Act:
    """Return a phrase as the key map knows it."""
    words = one_line(f"{code} {text}".strip(), _LONGEST)
    return Act(f"phrase.{phrase}", words, (), "message-square-text", None, GROUP, "reception", phrase)
