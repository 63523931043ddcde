"""What the timeline says of merging, splitting, links, checklists and the order, in words."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from ticketdesk.store.queries.ticket_timeline import EventRow
from ticketdesk.ui import labels
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
_SENTENCES = MappingProxyType(
    {
        ("flag", "agent"): mark("{0} changed the order's flag {1} → {2}"),
        ("flag", "file"): mark("A file that {0} imported changed the order's flag {1} → {2}"),
        ("flag", "undo"): mark("{0} took an act back: the order's flag {1} → {2}"),
        ("order_state", "agent"): mark("{0} changed the order's state {1} → {2}"),
        ("order_state", "file"): mark("A file that {0} imported changed the order's state {1} → {2}"),
        ("order_state", "undo"): mark("{0} took an act back: the order's state {1} → {2}"),
    }
)
_MOVED: Final = frozenset({"flag", "order_state"})
TIED: Final = frozenset({"merged", "unmerged", "split", "linked", "unlinked", "check", *_ORDER, *_MOVED})


def tied_line(event: EventRow) -> str:
    """Return a line of one of the kinds of ``TIED`` as one sentence with its author."""
    who, text = event.author, event.text
    if event.kind in _ORDER:
        return " · ".join(part for part in (tr(_ORDER[event.kind]), text) if part)
    if event.kind in _MOVED:
        return _moved(event)
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


def _moved(event: EventRow) -> str:
    """A change of flag or state of the order; ``text`` is the command that brought it."""
    who = event.author or tr("The desk")
    if event.kind == "flag":
        before, after = (labels.flag(int(code)).name for code in (event.before, event.after))
    else:
        before, after = (labels.order_state(code).text for code in (event.before, event.after))
    return tr(_SENTENCES[event.kind, _by(event.text)], who, before, after)


def _by(command: str) -> str:
    return "file" if command.startswith("Import") else "undo" if command == "Undo" else "agent"
