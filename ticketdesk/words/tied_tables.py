"""Names of what is tied to a ticket: other tickets, its checklist, the people who are called to it, stand-ins."""

from __future__ import annotations

from types import MappingProxyType

from ticketdesk.words import mark

TIED_TABLES = MappingProxyType(
    {
        "ticket_link": mark("Link of tickets"),
        "ticket_check": mark("Item of a checklist"),
        "ticket_mention": mark("Call by name"),
        "ticket_watch": mark("Watched ticket"),
        "stand_in": mark("Stand-in"),
    }
)
AWAY = MappingProxyType({"from_at": mark("Away from"), "until_at": mark("Away until")})
TIED_COLUMNS = MappingProxyType(
    {
        **AWAY,
        "merged_into": mark("Merged into"),
        "resume_at": mark("Comes back"),
        "stand_in_id": mark("Stand-in"),
    }
)
