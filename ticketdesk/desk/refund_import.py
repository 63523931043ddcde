"""Taking in an export of refunds: the refunds themselves, and the platform's own deadlines for tickets about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final, NamedTuple

from ticketdesk.desk.command import Context
from ticketdesk.desk.commands.ticket_events import event, settle
from ticketdesk.desk.imports import Difference, ImportReport
from ticketdesk.desk.refund_moves import settle_refund, tell_ticket
from ticketdesk.domain.money import money
from ticketdesk.domain.orders import Problem
from ticketdesk.domain.refund_merge import CHANGED, OLDER, UNCHANGED, MergedRefund, StoredRefund, merge
from ticketdesk.domain.refunds import (
    ENDED,
    PAYING,
    PLATFORMS,
    RefundAct,
    RefundKind,
    RefundRecord,
    RefundState,
    Room,
)
from ticketdesk.exchange.refund_words import meant, state_of
from ticketdesk.exchange.refunds import RefundFile
from ticketdesk.exchange.refunds import RefundRecord as Row
from ticketdesk.exchange.rows import UNTOUCHED, Mends
from ticketdesk.store.queries import refunds as asking
from ticketdesk.store.queries.deadlines import awaiting_refund
from ticketdesk.store.reader import Rows, first, marks
from ticketdesk.store.sql import Value
from ticketdesk.store.writers import deadlines, refunds

_BATCH: Final = 32
FROM_FILE: Final = "imported"
"""What the line of the timeline says in place of a rule's name."""
WRITTEN: Final = frozenset({"refund.+", "refund.*", "refund_event.+", "ticket_start.+"})
"""What taking refunds in writes besides what deadlines of tickets do."""
_ORDER: Final = (
    f"SELECT id, buyer_id FROM orders WHERE platform IN ({marks(PLATFORMS)}) AND number = ? AND deleted = 0"
    " ORDER BY platform"
)
_STORED: Final = f"SELECT id, {', '.join(StoredRefund._fields)} FROM refund WHERE id = ?"
# One that an agent opened here before the platform's number was known: it is the same if there is only this one.
_UNNAMED: Final = (
    "SELECT id FROM refund WHERE order_id = ? AND kind = ? AND number = '' AND ended_at IS NULL AND deleted = 0 LIMIT 2"
)


class Decided(NamedTuple):
    """What a row does: the refund (None: a new one) of an order, and tickets that do not know its moment yet."""

    record: RefundRecord
    refund: int | None
    order: int
    buyer: int | None
    merged: MergedRefund
    tickets: tuple[int, ...]


class Foreseen:
    """What the rows above will have done when a row is taken, for a look at a file, which writes nothing.

    Without it a refund would be told to ask for too much beside one that the same file closes.
    """

    def __init__(self) -> None:
        self._money: dict[int, tuple[int, int]] = {}
        self._named: set[int] = set()

    def add(self, order: int, refund: int | None, stored: StoredRefund | None, merged: MergedRefund) -> None:
        """Keep what a row will have written."""
        before = (0, 0) if stored is None else _asks(stored.state.value, stored.amount_cents)
        have = {} if stored is None else {"state": stored.state.value, "amount_cents": stored.amount_cents}
        now = have | merged.values
        after = _asks(str(now["state"]), now.get("amount_cents"))
        done, pending = self._money.get(order, (0, 0))
        self._money[order] = done + after[0] - before[0], pending + after[1] - before[1]
        if refund is not None:
            self._named.add(refund)

    def named(self, refund: int) -> bool:
        """Whether a row above is about this refund of the desk; each row is about another one."""
        return refund in self._named

    def room(self, order: int, room: Room) -> Room:
        """Return what the order will have left to pay back from by then."""
        done, pending = self._money.get(order, (0, 0))
        return replace(room, done=room.done + done, pending=room.pending + pending)


def decide(
    source: Rows, item: Row | Problem, report: ImportReport, foreseen: Foreseen | None = None
) -> Decided | None:  # fmt: skip
    """Count a row and return what it does; None for one that cannot be taken, which is named in the report.

    ``foreseen`` are the rows above where they are only looked at.
    """
    record = item if isinstance(item, Problem) else meant(item)
    if isinstance(record, Problem):
        report.add_problem(record)
        return None
    order = first(source, _ORDER, (*PLATFORMS, record.order_number))
    if order is None:
        report.add_problem(_problem(record, "order_unknown", ("number", record.order_number)))
        return None
    refund = asking.id_of_number(source, record.number)
    home = None if refund is None else asking.order_of(source, refund)
    if home is not None and home[0] != order[0]:
        report.add_problem(_problem(record, "refund_elsewhere", ("value", record.number), ("number", home[1])))
        return None
    if refund is None:
        refund = _unnamed(source, order[0], record)
        if refund is not None and foreseen is not None and foreseen.named(refund):
            refund = None
    stored = _stored(source, refund)
    merged = merge(stored, record, known=report.known)
    if merged.values:
        _tell_above(source, order[0], refund, record, report, foreseen)
        if foreseen is not None:
            foreseen.add(order[0], refund, stored, merged)
    says = record.due_at is not None and merged.kind != OLDER
    tickets = awaiting_refund(source, order[0]) if says else ()
    fresh = tuple(each.ticket for each in tickets if each.told != record.due_at)
    kind = CHANGED if merged.kind == UNCHANGED and fresh else merged.kind
    setattr(report, kind, getattr(report, kind) + 1)
    return Decided(record, refund, order[0], order[1], merged, fresh)


def in_order(file: RefundFile, mends: Mends = UNTOUCHED) -> Iterator[Sequence[Row | Problem]]:
    """Yield the rows in batches, in the order in which they are taken.

    Those that ended come first: the platform lists the newest on top, and one that was closed asks for nothing more.
    """
    items = file.items(mends=mends)
    live: list[Row] = []
    while batch := list(islice(items, _BATCH)):
        over: list[Row | Problem] = []
        for item in batch:
            if isinstance(item, Problem) or state_of(item.state) in ENDED:
                over.append(item)
            else:
                live.append(item)
        yield over
    for place in range(0, len(live), _BATCH):
        yield live[place : place + _BATCH]


def refund_steps(context: Context, file: RefundFile, report: ImportReport, mends: Mends = UNTOUCHED) -> Iterator[int]:
    """Write the refunds in batches, yielding the rows done."""
    for batch in in_order(file, mends):
        for item in batch:
            decided = decide(context.tx, item, report)
            if decided is not None:
                _write(context, decided)
        yield len(batch)


def _write(context: Context, decided: Decided) -> None:
    if decided.merged.values:
        _write_refund(context, decided)
    moment = decided.record.due_at
    for ticket in decided.tickets if moment is not None else ():
        deadlines.add_term(context.tx, ticket, "imported", "", moment or 0, context.now, context.actor.agent_id)
        event(context, ticket, "due", text=FROM_FILE, after=str(moment))
        settle(context, ticket)


def _write_refund(context: Context, decided: Decided) -> None:
    """Write the row, a line of its history where the state moved, and its deadline; its ticket hears of that."""
    tx, record = context.tx, decided.record
    values: dict[str, Value] = dict(decided.merged.values)
    if "told_due_at" in values:
        values["told_at"] = None if values["told_due_at"] is None else context.now
    at = _moment(record, context.now)
    if "state" in values:
        values["ended_at"] = at if RefundState(str(values["state"])) in ENDED else None
    refund, before = decided.refund, ""
    if refund is None:
        ticket = refunds.ticket_of(tx, decided.order, record.kind)
        given = {"order_id": decided.order, "buyer_id": decided.buyer, "ticket_id": ticket, "updated_at": context.now}
        refund = refunds.add(tx, {**values, **given})
    else:
        before = refunds.current(tx, refund).state.value
        refunds.change(tx, refund, context.now, values)
    if decided.merged.moved:
        actor = context.actor
        refunds.add_event(
            tx, refund, RefundAct.IMPORTED, agent_id=actor.agent_id, author=actor.name, at=at, before=before,
            after=str(values["state"]),
        )  # fmt: skip
    settle_refund(context, refund)
    if decided.merged.moved and before:
        now = refunds.current(tx, refund)
        tell_ticket(context, now._replace(state=RefundState(before)), RefundAct.IMPORTED, now.state, at)


def _moment(record: RefundRecord, now: int) -> int:
    """When the state began, as far as the file says; never after now."""
    known = {
        RefundState.WAIT_SELLER: record.applied_at, RefundState.WAIT_CONFIRM: record.sent_back_at,
        RefundState.SUCCESS: record.ended_at, RefundState.CLOSED: record.ended_at,
    }.get(record.state)  # fmt: skip
    return now if known is None else min(known, now)


def _unnamed(source: Rows, order: int, record: RefundRecord) -> int | None:
    found = source.rows(_UNNAMED, (order, record.kind.value))
    return int(found[0][0]) if len(found) == 1 else None


def _stored(source: Rows, refund: int | None) -> StoredRefund | None:
    found = None if refund is None else first(source, _STORED, (refund,))
    if found is None:
        return None
    row = StoredRefund._make(found[1:])
    return row._replace(kind=RefundKind(row.kind), state=RefundState(row.state))


def _asks(state: str, amount: Value) -> tuple[int, int]:
    """Return what a refund has of its order's money, in fen: paid back, asked for."""
    money = amount if isinstance(amount, int) else 0
    if RefundState(state) in ENDED:
        return (money, 0) if state == RefundState.SUCCESS else (0, 0)
    return 0, money


def _tell_above(
    source: Rows, order: int, refund: int | None, record: RefundRecord, report: ImportReport, foreseen: Foreseen | None
) -> None:  # fmt: skip
    """Report a refund that asks for more than the others left of what was paid; one that is closed asks nothing.

    It is taken all the same: the platform's word is never lost, what the desk keeps of the others may be older.
    """
    if record.amount_cents is None or record.kind not in PAYING or record.state is RefundState.CLOSED:
        return
    room = asking.room(source, order, refund or 0)
    if room is None or room.paid is None:
        return
    if foreseen is not None:
        room = foreseen.room(order, room)
    left = (room.paid or 0) - room.done - room.pending
    if record.amount_cents > left:
        amounts = tuple(money(each, room.currency) for each in (record.amount_cents, max(0, left)))
        report.add_difference(Difference(record.order_number, "refund_left", *amounts))


def _problem(record: RefundRecord, reason: str, *args: tuple[str, str]) -> Problem:
    return Problem(record.line, reason, args, f"{record.order_number} {record.number}")
