"""The backup before a migration: an older store is kept as it was, verified, before its first byte changes."""

from __future__ import annotations

import time
from pathlib import Path

from ticketdesk.store.migrations import MIGRATIONS


def keep_before_migrating(store: Path, version: int) -> None:
    """Back ``store`` up if its schema ``version`` is an older one (0: it is new, there is nothing to keep).

    Raises the DeskErrors of ``backup``: without a verified backup nothing is migrated.
    """
    if 0 < version < len(MIGRATIONS):
        # Imported here: no other start pays for it.
        from ticketdesk.store.backup.shelf import Shelf

        Shelf(store).add(now=time.time_ns() // 1_000_000, reason="migration")
