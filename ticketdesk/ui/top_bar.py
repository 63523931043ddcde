"""The bar at the top: shop, search field, undo and redo, theme, who works here and whether new conversations come."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ticketdesk.store.queries import agents
from ticketdesk.ui import labels
from ticketdesk.ui.actions import Actions
from ticketdesk.ui.people.agent_button import AgentButton
from ticketdesk.ui.people.state_button import StateButton
from ticketdesk.ui.safe_text import ElidedLabel
from ticketdesk.ui.strip import Strip
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.widgets.buttons import IconButton
from ticketdesk.ui.widgets.marks import Chip
from ticketdesk.ui.widgets.search_field import SearchField
from ticketdesk.ui.world import World
from ticketdesk.words import tr

_PAUSE_MS = 2  # the worker drops what is no longer asked: waiting for the next key would only be waiting
_FIELD = 420
_SIDE = 330
_STATE = 95  # the right side is wider by the state of the agent, as in the picture
_AGENT_ACTS = (("switch_agent", "lock"), ("change_password", "stand_in"), ("sign_out",))


class TopBar(Strip):
    """Shop at the left, `search` in the middle, acts and agent at the right; `refresh` reads their names again."""

    def __init__(self, world: World, actions: Actions) -> None:
        super().__init__("surface", "bottom")
        self._world = world
        self.setFixedHeight(SIZES.top_bar)
        self.shop = ElidedLabel(role="strong")
        self.search = SearchField(tr("Buyers, orders, tickets, messages, acts"), name=tr("Search"), pause_ms=_PAUSE_MS)
        self.search.setMaximumWidth(_FIELD)
        self.agent = AgentButton([[actions.of(name) for name in group] for group in _AGENT_ACTS])
        self.state = StateButton()
        self.state.chosen.connect(self._turn_state)
        self.theme = _tool(actions, "theme", "moon")
        current_theme().changed.connect(self._dress_theme)
        actions.of("theme").changed.connect(self._dress_theme)
        world.keymap.changed.connect(self._dress_search)
        self._dress_theme()
        self._dress_search()
        row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.l, 0, SIZES.l, 0)
        row.setSpacing(SIZES.m)
        row.addWidget(self._left())
        row.addStretch(1)
        row.addWidget(self.search, 6)
        row.addStretch(1)
        row.addWidget(self._right(actions))

    def refresh(self) -> None:
        """Show shop and agent as the store has them now."""
        reader = self._world.reader
        shop = agents.shop(reader)
        self.shop.setText(shop.name if shop else "")
        me = next((agent for agent in agents.agents(reader) if agent.id == self._world.agent_id), None)
        self.agent.set_agent(me.name if me else "", labels.role(me.role_name) if me else "")
        self.state.set_state(me.state if me else "")

    def _turn_state(self, state: str) -> None:
        from ticketdesk.desk.commands.serving import SetAgentState  # no start needs it

        if self._world.agent_id is not None:
            self._world.post(SetAgentState(agent_id=self._world.agent_id, state=state))

    def _left(self) -> QWidget:
        side, row = _side(_SIDE)
        row.addWidget(self.shop)
        row.addWidget(Chip(tr("Local · saved"), "ok"))
        row.addStretch(1)
        return side

    def _right(self, actions: Actions) -> QWidget:
        side, row = _side(_SIDE + _STATE)
        row.addStretch(1)
        for tool in (_tool(actions, "undo", "undo-2"), _tool(actions, "redo", "redo-2"), self.theme):
            row.addWidget(tool)
        row.addWidget(self.state)
        row.addWidget(self.agent)
        return side

    def _dress_theme(self) -> None:
        """Show and name what pressing it does: the sun in the dark, the moon in the light."""
        dark = current_theme().dark
        self.theme.set_icon("sun" if dark else "moon")
        words = tr("Change to light") if dark else tr("Change to dark")
        self.theme.set_name(_named(words, self._world.keymap.shown("theme")))

    def _dress_search(self) -> None:
        self.search.set_keys(self._world.keymap.shown("search").replace("+", " "))


def _side(width: int) -> tuple[QWidget, QHBoxLayout]:
    side = QWidget()
    side.setFixedWidth(width)
    row = QHBoxLayout(side)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SIZES.s)
    return side, row


def _named(words: str, keys: str) -> str:
    return f"{words} ({keys})" if keys else words


class _ToolDress(QObject):
    """Names a tool by its act and the keys in force."""

    def __init__(self, tool: IconButton, action: QAction) -> None:
        super().__init__(tool)
        self._tool, self._action = tool, action
        action.changed.connect(self.dress)
        self.dress()

    def dress(self) -> None:
        """Say the act and its keys."""
        keys = self._action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self._tool.set_name(_named(self._action.text(), keys))


def _tool(actions: Actions, name: str, icon: str) -> IconButton:
    action = actions.of(name)
    made = IconButton(icon, action.text())
    _ToolDress(made, action)
    made.clicked.connect(action.trigger)
    return made
