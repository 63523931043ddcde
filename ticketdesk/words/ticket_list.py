"""Names of the acts on the list of tickets, and sentences of their refusals."""

from __future__ import annotations

from types import MappingProxyType

from ticketdesk.words import mark

LIST_ACTS = MappingProxyType(
    {
        "DeleteTicketView": mark("deleted view of tickets"),
        "OrderTicketViews": mark("order of views of tickets"),
        "SaveTicketView": mark("saved view of tickets"),
    }
)
LIST_SENTENCES: MappingProxyType[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "view_name_empty": (mark("The view has no name. Write one."), ()),
        "view_name_long": (mark("The name of the view is longer than {0} characters. Shorten it."), ("limit",)),
    }
)
