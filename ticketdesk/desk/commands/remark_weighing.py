"""The desk weighs remarks anew where its rules, or the names it knows, are others than when they were weighed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ticketdesk.desk.command import SHOP, Context, Door, Scope, SingleCommand
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries.remark_standing import differing
from ticketdesk.store.writers.orders import note_standing


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighRemarks(SingleCommand):
    """The desk notes how the remarks of these orders stand by the rules of now. Never taken back."""

    order_ids: tuple[int, ...]
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = frozenset({"orders.remark_conflict"})
    door: ClassVar[Door] = Door.CHANNEL
    undoable: ClassVar[bool] = False

    def run(self, context: Context) -> int:
        """Note it where something else is noted, and return of how many orders; those that are gone are passed over."""
        found = differing(context.tx, self.order_ids, context.now)
        for order, how in found.items():
            note_standing(context.tx, order, how)
        return len(found)
