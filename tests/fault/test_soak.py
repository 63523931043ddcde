"""Random clicks in the real window: no exception, no stall over 50 ms of its own, memory flat.

The long form (``TICKETDESK_LONG=1``) is ten minutes for each of three seeds; ``TICKETDESK_SOAK_MINUTES`` shortens it.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fault.soak.machine import Delay
from tests.fault.soak.report import Soaked, Stall, beside, read, steady
from tests.fault.soak.watch import Gap, Pulse, Queue, pulse
from tests.fault.tally import long_form, record

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory and waits are read as Linux tells them"),
]
RUN = Path(__file__).with_name("soak") / "run.py"
SECONDS = float(os.environ.get("TICKETDESK_SOAK_MINUTES", "10")) * 60 if long_form() else 5.0
SEEDS = (1, 2, 3) if long_form() else (1,)
# Milliseconds: what Qt does to every widget in one go, see docs/soak.md.
MOST_DRESSING, MOST_MAKING = 1_000, 300
# Seconds that a thread sleeps of its own accord.
BLOCKED = 0.08
FAULTS = ("block", "exception", "task", "command", "leak")


def soaked(folder: Path, seed: int, seconds: float, *more: str) -> Soaked:
    """One soak in a process of its own; what it wrote lies in ``folder``."""
    folder.mkdir(exist_ok=True)
    order = ["--seed", str(seed), "--seconds", str(seconds), "--folder", str(folder), *more]
    done = subprocess.run([sys.executable, str(RUN), *order], capture_output=True, timeout=seconds + 180, check=False)
    (folder / "stderr.txt").write_bytes(done.stderr)
    said = done.stdout.decode().strip().splitlines()
    assert said, f"the soak died with {done.returncode}: {done.stderr.decode()[-4000:]}"
    return read(said[-1])


def longest(found: list[Stall]) -> int:
    """The longest of them, in ms net."""
    return max((each.net for each in found), default=0)


@pytest.mark.parametrize("seed", SEEDS)
def test_random_clicks_break_nothing_and_never_stop_the_window(tmp_path: Path, seed: int) -> None:
    began = time.perf_counter()
    found = soaked(tmp_path / "soak", seed, SECONDS, "--size", "1" if long_form() else "0.2")
    note = (
        f"seed {seed}: {found.acts} acts, longest stall {longest(found.stalls)} ms net, "
        f"turning light or dark {longest(found.dressing)} ms, making a page {longest(found.making)} ms, "
        f"memory {found.memory_start >> 20} to {found.memory_end >> 20} MB, "
        f"{found.memory_slope / 2**20:+.2f} MB a minute, {found.memory_net / 2**20:+.2f} beside what "
        f"{found.widgets[0]} to {found.widgets[1]} widgets held (at most {found.widgets[2]})"
    )
    record("soak", 1, len(found.exceptions), len(found.stalls), None, time.perf_counter() - began, note)
    assert found.exceptions == []
    assert found.warnings == []
    assert found.acts > SECONDS * (3 if long_form() else 1)
    assert not found.leaks, note
    # A machine that is shared may be slower than any limit: the long form judges every stall, the short one long ones.
    limit = 50 if long_form() else 1_000
    assert [each for each in found.stalls if each.net > limit] == []
    assert longest(found.dressing) < (MOST_DRESSING if long_form() else 5 * MOST_DRESSING)
    assert longest(found.making) < (MOST_MAKING if long_form() else 5 * MOST_MAKING)


@pytest.mark.slow
def test_a_soak_reports_what_is_wrong(tmp_path: Path) -> None:
    """One window with every fault in it: each is told of by its own name, whatever else is wrong."""
    began = time.perf_counter()
    found = soaked(tmp_path / "soak", 7, 8.0, "--size", "0.02", "--put", ",".join(FAULTS))
    noticed = {
        "block": any("_block" in stack for each in found.stalls for stack in each.stacks),
        "exception": any("_raise" in text for text in found.exceptions),
        "task": any("in work" in text or " work" in text for text in found.exceptions),
        "command": any("no_such_refusal" in text for text in found.exceptions),
        "leak": found.leaks,
    }
    record("soak", 0, 0, 0, all(noticed.values()), time.perf_counter() - began)
    assert noticed == dict.fromkeys(FAULTS, True), found


def memory_of(seconds: int, widgets: Callable[[int], int], leak: float) -> tuple[int, int, tuple[int, int, int]]:
    """Slope, slope beside the widgets, and widgets, where each holds 30 kB and ``leak`` bytes a second stay."""
    standing = [(float(at), widgets(at)) for at in range(0, seconds, 3)]
    memory = [(at / 2, round(widgets(at // 2) * 30_000 + leak * at / 2)) for at in range(2 * seconds)]
    return steady(memory)[2], *beside(memory, standing)


def test_what_stands_open_is_no_leak_and_a_leak_beside_it_is_one() -> None:
    def opened(at: int) -> int:
        return 900 + at + 200 * (at // 30 % 3)

    slope, net, widgets = memory_of(600, opened, 0.0)
    assert slope > 1_500_000 and abs(net) < 100_000
    assert widgets == (opened(150), opened(597), max(opened(at) for at in range(150, 600, 3)))
    _slope, net, _widgets = memory_of(600, opened, 50_000.0)
    assert net == pytest.approx(3_000_000, rel=0.1)
    assert memory_of(600, lambda _at: 1_000, 50_000.0)[1] == pytest.approx(3_000_000, rel=0.1)


def gap(*, queued: float | None, waits: int = 1, cpu: float = 0.01) -> Gap:
    """A tenth of a second in which the thread was driven from its core once."""
    start = None if queued is None else 0.0
    return Gap(Pulse(0.0, 0.0, 0.0, 0, 0, start), Pulse(0.1, cpu, cpu, waits, 1, queued), "", ())


@pytest.mark.parametrize(
    ("queued", "delays", "net"),
    [
        (0.01, [], 0.09),
        (0.01, [Delay(0.0, 0.05, queued=0.05)], 0.09),  # it was other work that kept the sleeper waiting
        (0.01, [Delay(0.0, 0.05, queued=0.0)], 0.05),  # it was the host, and 0.01 of it may be the same moment
        (0.06, [Delay(0.0, 0.05, queued=0.0)], 0.04),
        (0.01, [Delay(-0.05, 0.02, queued=0.035)], 0.09),  # half of it the host's: 0.01 lie within
    ],
)
def test_only_what_others_took_is_given_back(queued: float, delays: list[Delay], net: float) -> None:
    assert gap(queued=queued).net(delays) == pytest.approx(net)
    assert gap(queued=queued, waits=0, cpu=0.03).net(delays) == pytest.approx(0.03)


def test_without_the_systems_word_a_gap_is_guessed_from_how_often_the_core_was_given_away() -> None:
    assert gap(queued=None).net([]) == pytest.approx(0.01)  # the hole: it may have waited of its own accord
    assert gap(queued=None, waits=0).net([]) == pytest.approx(0.01)


def test_control_a_wait_of_its_own_beside_other_work_is_told_in_full() -> None:
    """The thread is driven from its core by a process that only computes, and sleeps afterwards."""
    core = min(os.sched_getaffinity(0))
    busy = f"import os; os.sched_setaffinity(0, {{{core}}})\nwhile True: pass"
    found: list[Gap] = []
    with subprocess.Popen([sys.executable, "-c", busy]) as beside:
        worker = threading.Thread(target=lambda: found.append(_driven_away(core)))
        worker.start()
        worker.join()
        beside.kill()
    assert found[0].after.forced > found[0].before.forced
    assert found[0].net([]) >= BLOCKED


def _driven_away(core: int) -> Gap:
    os.sched_setaffinity(0, {core})  # of this thread alone
    queue = Queue()
    before = pulse(queue)
    assert before.queued is not None, "this system does not tell how long a thread waits for a core"
    until = time.monotonic() + 30
    while resource.getrusage(resource.RUSAGE_THREAD).ru_nivcsw == before.forced and time.monotonic() < until:
        pass
    time.sleep(BLOCKED)
    after = pulse(queue)
    queue.close()
    return Gap(before, after, "", ())
