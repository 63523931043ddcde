"""The buttons in the head of a conversation, with words where there is room and icons alone where there is none."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ticketdesk.ui.safe_text import set_tooltip
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.world import World
from ticketdesk.words import mark, tr

# Words, name for readers, icon, the act whose keys the tooltip tells.
_ACTS: Final = (
    (mark("Transfer"), mark("Transfer the conversation"), "arrow-right-left", "transfer_talk"),
    (mark("New ticket"), mark("New ticket from this conversation"), "ticket-plus", "new_ticket"),
    (mark("Later"), mark("Remind me later"), "alarm-clock", "remind_later"),
    (mark("End"), mark("End the conversation"), "circle-check", "end_talk"),
)
_LEFT: Final = 310
"""Pixels that the name and its chips keep before the buttons may have words."""
_WORDY: Final = 80
"""Pixels that Qt gives a button with words at least."""
_TIGHT: Final = 360
_CLOSE: Final = 28
_ANY: Final = 16_777_215
"""Qt's word for no greatest width."""


class ActButtons(QWidget):
    """Transfer, ticket, later, end."""

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._bare = False
        self._tight = False
        self.buttons: tuple[QPushButton, ...] = tuple(
            button(tr(words), icon, name=tr(words)) for words, _tip, icon, _act in _ACTS
        )
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.s)
        for each in self.buttons:
            row.addWidget(each)
        world.keymap.changed.connect(self._tell_keys)
        self._tell_keys()

    def fit(self, width: int, least: int = _LEFT) -> None:
        """Show words where the head is ``width`` px wide enough for them and the ``least`` of the rest, else icons."""
        full = sum(self._wide(place) + SIZES.s for place in range(len(_ACTS)))
        bare = width < full + max(least, _LEFT)
        if bare != self._bare:
            self._bare = bare
            for each, (words, *_rest) in zip(self.buttons, _ACTS, strict=True):
                each.setText("" if bare else tr(words))
        self._draw_in(tight=width < _TIGHT)

    def _draw_in(self, *, tight: bool) -> None:
        """Stand close where several panes share the window, so that the name keeps a place."""
        if tight != self._tight:
            self._tight = tight
            self._row.setSpacing(SIZES.xs if tight else SIZES.s)
            for each in self.buttons:
                each.setMinimumWidth(_CLOSE if tight else 0)
                each.setMaximumWidth(_CLOSE if tight else _ANY)

    def _wide(self, place: int) -> int:
        """The width of a button with its words."""
        made = self.buttons[place]
        words = made.fontMetrics().horizontalAdvance(tr(_ACTS[place][0]))
        return max(_WORDY, made.iconSize().width() + words + 2 * SIZES.m)

    def _tell_keys(self) -> None:
        for each, (_words, tip, _icon, act) in zip(self.buttons, _ACTS, strict=True):
            keys = self._world.keymap.shown(act)
            set_tooltip(each, f"{tr(tip)} ({keys})" if keys else tr(tip))
