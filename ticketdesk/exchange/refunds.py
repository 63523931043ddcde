"""Taobao's export of refunds (FORMATS 1.4): what it states of deadlines; the rest of it is not read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple, cast

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.orders import Problem
from ticketdesk.exchange import cells
from ticketdesk.exchange.found import CHECK_EVERY, Cancelled, Found, Progress, check
from ticketdesk.exchange.layouts import NUMBER, Field
from ticketdesk.exchange.plan import plan_of, read_values, width_problem
from ticketdesk.exchange.rows import data_rows
from ticketdesk.exchange.sniff import sniff
from ticketdesk.exchange.taobao import OrderFile, open_orders

REFUNDS: Final = "taobao_refunds"
_DUE: Final = "超时时间"
_FIELDS: Final = (
    NUMBER,
    Field("due_at", cells.moment, (_DUE,)),
    Field("state", cells.clean_text, ("退款状态",)),
    Field("ended_at", cells.moment, ("退款完结时间", "完结时间")),
)
_ENDED: Final = frozenset({"退款成功", "退款关闭"})


class RefundTerm(NamedTuple):
    """A refund's row: its order, and until when the platform waits (UTC ms); None where it waits for nothing more."""

    line: int
    number: str
    due_at: int | None


@dataclass(frozen=True, slots=True)
class RefundFile:
    """A refund export that was found whole; ``items`` may be asked more than once."""

    path: Path
    found: Found
    columns_unknown: tuple[str, ...]
    _progress: Progress | None
    _cancelled: Cancelled | None

    def items(self) -> Iterator[RefundTerm | Problem]:
        """Yield a term or a problem a row; DeskError ``cancelled``."""
        (plan,) = plan_of(self.found.header, _FIELDS)
        for done, (line, row) in enumerate(data_rows(self.path, self.found), start=1):
            if done % CHECK_EVERY == 0:
                check(done, self.found.rows, self._progress, self._cancelled)
            read = width_problem(plan.width, line, row) or read_values(plan, line, row)
            yield read if isinstance(read, Problem) else _term(line, read.fields)
        check(self.found.rows, self.found.rows, self._progress, self._cancelled)


def _term(line: int, fields: dict[str, object]) -> RefundTerm:
    ended = fields.get("state") in _ENDED or fields.get("ended_at") is not None
    return RefundTerm(line, str(fields["number"]), None if ended else cast("int | None", fields.get("due_at")))


def open_import(
    path: Path, *, progress: Callable[[int, int], None] | None = None, cancelled: Cancelled | None = None
) -> OrderFile | RefundFile:
    """Open an order file, or an export of refunds that states deadlines; DeskErrors as ``open_orders``."""
    try:
        return open_orders(path, progress=progress, cancelled=cancelled)
    except DeskError as error:
        if error.key != "file_other_layout" or error.values["layout"] != REFUNDS:
            raise
        found = sniff(path, cancelled=cancelled)
        if _DUE not in found.header:
            raise
        return RefundFile(Path(path), found, (), progress, cancelled)
