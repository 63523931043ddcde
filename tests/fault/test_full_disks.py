"""A disk really full, a file that may not grow, a folder write-protected: each is named, and nothing is lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.fault.tally import long_form, record

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(sys.platform != "linux", reason="small disks are made by Linux's mount namespaces"),
]
ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 10 if long_form() else 1
# What is promised; the short form runs beside other tests.
NAMED_WITHIN = 1.0 if long_form() else 30.0
Seen = dict[str, Any]


def namespace() -> list[str]:
    """How a process gets mounts of its own: as root, or as root of a user namespace; [] where neither is allowed."""
    unshare = shutil.which("unshare")
    for flags in ("-m", "-rm"):
        line = [str(unshare), flags]
        if unshare and subprocess.run([*line, "true"], capture_output=True, check=False).returncode == 0:
            return line
    return []


@pytest.fixture
def see(tmp_path: Path) -> Callable[[str], Seen]:
    """Let full_disk.py do its work in a process of its own: ``see("full")``."""

    def seeing(what: str) -> Seen:
        before = namespace() if what != "limited" else []
        if not before and what != "limited":
            pytest.skip("this system lets nobody here mount a small disk")
        place = tmp_path / f"{what}-{time.monotonic_ns()}"
        place.mkdir()
        line = [*before, sys.executable, "-m", "tests.fault.full_disk", what, str(place)]
        done = subprocess.run(line, cwd=ROOT, env=dict(os.environ), stdout=subprocess.PIPE, timeout=120, check=True)
        seen: Seen = json.loads(done.stdout)
        return seen

    return seeing


def lost(seen: Seen) -> list[str]:
    """What is gone or late after a disk was full."""
    wrong = [] if len(seen["told"]) > 4 else ["nothing was refused"]
    wrong += [f"{key} told after {seconds:.1f} s" for key, seconds in seen["told"] if seconds > NAMED_WITHIN]
    wrong += [f"not told as what it is: {key}" for key, _ in seen["told"] if key not in seen["keys"]]
    wrong += ["the draft is gone"] * (not (seen["while_full"]["draft"] and seen["found"]["draft"]))
    wrong += [f"the next act was refused: {key}" for key, _ in seen["after"]]
    return wrong + ["undone to another state"] * (not seen.get("same", True))


def halves(seen: Seen) -> list[str]:
    """What is half-done, while the disk is full and after."""
    return [str(found) for at in ("while_full", "found") for key in ("wrong", "leftovers") for found in seen[at][key]]


def test_a_full_disk_is_named_within_a_second_and_loses_nothing(see: Callable[[str], Seen]) -> None:
    begun = time.monotonic()
    every = [{**see("full"), "keys": ["disk_full"]} for _ in range(ROUNDS)]
    gone, half = [each for seen in every for each in lost(seen)], [each for seen in every for each in halves(seen)]
    slowest = max(seconds for seen in every for _, seconds in seen["told"])
    note = f"named within {slowest:.2f} s"
    record("full disk", ROUNDS, len(gone), len(half), None, time.monotonic() - begun, note)
    assert (gone, half) == ([], [])
    assert all(seen["acts"] > 8 for seen in every), "acts went on until the disk was full"


def test_control_a_disk_with_room_is_no_full_disk(see: Callable[[str], Seen]) -> None:
    begun = time.monotonic()
    noticed = "nothing was refused" in lost({**see("roomy"), "keys": ["disk_full"]})
    record("full disk", 0, 0, 0, noticed, time.monotonic() - begun)
    assert noticed


def test_a_file_that_may_not_grow_is_refused_and_loses_nothing(see: Callable[[str], Seen]) -> None:
    begun, seen = time.monotonic(), {**see("limited"), "keys": ["store_io", "store_read_only"]}
    gone, half = lost(seen), halves(seen)
    record("full disk", 1, len(gone), len(half), None, time.monotonic() - begun)
    assert (gone, half) == ([], [])


def test_a_write_protected_folder_is_named_and_read(see: Callable[[str], Seen]) -> None:
    """Root may write where modes forbid it, but not on a disk that is mounted read-only."""
    begun, seen = time.monotonic(), see("read_only")
    wrong = int(not seen["same"]) + int([key for key, _ in seen["told"]] != ["store_read_only"])
    record("read-only folder", 1, 0, wrong, None, time.monotonic() - begun)
    assert seen["same"] and seen["codes"] == [0, 0, 2]
    assert [key for key, _ in seen["told"]] == ["store_read_only"]
