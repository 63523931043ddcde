"""The settings that travel with the shop."""

from __future__ import annotations

from ticketdesk.domain.settings import NumberSetting
from ticketdesk.store.reader import Rows, first


def number(source: Rows, setting: NumberSetting) -> int:
    """Return the value of ``setting`` in this store, its default where none was chosen."""
    found = first(source, "SELECT value FROM setting WHERE key = ? AND deleted = 0", (setting.key,))
    return setting.read(found[0] if found else None)
