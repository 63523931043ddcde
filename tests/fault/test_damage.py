"""Damage of every kind ends in a usable store or in an honest "no good backup"; nothing is ever thrown away."""

from __future__ import annotations

import random
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import apsw
import pytest

from tests.desk.builders import START, Clock, Make, open_shop
from tests.desk.soundness import connection_of
from tests.fault.damaging import KINDS, emptied, gone, log_garbled, log_lost, log_of, zeroed
from tests.fault.tally import long_form, record
from tests.fault.whole import problems
from ticketdesk.desk.commands.talk import SendReply
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.repairs import Report
from ticketdesk.store.backup.place import QUARANTINE
from ticketdesk.store.backup.shelf import Shelf
from ticketdesk.store.ladder.look import look, repair_at_start
from ticketdesk.store.ladder.mend import mend
from ticketdesk.store.store import Store

pytestmark = pytest.mark.fault
SEEDS = 40 if long_form() else 2
NOW = START + 10**9
BEFORE, AFTER, LOGGED = 60, 30, 15
# What follows from a row that is gone: the journal knows it, its conversation names it as the last message.
LOSS = re.compile(r"is gone|not up to its messages|without the line|not in the outbox|part of a transcript")
Harm = Callable[[Path, random.Random], None]


class Start(NamedTuple):
    """The last report (None where nothing had to be repaired) and the files as the repair found them."""

    report: Report | None
    found: dict[str, bytes]


class Template(NamedTuple):
    """Files to damage: a store that was closed, and one whose program was killed; what each said to whom."""

    closed: Path
    killed: Path
    before: frozenset[str]
    after: frozenset[str]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A shop with a backup, 30 replies after it, then 15 more that stand in the log only."""
    folder = tmp_path_factory.mktemp("template")
    path = folder / "live" / "ticketdesk.db"
    clock = Clock()
    store = Store(path)
    desk = Desk(store, clock)
    open_shop(desk)
    make = Make(desk, folder, clock)
    make.imported(120)
    talk = make.transcript().conversation_id
    make.ticket(conversation_id=talk)

    def said(first: int, count: int) -> frozenset[str]:
        texts = [f"回复 {n} " + "好的亲" * 40 for n in range(first, first + count)]
        for text in texts:
            desk.run(SendReply(conversation_id=talk, text=text))
        return frozenset(texts)

    before = said(0, BEFORE)
    Shelf(path).add(now=NOW - 10**7, reason="automatic")
    after = said(BEFORE, AFTER)
    store.close()
    shutil.copytree(path.parent, folder / "closed")
    store = Store(path)
    desk = Desk(store, clock, desk.agent_id)
    after_killed = after | said(BEFORE + AFTER, LOGGED)
    shutil.copytree(path.parent, folder / "killed")
    store.close()
    return Template(folder / "closed", folder / "killed", before, frozenset(after_killed))


def damaged(template: Template, tmp_path: Path, harm: Harm, seed: int, *, backups: bool = True) -> Path:
    """Copy a template, damage it and return the store's path; the log is only there after a kill."""
    source = template.killed if harm in (log_lost, log_garbled) or seed % 2 else template.closed
    folder = tmp_path / f"{harm.__name__}-{seed}"
    shutil.copytree(source, folder)
    if not backups:
        shutil.rmtree(folder / "backups")
    store = folder / "ticketdesk.db"
    harm(store, random.Random(seed))
    return store


def read_all(store: Store) -> None:
    """Read as much as a day of work would; raises store_damaged where it meets damage."""
    for (table,) in store.reader.rows("SELECT name FROM sqlite_schema WHERE type = 'table'"):
        store.reader.rows(f"SELECT * FROM {table}")
    found = store.reader.rows("PRAGMA integrity_check")
    if found != [("ok",)]:
        raise DeskError("store_damaged", path=str(store.path))


def files_of(path: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in (path, log_of(path)) if each.is_file() and each.stat().st_size}


def started(path: Path, *, ladder: bool = True) -> Start:
    """Start as the program does, up to three times: look, repair, open, work.

    Damage that is only met while working is mended by the start after it.
    """
    report: Report | None = None
    found: dict[str, bytes] = {}
    for _ in range(3):
        if ladder and repair_at_start(path).damaged:
            found = files_of(path)
            try:
                report = mend(path, now=NOW)
            except DeskError:
                assert files_of(path) == found, "what could not be mended is left as it is"
                raise
        store = None
        try:
            store = Store(path)
            read_all(store)
            return Start(report, found)
        except (DeskError, apsw.Error, UnicodeDecodeError) as error:
            if not ladder:
                raise
            if not isinstance(error, DeskError) or error.key == "store_damaged":
                path.with_name(path.name + ".damaged").touch()
            else:
                raise
        finally:
            if store is not None:
                store.close()
    raise AssertionError(f"still damaged after three starts: {report}")


def texts(path: Path, report: Report | None = None) -> frozenset[str]:
    """What was said to buyers, in a store in which nothing is wrong but the rows that the report calls lost."""
    store = Store(path)
    try:
        wrong = problems(connection_of(store.reader))
        lost = [each for each in wrong if report and (report.unreadable or not report.journal) and LOSS.search(each)]
        assert [each for each in wrong if each not in lost] == []
        return frozenset(text for (text,) in store.reader.rows("SELECT text FROM message WHERE side = 'out'"))
    finally:
        store.close()


@pytest.fixture
def tallied() -> Iterator[dict[str, int]]:
    """Counts of one kind, told to the table at the end."""
    counts = {"rounds": 0, "lost": 0}
    begun = time.perf_counter()
    yield counts
    name = str(counts.pop("name", "damage"))
    record(f"damage: {name}", counts["rounds"], counts["lost"], 0, None, time.perf_counter() - begun)


@pytest.mark.parametrize("harm", KINDS, ids=lambda harm: harm.__name__)
def test_damage_ends_in_a_store_that_can_be_worked_with(template: Template, tmp_path: Path, harm: Harm) -> None:
    begun, lost = time.perf_counter(), 0
    saved = 0
    for seed in range(SEEDS):
        path = damaged(template, tmp_path, harm, seed)
        shelf = {each.name: each.read_bytes() for each in (path.parent / "backups").glob("*.zip")}
        report, found = started(path)
        if report is None:  # bytes inside a text: only the doctor compares them with the backup
            report = mend(path, now=NOW)
        there = texts(path, report)
        lost += not template.before <= there  # what the backup has is never lost
        saved += len(there & template.after)
        assert {each.name: each.read_bytes() for each in (path.parent / "backups").glob("*.zip")} == shelf
        if found and report.kept is not None:
            assert {name: (Path(report.kept) / name).read_bytes() for name in found} == found
        shutil.rmtree(path.parent)
    record(f"damage: {harm.__name__}", SEEDS, lost, 0, None, time.perf_counter() - begun, f"{saved} newer rows saved")
    assert lost == 0


@pytest.mark.parametrize("harm", KINDS, ids=lambda harm: harm.__name__)
def test_without_a_backup_it_is_saved_as_far_as_it_can_be_read_or_said(
    template: Template, tmp_path: Path, harm: Harm
) -> None:
    for seed in range(SEEDS):
        path = damaged(template, tmp_path, harm, seed, backups=False)
        try:
            report = started(path).report
        except DeskError as error:
            assert error.key == "no_good_backup"
        else:
            # A store of which nothing at all is left cannot be told from one that never was.
            assert texts(path, report) or harm in (emptied, gone) or (report and report.unreadable), report
        shutil.rmtree(path.parent)


def test_a_page_lost_after_the_backup_costs_only_its_rows(template: Template, tmp_path: Path) -> None:
    path = damaged(template, tmp_path, zeroed, 4)
    report = mend(path, now=NOW)
    assert report.why in ("pages", "unreadable")
    assert report.restored > 100
    assert report.kept is not None and Path(report.kept).parent.name == QUARANTINE
    assert (Path(report.kept) / "files.txt").exists()
    assert mend(path, now=NOW).why == "", "once is enough"


def test_an_unharmed_store_is_left_alone(template: Template, tmp_path: Path) -> None:
    for source in (template.closed, template.killed):
        folder = tmp_path / source.name
        shutil.copytree(source, folder)
        path = folder / "ticketdesk.db"
        assert not look(path).damaged
        assert mend(path, now=NOW) == Report("")
        assert not (folder / QUARANTINE).exists()
        store = Store(path)
        read_all(store)
        store.close()


def test_control_without_the_ladder_the_damage_shows(template: Template, tmp_path: Path) -> None:
    begun, noticed = time.perf_counter(), 0
    for harm in KINDS:
        path = damaged(template, tmp_path, harm, 1 if harm in (log_lost, log_garbled) else 0)
        try:
            started(path, ladder=False)
            noticed += not template.before | template.after <= texts(path)
        except (DeskError, apsw.Error, UnicodeDecodeError, AssertionError):
            noticed += 1
    record("damage without the ladder", 0, 0, 0, noticed == len(KINDS), time.perf_counter() - begun)
    assert noticed == len(KINDS)
