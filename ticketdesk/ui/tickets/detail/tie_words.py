"""What the timeline says of merging, splitting, links, checklists and the order, in words."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from ticketdesk.store.queries.ticket_timeline import EventRow
from ticketdesk.words import mark, tr, trn
from ticketdesk.words.ticket_types import shown

_CHECKS = MappingProxyType(
    {
        "added": mark("{0} put on the checklist: {1}"),
        "done": mark("{0} ticked off: {1}"),
        "open": mark("{0} opened again: {1}"),
        "removed": mark("{0} took off the checklist: {1}"),
    }
)
_LINKS = MappingProxyType(
    {
        "parent": mark("{0} made this a child of {1}"),
        "child": mark("{0} made this the parent of {1}"),
        "related": mark("{0} linked this with {1}"),
    }
)
_ORDER = MappingProxyType(
    {
        "paid": mark("The order was paid"),
        "shipped": mark("The order was shipped"),
        "finished": mark("The order was finished"),
    }
)
TIED: Final = frozenset({"merged", "unmerged", "split", "linked", "unlinked", "check", *_ORDER})


def tied_line(event: EventRow) -> str:
    """Return a line of one of the kinds of ``TIED`` as one sentence with its author."""
    who, text = event.author, event.text
    if event.kind in _ORDER:
        return " · ".join(part for part in (tr(_ORDER[event.kind]), text) if part)
    if event.kind == "check":
        return tr(_CHECKS.get(event.after, _CHECKS["added"]), who, shown(text))
    if event.kind == "linked":
        return tr(_LINKS.get(event.after, _LINKS["related"]), who, text)
    if event.kind == "merged":
        winner, _, loser = text.partition("\n")
        return tr("{0} merged {1} into {2}", who, loser, winner)
    if event.kind == "split":
        return trn(int(event.after or 0), "{1} moved {0} line to {2}", "{1} moved {0} lines to {2}", who, text)
    if event.kind == "unmerged":
        return tr("{0} took this and {1} apart again", who, text)
    return tr("{0} took the link with {1} away", who, text)
