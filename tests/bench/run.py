"""The benchmarks: python dev.py bench [--only 1,4] [--quick] [--stores FOLDER] [--json FILE]
[--add FILE] [--write-docs].

Makes the two shops where they are not there, measures every row of the table of what fast means and prints it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.bench import (  # noqa: E402
    report,
    rows_jobs,
    rows_lists,
    rows_orders,
    rows_process,
    rows_steps,
    rows_talk,
    rows_tickets,
)
from tests.bench.bench import Bench, Row  # noqa: E402
from tests.bench.make_stores import PLANS, default_folder, ready  # noqa: E402
from tests.bench.measure import Result  # noqa: E402

# Processes first, while this one is small; what writes much last.
ROWS: tuple[tuple[frozenset[str], Row], ...] = (
    (frozenset({"1"}), rows_process.starting),
    (frozenset({"16"}), rows_process.memory),
    (frozenset({"17"}), rows_process.idle),
    (frozenset({"18"}), rows_steps.growing),
    (frozenset({"3"}), rows_lists.lists),
    (frozenset({"4"}), rows_lists.jumps),
    (frozenset({"5"}), rows_lists.scrolling),
    (frozenset({"6"}), rows_lists.counting),
    (frozenset({"7"}), rows_talk.searching),
    (frozenset({"8"}), rows_tickets.filtered),
    (frozenset({"8"}), rows_orders.searched),
    (frozenset({"9"}), rows_talk.opening),
    (frozenset({"10", "11"}), rows_talk.talking),
    (frozenset({"11", "15"}), rows_jobs.stalls),
    (frozenset({"19"}), rows_tickets.changing),
    (frozenset({"12"}), rows_jobs.importing),
    (frozenset({"13"}), rows_jobs.exporting),
    (frozenset({"14"}), rows_jobs.backing_up),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; 0 also where goals are missed (the table says so), 1 where a row could not be measured."""
    given = _parser().parse_args(arguments)
    wanted = frozenset(given.only.split(",")) if given.only else frozenset()
    names = ("S",) if given.quick else ("S", given.large)
    stores = {name: ready(name, given.stores) for name in names}
    given.stores.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="run-", dir=given.stores))
    began = time.monotonic()
    try:
        found, failed = _measured(Bench(stores, work, quick=given.quick), wanted)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    measured = {result.row for result in found}
    found += [each for each in report.earlier(given.add) if each.row not in measured]
    print(report.table(found))
    print(f"\n{time.monotonic() - began:.0f} s")
    written = report.Run(found, sys.argv[1:] if arguments is None else list(arguments), names)
    if given.json:
        given.json.write_text(report.as_json(written), encoding="utf-8")
    if given.write_docs:
        (ROOT / "docs" / "performance.md").write_text(report.as_page(written), encoding="utf-8")
    return 1 if failed else 0


def _measured(bench: Bench, wanted: frozenset[str]) -> tuple[list[Result], bool]:
    found: list[Result] = []
    failed = False
    for numbers, row in ROWS:
        if wanted and not numbers & wanted:
            continue
        try:
            for result in row(bench):
                found.append(result)
                print(report.line(result), flush=True)
        except Exception:
            # The other rows are still worth their minutes; the exit code tells that one is lacking.
            traceback.print_exc()
            failed = True
    bench.close()
    return found, failed


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("dev.py bench", description=__doc__)
    parser.add_argument("--only", default="", metavar="1,4", help="numbers of rows")
    parser.add_argument("--quick", action="store_true", help="the small shop and few rounds")
    parser.add_argument(
        "--large", default="L", choices=[name for name in PLANS if name != "S"],
        help="the large shop: L, or T with 10,000 conversations and one of 100,000 messages",
    )  # fmt: skip
    parser.add_argument("--stores", type=Path, default=default_folder(), help="where the made shops are kept")
    parser.add_argument("--json", type=Path, help="write the results as JSON")
    parser.add_argument("--add", type=Path, help="the JSON of an earlier run, for rows that this one does not measure")
    parser.add_argument("--write-docs", action="store_true", help="write docs/performance.md")
    return parser


if __name__ == "__main__":
    sys.exit(main())
