"""Weighing the remarks of all orders anew while nobody is at work: after a change of the rules, and in older stores."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, Final

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.remark_weighing import WeighRemarks
from ticketdesk.desk.desk import Desk
from ticketdesk.store.queries import remark_rules
from ticketdesk.store.queries.remark_standing import START, Place, differing, place, remarked_below
from ticketdesk.store.reader import Rows
from ticketdesk.store.writer import Priority
from ticketdesk.store.writers.remark_weighing import move_place

_SLICE: Final = 16
_BUDGET_S: Final = 0.01  # of a step: half a frame, on a thread that shares the interpreter with the window's


class RemarkWeighing:
    """Steps from the newest order to the oldest, and keeps in the store how far it has come and by which rules.

    All calls come from one thread at a time, no call waits for an act. A slice is left only when another look finds
    nothing to be noted in it: so a death in the middle loses nothing, and of two desks each finds what the other did.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._posted: Future[Any] | None = None
        self._stirred = True  # rules and place are to be looked at
        self._acted = False
        self._again: set[int] | None = set()  # orders of remarks that were taken back; None for too many
        self._under_way: set[int] | None = set()  # those of them that the last step dealt with
        self._guard = threading.Lock()
        self._rules = ""
        desk.listen(self._heard)

    @property
    def resting(self) -> bool:
        """Whether there is nothing to do until something changes; asks nothing of the store."""
        return not self._stirred

    def step(self, now: int) -> bool:
        """Weigh for some milliseconds, ``now`` in UTC ms; return whether to ask again, in a moment.

        Does nothing while an act is under way, or where one has come since the last step. Raises what the last act or
        move of the place failed with, once; the next step tries again.
        """
        if self._posted is not None and not self._posted.done():
            return True
        posted, self._posted = self._posted, None
        if posted is not None:
            with self._not_lost():
                posted.result()
        if self._acted or self._desk.store.act_waiting:
            self._acted = False
            return True
        return self._weigh(self._desk.store.reader, now)

    def _weigh(self, source: Rows, now: int) -> bool:
        with self._guard:
            self._stirred = False  # before the look: what is written meanwhile counts for the next one
            again, self._again = self._again, set()
            self._under_way = again
        with self._not_lost():
            return self._looked(source, again, now)

    @contextmanager
    def _not_lost(self) -> Iterator[None]:
        """What fails inside is looked for once more: the disk is full, or an import holds the orders."""
        try:
            yield
        except BaseException:
            self._look_again(self._under_way)
            raise

    def _looked(self, source: Rows, again: set[int] | None, now: int) -> bool:
        wrong = differing(source, sorted(again), now) if again else {}
        if wrong:
            self._stirred = True
            return self._post(tuple(wrong))
        at, rules = place(source), remark_rules.digest(source)
        if at.rules != rules or again is None:
            self._move(at, Place(rules, START))
        elif at.down_to:
            self._slices(source, at, now)
        else:
            return self._stirred
        self._stirred = True
        return True

    def _slices(self, source: Rows, at: Place, now: int) -> None:
        """Look through slices until the time is up or something is to be noted."""
        until, down_to = time.monotonic() + _BUDGET_S, at.down_to
        while down_to:
            ids = remarked_below(source, down_to, _SLICE)
            wrong = differing(source, ids, now)
            if wrong:
                self._post(tuple(wrong))
                return
            down_to = ids[-1] if len(ids) == _SLICE else 0
            if time.monotonic() >= until:
                break
        self._move(at, at._replace(down_to=down_to))

    def _post(self, orders: tuple[int, ...]) -> bool:
        self._posted = self._desk.of_itself(WeighRemarks(order_ids=orders))
        return True

    def _move(self, before: Place, now: Place) -> None:
        store = self._desk.store
        self._posted = store.submit(lambda: store.aside(move_place, before, now), Priority.MAINTENANCE)

    def _heard(self, changes: Changes) -> None:
        """On the writer's thread."""
        if changes.command == WeighRemarks.__name__:
            return
        self._acted = True
        if changes.command in ("Undo", "Redo") and changes.touches("remark"):
            self._take_back(changes.of("orders"))
        if changes.touches("setting", "agent"):
            self._stirred = True

    def _take_back(self, orders: tuple[int, ...] | None) -> None:
        """The mark of an order whose remark was taken back is of the rules it was written under."""
        self._look_again(None if orders is None else set(orders))

    def _look_again(self, orders: set[int] | None) -> None:
        with self._guard:
            known = self._again
            self._again = None if orders is None or known is None else known | orders
            self._stirred = True
