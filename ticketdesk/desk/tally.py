"""What becomes of each of many rows in one bulk act: done, the same as before, or refused with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, Protocol

from ticketdesk.desk.command import Context
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.reader import first


class Refused(NamedTuple):
    """A ticket or order that a bulk act left as it was, and why; ``number`` is "" where there is none such."""

    id: int
    number: str
    error: DeskError


class Changed(NamedTuple):
    """What a bulk act did: so many are changed now; those that were so before count as neither."""

    changed: int
    refused: tuple[Refused, ...]


class Runs(Protocol):
    """What is done to one of many: a single act, or a part of it."""

    def run(self, context: Context, /) -> object:
        """Do it, or raise a DeskError."""


class Tally:
    """Counts what became of each ticket (or row of ``table``, "orders") while a bulk act goes on."""

    def __init__(self, table: str = "ticket") -> None:
        self._table = table
        self.count = 0
        self.refused: list[Refused] = []

    def each(self, context: Context, ids: Sequence[int], command: Callable[[int], Runs], most: int) -> Iterator[int]:
        """Do ``command(id)`` for one after the other.

        DeskErrors ``tickets_many`` (of orders ``orders_many``) past ``most``; where nothing was changed
        ``tickets_same``, the refusal of the only one, or ``tickets_refused`` (``orders_refused``) with all of them as
        ``refused``: then no act stands that an undo would meet.
        """
        if len(ids) > most:
            raise DeskError("orders_many" if self._table == "orders" else "tickets_many", limit=most)
        for row in dict.fromkeys(ids):
            try:
                with context.tx.part():
                    # Within the part: the full text writes what waits in it when one begins, for the tickets before.
                    before = context.tx.written
                    command(row).run(context)
                    wrote = context.tx.written > before
            except DeskError as error:
                self.refused.append(Refused(row, self._number(context, row), error))
            else:
                self.count += wrote
            yield 1
        if not self.count:
            raise self._nothing()

    def told(self) -> Changed:
        """Return what was done so far."""
        return Changed(self.count, tuple(self.refused))

    def _nothing(self) -> DeskError:
        if not self.refused:
            return DeskError("tickets_same")
        if len(self.refused) == 1:
            return self.refused[0].error
        key = "orders_refused" if self._table == "orders" else "tickets_refused"
        return DeskError(key, count=len(self.refused), refused=tuple(self.refused))

    def _number(self, context: Context, row: int) -> str:
        found = first(context.tx, f"SELECT number FROM {self._table} WHERE id = ? AND deleted = 0", (row,))
        return str(found[0]) if found else ""
