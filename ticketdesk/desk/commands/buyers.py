"""The agent keeps a note on a buyer, and looks at a buyer's masked data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ticketdesk.desk.command import Context, Scope, SingleCommand
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.text import strip_nul
from ticketdesk.store.queries import personal
from ticketdesk.store.queries.personal import BuyerPersonal
from ticketdesk.store.writers import buyers

MOST_NOTE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class EditBuyerNote(SingleCommand):
    """The agent writes what colleagues must know of a buyer (trade.md part 4: the customer card's 添加备注)."""

    buyer_id: int
    note: str
    needs: ClassVar[Permission | None] = Permission.ORDER_REMARK
    scope: ClassVar[Scope] = Scope("buyer", "buyer_id")
    fields: ClassVar[frozenset[str] | None] = frozenset({"buyer.note"})

    def run(self, context: Context) -> bool:
        """Keep the note ("" takes it away) and return whether it differs; DeskErrors ``buyer_missing`` and
        ``note_too_long`` (1,000 characters).
        """
        note = strip_nul(self.note).strip()
        if len(note) > MOST_NOTE:
            raise DeskError("note_too_long", limit=MOST_NOTE)
        return buyers.set_note(context.tx, self.buyer_id, note)


@dataclass(frozen=True, slots=True, kw_only=True)
class RevealBuyer(SingleCommand):
    """The agent looks at the whole name and phone of a buyer; the look is recorded, and cannot be undone."""

    buyer_id: int
    needs: ClassVar[Permission | None] = Permission.PERSONAL_REVEAL
    scope: ClassVar[Scope] = Scope("buyer", "buyer_id")
    fields: ClassVar[frozenset[str] | None] = frozenset()
    undoable: ClassVar[bool] = False
    recorded: ClassVar[bool] = True

    def run(self, context: Context) -> BuyerPersonal:
        """Return what was asked to see; the act row is the record. DeskError ``buyer_missing``."""
        return personal.of_buyer(context.tx, self.buyer_id)
