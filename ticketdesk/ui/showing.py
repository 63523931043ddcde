"""Which page stands in the window, and the way to it in turns of the event loop, so that none of them holds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QWidget

from ticketdesk.ui import pages, panels
from ticketdesk.ui.override import override
from ticketdesk.ui.slices import paint_in_turns
from ticketdesk.ui.turns import Turn

if TYPE_CHECKING:
    from ticketdesk.ui.main_window import MainWindow

_NONE: Final = object()
# A key is first asked about as a shortcut, and is no more seen as a key where it is one.
_TYPED: Final = frozenset((QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress))

Opener = Callable[[QWidget], object]


class Showing(QObject):
    """The page shown by its ``name``, "" before there is one.

    A page is made and dressed a part a turn, then shown, then opens what it was asked for, then is painted a part a
    turn; what is ready is left out, so that a page that stands is shown at once. An act meanwhile is done after it
    (`after`); a key typed meanwhile, and whoever asks for the page, gets it whole at once (`finish`).
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.name = ""
        self._window = window
        self._steps: Iterator[None] | None = None
        self._opens = False
        self._focus: QWidget | None = None
        self._busy = False
        self._turn = Turn(self, self._step)
        self._heard: QWindow | None = None

    @property
    def under_way(self) -> bool:
        """Whether the page of that name is not shown yet, or has not opened yet what it was asked for."""
        return self._steps is not None

    def show(self, name: str, then: Opener | None = None, *, focus: bool = True) -> None:
        """Show a page and give it the ``focus``, then let it open something."""
        page = self._window.rooms.made(name)
        stands = page is not None and self._window.ground.currentWidget() is page and not pages.undressed(page)
        opens, self._opens = self._opens, then is not None
        self.name, self._focus = name, self._window.focusWidget()
        self._window.rail.set_current(name)
        # A page that nobody waits for any more is left; one that was to open something opens it on the way.
        change = self._change(name, then, focus=focus)
        at_once = stands and self._steps is None
        self._steps = _both(self._steps, change) if self._steps is not None and opens else change
        if self._window.isVisible():
            self._step(at_once=at_once)
        else:
            self.finish()

    def do(self, steps: Iterator[None]) -> None:
        """Do something over the page in turns too; the work of each lies before its yield.

        It begins in this turn, unless something is under way: of a double click on a button both are heard in one.
        """
        under_way = self._steps
        self._steps = steps if under_way is None else _both(under_way, steps)
        self._opens = True
        if under_way is None:
            self._step()
        else:
            self._wait()

    def after(self, work: Callable[[], object]) -> None:
        """Do something where the page that the agent has gone to stands whole: now, or when it does."""
        if self._steps is None:
            work()
        else:
            self.do(_once(work))

    def finish(self) -> None:
        """Do at once what is left; a page is painted in its turns all the same."""
        while self._steps is not None and not self._busy:
            self._next()

    def drop(self) -> None:
        """Leave what is not done: nobody may see it any more."""
        self._end()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let a key meet the page that it was meant for; a click is meant for what is seen."""
        if event.type() in _TYPED:
            self.finish()
        return False

    def _change(self, name: str, then: Opener | None, *, focus: bool) -> Iterator[None]:
        """The turns; the work of each lies before its yield."""
        rooms = self._window.rooms
        if rooms.made(name) is None:
            self._window.ground.setUpdatesEnabled(False)  # until it is shown
            yield
            yield from rooms.steps(name, seen=False)
        page = rooms.page(name)
        undressed = pages.undressed(page)
        if undressed:
            yield  # a part takes up to 25 ms, and what was clicked has its own work
        for part in undressed:
            pages.dress(name, part)
            yield
        self._put(page, focus=focus)
        if then is not None:
            yield
            then(page)

    def _put(self, page: QWidget, *, focus: bool) -> None:
        ground, fresh = self._window.ground, self._window.ground.currentWidget() is not page
        if fresh and self._window.isVisible():
            ground.setUpdatesEnabled(False)
        here = self._window.focusWidget()
        chosen = here is not None and here is not self._focus  # meanwhile, by the agent
        ground.setCurrentWidget(page)
        self._window.later.place()
        target = panels.first_field(page)
        if (
            focus
            and target is not None
            and not chosen
            and not page.isAncestorOf(self._window.focusWidget() or self._window)
        ):
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        self._window.tick()

    def _step(self, *, at_once: bool = False) -> None:
        """Take one turn and ask for the next one; ``at_once`` all that are left."""
        if self._window.entrance.shut:
            self._end()
        if at_once:
            self.finish()
        elif self._steps is not None and not self._busy:
            self._next()
        if self._steps is not None:
            self._wait()

    def _wait(self) -> None:
        self._listen()
        self._turn.start()

    def _next(self) -> None:
        steps = self._steps
        assert steps is not None
        self._busy = True
        try:
            done = next(steps, _NONE) is _NONE
        except BaseException:
            self._busy = False
            self._end()  # what there is shall be seen
            raise
        self._busy = False
        if done and self._steps is steps:  # what was opened may have led to another page
            self._end()

    def _end(self) -> None:
        self._steps, self._opens = None, False
        if self._heard is not None and shiboken6.isValid(self._heard):  # a window can get another handle meanwhile
            self._heard.removeEventFilter(self)
        self._heard = None
        ground = self._window.ground
        if not ground.testAttribute(Qt.WidgetAttribute.WA_ForceUpdatesDisabled):
            return
        page = ground.currentWidget()
        if page is not None:
            paint_in_turns(ground, pages.parts(page))
        ground.setUpdatesEnabled(True)

    def _listen(self) -> None:
        """Hear of keys while something is under way; never else: each event would be heard twice."""
        handle = self._window.windowHandle()
        if self._heard is None and handle is not None:
            handle.installEventFilter(self)
            self._heard = handle


def _both(first: Iterator[None], second: Iterator[None]) -> Iterator[None]:
    yield from first
    yield
    yield from second


def _once(work: Callable[[], object]) -> Iterator[None]:
    work()
    yield
