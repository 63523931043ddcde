"""The phrases that have keys, as acts of the reception page: the keys write the phrase into the reply."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from ticketdesk.domain.phrases import offered
from ticketdesk.store.queries.phrases import own_or_shop
from ticketdesk.ui.reception.chat_panel import ChatPanel
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class PhraseActs(QObject):
    """Keeps one action for each phrase with keys on ``page``; ``panel()`` is the chat that is worked in."""

    def __init__(self, world: World, page: QWidget, panel: Callable[[], ChatPanel]) -> None:
        super().__init__(page)
        self._world, self._page, self._panel = world, page, panel
        self._made: list[QAction] = []
        world.phrase_keys.changed.connect(self._dress)
        self._dress()

    def put(self, phrase: int) -> None:
        """Write a phrase into the reply of the chat that is worked in, or say why that cannot be."""
        world, composer = self._world, self._panel().composer
        rows = own_or_shop(world.reader, (phrase,), world.agent_id)
        if composer.conversation is None:
            world.notices.say(tr("Choose a conversation first: a phrase is written into its reply."))
        elif not rows:
            world.notices.say(tr("This phrase was removed."))
        elif not offered(rows[0].valid_from, rows[0].valid_to, world.clock()):
            world.notices.say(tr("This phrase is not offered today: look at its days under Phrases."))
        else:
            composer.phrases.put(rows[0])

    def _dress(self) -> None:
        for action in self._made:
            self._page.removeAction(action)
            action.deleteLater()
        keymap = self._world.keymap
        # Two acts of the same keys would answer to none: an act of the table goes first, then one's own phrase.
        taken = {
            QKeySequence(keys)
            for act in keymap.acts()
            if act.phrase is None and act.page in ("", "reception")
            for keys in keymap.keys(act)
        }
        self._made = []
        for act in self._world.phrase_keys.acts():
            keys = [found for each in keymap.keys(act) if (found := QKeySequence(each)) not in taken]
            taken.update(keys)
            self._made.append(self._make(act.name, act.words(), act.phrase or 0, keys))

    def _make(self, name: str, words: str, phrase: int, keys: list[QKeySequence]) -> QAction:
        action = QAction(tr("Phrase {0}", words), self._page)
        action.setObjectName(name)
        action.setShortcuts(keys)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(partial(self._put, phrase))
        self._page.addAction(action)
        return action

    def _put(self, phrase: int, _checked: bool = False) -> None:
        self.put(phrase)
