"""A process whose children open a store and die in the middle of its migration: before a statement, or inside one.

Run as ``python dying.py``; each line of standard input is an order: the path, and ``statement`` or ``step`` (the
number at which the child dies; neither: it opens the store and ends). The answer tells how far it came.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import apsw  # noqa: E402

from ticketdesk.store import database  # noqa: E402
from ticketdesk.store.store import Store  # noqa: E402

STEP = 60  # instructions of SQLite's machine
KILLED = 9


class Death:
    """Counts what the migrating connection does and ends the process at the moment ordered."""

    def __init__(self, order: dict[str, Any]) -> None:
        self.order = order
        self.statements = self.steps = 0
        self.over = False

    def watch(self, connection: apsw.Connection) -> None:
        """Follow a connection; what counts begins with its first transaction, and ends with it."""
        connection.exec_trace = self._traced

    def _traced(self, cursor: apsw.Cursor, sql: str, _values: object) -> bool:
        connection = cursor.get_connection()
        if sql.startswith("BEGIN IMMEDIATE") and not self.statements:
            self.statements = 1
            connection.set_progress_handler(self._stepped, STEP)
        elif self.statements:
            if self.statements == self.order.get("statement"):
                os._exit(KILLED)
            if self.over:
                connection.set_progress_handler(None)
                connection.exec_trace = None
                return True
            self.statements += 1
            self.over = sql.startswith("COMMIT") and not self.order.get("weakened")
        return True

    def _stepped(self) -> bool:
        if not self.over:
            self.steps += 1
            if self.steps == self.order.get("step"):
                os._exit(KILLED)
        return False


@contextlib.contextmanager
def no_transaction(connection: apsw.Connection) -> Iterator[None]:
    """The control's transaction is over before it begins: every statement stands for itself."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("COMMIT")
    yield


def opens(order: dict[str, Any]) -> None:
    """Open the store and die as ordered; tell how much there was to do where nothing was."""
    death = Death(order)
    if order.get("weakened"):
        database.transaction = no_transaction
    apsw.connection_hooks.append(death.watch)
    Store(Path(order["path"])).close()
    os.write(1, (json.dumps({"statements": death.statements, "steps": death.steps}) + "\n").encode())


def main() -> None:
    """Fork a child for each order and wait for its end."""
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            opens(order)
            os._exit(0)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if code:
            os.write(1, (json.dumps({"code": code}) + "\n").encode())


if __name__ == "__main__":
    main()
