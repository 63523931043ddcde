"""What was found out about a file before any row is taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ticketdesk.domain.errors import DeskError

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]

CHECK_EVERY = 500


@dataclass(frozen=True, slots=True)
class Found:
    """A file's form: ``kind`` is "csv", "xlsx", "xls" or "jsonl"; ``encoding`` its name for people ("" for sheets).

    ``codec`` opens the text, ``delimiter`` parts its cells, ``layout`` is a key of ``words.problems.layout_name``,
    ``header`` holds the names of the columns without blanks around, ``header_line`` the header's 1-based line (sheet
    row), ``rows`` counts the rows below it, and ``sheet`` is the 0-based sheet of a workbook.
    """

    kind: str
    encoding: str
    codec: str
    delimiter: str
    layout: str
    header: tuple[str, ...]
    header_line: int
    rows: int
    sheet: int = 0


def check(done: int, total: int, progress: Progress | None, cancelled: Cancelled | None) -> None:
    """Tell how far the work is (rows done, rows in all) and raise DeskError("cancelled") if it is no longer wanted."""
    if cancelled is not None and cancelled():
        raise DeskError("cancelled")
    if progress is not None:
        progress(done, total)
