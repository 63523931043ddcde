"""Which parts of the screen wear the style sheet, and how they change it without holding the window.

Qt dresses every widget once for each of its ancestors where the sheet is the application's (a second for a thousand
widgets), and again each time it is put into a parent that wears one. So the sheet is given to whole parts (a panel,
a page, a dialog) when they stand, and another one is put on part by part.
"""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable, Iterator
from typing import Final

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ticketdesk.ui.slices import paint_in_turns
from ticketdesk.ui.theme.sheet import Sheets
from ticketdesk.ui.turns import Turn

_MOST_TURNS: Final = 40
"""Turns that hidden parts wait for the paint of the others, however long that takes."""

Renewer = Callable[[], Iterator[None]]

_SLICE: Final = 0.004
"""Seconds after which the next event is heard: one part takes up to 25 ms, two in a row would be felt. A part that took
longer than that the last time gets a turn to itself."""


class Dressing(QObject):
    """The parts that wear one of the ``sheets``; ``renewers`` redo in steps what else was made in the old colours."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.sheets = Sheets("", "")
        self.renewers: set[Renewer] = set()
        self._parts: list[weakref.ref[QWidget]] = []
        self._still: list[weakref.ref[QWidget]] = []
        self._steps: Iterator[bool] = iter(())
        self._large: weakref.WeakSet[QWidget] = weakref.WeakSet()
        self._plain: weakref.WeakSet[QWidget] = weakref.WeakSet()
        self._timer = Turn(self, self._turn, again=True)

    def dress(self, part: QWidget, *, plain: bool = False) -> None:
        """Let ``part`` and all in it wear a sheet from now on, the whole one or the ``plain``; where something around
        it does, it does already. A dialog wears the whole one wherever it belongs.
        """
        around = next((wearer for wearer in _around(part) if wearer.styleSheet()), None)
        if around is not None and not (around in self._plain and part.inherits("QDialog")):
            return
        if plain:
            self._plain.add(part)
        # What is gone is forgotten here: each dialog that was ever open would be asked about again.
        if all(living is not part for living in self._living()):
            self._parts.append(weakref.ref(part))
        self._put_on(part)

    def wears(self, part: QWidget) -> bool:
        """Whether ``part`` wears a sheet of the mode in force itself."""
        return part.styleSheet() in self.sheets

    def put_on(self, sheets: Sheets) -> None:
        """Change the sheet of every part at once."""
        self._end()
        self.sheets = sheets
        for part in self._living():
            self._put_on(part)
        for renew in self.renewers:
            for _step in renew():
                pass

    def turn_to(self, sheets: Sheets) -> None:
        """Change the sheets in slices of a few milliseconds: what is in sight first, painted part by part when all of
        it is done, then the rest.
        """
        self._end()
        self.sheets = sheets
        parts = self._living()
        seen = [part for part in parts if part.isVisible()]
        for window in {part.window() for part in seen}:
            window.setUpdatesEnabled(False)
            self._still.append(weakref.ref(window))
        self._steps = self._all(seen, [part for part in parts if part not in seen])
        self._timer.start()

    def turning(self) -> bool:
        """Whether parts still wear the sheet of before."""
        return self._timer.is_active()

    def finish(self) -> None:
        """Do at once what is left of a change."""
        for _step in self._steps:
            pass
        self._end()

    def _all(self, seen: list[QWidget], hidden: list[QWidget]) -> Iterator[bool]:
        """The steps; True where the events that a step has called forth shall be heard before the next one."""
        yield from self._put(seen)
        for renew in self.renewers:
            for _step in renew():
                yield False
        yield True
        self._paint_again()
        for _turn in range(_MOST_TURNS):  # what nobody sees does not come between the paints of what is seen
            yield True
            if all(not shiboken6.isValid(part) or part.updatesEnabled() for part in seen):
                break
        yield from self._put(hidden)

    def _put(self, parts: list[QWidget]) -> Iterator[bool]:
        for part in parts:
            if part in self._large:
                yield True
            if shiboken6.isValid(part) and not self.wears(part):
                began = time.perf_counter()
                self._put_on(part)
                if time.perf_counter() - began > _SLICE:
                    self._large.add(part)
                yield False

    def _put_on(self, part: QWidget) -> None:
        if not self.wears(part):
            part.setStyleSheet(self.sheets.plain if part in self._plain else self.sheets.whole)

    def _turn(self) -> None:
        until = time.perf_counter() + _SLICE
        for pause in self._steps:
            if pause or time.perf_counter() >= until:
                return
        self._end()

    def _end(self) -> None:
        self._timer.stop()
        self._steps = iter(())
        self._paint_again()

    def _paint_again(self) -> None:
        for known in self._still:
            window = known()
            if window is not None and shiboken6.isValid(window):
                paint_in_turns(window, [part for part in self._living() if part.window() is window is not part])
                window.setUpdatesEnabled(True)
        self._still.clear()

    def _living(self) -> list[QWidget]:
        found = [(known, known()) for known in self._parts]
        kept = [(known, part) for known, part in found if part is not None and shiboken6.isValid(part)]
        self._parts = [known for known, _part in kept]
        return [part for _known, part in kept]


def _around(part: QWidget) -> Iterator[QWidget]:
    """What holds ``part``, from the nearest outward."""
    holder = part.parentWidget()
    while holder is not None:
        yield holder
        holder = holder.parentWidget()
