"""Each importer under fire of its own: files spoilt byte by byte, tables of any cells, files that its branches guide.

`dev.py test` gives an importer some seconds, `dev.py fuzz` ten minutes, a third to each way.
"""

from __future__ import annotations

import importlib.util
import os
import random
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.data.platform_rows import LAYOUTS, PARCEL, REFUND, text
from tests.fault.mutations import IMPORTERS
from tests.fault.tally import long_form
from tests.fault.test_fuzz import CELLS, ON_LINUX, ROOT, fuzzed
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.orders import Problem
from ticketdesk.exchange.opening import open_import
from ticketdesk.words.errors import sentence as refusal
from ticketdesk.words.problems import sentence

pytestmark = pytest.mark.fault
MINUTES = float(os.environ.get("TICKETDESK_FUZZ_MINUTES", "10"))
SECONDS = MINUTES * 20 if long_form() else 1.0  # a third of an importer's time
TABLES = {**LAYOUTS, "taobao_refunds": REFUND, "courier_numbers": PARCEL}
GUIDE = importlib.util.find_spec("atheris")
# Nothing to do in the short form, and where atheris is not installed; `dev.py fuzz` says so.
GUIDED = tuple(IMPORTERS) if GUIDE is not None and long_form() else ()


@ON_LINUX
@pytest.mark.parametrize("importer", IMPORTERS)
def test_spoilt_files_of_an_importer(tmp_path: Path, importer: str) -> None:
    told = fuzzed(tmp_path, SECONDS, importer)
    print(f"{importer}: {told['files']} files, {told.get('imports')} imports")
    assert told["wrong"] == [], f"the files are in {tmp_path}"
    assert told["files"] >= len(IMPORTERS[importer])


def table_of(layout: str) -> st.SearchStrategy[list[dict[str, str]]]:
    """Rows of a layout in which any cells say anything."""
    row = st.dictionaries(st.sampled_from(list(TABLES[layout])), CELLS, max_size=6)
    return st.lists(row, min_size=1, max_size=6)


@pytest.mark.parametrize("layout", TABLES)
def test_tables_of_any_cells(tmp_path: Path, layout: str) -> None:
    ends = time.monotonic() + SECONDS
    path = tmp_path / "a.csv"
    count = 0

    @settings(
        max_examples=30, deadline=None, database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )  # fmt: skip
    @given(rows=table_of(layout))
    def read(rows: list[dict[str, str]]) -> None:
        nonlocal count
        count += 1
        path.write_bytes(text(TABLES[layout], *rows).encode("utf-8-sig", "replace"))
        try:
            items = list(open_import(path).items())
        except DeskError as error:
            assert refusal(error)
            return
        assert all(sentence(item) for item in items if isinstance(item, Problem))
        assert len(items) <= len(rows)

    read()
    while long_form() and time.monotonic() < ends:  # hypothesis counts examples, not seconds
        read()
    print(f"{layout}: {count} tables")
    assert count > 0


@pytest.mark.parametrize("importer", GUIDED)
def test_files_that_an_importers_branches_guide(tmp_path: Path, importer: str) -> None:
    line = [sys.executable, "-m", "tests.fault.guided", str(tmp_path / "run"), str(random.randrange(1, 10**6))]
    done = subprocess.run(
        [*line, str(int(SECONDS)), importer], cwd=ROOT, capture_output=True, text=True, errors="replace",
        timeout=SECONDS + 300, check=False,
    )  # fmt: skip
    ran = re.search(r"Done (\d+) runs", done.stderr)
    print(f"{importer}: {ran[1] if ran else '?'} guided files")
    assert done.returncode == 0, done.stdout[-2_000:] + done.stderr[-2_000:]
    assert ran is not None and int(ran[1]) > 100
