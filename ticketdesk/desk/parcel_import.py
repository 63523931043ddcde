"""Taking a list of couriers' numbers: its parcels become those of their orders, and what waits to be shipped is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ticketdesk.desk.beside import beside
from ticketdesk.desk.imports import Difference, ImportReport
from ticketdesk.domain.order_merge import merge
from ticketdesk.domain.orders import OrderRecord, OrderState, Problem
from ticketdesk.domain.parcel_numbers import with_parcel
from ticketdesk.domain.rules.shipping import Shipping
from ticketdesk.exchange.cells import STATE_WORDS
from ticketdesk.exchange.parcels import ParcelFile, ParcelLine
from ticketdesk.store.queries.order_import import stored_orders
from ticketdesk.store.queries.parcels import parcels_among, platforms_of
from ticketdesk.store.reader import Rows
from ticketdesk.store.writers.order_import import Decided

_BATCH: Final = 32
_ASKED: Final = 500  # parcels in one question
_WAITS: Final = frozenset({OrderState.UNKNOWN, OrderState.WAIT_SHIP})
# Orders of which a parcel should not have gone out: the parcel is noted, their state stays and is told.
_NOT_TO_SHIP: Final = frozenset({OrderState.WAIT_PAY, OrderState.CLOSED})


class ParcelTally:
    """Decides the parcels of one list and counts orders, one a row."""

    def __init__(self, file: ParcelFile, report: ImportReport, ships: Shipping, now: int) -> None:
        self._file, self._report, self._ships, self._now = file, report, ships, now
        self._elsewhere: dict[str, str] = {}
        self._counted: set[str] = set()

    def look_up(self, source: Rows) -> Iterator[int]:
        """Find which of the list's parcels the desk knows already, some hundred a step."""
        wanted = yield from beside(
            lambda: [item.tracking for item in self._file.items() if isinstance(item, ParcelLine)]
        )
        for start in range(0, len(wanted), _ASKED):
            self._elsewhere |= parcels_among(source, wanted[start : start + _ASKED])
            yield 0

    def batches(self, source: Rows) -> Iterator[tuple[int, list[Decided]]]:
        """Yield the rows of each batch and what they do to the store; no batch has an order twice."""
        batch: dict[str, ParcelLine] = {}
        rows = 0
        for item in self._file.items():
            if isinstance(item, ParcelLine) and (item.number in batch or len(batch) >= _BATCH):
                yield rows, self._decided(source, batch)
                batch, rows = {}, 0
            rows += 1
            if isinstance(item, Problem):
                self._report.add_problem(item)
            else:
                batch[item.number] = item
        yield rows, self._decided(source, batch)

    def _decided(self, source: Rows, batch: Mapping[str, ParcelLine]) -> list[Decided]:
        homes = platforms_of(source, list(batch)) if batch else {}
        found: list[Decided] = []
        for item in batch.values():
            problem = self._refused(item, homes)
            if problem is not None:
                self._report.add_problem(problem)
            else:
                found.append(self._one(source, item, homes[item.number][0]))
        return found

    def _refused(self, item: ParcelLine, homes: dict[str, tuple[str, ...]]) -> Problem | None:
        """Why a row cannot be taken; None where it can."""
        there = homes.get(item.number, ())
        args: tuple[tuple[str, str], ...] = (("number", item.number),)
        if len(there) != 1:
            return Problem(item.line, "order_twice" if there else "order_unknown", args, item.number)
        other = self._elsewhere.get(item.tracking, item.number)
        if other != item.number:
            args = (("value", item.tracking), ("number", other))
            return Problem(item.line, "tracking_taken", args, item.tracking)
        return None

    def _one(self, source: Rows, item: ParcelLine, platform: str) -> Decided:
        """What a row does to its order."""
        stored = stored_orders(source, platform, [item.number])[item.number]
        have = str(stored.values.get("tracking") or "")
        tracking = with_parcel(have, item.tracking)
        at = item.shipped_at
        if at is None and item.tracking not in stored.parcels and not stored.values.get("shipped_at"):
            at = self._now
        record = OrderRecord(
            item.number, item.line, "list", state=OrderState.SHIPPED if stored.state in _WAITS else None,
            carrier=item.carrier or None, tracking=tracking, shipped_at=at, platform=platform,
        )  # fmt: skip
        merged = merge(stored, record, self._ships, known=self._report.known)
        if item.number not in self._counted:
            setattr(self._report, merged.kind, getattr(self._report, merged.kind) + 1)
            self._counted.add(item.number)
        if stored.state in _NOT_TO_SHIP:
            shipped, stays = STATE_WORDS[OrderState.SHIPPED], STATE_WORDS[stored.state]
            self._report.add_difference(Difference(item.number, "state", shipped, stays))
        for kept in merged.kept:
            self._report.add_difference(Difference(item.number, *kept))
        return Decided(record, stored, merged)
