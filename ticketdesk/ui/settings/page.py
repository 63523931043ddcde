"""The settings page: its sections at the left, the open one beside them."""

from __future__ import annotations

from functools import partial
from typing import Final

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.ui.later import soon
from ticketdesk.ui.override import override
from ticketdesk.ui.settings.sections import Section, seen_by
from ticketdesk.ui.slices import paint_in_turns
from ticketdesk.ui.strip import Strip
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.turns import next_turn
from ticketdesk.ui.widgets.nav_list import NavEntry, NavList
from ticketdesk.ui.world import Place, World
from ticketdesk.words import tr

_WIDE = 196
# Out of sight for one to two times as long, a section that can be remade is given back: all that there are hold 36 MB
# (that of the keys 14), and are dressed with every change of light and dark.
_KEPT_MS: Final = 30_000


class SettingsPage(QWidget):
    """`open_place(Place(section key))` opens one of its sections; each is made when it is first shown."""

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._made: dict[str, QScrollArea] = {}
        self._going: list[QScrollArea] = []
        self._left: set[str] = set()
        self._unseen = soon(self, _KEPT_MS, self._look)
        self._sections: dict[str, Section] = {}
        self.list = NavList(tr("Sections of the settings"))
        self._stack = QStackedWidget()
        self._side = side = Strip("surface", "right")
        side.setFixedWidth(_WIDE)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, SIZES.s, 1, 0)
        column.addWidget(self.list)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addWidget(self._stack, 1)
        self.list.chosen.connect(self.show_section)
        world.changed.connect(self._changed)
        self._refresh()
        if self._sections:
            self.show_section(next(iter(self._sections)))

    def open_place(self, place: Place) -> None:
        """Open the section that ``place.kind`` names as "settings.KEY"; the page as it stands for any other.

        What follows the key ("settings.audit.ticket") is handed to the section with the row's id.
        """
        key, _, inner = place.kind.partition(".")[2].partition(".")
        if key in self._sections:
            self.show_section(key)
            opener = getattr(self._made[key].widget(), "open_place", None)
            if opener is not None:
                opener(Place(inner, place.id))

    def show_section(self, key: str) -> None:
        """Show the section called ``key``; a new one is dressed in the next turn and painted after it."""
        if key not in self._made:
            self._made[key] = made = _scrolled(self._sections[key].make(self._world))
            made.setUpdatesEnabled(False)
            self._stack.addWidget(made)
            next_turn(made, partial(_dress, made))
        self._stack.setCurrentWidget(self._made[key])
        self.list.set_current(key)
        self._left.discard(key)
        self._watch()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        current = self.current_section()
        if current in self._sections:
            self.show_section(current)
        super().showEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._watch()
        super().hideEvent(event)

    def current_section(self) -> str:
        """Return the key of the section shown, "" for none."""
        return self.list.current()

    def loosen(self) -> bool:
        """Take away one of the sections, or a part of a long one, while the page goes; False where none is left."""
        if not self._made:
            return False
        key, area = next(reversed(self._made.items()))
        loosen = getattr(area.widget(), "loosen", None)
        if not (callable(loosen) and loosen()):
            del self._made[key]
            self._stack.removeWidget(area)
            area.deleteLater()
        return True

    def dressed_parts(self) -> list[QWidget]:
        """What wears the style sheet from the beginning; each section does when it is made."""
        return [self._side]

    def panels(self) -> list[QWidget]:
        """What F6 goes through."""
        return [self.list, self._stack]

    def tick(self, now: int) -> None:
        """Tell the section shown what time it is (UTC ms), where it wants to know."""
        shown = self._stack.currentWidget()
        inner = shown.widget() if isinstance(shown, QScrollArea) else None
        tick = getattr(inner, "tick", None)
        if tick is not None:
            tick(now)

    def _watch(self) -> None:
        """Look in a while what was not seen meanwhile; a look that waits is not put off by a short visit."""
        if not self._unseen.isActive():
            self._unseen.start()

    def _look(self) -> None:
        """Give back what was left at the last look already and was not seen since, nor left unfinished."""
        resting = [key for key, area in self._made.items() if _may_go(area)]
        for key in self._left.intersection(resting):
            area = self._made.pop(key)
            self._stack.removeWidget(area)
            self._going.append(area)
        self._left = set(resting).intersection(self._made)
        if self._left:
            self._watch()
        self._give_back()

    def _give_back(self) -> None:
        """A section, or a part of a long one, a turn."""
        if self._going:
            loosen = getattr(self._going[0].widget(), "loosen", None)
            if not (callable(loosen) and loosen()):
                self._going.pop(0).deleteLater()
            next_turn(self, self._give_back)

    def _changed(self, changes: Changes) -> None:
        if changes.touches("agent", "role"):
            self._refresh()

    def _refresh(self) -> None:
        """Show the sections that this agent may see; one that may no longer be seen is left and forgotten."""
        current = self.current_section()
        self._sections = {section.key: section for section in seen_by(self._world.may)}
        self.list.set_entries(_entries(tuple(self._sections.values())))
        for key in [key for key in self._made if key not in self._sections]:
            gone = self._made.pop(key)
            self._stack.removeWidget(gone)
            gone.deleteLater()
        if current and current not in self._sections and self._sections:
            self.show_section(next(iter(self._sections)))


def _may_go(area: QScrollArea) -> bool:
    """Whether a section that nobody sees can be made again; an open dialog of it would go with it."""
    asks = any(not each.isHidden() for each in area.findChildren(QDialog))
    return getattr(area.widget(), "remade", False) and not area.isVisible() and not asks


def _dress(area: QScrollArea) -> None:
    for part in _parts(area):
        current_theme().dress(part)
    next_turn(area, partial(_paint, area))


def _paint(area: QScrollArea) -> None:
    inner = area.widget()
    if inner is not None and shiboken6.isValid(inner):
        paint_in_turns(area, [each for each in inner.children() if isinstance(each, QWidget)])
    area.setUpdatesEnabled(True)


def _parts(area: QScrollArea) -> list[QWidget]:
    """What of a section wears the style sheet: all of it, or what a long one names."""
    named = getattr(area.widget(), "dressed_parts", None)
    return [area.verticalScrollBar(), *named()] if callable(named) else [area]


def _scrolled(inner: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    return area


def _entries(sections: tuple[Section, ...]) -> list[NavEntry]:
    found: list[NavEntry] = []
    for section in sections:
        if not any(each.text == tr(section.group) and each.heading for each in found):
            found.append(NavEntry("", tr(section.group)))
        found.append(NavEntry(section.key, tr(section.text)))
    return found
