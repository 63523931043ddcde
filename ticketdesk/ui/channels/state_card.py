"""The head of a channel's section: a switch, how it is doing in words, and the way out where it has failed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout

from ticketdesk.domain.line_state import OFF, LineState
from ticketdesk.domain.settings import NumberSetting
from ticketdesk.ui.channels.words import line_words
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.settings.setting_fields import SwitchField
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.frames import Card
from ticketdesk.ui.widgets.marks import Chip
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class StateCard(Card):
    """`show_state()` follows the channel; ``told`` hears of each state after it is shown."""

    def __init__(
        self, world: World, name: str, setting: NumberSetting, text: str, told: Callable[[LineState], None]
    ) -> None:
        super().__init__(margin=SIZES.l, spacing=SIZES.m)
        self._world, self._name, self._told = world, name, told
        self.switch = SwitchField(setting, text)
        self.chip = Chip()
        self.words = label("", role="second", wrap=True)
        self.again = button(tr("Try again"), icon="refresh-cw", small=True)
        row = QHBoxLayout()
        row.setSpacing(SIZES.s)
        row.addWidget(self.chip)
        row.addWidget(self.words, 1)
        row.addWidget(self.again)
        self.body.addWidget(self.switch)
        self.body.addLayout(row)
        self.again.clicked.connect(self._try)
        if world.channels is not None:
            world.channels.changed.connect(self.show_state)

    def state(self) -> LineState:
        """Return how the channel is doing."""
        return OFF if self._world.channels is None else self._world.channels.state(self._name)

    def show_state(self) -> None:
        """Show how the channel is doing now."""
        state = self.state()
        words = line_words(self._name, state)
        self.chip.set_chip(words.state, words.level)
        self.words.setText(words.long)
        self.again.setVisible(state.kind == "failed")
        self._told(state)

    def _try(self) -> None:
        if self._world.channels is not None:
            self._world.channels.again(self._name)
