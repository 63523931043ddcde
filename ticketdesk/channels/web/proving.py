"""Proving an order: by its number and the last four digits of its phone, a few tries at a time."""

from __future__ import annotations

import hmac
import json
import math
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from ticketdesk.domain.masking import mask_phone
from ticketdesk.store.queries import web
from ticketdesk.store.queries.conversations import MessageRow
from ticketdesk.store.queries.web import OrderCard, ProvableOrder
from ticketdesk.store.reader import Rows

TRIES: Final = 5
WAIT: Final = 15 * 60.0
"""Seconds for which nothing is proved after so many wrong tries; each further wrong one doubles them."""

FORGOTTEN: Final = 24 * 60 * 60.0

_MOST_KNOWN: Final = 4_096
_DIGITS: Final = 4


class Tries:
    """Wrong tries by name (a visit, an address, an order); moments in seconds of one clock.

    After ``TRIES`` wrong ones (``more`` for the names in it) each further one doubles the wait.
    """

    def __init__(self, more: Mapping[str, int] = MappingProxyType({})) -> None:
        self._more = more
        self._wrong: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def wait(self, names: Iterable[str], now: float) -> int:
        """Return the seconds until one may try again under all these names; 0: now."""
        return max((self._wait(name, now) for name in names), default=0)

    def _wait(self, name: str, now: float) -> int:
        count, since = self._wrong.get(name, (0, now))
        if now - since >= FORGOTTEN:
            del self._wrong[name]
            return 0
        beyond = count - self._more.get(name, TRIES)
        return max(0, math.ceil(since + min(WAIT * 2**beyond, FORGOTTEN) - now)) if beyond >= 0 else 0

    def wrong(self, names: Iterable[str], now: float) -> int:
        """Count a wrong try under all these names and return how many are left before the next wait."""
        return min((self._count(name, now) for name in names), default=TRIES)

    def _count(self, name: str, now: float) -> int:
        count, _ = self._wrong.pop(name, (0, now))
        self._wrong[name] = (count + 1, now)
        if len(self._wrong) > _MOST_KNOWN:
            self._wrong.popitem(last=False)
        return max(0, self._more.get(name, TRIES) - count - 1)

    def right(self, names: Iterable[str]) -> None:
        """Forget the wrong tries of these names."""
        for name in names:
            self._wrong.pop(name, None)


def ends_with(phone: str, digits: str) -> bool:
    """Whether the number ``phone`` (masked or with an extension, as files have it) ends with these four digits."""
    end = mask_phone(phone)[-_DIGITS:]
    known = len(end) == _DIGITS and end.isascii() and end.isdigit()
    return known and hmac.compare_digest(end.encode(), digits.encode("utf-8", "replace"))


def proved(source: Rows, number: str, digits: str) -> int | None:
    """Return the order that number and digits prove; None says no more than that they do not belong together."""
    if not number or len(digits) != _DIGITS or not digits.isascii() or not digits.isdigit():
        return None
    return next((each.id for each in web.provable(source, number) if _is(each, digits)), None)


def _is(order: ProvableOrder, digits: str) -> bool:
    found = [ends_with(phone, digits) for phone in (order.mobile, order.phone)]
    return any(found)


def order_of(row: MessageRow) -> int | None:
    """Return the order that a card shows, None where it names none."""
    if row.order_id is not None:
        return row.order_id
    try:
        found = json.loads(row.data)
    except ValueError:
        return None
    key = found.get("order_id") if isinstance(found, dict) else None
    return key if isinstance(key, int) and not isinstance(key, bool) else None


def card_of(order: OrderCard) -> dict[str, object]:
    """Return an order as the page reads it."""
    return {
        "order": order.number, "title": order.title, "state": order.state, "carrier": order.carrier,
        "tracking": order.tracking, "event": "", "at": order.at,
    }  # fmt: skip
