"""The agent takes data out of the program: the act stays in the journal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ticketdesk.desk.command import SHOP, Context, Scope, SingleCommand
from ticketdesk.domain.permissions import Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordExport(SingleCommand):
    """``rows`` rows of ``kind`` are about to be written to a file: recorded first, never undone.

    ``whole`` asks for personal data unmasked: that needs the right to see it, and the password again.
    """

    kind: str
    rows: int
    whole: bool = False
    needs: ClassVar[Permission | None] = Permission.DATA_EXPORT
    also: ClassVar[tuple[Permission, ...]] = (Permission.PERSONAL_REVEAL,)
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = frozenset()
    undoable: ClassVar[bool] = False
    recorded: ClassVar[bool] = True

    @property
    def sensitive(self) -> bool:
        """Whether the password is asked for again."""
        return self.whole

    def run(self, context: Context) -> bool:
        """Write no row, the act itself is the record; return whether the file may hold personal data unmasked."""
        if self.whole:
            context.actor.need(Permission.PERSONAL_REVEAL)
        return self.whole
