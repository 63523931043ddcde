"""Names of the tables of what is tied to a ticket: other tickets, its checklist, the people who are called to it."""

from __future__ import annotations

from types import MappingProxyType

from ticketdesk.words import mark

TIED_TABLES = MappingProxyType(
    {
        "ticket_link": mark("Link of tickets"),
        "ticket_check": mark("Item of a checklist"),
        "ticket_mention": mark("Call by name"),
        "ticket_watch": mark("Watched ticket"),
    }
)
