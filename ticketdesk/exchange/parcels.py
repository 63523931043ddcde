"""Lists of couriers' numbers: which parcel went out for which order (批量发货)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, cast

from ticketdesk.domain.couriers import parcel_number
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.orders import Problem
from ticketdesk.exchange.found import CHECK_EVERY, Cancelled, Found, Progress, check
from ticketdesk.exchange.layouts import PARCEL_FIELDS
from ticketdesk.exchange.plan import plan_of, read_values, row_text, width_problem
from ticketdesk.exchange.rows import UNTOUCHED, Mends, data_rows, mended_rows


class ParcelLine(NamedTuple):
    """A row: the order's number on its platform, the parcel, and when it went out (UTC ms) where the file says."""

    line: int
    number: str
    carrier: str
    tracking: str
    shipped_at: int | None
    twin: tuple[int, str] | None = None
    """The line and the order that had the same parcel before: it may carry both, to one receiver."""


@dataclass(frozen=True, slots=True)
class ParcelFile:
    """A list of couriers' numbers that was found whole; ``items`` may be asked more than once."""

    path: Path
    found: Found
    columns_unknown: tuple[str, ...]
    _progress: Progress | None
    _cancelled: Cancelled | None

    def columns(self) -> dict[str, str]:
        """Return the file's headers by the fields that are read from them."""
        (plan,) = plan_of(self.found.header, PARCEL_FIELDS)
        return plan.headers()

    def items(self, *, mends: Mends = UNTOUCHED) -> Iterator[ParcelLine | Problem]:
        """Yield a parcel or a problem a row; of ``mends`` what an agent wrote in place of a cell is taken.

        A number that stands there twice for one order is a problem of its second row; for another order that row names
        the first one. Raises DeskErrors of ``sniff`` where the file breaks meanwhile, and ``cancelled``.
        """
        (plan,) = plan_of(self.found.header, PARCEL_FIELDS)
        met: dict[str, tuple[int, str]] = {}
        rows = mended_rows(data_rows(self.path, self.found), self.found.header, mends)
        for done, (line, row) in enumerate(rows, start=1):
            if done % CHECK_EVERY == 0:
                check(done, self.found.rows, self._progress, self._cancelled)
            read = width_problem(plan.width, line, row) or read_values(plan, line, row)
            yield read if isinstance(read, Problem) else _parcel(line, read.fields, row, met)
        check(self.found.rows, self.found.rows, self._progress, self._cancelled)


def _parcel(
    line: int, fields: dict[str, object], row: list[str], met: dict[str, tuple[int, str]]
) -> ParcelLine | Problem:
    """Read a row; ``met`` are the parcels above it, with line and order."""
    number, tracking = str(fields["number"]), str(fields.get("tracking") or "")
    if not tracking:
        return Problem(line, "tracking_missing", (("number", number),), row_text(row))
    try:
        tracking = parcel_number(tracking)
    except DeskError:
        return Problem(line, "tracking_invalid", (("value", tracking),), row_text(row))
    twin = met.setdefault(tracking, (line, number))
    if twin[0] != line and twin[1] == number:
        args = (("value", tracking), ("first", str(twin[0])))
        return Problem(line, "tracking_repeated", args, row_text(row))
    carrier, at = str(fields.get("carrier") or ""), cast("int | None", fields.get("shipped_at"))
    return ParcelLine(line, number, carrier, tracking, at, None if twin[0] == line else twin)
