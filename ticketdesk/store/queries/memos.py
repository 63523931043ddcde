"""The memos of orders as the platform would keep them: which have no room for one more remark."""

from __future__ import annotations

from collections.abc import Sequence

from ticketdesk.domain.memos import memo_of
from ticketdesk.domain.remark_reading import texts_of
from ticketdesk.store.queries.gathering import Cancelled, never
from ticketdesk.store.queries.remark_standing import remarks_of
from ticketdesk.store.reader import Rows

_AT_ONCE = 500


def full(source: Rows, ids: Sequence[int], remark: str, encoding: str, cancelled: Cancelled = never) -> list[int]:
    """Return those of ``ids``, in their order, whose memo would pass the platform's bytes with ``remark`` as well.

    ``remark`` is as it is pasted, name and minute included; ``encoding`` as of ``remark_bytes``. Ends early where it is
    ``cancelled``.
    """
    found: list[int] = []
    for at in range(0, len(ids), _AT_ONCE):
        if cancelled():
            break
        some = ids[at : at + _AT_ONCE]
        said = remarks_of(source, some)
        found += [order for order in some if memo_of([*texts_of(said.get(order, ())), remark], encoding).left_out]
    return found
