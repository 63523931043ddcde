"""How many items the checklist of a ticket may have, and how long one may be (those of a new one: its type)."""

from __future__ import annotations

from typing import Final

MOST_ITEMS: Final = 50
LONGEST_ITEM: Final = 200
