"""What is freed goes back to the system when the window has worked and rests, not while it is at rest or at work."""

from __future__ import annotations

import ctypes
import sys
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field

import pytest

from tests.fault.soak.watch import used_memory
from ticketdesk.ui import heap
from ticketdesk.ui.heap import GivingBack, give_back, give_back_after

_PIECE = 8_192
_PIECES = 6_000
_FREED = _PIECE * _PIECES


@dataclass
class Machine:
    """A clock of CPU time that is set by hand, and what it said when something was to be given back."""

    cpu: float = 0.0
    given: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.cpu

    def note(self) -> None:
        self.given.append(self.cpu)

    def work(self, beats: int, seconds: float, giving: GivingBack) -> int:
        """So many beats in each of which the process computes for so many seconds; how often something was given."""
        before = len(self.given)
        for _beat in range(beats):
            self.cpu += seconds
            giving.beat()
        return len(self.given) - before


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def giving(machine: Machine) -> GivingBack:
    return GivingBack(machine.note, machine.clock)


def test_nothing_is_given_back_at_rest(machine: Machine, giving: GivingBack) -> None:
    assert machine.work(3_600, 0.0005, giving) == 0


def test_after_work_it_waits_for_a_quiet_moment_and_comes_once(machine: Machine, giving: GivingBack) -> None:
    assert machine.work(6, 0.9, giving) == 0
    assert machine.work(100, 0.001, giving) == 1
    assert machine.given == [pytest.approx(5.4, abs=0.01)]


def test_work_without_a_pause_is_not_waited_out(machine: Machine, giving: GivingBack) -> None:
    assert machine.work(100, 1.0, giving) == 9


def test_half_a_second_of_work_is_worth_it(machine: Machine, giving: GivingBack) -> None:
    assert machine.work(1, 0.4, giving) + machine.work(10, 0.0005, giving) == 0
    assert machine.work(1, 0.2, giving) + machine.work(10, 0.0005, giving) == 1


def test_what_is_about_to_be_freed_is_waited_for_but_not_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[bool] = []
    done, never = Future[None](), Future[None]()
    monkeypatch.setattr(heap, "give_back", lambda: told.append(done.done()))
    later = threading.Timer(0.01, done.set_result, (None,))
    later.start()
    give_back_after(done)
    monkeypatch.setattr(heap, "_A_MOMENT", 0.01)
    give_back_after(never)
    later.join()
    assert told == [True, True]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems give back by themselves")
def test_what_lies_free_between_living_things_goes_back() -> None:
    """As after a page that is gone: its room lies below what was made later, where glibc never looks by itself."""
    library = ctypes.CDLL(None)
    library.malloc.restype = ctypes.c_void_p
    library.malloc.argtypes = [ctypes.c_size_t]
    library.free.argtypes = [ctypes.c_void_p]
    pieces = [library.malloc(_PIECE) for _piece in range(_PIECES)]
    for piece in pieces:
        ctypes.memset(piece, 1, _PIECE)
    living, gone = pieces[::16], [piece for place, piece in enumerate(pieces) if place % 16]
    for piece in gone:
        library.free(piece)
    before = used_memory()
    give_back()
    after = used_memory()
    for piece in living:
        library.free(piece)
    assert before - after > _FREED * 0.7
