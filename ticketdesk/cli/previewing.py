"""``ticketdesk import --dry-run``: what a file would do, also where there is no store yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from ticketdesk.desk.import_preview import preview
from ticketdesk.desk.imports import ImportReport
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.orders import Problem
from ticketdesk.exchange.phrases import read_phrases
from ticketdesk.exchange.sniff import sniff
from ticketdesk.store.queries.phrases import phrases
from ticketdesk.store.reader import Rows
from ticketdesk.store.sql import Value


class NoStore:
    """The rows of a store that does not exist: none."""

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[tuple[Any, ...]]:
        """Return no row."""
        return []

    def each(self, sql: str, values: Sequence[Value] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield no row."""
        return iter(())


def preview_file(source: Rows | None, file: Path, kind: str, progress: Callable[[int], None]) -> ImportReport:
    """Read ``file`` ("orders" or "phrases") against the store, or against nothing; write nothing.

    Raises DeskErrors as the import would, and ``dry_run_transcript`` for a conversation.
    """
    known = source if source is not None else NoStore()
    if kind == "transcript":
        raise DeskError("dry_run_transcript", name=file.name)
    if kind == "orders":
        return preview(known, file, lambda done, _total: progress(done))
    return _phrases(known, file, progress)


def _phrases(source: Rows, file: Path, progress: Callable[[int], None]) -> ImportReport:
    found = sniff(file)
    report = ImportReport(layout=found.layout, encoding=found.encoding, kind=found.kind, rows=found.rows)
    known = Counter((row.code, row.text, row.grouping) for row in phrases(source))
    for item in read_phrases(file, progress=lambda done, _total: progress(done)):
        if isinstance(item, Problem):
            report.add_problem(item)
        elif known[item.code, item.text, item.group] > 0:
            known[item.code, item.text, item.group] -= 1
            report.unchanged += 1
        else:
            report.new += 1
    return report
