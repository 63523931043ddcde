"""What commands were told, in words for the log of acts."""

from __future__ import annotations

from types import MappingProxyType

from ticketdesk.words import mark, tr
from ticketdesk.words.tied_tables import AWAY

# What commands are told beside rows: words, choices, files.
_ARGUMENTS = MappingProxyType(
    {
        **AWAY,
        "account": mark("Platform account"),
        "act": mark("What happened"),
        "across_buyers": mark("Of different buyers"),
        "agent_name": mark("Name"),
        "agreed": mark("The shop agrees to the refund"),
        "amount_cents": mark("Amount"),
        "anyway": mark("Sent all the same"),
        "at": mark("Time"),
        "carrier": mark("Courier"),
        "command": mark("Act"),
        "confirmed": mark("Confirmed by the buyer"),
        "personal": mark("Only for me"),
        "valid_from": mark("Valid from"),
        "valid_to": mark("Valid to"),
        "cooldown_ms": mark("Cool-down"),
        "demand": mark("Demand"),
        "description": mark("Problem description"),
        "done": mark("Done"),
        "due_at": mark("Deadline"),
        "enabled": mark("Works here"),
        "event": mark("What happened"),
        "field": mark("Field"),
        "finish": mark("Finished with it"),
        "follows": mark("Version before"),
        "flag": mark("Flag"),
        "granted": mark("Granted"),
        "group_name": mark("Name of the group"),
        "how": mark("How"),
        "invited_rating": mark("Invited to rate"),
        "key": mark("Setting"),
        "level": mark("Level"),
        "membership": mark("Membership"),
        "keywords": mark("Keywords"),
        "kind": mark("Kind"),
        "member": mark("Member of a group"),
        "natural": mark("Days of no stated kind end at 23:59:59"),
        "note": mark("Note"),
        "off": mark("Days off"),
        "on": mark("Days worked all the same"),
        "owner_name": mark("Name"),
        "path": mark("File"),
        "permission": mark("Right"),
        "pinned": mark("Pinned"),
        "platform": mark("Platform"),
        "priority": mark("Priority"),
        "query": mark("Search"),
        "reason": mark("Reason"),
        "repeat": mark("Repeats"),
        "retired": mark("No longer offered"),
        "right": mark("Right"),
        "role": mark("Role"),
        "role_name": mark("Role"),
        "rows": mark("Rows"),
        "rule": mark("Rule"),
        "scene": mark("Scene"),
        "score": mark("Score"),
        "shared": mark("For everybody of the shop"),
        "shop_name": mark("Name of the shop"),
        "starred": mark("Starred"),
        "state": mark("State"),
        "summary": mark("Summary"),
        "tag": mark("Tag of a buyer"),
        "text": mark("Text"),
        "title": mark("Title"),
        "tracking": mark("Tracking number"),
        "type": mark("Type"),
        "type_key": mark("Type of tickets"),
        "type_name": mark("Name of the type"),
        "unrecorded": mark("More refusals"),
        "until": mark("Comes back"),
        "used": mark("Used at"),
        "value": mark("Value"),
        "words": mark("Words"),
        "view_name": mark("Name of the view"),
        "withdrawn": mark("Withdrawn by the buyer"),
        "whole": mark("With whole personal data"),
        "carry_out": mark("When a time runs out"),
        "zone": mark("Time zone in which days end"),
    }
)


def argument_name(argument: str) -> str:
    """Return the name of what a command was told, "" for what is not shown (numbers of rows, versions)."""
    return tr(_ARGUMENTS[argument]) if argument in _ARGUMENTS else ""
