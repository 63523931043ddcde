"""The writer thread knows when nobody is at work."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from ticketdesk.store import writer as writer_module
from ticketdesk.store.writer import Priority, Writer

LONG_S, MOST_S = 3_600.0, 60.0


@pytest.fixture
def writer() -> Iterator[Writer]:
    made = Writer()
    yield made
    made.close()


def asked(writer: Writer, seconds: float) -> bool:
    """What a job of maintenance is told."""
    return writer.submit(Priority.MAINTENANCE, lambda: writer.rested(seconds)).result()


def test_it_is_rested_before_the_first_act(writer: Writer) -> None:
    assert asked(writer, LONG_S)


def test_only_acts_disturb_the_rest(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1_000.0]  # by hand: on a busy machine a moment is over before it is asked for
    monkeypatch.setattr(writer_module, "time", SimpleNamespace(monotonic=lambda: now[0]))
    writer.submit(Priority.BULK, lambda: None).result()
    writer.submit(Priority.MAINTENANCE, lambda: None).result()
    assert asked(writer, LONG_S)
    writer.submit(Priority.ACT, lambda: None).result()
    assert not asked(writer, 0.01)
    now[0] += 0.01
    assert asked(writer, 0.01)


def test_whoever_waits_for_the_rest_is_woken_by_the_next_job(writer: Writer) -> None:
    begun = threading.Event()

    def wait() -> bool:
        begun.set()
        return writer.rested(LONG_S)

    writer.submit(Priority.ACT, lambda: None).result()
    waiting = writer.submit(Priority.MAINTENANCE, wait)
    assert begun.wait(MOST_S)
    writer.submit(Priority.ACT, lambda: None).result(MOST_S)
    assert waiting.result(MOST_S) is False


def test_closing_wakes_it_too() -> None:
    writer = Writer()
    writer.submit(Priority.ACT, lambda: None).result()
    waiting = writer.submit(Priority.MAINTENANCE, lambda: writer.rested(LONG_S))
    writer.close()
    assert waiting.result(MOST_S) is False
