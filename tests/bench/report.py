"""The results as a table on the console, as JSON, and as docs/performance.md with the causes of what was missed."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.measure import Result

CAUSES = Path(__file__).with_name("causes.json")
_HEAD = ("#", "metric", "reference", "ours", "ratio", "goal", "verdict")


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the benchmarks: what it found, with which arguments, over which shops."""

    results: Sequence[Result]
    arguments: Sequence[str]
    shops: Sequence[str]


def line(result: Result) -> str:
    """Return one result on one line."""
    return " · ".join(filter(None, _cells(result)))


def table(results: Iterable[Result]) -> str:
    """Return the results as aligned columns."""
    rows = [_HEAD, *map(_cells, sorted(results, key=lambda each: int(each.row)))]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_HEAD))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def as_json(run: Run) -> str:
    """Return the whole run as JSON."""
    rows = [{**asdict(each), "verdict": each.verdict} for each in run.results]
    return json.dumps({"machine": machine(), "arguments": list(run.arguments), "results": rows}, ensure_ascii=False)


def earlier(file: Path | None) -> list[Result]:
    """Return the results of an earlier run from its JSON, none without a file."""
    if file is None:
        return []
    found = json.loads(file.read_text(encoding="utf-8"))["results"]
    return [Result(**{name: each[name] for name in Result.__dataclass_fields__}) for each in found]


def as_page(run: Run) -> str:
    """Return docs/performance.md."""
    causes: dict[str, str] = json.loads(CAUSES.read_text(encoding="utf-8"))
    results = sorted(run.results, key=lambda each: int(each.row))
    missed = [each for each in results if each.met is False]
    why = [
        f"- **{each.row}, {each.metric}** ({each.ours}): {causes.get(each.row, 'not looked into')}" for each in missed
    ]
    return "\n".join(
        [
            "# Performance",
            "",
            "Made by `python dev.py bench --write-docs`; not edited by hand. The causes of what is missed are kept in",
            "`tests/bench/causes.json`. R is the ratio to the reference, measured in the same run and interleaved, G",
            "the growth from S (10,000 tickets, 50,000 messages, 10,000 orders) to L (a hundred times as many).",
            "",
            f"{machine()}; {datetime.now(UTC):%Y-%m-%d}; shops {' and '.join(run.shops)}; offscreen platform.",
            "",
            causes["machine"],
            "",
            f"| {' | '.join(_HEAD)} |",
            f"|{' --- |' * len(_HEAD)}",
            *(f"| {' | '.join(cell.replace('|', '/') for cell in _cells(each))} |" for each in results),
            "",
            "## What is missed, and why" if why else "Nothing is missed.",
            "",
            *why,
            "",
        ]
    )


def machine() -> str:
    """Return what was measured on."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def _cells(result: Result) -> tuple[str, ...]:
    return (
        result.row, result.metric, result.reference, result.ours, result.ratio, result.goal, result.verdict,
    )  # fmt: skip
