"""The live channels in the bar at the foot: one link for each that is on or has failed, which leads to its section."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton

from ticketdesk.domain.line_state import LineState
from ticketdesk.ui.channels.switch import NAMES, Channels
from ticketdesk.ui.channels.words import line_words
from ticketdesk.ui.theme import current_theme
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.world import Place

if TYPE_CHECKING:
    from ticketdesk.ui.main_window import MainWindow


class ChannelLinks(QObject):
    """Lives beside the status bar; a link is made when its channel first has something to say."""

    def __init__(self, window: MainWindow, channels: Channels) -> None:
        super().__init__(window)
        self._status, self._channels = window.status, channels
        self.links: dict[str, QPushButton] = {}
        channels.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        for name in NAMES:
            state = self._channels.state(name)
            if state.kind == "off" and name not in self.links:
                continue
            self._dress(self._link(name), name, state)

    def _link(self, name: str) -> QPushButton:
        if name not in self.links:
            made = button("", kind="link", small=True)
            made.clicked.connect(partial(self._status.went.emit, Place(f"settings.{name}")))
            self.links[name] = made
            self._status.add_link(made)
            current_theme().dress(made, plain=True)
        return self.links[name]

    def _dress(self, link: QPushButton, name: str, state: LineState) -> None:
        words = line_words(name, state).short
        link.setText(words.replace("&", "&&"))
        link.setAccessibleName(words)
        link.setVisible(state.kind != "off")


def begin_channels(window: MainWindow) -> None:
    """Turn on what the shop has turned on, and let the foot of the window say so."""
    channels = window.world.channels
    if channels is not None:
        ChannelLinks(window, channels)
        channels.begin()
