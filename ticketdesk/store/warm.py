"""Reading what writes single rows, once the window stands and before the first act asks for it."""

from __future__ import annotations

import importlib
from typing import Final

from ticketdesk.store.store import Store
from ticketdesk.store.writer import Priority

_MODULES: Final = ("ticketdesk.store.rows_database", "ticketdesk.store.tables")


def warm(store: Store) -> None:
    """Have the writer read Peewee and the tables while it has nothing to do; an agent's act goes first."""
    store.submit(_read, Priority.MAINTENANCE)


def _read() -> None:
    for name in _MODULES:
        importlib.import_module(name)
