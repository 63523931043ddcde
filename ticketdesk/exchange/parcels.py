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
from ticketdesk.exchange.rows import data_rows


class ParcelLine(NamedTuple):
    """A row: the order's number on its platform, the parcel, and when it went out (UTC ms) where the file says."""

    line: int
    number: str
    carrier: str
    tracking: str
    shipped_at: int | None


@dataclass(frozen=True, slots=True)
class ParcelFile:
    """A list of couriers' numbers that was found whole; ``items`` may be asked more than once."""

    path: Path
    found: Found
    columns_unknown: tuple[str, ...]
    _progress: Progress | None
    _cancelled: Cancelled | None

    def items(self) -> Iterator[ParcelLine | Problem]:
        """Yield a parcel or a problem a row; a number that stands there twice is a problem of its second row.

        Raises DeskErrors of ``sniff`` where the file breaks meanwhile, and ``cancelled``.
        """
        (plan,) = plan_of(self.found.header, PARCEL_FIELDS)
        met: dict[str, int] = {}
        for done, (line, row) in enumerate(data_rows(self.path, self.found), start=1):
            if done % CHECK_EVERY == 0:
                check(done, self.found.rows, self._progress, self._cancelled)
            read = width_problem(plan.width, line, row) or read_values(plan, line, row)
            yield read if isinstance(read, Problem) else _parcel(line, read.fields, row, met)
        check(self.found.rows, self.found.rows, self._progress, self._cancelled)


def _parcel(line: int, fields: dict[str, object], row: list[str], met: dict[str, int]) -> ParcelLine | Problem:
    number, tracking = str(fields["number"]), str(fields.get("tracking") or "")
    if not tracking:
        return Problem(line, "tracking_missing", (("number", number),), row_text(row))
    try:
        tracking = parcel_number(tracking)
    except DeskError:
        return Problem(line, "tracking_invalid", (("value", tracking),), row_text(row))
    if tracking in met:
        args = (("value", tracking), ("first", str(met[tracking])))
        return Problem(line, "tracking_repeated", args, row_text(row))
    met[tracking] = line
    carrier, at = str(fields.get("carrier") or ""), cast("int | None", fields.get("shipped_at"))
    return ParcelLine(line, number, carrier, tracking, at)
