"""Backups by themselves: only when something was written, before imports, on a thread that nobody waits for."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.desk.builders import Clock, Make
from ticketdesk.desk.backups import Backups, BackupState, Policy
from ticketdesk.desk.commands.phrases import AddPhrase
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.backup.check import check
from ticketdesk.store.backup.shelf import LOW
from ticketdesk.store.backup.take import Watch
from ticketdesk.store.marks import damage_mark

SOON = Policy(every=0.02, first=0.0, look=0.01)
NEVER = Policy(every=10_000.0, first=10_000.0, look=10_000.0)
PATIENCE = 60.0


@pytest.fixture
def keep(desk: Desk, clock: Clock) -> Iterator[Callable[[Policy], Backups]]:
    made: list[Backups] = []

    def build(policy: Policy) -> Backups:
        found = Backups(desk.store, clock, policy)
        desk.listen(found.changed)
        desk.before_bulk = found.before_bulk
        made.append(found)
        found.begin()
        return found

    yield build
    for each in made:
        each.close()


def until(told: Callable[[], bool], heard: threading.Event) -> None:
    """Wait until ``told`` holds, looking again whenever the backups say something."""
    deadline = time.monotonic() + PATIENCE
    while not told():
        assert time.monotonic() < deadline, "nothing happened"
        heard.wait(0.05)
        heard.clear()


def listening(backups: Backups) -> threading.Event:
    heard = threading.Event()
    backups.listen(lambda _state: heard.set())
    return heard


def test_one_is_made_when_due_and_none_without_a_change(desk: Desk, keep: Callable[[Policy], Backups]) -> None:
    backups = keep(SOON)
    heard = listening(backups)
    until(lambda: bool(backups.shelf.numbered()), heard)
    until(lambda: not backups.state.busy and backups.state.last_at is not None, heard)
    [first] = backups.listed()
    assert first.manifest is not None and first.manifest.reason == "automatic"
    check(first.path)
    # Only what begins counts: the listeners hear of the end of the first one a moment after ``state`` shows it.
    begun: list[BackupState] = []
    backups.listen(lambda state: begun.append(state) if state.busy else None)
    threading.Event().wait(0.2)
    assert begun == [] and len(backups.shelf.numbered()) == 1, "nothing was written since"
    desk.run(AddPhrase(code="x", text="话"))
    until(lambda: len(backups.shelf.numbered()) == 2, heard)


def test_an_import_waits_for_the_copy_of_the_moment_before_it(
    desk: Desk, make: Make, keep: Callable[[Policy], Backups]
) -> None:
    backups = keep(NEVER)
    heard = listening(backups)
    make.imported(10)
    until(lambda: len(backups.listed()) == 1, heard)
    [kept] = backups.listed()
    assert kept.manifest is not None
    assert (kept.manifest.reason, kept.manifest.tables["orders"].rows) == ("import", 0)
    until(lambda: not backups.state.busy, heard)


def test_an_import_after_nothing_needs_none(desk: Desk, make: Make, keep: Callable[[Policy], Backups]) -> None:
    backups = keep(NEVER)
    backups.make(Watch())
    begun = time.process_time()
    assert backups.before_bulk().done()
    assert time.process_time() - begun < 1
    assert len(backups.shelf.numbered()) == 1


def test_an_import_goes_on_where_no_backup_can_be_made(
    desk: Desk, make: Make, keep: Callable[[Policy], Backups], monkeypatch: pytest.MonkeyPatch
) -> None:
    backups = keep(NEVER)
    states: list[BackupState] = []
    backups.listen(states.append)

    def full(**_more: object) -> None:
        raise DeskError("backup_no_room", path="D:/", needed=9, free=1)

    monkeypatch.setattr(backups.shelf, "add", full)
    make.imported(10)
    assert desk.store.reader.rows("SELECT COUNT(*) FROM orders") == [(10,)]
    errors = [state.error.key for state in states if state.error]
    assert errors == ["backup_no_room"]


def test_a_new_start_knows_what_the_newest_backup_has(
    desk: Desk, clock: Clock, keep: Callable[[Policy], Backups]
) -> None:
    first = keep(NEVER)
    made = first.make(Watch())
    second = keep(NEVER)
    heard = listening(second)
    until(lambda: second.state.last_at == made.manifest.made_at, heard)
    assert second.before_bulk().done(), "nothing was written since"


def test_damage_met_by_a_backup_is_left_for_the_next_start(
    desk: Desk, keep: Callable[[Policy], Backups], monkeypatch: pytest.MonkeyPatch
) -> None:
    backups = keep(NEVER)

    def unsound(**_more: object) -> None:
        raise DeskError("backup_unsound", path=str(desk.store.path))

    monkeypatch.setattr(backups.shelf, "add", unsound)
    with pytest.raises(DeskError):
        backups.make(Watch())
    assert damage_mark(desk.store.path).exists()
    assert backups.state.error is not None


def test_little_room_is_warned_of(
    desk: Desk, keep: Callable[[Policy], Backups], monkeypatch: pytest.MonkeyPatch
) -> None:
    backups = keep(NEVER)
    monkeypatch.setattr(backups.shelf, "free", lambda: 400 << 20)
    backups.make(Watch())
    assert backups.state.free == 400 << 20
    monkeypatch.setattr(backups.shelf, "free", lambda: LOW)
    backups.make(Watch())
    assert backups.state.free is None


def test_without_a_policy_nothing_is_made_by_itself(desk: Desk, clock: Clock, make: Make) -> None:
    backups = Backups(desk.store, clock, None)
    desk.before_bulk = backups.before_bulk
    make.imported(3)
    assert not backups.shelf.folder.exists()
    assert backups.save_as(Path(desk.store.path.parent, "elsewhere.zip"), Watch()).manifest.reason == "saved"
    backups.close()


def test_closing_stops_a_backup_in_the_middle(desk: Desk, clock: Clock, make: Make) -> None:
    make.imported(50)
    backups = Backups(desk.store, clock, Policy(every=0.0, first=0.0, look=0.001))
    backups.begin()
    backups.close()
    assert not list(backups.shelf.folder.glob(".*.partial"))
