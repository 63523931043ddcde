"""What changed since the list was last brought up to the store: many changes become one reading."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from ticketdesk.desk.changes import Changes

WATCHED: Final = ("conversation", "message", "orders", "buyer", "buyer_tag", "setting", "agent")
_WHOLE_ROWS: Final = ("orders", "buyer", "buyer_tag", "agent")


@dataclass(slots=True)
class News:
    """``rows`` are to be read again (``whole``: every row in sight), ``order`` says that the list itself is."""

    rows: set[int] = field(default_factory=set)
    whole: bool = False
    order: bool = False

    def hear(self, changes: Changes, *, by_orders: bool) -> None:
        """Add what changed; ``by_orders`` says that the list depends on orders too."""
        ids = changes.of("conversation")
        if ids is None or changes.touches(*_WHOLE_ROWS):
            self.whole = True
        else:
            self.rows.update(ids)
        self.order = self.order or changes.touches("conversation") or (by_orders and changes.touches("orders"))
