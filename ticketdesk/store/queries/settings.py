"""The settings that travel with the shop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ticketdesk.domain.settings import NumberSetting
from ticketdesk.store.reader import Rows, first, marks


def number(source: Rows, setting: NumberSetting) -> int:
    """Return the value of ``setting`` in this store, its default where none was chosen."""
    found = first(source, "SELECT value FROM setting WHERE key = ? AND deleted = 0", (setting.key,))
    return setting.read(found[0] if found else None)


def kept(source: Rows, keys: Sequence[str]) -> dict[str, str]:
    """Return what the store keeps under ``keys``, with one question; those that were never chosen are left out."""
    sql = f"SELECT key, value FROM setting WHERE key IN ({marks(keys)}) AND deleted = 0"
    return {key: value for key, value in source.rows(sql, tuple(keys))}


def switched_off(source: Rows, asked: Mapping[str, NumberSetting]) -> frozenset[str]:
    """Return the names in ``asked`` whose settings are 0 in this store, with one question."""
    keys = {setting.key: (name, setting) for name, setting in asked.items()}
    values = kept(source, tuple(keys))
    return frozenset(name for key, (name, setting) in keys.items() if not setting.read(values.get(key)))
