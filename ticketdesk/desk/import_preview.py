"""What an order file would do, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Final

from ticketdesk.desk.commands.imports import Mend, Tally, batches, by_line, describe, digest_of, known_file
from ticketdesk.desk.deadlines import shipping
from ticketdesk.desk.imports import ImportReport
from ticketdesk.desk.order_check import bad_order
from ticketdesk.desk.parcel_import import ParcelTally
from ticketdesk.desk.refund_import import Foreseen, decide, in_order
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.order_settings import REMARK_GBK, memo_encoding
from ticketdesk.exchange.opening import open_import
from ticketdesk.exchange.parcels import ParcelFile
from ticketdesk.exchange.refunds import RefundFile
from ticketdesk.store.queries import settings
from ticketdesk.store.reader import Rows

_KNOWN: Final[Mapping[str, str]] = MappingProxyType({})
EVER: Final = 1 << 62


def preview(
    reader: Rows,
    path: Path,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    *,
    corrections: frozenset[int] = frozenset(),
    mends: Sequence[Mend] = (),
    aliases: Mapping[str, str] = _KNOWN,
    now: int = EVER,
) -> ImportReport:
    """Read the file against the store and return the report; ``progress(rows done, rows in all)``.

    ``now`` (UTC ms) says which pack of rules holds; left out, also one that the shop took in for a day to come.

    Raises DeskErrors for a file that cannot be taken at all, and ``cancelled``.
    """
    report = ImportReport()
    digest = digest_of(path, cancelled)
    file = open_import(path, progress=progress, cancelled=cancelled, aliases=aliases)
    describe(report, file, digest)
    report.known = known_file(reader, digest, (*corrections, *mends))
    if isinstance(file, RefundFile):
        foreseen = Foreseen()
        for taken in in_order(file, by_line(mends)):
            _check(cancelled)
            for item in taken:
                decide(reader, item, report, foreseen)
        return report
    if isinstance(file, ParcelFile):
        parcels = ParcelTally(file, report, shipping(reader, now), now, by_line(mends))
        for _ in chain(parcels.look_up(reader), parcels.batches(reader)):
            _check(cancelled)
        return report
    tally = Tally(report, shipping(reader, now), file.found.rows)
    check = bad_order(memo_encoding(settings.number(reader, REMARK_GBK)))
    for batch in batches(file, report, check, corrections, mends):
        tally.decide(reader, batch)
    return report


def _check(cancelled: Callable[[], bool] | None) -> None:
    if cancelled is not None and cancelled():
        raise DeskError("cancelled")
