"""What a page shows of the shop: its name, whether it is open, whether anybody is there, how soon one answers."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from ticketdesk.domain.moments import MINUTE, from_ms
from ticketdesk.domain.settings import WORK_FROM, WORK_TO, within_day
from ticketdesk.store.queries import agents, settings, web
from ticketdesk.store.reader import Rows

_SLOWEST: Final = 60
"""An answer that usually takes more minutes is no promise: nothing is said then."""


_QUICK: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"zh": ("查物流", "改地址", "退换货"), "en": ("Where is it?", "New address", "Return")}
)


class Status(NamedTuple):
    """What may change while a page is open; ``minutes`` is the usual first response, 0 where nothing is promised."""

    open: bool
    online: bool
    hours: str
    minutes: int


def status(source: Rows, now: int) -> Status:
    """Return the shop as it is at ``now`` (UTC ms)."""
    begins, ends = settings.number(source, WORK_FROM), settings.number(source, WORK_TO)
    moment = from_ms(now)
    is_open = within_day(moment.hour * 60 + moment.minute, begins, ends)
    return Status(is_open, web.anybody_online(source), hours(begins, ends), usual_minutes(web.first_responses(source)))


def hours(begins: int, ends: int) -> str:
    """Return a span of the day in words of the clock (``8:30–24:00``), "" for the whole day; minutes after midnight."""
    if begins == ends:
        return ""
    last = ends or 24 * 60
    return f"{begins // 60}:{begins % 60:02d}–{last // 60}:{last % 60:02d}"


def usual_minutes(took: Sequence[int]) -> int:
    """Return the median of first responses (ms) in whole minutes, 0 where that is unknown or no promise to make."""
    if not took:
        return 0
    minutes = max(1, math.ceil(statistics.median(took) / MINUTE))
    return minutes if minutes <= _SLOWEST else 0


def name(source: Rows, title: str) -> str:
    """Return the name that the page shows."""
    shop = agents.shop(source)
    return title.strip() or (shop.name if shop is not None else "")


def quick(chosen: Sequence[str], lang: str) -> Sequence[str]:
    """Return the words of the quick buttons: the shop's own, or the usual ones in the buyer's language."""
    return chosen or _QUICK.get(lang, _QUICK["zh"])
