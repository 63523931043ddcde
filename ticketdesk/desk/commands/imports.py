"""The agent imports a file: all of its good rows or none, and one undo takes it back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from ticketdesk.desk.beside import beside
from ticketdesk.desk.command import SHOP, BulkCommand, Context, Scope
from ticketdesk.desk.deadlines import shipping
from ticketdesk.desk.imports import Difference, ImportReport
from ticketdesk.desk.order_check import bad_order
from ticketdesk.desk.parcel_import import ParcelTally
from ticketdesk.desk.phrase_writing import PHRASE_BLOCK, PHRASE_FIELDS, phrase_steps
from ticketdesk.desk.refund_import import WRITTEN, refund_steps
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.order_merge import Stored, merge
from ticketdesk.domain.order_settings import REMARK_GBK, memo_encoding
from ticketdesk.domain.orders import OrderRecord, Problem
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.rules.shipping import Shipping
from ticketdesk.exchange.layouts import OWN_ORDERS
from ticketdesk.exchange.opening import ImportFile, open_import
from ticketdesk.exchange.order_file import OrderFile, OrderItem
from ticketdesk.exchange.parcels import ParcelFile
from ticketdesk.exchange.refunds import RefundFile
from ticketdesk.store.queries import acts, settings
from ticketdesk.store.queries.order_import import stored_orders
from ticketdesk.store.reader import Rows
from ticketdesk.store.writers.order_import import Decided, write_batch

Mend = tuple[int, str, str]
"""A cell written anew: the row's line in the file, the column's header, the text."""
BATCH = 64  # an agent's act waits for one batch at most
_MOST_ROWS = 500_000
_PART = 1 << 20  # bytes read between two looks at whether to go on
_IDS_OWN = 2  # an order and its buyer
_IDS_KEPT = 256  # of the act itself, and some
_IDS_PER_ROW = 32  # an order of the program's own export has many items, parcels and remarks in one row


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOrders(BulkCommand):
    """Orders of a file come in, or the refunds of an export with the platform's deadlines for tickets about them.

    ``digest`` (SHA-256, "" for unknown) and ``rows`` are the preview's.
    ``corrections`` are the lines on which the suggested amount is taken, ``mends`` cells that the agent wrote anew:
    (line, column, text). ``aliases`` are pairs of a column of an unknown table and the known one that it is.
    ``of_itself``: the watched folder's doing, no step of the agent's; only its own Undo takes it back.
    """

    path: str
    digest: str = ""
    rows: int = _MOST_ROWS
    corrections: tuple[int, ...] = ()
    mends: tuple[Mend, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    of_itself: bool = False
    needs: ClassVar[Permission | None] = Permission.ORDER_IMPORT
    also: ClassVar[tuple[Permission, ...]] = (Permission.ORDER_SHIP,)  # of a list of couriers' numbers
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = frozenset(
        {"orders.+", "orders.*", "order_line.+", "order_line.*", "shipment.+", "remark.+", "buyer.+",
         "ticket_term.+", "ticket_event.+", "ticket.due_at", "ticket.due_from", "ticket.due_rule", "ticket.updated_at"}
        | WRITTEN
    )  # fmt: skip
    report: ImportReport = field(default_factory=ImportReport, compare=False)
    secret: ClassVar[frozenset[str]] = frozenset({"report", "mends"})

    @property
    def block(self) -> int:
        """Ids for every order, item, parcel, remark and buyer that the rows can hold."""
        return _ids_of(self.rows)

    def steps(self, context: Context, cancelled: Callable[[], bool]) -> Iterator[int]:
        """Read and write in batches; DeskError ``file_changed`` if the file is not the one that was looked at."""
        path = yield from beside(lambda: checked_file(self.path, self.digest, self.report))
        file = yield from beside(lambda: open_import(path, cancelled=cancelled, aliases=dict(self.aliases)))
        if file.found.rows > self.rows:
            raise DeskError("file_changed", name=path.name)
        describe(self.report, file, self.report.digest)
        self.report.known = known_file(context.tx, self.report.digest, (*self.corrections, *self.mends))
        if isinstance(file, RefundFile):
            yield from refund_steps(context, file, self.report, by_line(self.mends))
            return
        if isinstance(file, ParcelFile):
            yield from _parcel_steps(context, file, self.report, self.mends)
            return
        tally = Tally(self.report, shipping(context.tx, context.now), file.found.rows)
        check = bad_order(memo_encoding(settings.number(context.tx, REMARK_GBK)))
        for batch in batches(file, self.report, check, frozenset(self.corrections), self.mends):
            write_batch(context.tx, tally.decide(context.tx, batch), context.now)
            yield len(batch)

    def summary(self) -> str:
        """Return the digest, by which the same file is known again."""
        return self.report.digest

    def outcome(self) -> ImportReport:
        """Return what the import did."""
        return self.report


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPhrases(BulkCommand):
    """Phrases of a file come in: new ones are added, those it words otherwise are changed, none is doubled.

    ``digest`` (SHA-256, "" for unknown) is the preview's.
    """

    path: str
    digest: str = ""
    needs: ClassVar[Permission | None] = Permission.PHRASE_EDIT
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = PHRASE_FIELDS
    report: ImportReport = field(default_factory=ImportReport, compare=False)
    secret: ClassVar[frozenset[str]] = frozenset({"report"})

    @property
    def block(self) -> int:
        """Ids for every phrase that a file can hold, and its picture."""
        return PHRASE_BLOCK

    def steps(self, context: Context, cancelled: Callable[[], bool]) -> Iterator[int]:
        """Pair all rows first, then write those that differ, one by one: their initials take a while."""
        path = checked_file(self.path, self.digest, self.report)
        yield from phrase_steps(context, path, self.report, cancelled, personal=False)

    def summary(self) -> str:
        """Return the digest, by which the same file is known again."""
        return self.report.digest

    def outcome(self) -> ImportReport:
        """Return what the import did."""
        return self.report


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOwnPhrases(BulkCommand):
    """All phrases of a file come in as the agent's own, which needs no right.

    ``digest`` (SHA-256, "" for unknown) is the preview's.
    """

    path: str
    digest: str = ""
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = PHRASE_FIELDS
    report: ImportReport = field(default_factory=ImportReport, compare=False)
    secret: ClassVar[frozenset[str]] = frozenset({"report"})

    @property
    def block(self) -> int:
        """Ids for every phrase that a file can hold, and its picture."""
        return PHRASE_BLOCK

    def steps(self, context: Context, cancelled: Callable[[], bool]) -> Iterator[int]:
        """Pair all rows first, then write those that differ, one by one: their initials take a while."""
        path = checked_file(self.path, self.digest, self.report)
        yield from phrase_steps(context, path, self.report, cancelled, personal=True)

    def summary(self) -> str:
        """Return the digest, by which the same file is known again."""
        return self.report.digest

    def outcome(self) -> ImportReport:
        """Return what the import did."""
        return self.report


def _parcel_steps(context: Context, file: ParcelFile, report: ImportReport, mends: Sequence[Mend]) -> Iterator[int]:
    """Ship what the list says, which needs the right to ship."""
    context.actor.need(Permission.ORDER_SHIP)
    tally = ParcelTally(file, report, shipping(context.tx, context.now), context.now, by_line(mends))
    yield from tally.look_up(context.tx)
    for rows, decided in tally.batches(context.tx):
        write_batch(context.tx, decided, context.now)
        yield rows


def _ids_of(rows: int) -> int:
    """How many ids an import of so many rows may make."""
    return 8_192 + _IDS_PER_ROW * rows


class Tally:
    """Decides batches and counts each order once; ``rows`` are those of the file.

    An order of more items, parcels and remarks than an act has ids left for is a problem.
    """

    def __init__(self, report: ImportReport, ships: Shipping, rows: int) -> None:
        self._report, self._ships = report, ships
        self._ids = _ids_of(rows) - _IDS_KEPT
        self._counted: set[str] = set()

    def decide(self, source: Rows, batch: Sequence[OrderRecord]) -> list[Decided]:
        """Return what each order of the batch does to the store."""
        known: dict[tuple[str, str], Stored] = {}
        for platform in {record.platform for record in batch}:
            numbers = [record.number for record in batch if record.platform == platform]
            found = stored_orders(source, platform, numbers)
            known |= {(platform, number): order for number, order in found.items()}
        decided: list[Decided] = []
        for record in batch:
            stored = known.get((record.platform, record.number))
            merged = merge(stored, record, self._ships, known=self._report.known)
            ids = _IDS_OWN + len(merged.lines) + len(merged.parcels) + len(merged.remarks)
            if ids > self._ids:
                why = Problem(record.source_line, "order_large", (("number", record.number),), record.number)
                self._report.add_problem(why)
                continue
            self._ids -= ids
            decided.append(Decided(record, stored, merged))
            self._count(record, merged.kind)
            for kept in merged.kept:
                self._report.add_difference(Difference(record.number, *kept))
        return decided

    def _count(self, record: OrderRecord, kind: str) -> None:
        # Only a detail file may name an order again further down; a list's repeats are problems already.
        if record.layout == "detail":
            if record.number in self._counted:
                return
            self._counted.add(record.number)
        setattr(self._report, kind, getattr(self._report, kind) + 1)


def batches(
    file: OrderFile,
    report: ImportReport,
    check: Callable[[OrderRecord], Problem | None],
    corrections: frozenset[int],
    mends: Sequence[Mend] = (),
) -> Iterator[list[OrderRecord]]:
    """Yield the file's orders in batches in which no number stands twice; problems go to the report, also those that
    ``check`` finds in what a platform states (the program's own export comes back as it went)."""
    own = file.found.layout == OWN_ORDERS
    batch: dict[tuple[str, str], OrderRecord] = {}
    items: Iterator[OrderItem] = file.items(corrections=corrections, mends=by_line(mends))
    for item in items:
        problem = item if isinstance(item, Problem) else None if own else check(item)
        if problem is not None:
            report.add_problem(problem)
            continue
        assert isinstance(item, OrderRecord)
        key = (item.platform, item.number)
        if len(batch) >= BATCH or key in batch:
            yield list(batch.values())
            batch = {}
        batch[key] = item
    if batch:
        yield list(batch.values())


def by_line(mends: Sequence[Mend]) -> dict[int, dict[str, str]]:
    """Return cells written anew as files take them: by line, the text by column."""
    found: dict[int, dict[str, str]] = {}
    for line, column, text in mends:
        found.setdefault(line, {})[column] = text
    return found


def known_file(source: Rows, digest: str, corrections: Collection[object]) -> bool:
    """Return whether this very file was imported before and that import stands; with corrections it says new things."""
    return not corrections and acts.stands(source, ImportOrders.__name__, digest)


def describe(report: ImportReport, file: ImportFile, digest: str) -> None:
    """Write into the report what the file is."""
    report.layout, report.encoding, report.digest = file.found.layout, file.found.encoding, digest
    report.kind, report.rows, report.unknown_columns = file.found.kind, file.found.rows, file.columns_unknown
    report.columns = file.columns()


def checked_file(path: str, digest: str, report: ImportReport) -> Path:
    """Return the file and tell the report its digest; DeskError ``file_changed`` if ``digest`` was another one."""
    file = Path(path)
    report.digest = digest_of(file)
    if digest and digest != report.digest:
        raise DeskError("file_changed", name=file.name)
    return file


def digest_of(path: Path, cancelled: Callable[[], bool] | None = None) -> str:
    """Return the SHA-256 of a file; DeskErrors ``file_missing`` where it cannot be read, and ``cancelled``."""
    found = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while part := file.read(_PART):
                if cancelled is not None and cancelled():
                    raise DeskError("cancelled")
                found.update(part)
    except OSError as error:
        raise DeskError("file_missing", name=path.name) from error
    return found.hexdigest()
