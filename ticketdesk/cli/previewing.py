"""``ticketdesk import --dry-run``: what a file would do, also where there is no store yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from ticketdesk.cli.opening import now
from ticketdesk.desk.import_preview import preview
from ticketdesk.desk.imports import ImportReport
from ticketdesk.desk.phrase_import import look_at
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.queries import agents
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
        return preview(known, file, lambda done, _total: progress(done), now=now())
    agent = agents.owner_id(known)
    return look_at(known, file, agent, progress=lambda done, _total: progress(done))
