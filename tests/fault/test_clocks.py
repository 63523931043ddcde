"""The clock jumps: order comes from a counter, ids never go back, undo takes back what was last."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.desk.builders import START, Clock, Make, open_shop
from tests.fault.clocks import Frozen, History
from tests.fault.tally import long_form, record
from ticketdesk.desk.desk import Desk
from ticketdesk.store import ids
from ticketdesk.store.store import Store

pytestmark = pytest.mark.fault
ROOT = Path(__file__).resolve().parents[2]
HISTORIES = 500 if long_form() else 25
FAKED = 40 if long_form() else 3
FAKETIME = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")) if sys.platform == "linux" else []


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A store with a conversation, closed; histories run on copies of it."""
    path = tmp_path / "shop.db"
    store = Store(path)
    clock = Clock(START - 10**9)
    desk = Desk(store, clock)
    open_shop(desk)
    Make(desk, tmp_path, clock).transcript("林小鹿", "在吗", "尺码偏小")
    store.close()
    return path


def told(shop: Path, seed: int, acts: int = 14) -> list[str]:
    path = shop.with_name("copy.db")
    shutil.copy(shop, path)
    clock = Frozen(START)

    def jump(ms: int) -> None:
        clock.now = ms

    return History(path, random.Random(seed), clock, jump).run(acts)


def test_nothing_goes_wrong_when_the_clock_jumps(shop: Path) -> None:
    begun, first = time.monotonic(), random.randrange(10**9)
    wrong = {seed: found for seed in range(first, first + HISTORIES) if (found := told(shop, seed))}
    record("clock jumps", HISTORIES, 0, len(wrong), None, time.monotonic() - begun)
    assert wrong == {}


def test_control_ids_that_trust_the_clock_are_noticed(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = time.monotonic()
    monkeypatch.setattr(ids.IdMaker, "reserve", lambda maker, now, _size: ids.compose(now, maker.desk, 0))
    noticed = any(told(shop, seed) for seed in range(3))
    record("clock jumps", 0, 0, 0, noticed, time.monotonic() - begun)
    assert noticed


def test_control_an_order_by_the_clock_is_noticed(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids that are unique, but begin anew at every restart."""
    monkeypatch.setattr(Store, "_highest_id", lambda _store: None)
    assert any(told(shop, seed) for seed in range(10))


@pytest.mark.skipif(not FAKETIME, reason="libfaketime is not installed")
def test_nothing_goes_wrong_under_a_system_clock_that_jumps(shop: Path, tmp_path: Path) -> None:
    begun, clock_file = time.monotonic(), tmp_path / "clock"
    environ = {
        **os.environ,
        "LD_PRELOAD": str(FAKETIME[0]),
        "FAKETIME_TIMESTAMP_FILE": str(clock_file),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",
        "TZ": "UTC",
    }
    clock_file.write_text("2026-11-18 11:06:40\n", encoding="ascii")
    seed = str(random.randrange(10**9))
    line = [sys.executable, "-m", "tests.fault.clocks", str(shop), seed, str(clock_file), str(FAKED)]
    done = subprocess.run(line, cwd=ROOT, env=environ, capture_output=True, text=True, check=True, timeout=600)
    said = [json.loads(each) for each in done.stdout.splitlines()]
    wrong = [each["wrong"] for each in said if each["wrong"]]
    record("clock jumps", FAKED, 0, len(wrong), None, time.monotonic() - begun, f"{FAKED} under libfaketime")
    assert wrong == []
    assert len(said) == FAKED and max(each["years"] for each in said) > 5, "the system's clock was not faked"
