"""Badges: one read of all counters, whatever the size of the store."""

from collections.abc import Mapping
from typing import NamedTuple

from ticketdesk.store.reader import Rows


class Badges(NamedTuple):
    """The counters of ``store.counters`` by (name, key)."""

    numbers: Mapping[tuple[str, str], int]

    def of(self, name: str, key: str | int = "") -> int:
        """Return one counter, 0 where it never counted."""
        return self.numbers.get((name, str(key)), 0)


def badges(source: Rows) -> Badges:
    """Return every counter."""
    return Badges({(name, key): n for name, key, n in source.rows("SELECT name, key, n FROM counter")})
