"""The table of orders over a snapshot of ids, and the views it can show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QObject

from ticketdesk.domain.moments import DAY
from ticketdesk.domain.orders import OrderState
from ticketdesk.store.queries import order_filter, orders
from ticketdesk.store.queries.badges import Badges
from ticketdesk.store.queries.orders import OrderRow
from ticketdesk.store.reader import Reader
from ticketdesk.ui import labels
from ticketdesk.ui.delegates.cells import column_width
from ticketdesk.ui.delegates.chips import chip_column
from ticketdesk.ui.models.snapshot import Column, SnapshotModel
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.widgets.nav_list import NavEntry
from ticketdesk.ui.world import World
from ticketdesk.words import tr

FLAG, NUMBER, STATE, PRODUCT, BUYER, PAID, REMARK, DUE, PARCEL, CREATED, PAID_AT = range(11)
COLUMN_KEYS: Final = (
    "flag", "number", "state", "product", "buyer", "paid", "remark", "due", "parcel", "created", "paid_at",
)  # fmt: skip
FLAGS: Final = (1, 2, 3, 4, 5, 0)
STATES: Final = (
    OrderState.WAIT_PAY, OrderState.WAIT_SHIP, OrderState.PART_SHIPPED, OrderState.SHIPPED, OrderState.FINISHED,
    OrderState.CLOSED,
)  # fmt: skip
_LONG_TRACKING: Final = 12
_SPANS: Final = (DAY - 1, 1 - DAY, 99 * DAY, -99 * DAY)


class OrderView(NamedTuple):
    """Which orders are shown: a view of ``queries.orders`` and what fills it."""

    name: str
    key: str | int | None = None


def view_of(key: str) -> OrderView:
    """Return the view behind an entry of the list at the left: "all", "due", "flag:1", "state:TRADE_CLOSED"."""
    name, _, value = key.partition(":")
    if name == "flag":
        return OrderView("flag", int(value))
    return OrderView("state", value) if name == "state" else OrderView(name)


def nav_entries(numbers: Badges) -> list[NavEntry]:
    """Return the entries at the left with their counts."""
    made = [
        NavEntry("all", tr("All orders"), numbers.of("orders.all"), icon="package"),
        NavEntry("due", tr("To ship, soonest first"), None, icon="clock"),
        NavEntry("", tr("Process")),
    ]
    for code in FLAGS:
        found = labels.flag(code)
        made.append(NavEntry(f"flag:{code}", found.stage, numbers.of("orders.flag", code), flag=found.token))
    made.append(NavEntry("", tr("Order state")))
    for state in STATES:
        words = labels.order_state(state.value).text
        made.append(NavEntry(f"state:{state.value}", words, numbers.of("orders.state", state.value)))
    made += [
        NavEntry("", tr("Risk")),
        NavEntry("late", tr("Will be late"), None, icon="clock"),
        NavEntry("contradicting", tr("Contradictory remarks"), numbers.of("orders.contradicting"), icon="circle-alert"),
        NavEntry("readdressed", tr("Address changed"), None, icon="map-pin"),
        NavEntry("refunded", tr("With refund"), None, icon="undo-2"),
        NavEntry("together", tr("Several to one receiver"), None, icon="package"),
        NavEntry("stalled", tr("Parcel stands still"), None, icon="truck"),
    ]
    return made


class EmptyWords(NamedTuple):
    """What an empty list says."""

    title: str
    text: str
    action: str = ""
    icon: str = "package"


def empty_words(*, there: bool, narrowed: bool, may_import: bool) -> EmptyWords:
    """Return what an empty list says: ``there`` are orders at all, or the filter row ``narrowed`` the view."""
    if narrowed:
        text = tr("No order is all that at once. Leave something out.")
        return EmptyWords(tr("No orders found"), text, tr("Clear all"), "filter")
    if there:
        return EmptyWords(tr("No orders here"), tr("No order is in this view now."))
    text = tr("Export the order list in the seller back office and import the file here.")
    return EmptyWords(tr("No orders yet"), text, tr("Import orders") if may_import else "")


class OrderModel(SnapshotModel):
    """Orders as the table shows them; what depends on the clock is painted, not kept."""

    def __init__(self, world: World, parent: QObject | None = None) -> None:
        super().__init__(_columns(), _fetch(world.reader), _present(world.clock), parent)


def _columns() -> tuple[Column, ...]:
    states = chip_column(labels.order_state(each.value).text for each in STATES)
    numbers = column_width([tr("Order number"), labels.short_number("0" * 19)])
    spans = column_width(labels.remaining(span, 0) for span in _SPANS)
    return (
        Column(tr("Flag"), width=50), Column(tr("Order number"), width=numbers), Column(tr("State"), width=states),
        Column(tr("Product"), width=250), Column(tr("Buyer"), width=132),
        Column(tr("Paid"), order_filter.AMOUNT, 88, "right"), Column(tr("Latest remark"), width=170),
        Column(tr("Deadline"), order_filter.DUE, spans), Column(tr("Parcel"), width=136),
        Column(tr("Placed"), order_filter.RECENT, 118), Column(tr("Time of payment"), order_filter.PAID, 118),
    )  # fmt: skip


def _fetch(reader: Reader) -> Callable[[Sequence[int]], list[OrderRow]]:
    return lambda ids: orders.rows(reader, ids)


def _present(clock: Callable[[], int]) -> Callable[[OrderRow], tuple[str, ...]]:
    def present(row: OrderRow) -> tuple[str, ...]:
        now = clock()
        return (
            labels.flag_name(row.flag), labels.short_number(row.number), labels.order_state(row.state).text,
            product_text(row), one_line(row.buyer_nick), labels.money(row.paid_cents, row.currency),
            remark_text(row, now), "", parcel_text(row.carrier, row.tracking),
            labels.time_text(row.created_at, now), labels.time_text(row.paid_at, now),
        )  # fmt: skip

    return present


def product_text(row: OrderRow) -> str:
    """Return the titles of an order with the number of pieces where there are several."""
    titles = one_line(row.titles)
    return tr("{0} ×{1}", titles, row.pieces) if titles and (row.pieces or 0) > 1 else titles


def remark_text(row: OrderRow, now: int) -> str:
    """Return the latest remark with author and day."""
    if not row.last_remark:
        return ""
    said = labels.note_of(one_line(row.last_remark_by), one_line(row.last_remark))
    return f"{said} {labels.time_text(row.last_remark_at, now)}".rstrip()


def parcel_text(carrier: str, tracking: str) -> str:
    """Return carrier and number, a long number shortened in its middle."""
    number = one_line(tracking)
    short = f"{number[:4]}…{number[-4:]}" if len(number) > _LONG_TRACKING else number
    return " ".join(part for part in (one_line(carrier), short) if part)
