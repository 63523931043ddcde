"""The button that shows the keys of one phrase and asks for others."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ticketdesk.store.queries.phrases import PhraseRow
from ticketdesk.ui.actions import keys_text
from ticketdesk.ui.phrases.keys import act_of
from ticketdesk.ui.safe_text import set_tooltip
from ticketdesk.ui.settings.key_dialog import KeyDialog
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class KeyButton(QObject):
    """``show_phrase`` says whose keys it shows; only a phrase that is kept can have some."""

    def __init__(self, world: World) -> None:
        self.button = button(tr("Keys…"), "key-round", small=True)
        super().__init__(self.button)
        self._world = world
        self._row: PhraseRow | None = None
        self.button.clicked.connect(self._ask)
        world.phrase_keys.changed.connect(self._dress)
        self._dress()

    def show_phrase(self, row: PhraseRow | None) -> None:
        """Show the keys of this phrase; None for one that is not kept yet."""
        self._row = row
        self._dress()

    def _dress(self) -> None:
        row = self._row
        held = () if row is None else self._world.keymap.keys(act_of(row.id, row.code, row.text))
        keys = " ".join(keys_text(each) for each in held)
        self.button.setText(keys or tr("Keys…"))
        self.button.setAccessibleName(tr("Keys of this phrase: {0}", keys or tr("no keys")))
        self.button.setEnabled(row is not None)
        words = tr("Keys that write this phrase into a reply") if row is not None else tr("Save the phrase first")
        set_tooltip(self.button, words)

    def _ask(self) -> None:
        if self._row is not None:
            act = act_of(self._row.id, self._row.code, self._row.text)
            KeyDialog(self._world.keymap, act, self.button.window()).open()
