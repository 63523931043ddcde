"""The power goes at any moment: a recorded shop at work is cut and replayed; nothing acknowledged is lost.

recorder.c hears every write, sync and rename of a real process; replay.py builds what a disk may hold after a cut.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.desk.soundness import connection_of
from tests.fault.powercut.recording import CAN_RECORD, Step, compiled, recorded
from tests.fault.powercut.replay import State, states
from tests.fault.tally import long_form, record
from tests.fault.whole import problems
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.database import check_kind
from ticketdesk.store.store import Store
from ticketdesk.ui.settings.kept import LANGUAGE, THEME, Settings, splitter

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(not CAN_RECORD, reason="the recorder is loaded by Linux's linker and compiled by gcc"),
]
STORE_STATES = 400 if long_form() else 20
FILE_STATES = 200 if long_form() else 20


class Found(NamedTuple):
    """What is wrong after one cut."""

    lost: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()


Judge = Callable[[State, Path], Found]


class Cuts:
    """A recording made once, and its replay."""

    def __init__(self, folder: Path, library: Path, what: str, *more: str) -> None:
        self.folder = folder
        self.root = folder / what
        self.root.mkdir()
        self.steps: list[Step] = recorded(library, self.root, what, random.randrange(10**6), *more)

    def judged(self, count: int, judge: Judge) -> Iterator[tuple[State, Found]]:
        """Lay every state down, judge it, and take it away again."""
        for state in states(self.steps, count, random.Random()):
            laid = self.folder / "after"
            state.lay(laid, self.root)
            yield state, judge(state, laid)
            shutil.rmtree(laid)


@pytest.fixture
def cuts(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Cuts]:
    """Record a workload: ``cuts("shop")``, or its control ``cuts("shop", "weakened")``."""
    library = compiled(tmp_path_factory.getbasetemp())
    # The real path, as the recorder is told it by the kernel.
    return lambda what, *more: Cuts(tmp_path.resolve(), library, what, *more)


def all_sound(cuts: Cuts, count: int, judge: Judge, kind: str) -> None:
    begun = time.monotonic()
    bad = [(state.cut, state.how, found) for state, found in cuts.judged(count, judge) if found != Found()]
    lost, broken = (sum(bool(found[at]) for _, _, found in bad) for at in (0, 1))
    record(kind, count, lost, broken, None, time.monotonic() - begun, f"{len(cuts.steps)} recorded calls")
    assert bad == []


def noticed(cuts: Cuts, judge: Judge, kind: str, part: int) -> Found:
    """Replay the control until something is found; ``part`` 0 wants a loss, 1 something broken."""
    begun = time.monotonic()
    for rounds, (_, found) in enumerate(cuts.judged(400, judge), start=1):
        if found[part]:
            record(kind, 0, 0, 0, True, time.monotonic() - begun, f"control noticed at cut {rounds}")
            return found
    record(kind, 0, 0, 0, False, time.monotonic() - begun)
    pytest.fail("the control was not noticed in 400 cuts")


def told(state: State) -> list[dict[str, Any]]:
    return [json.loads(line) for ack in state.acks for line in ack.splitlines()]


def judge_store(state: State, laid: Path) -> Found:
    """Open the store as the next start does."""
    path = laid / "店" / "ticketdesk.db"
    index = path.with_name(path.name + "-shm")
    if index.exists():
        index.write_bytes(os.urandom(index.stat().st_size))  # a memory map: whatever was in it is not to be trusted
    try:
        store = Store(path)
    except DeskError as error:
        return Found(broken=(f"{error.key}",))
    found = problems(connection_of(store.reader), told(state))
    store.close()
    lost = tuple(text for text in found if " lost" in text or "is gone" in text)
    return Found(lost, tuple(text for text in found if text not in lost))


def judge_migration(state: State, laid: Path) -> Found:
    """Look at the newest store that was laid down whole: of the old version or the new, and sound once opened."""
    acks = told(state)
    if not acks:
        return Found()
    path = laid / acks[-1]["store"] / "ticketdesk.db"
    try:
        version = check_kind(path)
        store = Store(path)
    except DeskError as error:
        return Found(broken=(error.key,))
    wrong = problems(connection_of(store.reader))
    kept = [store.reader.rows(f"SELECT COUNT(*) FROM {table}")[0][0] for table in ("orders", "act", "draft")]
    store.close()
    lost = [f"{kept} rows"] * (kept != [15, 32, 1]) + [f"version {version}"] * (version < acks[-1]["version"])
    return Found(tuple(lost), tuple(wrong))


def judge_files(state: State, laid: Path) -> Found:
    """Look at every kept file: the acknowledged ones are there, and what has a digest for a name has its bytes."""
    there = {path.name: path for path in laid.rglob("*") if path.is_file() and not path.name.endswith(".partial")}
    broken = [name for name, path in there.items() if hashlib.sha256(path.read_bytes()).hexdigest() != name]
    lost = [ack["sha256"] for ack in told(state) if ack["sha256"] not in there]
    return Found(tuple(lost), tuple(broken))


def judge_settings(_state: State, laid: Path) -> Found:
    """Read the settings: all values of one and the same save, or no file at all."""
    path = laid / "window.ini"
    if not path.exists():
        return Found()
    kept = Settings(path)
    number, language, geometry = kept.get(THEME), kept.get(LANGUAGE), bytes(kept.get(splitter("cuts")).data()).decode()
    whole = number.isdigit() and language.startswith(f"{number}x") and geometry == language
    return Found(broken=() if whole else (f"{number!r} {language[:9]!r} {geometry[:9]!r}",))


def test_a_power_cut_loses_nothing_acknowledged_and_leaves_nothing_half_done(cuts: Callable[..., Cuts]) -> None:
    made = cuts("shop")
    kinds = [step.kind for step in made.steps]
    assert kinds.count("A") > 100 and kinds.count("S") > 100, "the recorder hears too little"
    assert any(step.kind == "U" and step.name.endswith("-wal") for step in made.steps), "no sitting was ended"
    all_sound(made, STORE_STATES, judge_store, "power cuts: store")


def test_control_an_act_that_is_not_synced_is_noticed(cuts: Callable[..., Cuts]) -> None:
    found = noticed(cuts("shop", "weakened"), judge_store, "power cuts: store", 0)
    assert found.broken == (), "synchronous=NORMAL loses acts, but leaves none in halves"


def test_a_migration_is_whole_or_absent_after_a_power_cut(cuts: Callable[..., Cuts]) -> None:
    all_sound(cuts("migration"), FILE_STATES // 2, judge_migration, "power cuts: migration")


def test_attachments_are_whole_or_absent_after_a_power_cut(cuts: Callable[..., Cuts]) -> None:
    all_sound(cuts("attachments"), FILE_STATES, judge_files, "power cuts: attachments")


def test_control_an_attachment_written_in_place_is_noticed(cuts: Callable[..., Cuts]) -> None:
    noticed(cuts("attachments", "weakened"), judge_files, "power cuts: attachments", 1)


def test_control_a_folder_that_is_not_synced_is_noticed(cuts: Callable[..., Cuts]) -> None:
    noticed(cuts("unsynced_folders"), judge_files, "power cuts: attachments", 0)


def test_settings_are_readable_after_a_power_cut(cuts: Callable[..., Cuts]) -> None:
    all_sound(cuts("saves"), FILE_STATES, judge_settings, "power cuts: settings")


def test_control_settings_written_in_place_are_noticed(cuts: Callable[..., Cuts]) -> None:
    noticed(cuts("saves", "weakened"), judge_settings, "power cuts: settings", 1)
