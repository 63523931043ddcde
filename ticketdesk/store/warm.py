"""Reading what writes single rows, once the window stands and before the first act asks for it."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from functools import partial
from typing import Final

from ticketdesk.store.store import Store
from ticketdesk.store.writer import Priority

_MODULES: Final = ("ticketdesk.store.acting", "ticketdesk.store.rows_database", "ticketdesk.store.tables")


def warm(store: Store, further: Iterable[str] = ()) -> None:
    """Have the writer read Peewee, the tables and the modules ``further`` while it has nothing to do.

    An agent's act goes first.
    """
    store.submit(partial(_read, (*_MODULES, *further)), Priority.MAINTENANCE)


def _read(names: Iterable[str]) -> None:
    for name in names:
        importlib.import_module(name)
