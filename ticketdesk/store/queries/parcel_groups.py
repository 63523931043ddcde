"""Orders that could leave in one parcel, or are to: one buyer's, to one receiver, on one platform, waiting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from ticketdesk.domain.buyers import Receiver, same_receiver
from ticketdesk.domain.order_states import OrderState
from ticketdesk.domain.parcel_items import still_here
from ticketdesk.store.reader import Rows, some

MOST_TOGETHER: Final = 60
"""So many orders one parcel takes; of the others of a buyer that wait so many are looked at, the newest ones."""
_COLUMNS: Final = (
    "id, number, platform, state, titles, pieces, parcel_group, buyer_id, receiver, phone, mobile, address"
)
# The state as in the partial index, to the letter.
_WAITING: Final = (
    f"SELECT {_COLUMNS} FROM orders INDEXED BY orders_waiting_buyer"
    f" WHERE buyer_id = ? AND deleted = 0 AND state = '{OrderState.WAIT_SHIP.value}'"
    f" ORDER BY id DESC LIMIT {MOST_TOGETHER}"
)
_MEMBERS: Final = f"SELECT {_COLUMNS} FROM orders WHERE parcel_group = ? AND deleted = 0 ORDER BY id"


class Mate(NamedTuple):
    """An order as its parcel asks for it; ``group`` is its ``parcel_group``."""

    id: int
    number: str
    platform: str
    state: str
    titles: str
    pieces: int | None
    group: int | None
    receiver: Receiver


class Around(NamedTuple):
    """The orders around one that waits, itself left out.

    ``together`` leave in its parcel, ``free`` could; ``left`` were to leave in it and cannot any more.
    """

    me: Mate
    together: tuple[Mate, ...]
    free: tuple[Mate, ...]
    left: tuple[Mate, ...]


def _mate(row: Sequence[Any]) -> Mate:
    return Mate._make((*row[:7], Receiver._make(row[7:])))


def can_share(one: Mate, other: Mate) -> bool:
    """Return whether both wait, and one parcel can carry them."""
    waits = one.state == other.state == OrderState.WAIT_SHIP.value
    return waits and one.platform == other.platform and same_receiver(one.receiver, other.receiver)


def around(source: Rows, order_id: int, buyer_id: int | None) -> Around | None:
    """Return the orders around one of ``buyer_id``; None where it does not wait to be shipped.

    Those of its parcel are all of them, however many orders wait, and also where nobody's buyer is known.
    """
    found = [_mate(row) for row in source.rows(_WAITING, (buyer_id,))] if buyer_id is not None else []
    me = next((each for each in found if each.id == order_id), None) or mates(source, (order_id,)).get(order_id)
    if me is None or me.state != OrderState.WAIT_SHIP.value:
        return None
    others = [each for each in found if each.id != order_id and can_share(me, each)]
    members = [each for each in members_of(source, me.group) if each.id != order_id]
    free = tuple(each for each in others if me.group is None or each.group != me.group)
    together = tuple(each for each in members if can_share(me, each))
    return Around(me, together, free, tuple(each for each in members if not can_share(me, each)))


def members_of(source: Rows, group: int | None) -> list[Mate]:
    """Return the orders that were put into a parcel together, whether or not they still can leave in it."""
    return [] if group is None else [_mate(row) for row in source.rows(_MEMBERS, (group,))]


def mates(source: Rows, ids: tuple[int, ...]) -> dict[int, Mate]:
    """Return those of ``ids`` that are there."""
    rows = source.rows(f"SELECT {_COLUMNS} FROM orders WHERE deleted = 0 AND id IN ({some(ids)})")
    return {row[0]: _mate(row) for row in rows}


def pieces_left(source: Rows, order_id: int) -> dict[int, int]:
    """Return how many pieces of each item (by ``order_line.id``) have left in no parcel yet."""
    lines = source.rows("SELECT id, quantity FROM order_line WHERE order_id = ? AND deleted = 0", (order_id,))
    parcels = source.rows("SELECT items FROM shipment WHERE order_id = ? AND deleted = 0", (order_id,))
    return still_here(dict(lines), (items for (items,) in parcels))
