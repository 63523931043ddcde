"""What is handed about by signals: places, what a new ticket starts from, acts that wait for the password."""

from collections.abc import Callable
from typing import NamedTuple


class Place(NamedTuple):
    """Somewhere in the program: ``id`` is the row of a conversation, message, ticket, order or buyer.

    ``kind`` is one of these, or the name of a page: home, reception, tickets, orders. "words": the reply to the
    conversation ``id``, with what ``World.handed`` has for it added to what stands there unsent.
    """

    kind: str
    id: int = 0


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


class PasswordAsked(NamedTuple):
    """An act that was refused until the password is given again; exactly one of the two is called then."""

    command: str
    again: Callable[[], None]
    given_up: Callable[[], None]
