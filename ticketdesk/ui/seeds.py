"""What a new ticket starts from."""

from __future__ import annotations

from typing import NamedTuple


class TicketSeed(NamedTuple):
    """What a new ticket starts from; ``quoted`` are the last messages as text, ``messages`` how many.

    ``order_ids``: one for each of many orders; ``parent_id``: a child of a ticket; ``title`` is suggested.
    """

    order_id: int | None = None
    conversation_id: int | None = None
    buyer_nick: str = ""
    quoted: str = ""
    messages: int = 0
    order_ids: tuple[int, ...] = ()
    parent_id: int | None = None
    title: str = ""
