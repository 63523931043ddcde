"""What has to be done on a ticket of each type before it is completed."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

MOST_ITEMS: Final = 50
LONGEST_ITEM: Final = 200

# Keys of ``words.checklist``, so that a shop reads them in its language; items that an agent writes are words.
# An exchange or a repair has none: the chain of its deadlines says what comes next.
_OPENING: Final = MappingProxyType(
    {
        "return_refund": ("return_checked", "refund_proved"),
        "refund_only": ("agreed_both", "refund_proved"),
        "logistics": ("carrier_asked", "buyer_told"),
        "complaint": ("lead_told", "buyer_told"),
    }
)


def opening_checklist(type_key: str) -> tuple[str, ...]:
    """Return the items a new ticket of this type begins with, in their order (trade.md A.1-12, A.7, A.8)."""
    return _OPENING.get(type_key, ())
