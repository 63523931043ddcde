"""The agent takes data out of the program: the act stays in the journal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ticketdesk.desk.command import SHOP, Context, Scope, SingleCommand
from ticketdesk.domain.permissions import Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordExport(SingleCommand):
    """``rows`` rows of ``kind`` are about to be written to a file: recorded first, never undone."""

    kind: str
    rows: int
    needs: ClassVar[Permission | None] = Permission.DATA_EXPORT
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = frozenset()
    undoable: ClassVar[bool] = False
    recorded: ClassVar[bool] = True

    def run(self, context: Context) -> None:
        """Write no row: the act itself is the record."""
