"""Taking a list of couriers' numbers: its parcels become those of their orders, and what waits to be shipped is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ticketdesk.desk.beside import beside
from ticketdesk.desk.imports import Difference, ImportReport
from ticketdesk.domain.buyers import same_receiver
from ticketdesk.domain.order_gate import Held, held_back
from ticketdesk.domain.order_merge import Merged, Stored, merge
from ticketdesk.domain.orders import BY_DESK, OrderRecord, OrderState, Problem
from ticketdesk.domain.parcel_numbers import with_parcel
from ticketdesk.domain.rules.shipping import Shipping
from ticketdesk.domain.stages import SHIPPED
from ticketdesk.exchange.cells import STATE_WORDS
from ticketdesk.exchange.parcels import ParcelFile, ParcelLine
from ticketdesk.exchange.rows import UNTOUCHED, Mends
from ticketdesk.store.queries.order_gate import gate_facts
from ticketdesk.store.queries.order_import import stored_orders
from ticketdesk.store.queries.parcels import Home, ParcelOwner, homes_of, parcels_among
from ticketdesk.store.reader import Rows
from ticketdesk.store.writers.order_import import Decided

_BATCH: Final = 32
_ASKED: Final = 500  # parcels in one question
_WAITS: Final = frozenset({OrderState.UNKNOWN, OrderState.WAIT_SHIP})
_IN_PART: Final = frozenset({OrderState.PART_SHIPPED})
_OF_PARCELS: Final = ("carrier", "tracking", "shipped_at")
# Orders of which a parcel should not have gone out: the parcel is noted, their state stays and is told.
_NOT_TO_SHIP: Final = frozenset({OrderState.WAIT_PAY, OrderState.CLOSED})


class ParcelTally:
    """Decides the parcels of one list and counts orders, one a row; ``now`` is UTC ms.

    What waits to be shipped passes the gate as in the act of shipping, and gets its flag.
    """

    def __init__(
        self, file: ParcelFile, report: ImportReport, ships: Shipping, now: int, mends: Mends = UNTOUCHED
    ) -> None:
        self._file, self._report, self._ships, self._now, self._mends = file, report, ships, now, mends
        self._elsewhere: dict[str, ParcelOwner] = {}
        self._counted: set[str] = set()

    def look_up(self, source: Rows) -> Iterator[int]:
        """Find which of the list's parcels the desk knows already, some hundred a step."""
        wanted = yield from beside(lambda: [item.tracking for item in self._items() if isinstance(item, ParcelLine)])
        for start in range(0, len(wanted), _ASKED):
            self._elsewhere |= parcels_among(source, wanted[start : start + _ASKED])
            yield 0

    def batches(self, source: Rows) -> Iterator[tuple[int, list[Decided]]]:
        """Yield the rows of each batch and what they do to the store; no batch has an order twice."""
        batch: dict[str, ParcelLine] = {}
        rows = 0
        for item in self._items():
            if isinstance(item, ParcelLine) and (item.number in batch or len(batch) >= _BATCH):
                yield rows, self._decided(source, batch)
                batch, rows = {}, 0
            rows += 1
            if isinstance(item, Problem):
                self._report.add_problem(item)
            else:
                batch[item.number] = item
        yield rows, self._decided(source, batch)

    def _items(self) -> Iterator[ParcelLine | Problem]:
        return self._file.items(mends=self._mends)

    def _decided(self, source: Rows, batch: Mapping[str, ParcelLine]) -> list[Decided]:
        """What the rows of a batch do to their orders; those that cannot be taken are named in the report."""
        twins = {item.twin[1] for item in batch.values() if item.twin is not None}
        homes = homes_of(source, [*batch, *(twins - batch.keys())]) if batch else {}
        stored = _stored(source, batch, homes)
        waiting = [order.id for number, order in stored.items() if _goes(order, batch[number])]
        held = {each.id: each for each in held_back(gate_facts(source, waiting, self._now))} if waiting else {}
        found: list[Decided] = []
        for item in batch.values():
            problem = self._refused(item, homes, stored.get(item.number), held)
            if problem is not None:
                self._report.add_problem(problem)
            else:
                found.append(self._one(item, homes[item.number][0].platform, stored[item.number]))
        return found

    def _refused(
        self, item: ParcelLine, homes: Mapping[str, tuple[Home, ...]], stored: Stored | None, held: Mapping[int, Held]
    ) -> Problem | None:
        """Why a row cannot be taken; None where it can."""
        if stored is None:
            reason = "order_twice" if homes.get(item.number) else "order_unknown"
            return Problem(item.line, reason, (("number", item.number),), item.number)
        if item.tracking not in stored.parcels and (problem := self._of_another(item, homes)) is not None:
            return problem
        if stored.id in held:
            why = ",".join(each.value for each in held[stored.id].why)
            return Problem(item.line, "order_held", (("number", item.number), ("why", why)), item.number)
        return None

    def _of_another(self, item: ParcelLine, homes: Mapping[str, tuple[Home, ...]]) -> Problem | None:
        """What is wrong with a parcel that is another receiver's, above it in the list or at the desk."""
        receiver = homes[item.number][0].receiver
        if item.twin is not None:
            line, number = item.twin
            if not any(same_receiver(home.receiver, receiver) for home in homes.get(number, ())):
                return Problem(
                    item.line, "tracking_repeated", (("value", item.tracking), ("first", str(line))), item.tracking
                )
        owner = self._elsewhere.get(item.tracking)
        if owner is not None and owner.number != item.number and not same_receiver(owner.receiver, receiver):
            return Problem(
                item.line, "tracking_taken", (("value", item.tracking), ("number", owner.number)), item.tracking
            )
        return None

    def _one(self, item: ParcelLine, platform: str, stored: Stored) -> Decided:
        """What a row does to its order."""
        goes = _goes(stored, item)
        tracking = with_parcel(str(stored.values.get("tracking") or ""), item.tracking)
        at = item.shipped_at
        began = stored.values.get("shipped_at")
        if at is None and item.tracking not in stored.parcels and (not began or stored.state in _IN_PART):
            at = self._now
        record = OrderRecord(
            item.number, item.line, "list", state=OrderState.SHIPPED if goes else None,
            carrier=item.carrier or None, tracking=tracking, shipped_at=at, platform=platform,
        )  # fmt: skip
        # What waits still was held back when the same list came before, or came back: it is shipped now.
        merged = merge(stored, record, self._ships, known=self._report.known and not goes)
        if goes:
            merged = _shipped(stored, record, merged)
        if item.number not in self._counted:
            setattr(self._report, merged.kind, getattr(self._report, merged.kind) + 1)
            self._counted.add(item.number)
        if stored.state in _NOT_TO_SHIP:
            shipped, stays = STATE_WORDS[OrderState.SHIPPED], STATE_WORDS[stored.state]
            self._report.add_difference(Difference(item.number, "state", shipped, stays))
        for kept in merged.kept:
            self._report.add_difference(Difference(item.number, *kept))
        return Decided(record, stored, merged)


def _stored(source: Rows, batch: Iterable[str], homes: Mapping[str, tuple[Home, ...]]) -> dict[str, Stored]:
    """The orders of a batch whose number is one order's, and no other's."""
    numbers: dict[str, list[str]] = {}
    for number in batch:
        if len(there := homes.get(number, ())) == 1:
            numbers.setdefault(there[0].platform, []).append(number)
    found: dict[str, Stored] = {}
    for platform, some in numbers.items():
        found |= stored_orders(source, platform, some)
    return found


def _goes(stored: Stored, item: ParcelLine) -> bool:
    """Whether a row lets its order leave, as the act of shipping would: what left in part does with another parcel."""
    return stored.state in _WAITS or (stored.state in _IN_PART and item.tracking not in stored.parcels)


def _shipped(stored: Stored, record: OrderRecord, merged: Merged) -> Merged:
    """Let the state be the desk's and the flag that of shipping, as the act of shipping does: no file tells them.

    Of an order that left in part the first parcel keeps its moment and courier, and this one's number comes beside.
    """
    values = merged.values | {"state_source": BY_DESK, "flag": int(SHIPPED)}
    edited = dict(stored.edited if merged.edited is None else merged.edited)
    edited.setdefault("flag", None)
    kept = merged.kept
    if stored.state in _IN_PART:
        values["tracking"] = record.tracking
        for name in ("carrier", "shipped_at"):
            if stored.values.get(name):
                values.pop(name, None)
        kept = tuple(each for each in kept if each.field not in _OF_PARCELS)
        edited |= {name: stored.edited[name] for name in _OF_PARCELS if name in stored.edited}
    return merged._replace(values=values, edited=edited, kept=kept)
