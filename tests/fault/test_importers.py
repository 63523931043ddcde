"""Each importer under fire of its own: files spoilt byte by byte, and tables of any cells, some written anew.

`dev.py test` gives an importer some seconds, `dev.py fuzz --short` twenty and `dev.py fuzz` ten minutes, a third to
each way; the third one, files that its branches guide, is guided_importers.py.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.data.platform_rows import LAYOUTS, PARCEL, REFUND, text
from tests.fault.fuzz import TWINS
from tests.fault.mutations import IMPORTERS, seeds
from tests.fault.tally import importer_seconds, long_form
from tests.fault.test_fuzz import CELLS, ON_LINUX, fuzzed
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.orders import OrderRecord, Problem
from ticketdesk.exchange.opening import open_import
from ticketdesk.exchange.phrases import read_phrases
from ticketdesk.exchange.rows import data_rows
from ticketdesk.exchange.sniff import sniff
from ticketdesk.words.errors import sentence as refusal
from ticketdesk.words.problems import sentence

pytestmark = pytest.mark.fault
SECONDS = importer_seconds()
ROWS = {
    "pinduoduo": LAYOUTS["pdd_orders"], "douyin": LAYOUTS["douyin_orders"], "jd": LAYOUTS["jd_orders"],
    "1688": LAYOUTS["1688_orders"], "shopify": LAYOUTS["shopify_orders"], "refunds": REFUND, "couriers": PARCEL,
}  # fmt: skip
JSON_CELLS = st.one_of(CELLS, st.none(), st.booleans(), st.integers(), st.lists(CELLS, max_size=2))


@ON_LINUX
@pytest.mark.parametrize("importer", IMPORTERS)
def test_spoilt_files_of_an_importer(tmp_path: Path, importer: str) -> None:
    told = fuzzed(tmp_path, SECONDS, importer)
    print(f"{importer}: {told['files']} files, {told.get('imports')} imports")
    assert told["wrong"] == [], f"the files are in {tmp_path}"
    assert told["files"] >= len(IMPORTERS[importer])


def row_of(importer: str, folder: Path) -> dict[str, str]:
    """A good row of an importer's layout by its columns: a made-up one, else the first of its twin."""
    if importer in ROWS:
        return ROWS[importer]
    name = IMPORTERS[importer][0]
    path = folder / name
    path.write_bytes(seeds(TWINS)[name])
    found = sniff(path)
    return dict(zip(found.header, next(data_rows(path, found)).cells, strict=False))


class Thrown(NamedTuple):
    """A file of so many rows, and cells that are written anew in it."""

    rows: int
    text: str
    mends: dict[int, dict[str, str]]


def thrown_at(importer: str, folder: Path) -> st.SearchStrategy[Thrown]:
    """Files of the importer in which any cells say anything."""
    if importer == "own-lines":
        columns = (*OrderRecord._fields, "colour")
        head = json.dumps({"number": "3001000000000000001"})
        row = st.dictionaries(st.sampled_from(columns), JSON_CELLS, max_size=6)
        files = st.lists(row, min_size=1, max_size=6).map(
            lambda rows: (1 + len(rows), "\n".join((head, *map(json.dumps, rows))))
        )
    else:
        base = row_of(importer, folder)
        columns = tuple(base)
        cells = st.dictionaries(st.sampled_from(columns), CELLS, max_size=6)
        files = st.lists(cells, min_size=1, max_size=6).map(lambda rows: (len(rows), text(base, *rows)))
    mended = st.dictionaries(st.sampled_from((*columns, "JSON")), CELLS, max_size=2)
    mends = st.dictionaries(st.integers(1, 7), mended, max_size=2)
    return st.builds(lambda file, anew: Thrown(*file, anew), files, mends)


@pytest.mark.parametrize("importer", IMPORTERS)
def test_tables_of_any_cells(tmp_path: Path, importer: str) -> None:
    ends = time.monotonic() + SECONDS
    path = tmp_path / ("a.jsonl" if importer == "own-lines" else "a.csv")
    files = thrown_at(importer, tmp_path)
    count = 0

    def read(mends: dict[int, dict[str, str]]) -> Iterator[object]:
        return iter(read_phrases(path)) if importer == "phrases" else iter(open_import(path).items(mends=mends))

    @settings(
        max_examples=30, deadline=None, database=None, derandomize=False,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )  # fmt: skip
    @given(file=files)
    def thrown(file: Thrown) -> None:
        nonlocal count
        count += 1
        path.write_bytes(file.text.encode("utf-8-sig", "replace"))
        try:
            items = list(read(file.mends))
        except DeskError as error:
            assert refusal(error)
            return
        assert all(sentence(item) for item in items if isinstance(item, Problem))
        assert len(items) <= file.rows

    # The same tables on every machine; other ones are looked for by the long form.
    at = random.randrange(1 << 32) if long_form() else 0
    seed(at)(thrown)()
    while SECONDS > 1 and time.monotonic() < ends:  # hypothesis counts examples, not seconds
        at += 1
        seed(at)(thrown)()
    print(f"{importer}: {count} tables")
    assert count > 0
