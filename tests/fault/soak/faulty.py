"""Faults put in on purpose: what the soak must report, so that a soak that reports nothing means something."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from tests.fault.soak.words import CANARIES
from tests.fault.tally import long_form
from ticketdesk.app import Parts
from ticketdesk.domain.errors import DeskError

_AFTER_MS = 1_500
_LEAK_EVERY_MS = 100
_LEAK_BYTES = 16 << 20
_LEAKS_A_SECOND = 2.5
_MOST_LEAKS = 30
# Net of a busy machine's own delays a seventh was left of half a second: the soak of every day is given a long one.
BLOCK = 0.080 if long_form() else 2.0


class Faults(QObject):
    """Puts kinds of faults into a running window."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._parts = parts
        self._kept: list[bytearray] = []
        self._begun = time.monotonic()
        self._next_block: QTimer | None = None

    def put(self, kinds: str) -> None:
        """Do what ``kinds`` says (the names below, with commas); a block and a leak come again and again."""
        deeds: dict[str, Callable[[], None]] = {
            "block": self._block, "exception": self._raise, "task": self._task,
            "command": self._command, "leak": self._leak,
            "careless": self._careless,
        }  # fmt: skip
        self._begun = time.monotonic()
        for kind in kinds.split(","):
            timer = QTimer(self)
            timer.timeout.connect(deeds[kind])
            timer.setSingleShot(kind != "leak")
            if kind == "block":
                self._next_block = timer
            timer.start(_LEAK_EVERY_MS if kind == "leak" else _AFTER_MS)

    def _block(self) -> None:
        """A slot that waits, and again a while after it: back to back the window would hear four times in eight
        seconds, too seldom for what waits for a turn of its own (the end of a task) to be told at all.
        """
        time.sleep(BLOCK)
        if self._next_block is not None:
            self._next_block.start()

    def _raise(self) -> None:
        """A slot that breaks, with a buyer's words in its exception."""
        raise ValueError(" ".join(CANARIES))

    def _task(self) -> None:
        """A task that breaks, and one whose receiver does."""

        def work(_progress: object, _cancelled: object) -> None:
            raise LookupError(" ".join(CANARIES))

        self._parts.tasks.start("fault.task", work, _nothing, self._parts.world.notices.refuse)

    def _command(self) -> None:
        """A refusal without a sentence, as a command with a mistake in it would give."""
        self._parts.world.notices.refuse(DeskError("no_such_refusal", name=CANARIES[0]))

    def _careless(self) -> None:
        """A line of a log that names a buyer."""
        logging.getLogger("ticketdesk.careless").warning("no orders of %s", CANARIES[0])

    def _leak(self) -> None:
        """Memory that nobody gives back, 40 MB a second up to half a gigabyte; a window that stood catches up."""
        due = min(round((time.monotonic() - self._begun) * _LEAKS_A_SECOND), _MOST_LEAKS)
        self._kept += [bytearray(b"x" * _LEAK_BYTES) for _ in range(len(self._kept), due)]


def _nothing(_outcome: object) -> None:
    return None
