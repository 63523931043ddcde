"""The search language as the order list speaks it."""

from __future__ import annotations

from typing import Final

from ticketdesk.domain.query.order_fields import ORDERS
from ticketdesk.domain.query.tree import Among, Key, Query, Term
from ticketdesk.domain.query.wording import unparse
from ticketdesk.store.queries.order_names import stored_names
from ticketdesk.ui.query.subject import Subject
from ticketdesk.ui.world import World
from ticketdesk.words import tr

_EXAMPLE: Final = Query((Term(Among("state", (Key("wait_ship"),))), Term(Among("flag", (Key("red"),)))))


def order_subject(world: World) -> Subject:
    """Return what a search over orders is about."""
    return Subject(
        tr("Filter orders"),
        lambda: ORDERS,
        stored_names(world.reader),
        lambda: None,
        lambda language: unparse(_EXAMPLE, language, ORDERS),
    )
