"""Whether two moments of a store are equal, as the architecture defines it after undoing."""

from __future__ import annotations

import hashlib
import json

from ticketdesk.store import counters, journal
from ticketdesk.store.reader import Rows


def digest(source: Rows) -> dict[str, str]:
    """Return one SHA-256 per table over its live rows without ``version``.

    Acts, changes, the counters of human numbers and drafts are left out and tombstoned rows count as absent; badge
    counters are compared too (zeros left out), since they must follow the rows.
    """
    found: dict[str, str] = {}
    for table in _tables(source):
        names = [row[1] for row in source.rows(f"PRAGMA table_info({table})") if row[1] != "version"]
        state = hashlib.sha256()
        for row in source.each(f"SELECT {', '.join(names)} FROM {table} WHERE deleted = 0 ORDER BY id"):
            state.update(json.dumps(row, ensure_ascii=False).encode())
        found[table] = state.hexdigest()
    badges = counters.stored(source.rows("SELECT name, key, n FROM counter"))
    found["counter"] = hashlib.sha256(json.dumps(sorted(badges.items())).encode()).hexdigest()
    return found


def _tables(source: Rows) -> list[str]:
    rows = source.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    skip = (*journal.UNJOURNALED,)
    return [name for (name,) in rows if name not in skip and not name.startswith(("fts_", "sqlite_"))]
