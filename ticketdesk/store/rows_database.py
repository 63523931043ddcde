"""Peewee over a connection that the store has opened already: read by the first act and not by the start."""

from __future__ import annotations

import apsw
from playhouse.apsw_ext import APSWDatabase  # type: ignore[import-untyped]


class RowsDatabase(APSWDatabase):  # type: ignore[misc]
    """What single rows are written through; it neither opens nor closes the connection it is given."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._given = connection
        super().__init__(connection.filename, thread_safe=False)
        self.connect()

    def _connect(self) -> apsw.Connection:
        self._add_conn_hooks(self._given)
        return self._given
