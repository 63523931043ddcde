"""What an agent has chosen in the filter row of the orders page: kept on this computer, and turned into a query."""

from __future__ import annotations

import dataclasses
import json
from array import array
from dataclasses import dataclass
from typing import Final

from ticketdesk.domain.moments import DAY, day_start, from_ms, parse_stamp, to_ms
from ticketdesk.domain.query.tree import Query
from ticketdesk.store.queries import order_filter
from ticketdesk.store.queries.gathering import Cancelled, Told
from ticketdesk.store.queries.order_filter import DUE, EVERYTHING, ORDERS, RECENT, WAY, OrderFilter
from ticketdesk.store.queries.order_risks import LATE, STALLED
from ticketdesk.store.reader import Rows
from ticketdesk.ui.models.asking import Read
from ticketdesk.ui.orders.order_model import OrderView
from ticketdesk.ui.settings.kept import Setting, Settings

BETWEEN: Final = ".."
_DAYS: Final = {"today": 1, "week": 7, "month": 30, "quarter": 90}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The chips of the filter row; "" and False ask for nothing.

    ``days`` is a key of the menu, or "2026-11-01..2026-11-20", ``order`` a key of ``order_filter.ORDERS``, "" for the
    order of the view.
    """

    state: str = ""
    flag: str = ""
    platform: str = ""
    days: str = ""
    refunded: bool = False
    ticketed: bool = False
    readdressed: bool = False
    order: str = ""
    descending: bool = True

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return dataclasses.replace(self, order="", descending=True) != Chosen()


def asked(view: OrderView, chosen: Chosen, now: int, query: Query = EVERYTHING) -> OrderFilter:
    """Return what a view shows, narrowed by the row and by a ``query`` at ``now`` (UTC ms).

    What the view fixes the row cannot change.
    """
    since, until = bounds(chosen.days, now)
    state = view.key if view.name == "state" else chosen.state or None
    flag = view.key if view.name == "flag" else int(chosen.flag) if chosen.flag else None
    due, stalled = view.name in ("due", "late"), view.name == "stalled"
    usual = DUE if due else WAY if stalled else RECENT
    return OrderFilter(
        state=None if state is None else str(state),
        flag=None if flag is None else int(flag),
        platform=chosen.platform or None,
        since=since,
        until=until,
        refunded=chosen.refunded or view.name == "refunded",
        ticketed=chosen.ticketed,
        readdressed=chosen.readdressed or view.name == "readdressed",
        together=view.name == "together",
        contradicting=view.name == "contradicting",
        due_only=due,
        due_before=now + LATE if view.name == "late" else None,
        stalled_before=now - STALLED if stalled else None,
        order=chosen.order or usual,
        descending=chosen.descending if chosen.order else usual == RECENT,
        query=query,
        now=now,
    )


def bounds(days: str, now: int) -> tuple[int | None, int | None]:
    """Return the moments (UTC ms) that ``days`` begins at and ends before, None for an open end."""
    if days in _DAYS:
        return day_start(now) - (_DAYS[days] - 1) * DAY, None
    if days == "this_month":
        return _month(now), None
    if days == "last_month":
        return _month(_month(now) - 1), _month(now)
    first, _, last = days.partition(BETWEEN)
    begin, end = parse_stamp(first), parse_stamp(last)
    return begin, None if end is None else end + DAY


def _month(ms: int) -> int:
    return to_ms(from_ms(ms).replace(day=1, hour=0, minute=0, second=0, microsecond=0))


def setting(agent_id: int | None) -> Setting[str]:
    """Return where the row of an agent is kept."""
    return Setting(f"orders/filter/{agent_id or 0}", "")


def keep(kept: Settings, agent_id: int | None, chosen: Chosen) -> None:
    """Keep the row for the agent's next start; a search is for now."""
    text = json.dumps(dataclasses.asdict(chosen), sort_keys=True)
    kept.put(setting(agent_id), text if text != json.dumps(dataclasses.asdict(Chosen()), sort_keys=True) else "")


def recall(kept: Settings, agent_id: int | None) -> Chosen:
    """Return the row that was kept, whatever became of the file meanwhile."""
    try:
        found = json.loads(kept.get(setting(agent_id)) or "{}")
    except ValueError:
        return Chosen()
    default = Chosen()
    good = {
        each.name: found[each.name]
        for each in dataclasses.fields(Chosen)
        if isinstance(found, dict) and isinstance(found.get(each.name), type(getattr(default, each.name)))
    }
    chosen = dataclasses.replace(default, **good)
    sound = chosen.flag in ("", *map(str, range(6))) and chosen.order in ("", *ORDERS)
    return chosen if sound else Chosen()


def reading(wanted: OrderFilter) -> Read:
    """Return what a task does to find the orders wanted."""

    def read(rows: Rows, told: Told, cancelled: Cancelled) -> array[int]:
        return order_filter.ids(rows, wanted, told, cancelled)

    return read
