"""Python's cyclic garbage is collected on the window's thread only.

A collection may run on any thread that allocates, and destroys whatever cycles it finds: a dialog or delegate
destroyed on the writer's or a task's thread crashes Qt. So the collector is switched off while a window is open and
asked from the window's timer instead.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from shiboken6 import isValid

from ticketdesk.ui.heap import GivingBack, give_back_after
from ticketdesk.ui.turns import next_turn

_TABLES: Final = "pypinyin.phrases_dict"


class Sweeper(QObject):
    """Collects in the same generations and at the same counts as Python would, between two events of the window."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._beat: QTimer | None = None
        self._settled = self._tables = False

    def follow(
        self, beat: QTimer, submit: Callable[[Callable[[], None]], object], release: Callable[[], Future[None]]
    ) -> None:
        """Sweep at every ``beat`` of the window's one timer: a timer of its own would wake a window at rest.

        What the C library has left free is given back on the thread that ``submit`` hands work to, and before it what
        ``release`` lets go of, which is over when its answer is done.
        """
        self._beat, self._submit, self._release = beat, submit, release
        # Each in a turn of its own: at the same beat the clocks of the window are painted.
        self._giving = GivingBack(lambda: next_turn(self, self._clear_out))
        beat.timeout.connect(self._heard)
        beat.timeout.connect(self._giving.beat)

    def sweep(self) -> None:
        """Collect the oldest generation whose count has passed Python's own limit; nothing where none has."""
        if not self._tables and hasattr(sys.modules.get(_TABLES), "phrases_dict"):
            self._tables = True
            gc.freeze()  # two hundred thousand lists that never go
        generation = _due()
        if generation is not None:
            gc.collect(generation)

    def _heard(self) -> None:
        """Ask for the sweep where something is due: a turn for nothing would wake a window at rest once more."""
        if _due() is not None:
            next_turn(self, self._sweep_on)

    def _sweep_on(self) -> None:
        if self._beat is not None:  # ended meanwhile
            self.sweep()

    def _clear_out(self) -> None:
        """Collect what is old too, then let what it held be given back.

        One sweep a second reaches the oldest generation after five minutes of work: until then whatever was held by a
        page or a dialog that is gone (its layouts, pixmaps and menus) would wait.
        """
        if self._beat is not None:  # ended meanwhile
            gc.collect()
            self._submit(partial(give_back_after, self._release()))

    def settle(self) -> None:
        """Take what stands now, the modules and the first pages, for what stays: no sweep looks through it again.

        Looking through all of it takes 25 ms, once for each ten sweeps. Once only: what came later may go.
        """
        if not self._settled:
            self._settled = True
            gc.freeze()

    def stop(self) -> None:
        """Destroy what waits for it, collect everything here, and let Python collect by itself again."""
        if self._beat is not None and isValid(self._beat):
            self._beat.timeout.disconnect(self._heard)
            self._beat.timeout.disconnect(self._giving.beat)
        self._beat = None
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.unfreeze()
        gc.collect()
        if self._was_enabled:
            gc.enable()


def _due() -> int | None:
    """The oldest generation whose count has passed Python's own limit."""
    counts, limits = gc.get_count(), gc.get_threshold()
    return next((each for each in (2, 1, 0) if counts[each] > limits[each]), None)
