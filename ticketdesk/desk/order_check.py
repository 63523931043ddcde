"""What an order of a file cannot be, though each of its cells can: paid back above the payment, a memo too long."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ticketdesk.domain.money import yuan
from ticketdesk.domain.orders import TAOBAO, OrderRecord, Problem
from ticketdesk.domain.remarks import REMARK_LIMIT, remark_bytes

_SHORT: Final = REMARK_LIMIT // 4
"""No text of so many characters takes more bytes than a memo may have."""
_MOST_SHOWN: Final = 2_000


def bad_order(encoding: str) -> Callable[[OrderRecord], Problem | None]:
    """Return what finds the Problem of an order of a platform's file.

    ``encoding`` ("utf-8" or "gb18030") is that in which the shop counts the bytes of Taobao's memo (trade.md C4); of
    other platforms no limit is known.
    """

    def find(record: OrderRecord) -> Problem | None:
        if record.refund_cents and record.layout != "detail":
            return _refunded(record)
        if record.remark is not None and len(record.remark) > _SHORT and record.platform == TAOBAO:
            return _remarked(record, encoding)
        return None

    return find


def _refunded(record: OrderRecord) -> Problem | None:
    """More paid back than paid; of an order whose payment went back already the total tells (FORMATS 1.1)."""
    paid, refund = record.paid_cents or record.total_cents, record.refund_cents or 0
    if paid is None or refund <= paid:
        return None
    return Problem(record.source_line, "refund_above", (("value", yuan(refund)), ("limit", yuan(paid))), record.number)


def _remarked(record: OrderRecord, encoding: str) -> Problem | None:
    text = record.remark or ""
    size = remark_bytes(text, encoding)
    if size <= REMARK_LIMIT:
        return None
    args = (("bytes", f"{size:,}"), ("limit", f"{REMARK_LIMIT:,}"), ("value", text[:_MOST_SHOWN]))
    return Problem(record.source_line, "remark_too_long", args, text[:200])
