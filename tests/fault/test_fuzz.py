"""Spoilt files: every reader refuses in words or tells of a row; nothing crashes, nothing is imported in halves."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.desk.builders import DETAIL_HEADER, LIST_HEADER, Clock, open_shop, write_table
from tests.fault.fuzz import SLOWEST
from tests.fault.tally import long_form, record
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.imports import ImportReport
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.compare import digest
from ticketdesk.store.store import Store
from ticketdesk.words.problems import sentence

pytestmark = pytest.mark.fault
ROOT = Path(__file__).resolve().parents[2]
SECONDS = float(os.environ.get("TICKETDESK_FUZZ_MINUTES", "10")) * 60 if long_form() else 2.0
MOST_MEGABYTES = 600
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the bound of memory is read from /proc")


def fuzzed(folder: Path, seconds: float, *more: str) -> dict[str, Any]:
    """Let fuzz.py work for so long; a process that died is a finding of its own.

    It begins with the same files always, but in the long form, which looks for others.
    """
    seed = random.randrange(10**9) if long_form() else 1
    line = [sys.executable, "-m", "tests.fault.fuzz", str(folder), str(seed), str(seconds), *more]
    done = subprocess.run(line, cwd=ROOT, stdout=subprocess.PIPE, timeout=2 * seconds + 20 * SLOWEST, check=False)
    if done.returncode:
        left = sorted(path.name for path in folder.iterdir() if path.is_file())
        return {"wrong": [f"the process died ({done.returncode}) over {left}"], "files": 0, "megabytes": 0}
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@ON_LINUX
def test_spoilt_files_are_refused_in_words(tmp_path: Path) -> None:
    begun = time.monotonic()
    told = fuzzed(tmp_path, SECONDS)
    half = sum("half an import" in text for text in told["wrong"])
    crashes = len(told["wrong"]) - half
    note = f"{told.get('imports')} imports, memory grew by {told['megabytes']} MB"
    record("fuzz of importers", told["files"], crashes, half, None, time.monotonic() - begun, note)
    assert told["wrong"] == [], f"the files are in {tmp_path}"
    assert told["files"] > 14 and told["imports"] > 20 and told["megabytes"] < MOST_MEGABYTES


@ON_LINUX
def test_control_a_reader_that_breaks_is_noticed(tmp_path: Path) -> None:
    begun = time.monotonic()
    noticed = any("ArithmeticError" in text for text in fuzzed(tmp_path, 2, "weakened")["wrong"])
    record("fuzz of importers", 0, 0, 0, noticed, time.monotonic() - begun)
    assert noticed


NUMBERS = st.sampled_from(("3001000000000000017", '="3001000000000000018"', "4.05567E+18", "", "合计"))
CELLS = st.one_of(
    st.text(max_size=40).filter(lambda text: "\r" not in text),
    st.sampled_from(
        ("", '="3001000000000000017"', "3001000000000000017", "12.80", "-1", "1e9", "交易成功", "=1+1", "\x00")
    ),
    st.integers().map(str),
    st.floats().map(str),
    st.datetimes().map(lambda moment: f"{moment:%Y-%m-%d %H:%M:%S}"),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One shop for all examples: each import is undone."""
    store = Store(tmp_path_factory.mktemp("fuzz") / "ticketdesk.db")
    desk = Desk(store, Clock())
    open_shop(desk)
    yield desk
    store.close()


@st.composite
def tables(draw: st.DrawFn) -> tuple[tuple[str, ...], list[dict[str, str]]]:
    """A header and rows for it; every row has something in the place of its order's number."""
    header, key = draw(st.sampled_from(((LIST_HEADER, "订单编号"), (DETAIL_HEADER, "主订单编号"))))
    row = st.dictionaries(st.sampled_from(header), CELLS, max_size=12)
    rows = draw(st.lists(st.tuples(NUMBERS, row), min_size=1, max_size=6))
    return header, [
        {name: cell.encode("gb18030", "ignore").decode("gb18030") for name, cell in {**cells, key: number}.items()}
        for number, cells in rows
    ]


@settings(
    max_examples=2_000 if long_form() else 25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(table=tables())
def test_a_table_of_any_cells_is_taken_or_told_row_by_row(
    desk: Desk, tmp_path: Path, table: tuple[tuple[str, ...], list[dict[str, str]]]
) -> None:
    header, rows = table
    path = write_table(tmp_path / "订单.csv", header, rows)
    before = digest(desk.store.reader)
    try:
        report = desk.run(ImportOrders(path=str(path))).result
    except DeskError:
        assert digest(desk.store.reader) == before
        return
    assert isinstance(report, ImportReport)
    assert all(sentence(problem) for problem in report.problems)
    # Lines of one order stand together in a detail file, an order list has one row an order.
    assert report.orders + report.problem_count <= len(rows)
    if digest(desk.store.reader) != before:
        desk.undo().result()
    assert digest(desk.store.reader) == before
