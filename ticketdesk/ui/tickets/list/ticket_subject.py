"""The search language as the ticket list speaks it."""

from __future__ import annotations

from typing import Final

from ticketdesk.domain.query.tree import Among, Key, Query, Term
from ticketdesk.domain.query.wording import unparse
from ticketdesk.store.queries.ticket_names import StoredNames
from ticketdesk.ui.query.subject import Subject
from ticketdesk.ui.world import World
from ticketdesk.words import tr

_EXAMPLE: Final = Query((Term(Among("state", (Key("open"),))), Term(Among("type", (Key("exchange"),)))))


def ticket_subject(world: World) -> Subject:
    """Return what a search over tickets is about: the shop's own types and people."""
    return Subject(
        tr("Search tickets"),
        lambda: world.types.vocabulary,
        StoredNames(world.reader),
        lambda: [person.name for person in world.people],
        lambda language: unparse(_EXAMPLE, language),
    )
