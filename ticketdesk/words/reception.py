"""Sentences of the reception centre: lines of the system in a conversation, reasons of an ending, scenes."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import Any

from ticketdesk.words import mark, tr

_ENDINGS = MappingProxyType(
    {
        "": mark("No reason"),
        "solved": mark("Solved"),
        "answered": mark("Question answered"),
        "no_reply": mark("Buyer no longer answers"),
        "after_sale": mark("Goes on as after-sale"),
        "ticket": mark("Goes on as a ticket"),
        "spam": mark("Advertising or abuse"),
        "other": mark("Other reason"),
    }
)
_SCENES = MappingProxyType(
    {
        "first_contact": mark("First contact"),
        "all_busy": mark("Everybody is busy"),
        "off_hours": mark("Outside working hours"),
        "keyword": mark("Keyword"),
        "order_state": mark("Asked for shipping"),
    }
)
_STATES = MappingProxyType({"online": mark("Online"), "suspended": mark("Suspended"), "offline": mark("Offline")})
_DIFFERENCES = MappingProxyType(
    {
        "message": mark("New message from {0}: {1}"),
        "reply": mark("{0} has answered: {1}"),
        "recall": mark("{0} has taken a message back"),
        "remark": mark("New remark of {0}: {1}"),
        "flag": mark("The flag of order {0} was changed"),
        "state": mark("The state of order {0} was changed"),
        "order": mark("New order {0}"),
    }
)


def ending_reason(reason: str) -> str:
    """Return the words of a reason of ``EndConversation``; the reason itself for one without words."""
    return tr(_ENDINGS.get(reason, reason))


def scene_name(scene: str) -> str:
    """Return the words of a scene of auto-replies."""
    return tr(_SCENES.get(scene, scene))


def agent_state_name(state: str) -> str:
    """Return the words of an agent's state."""
    return tr(_STATES.get(state, state))


def difference_line(what: str, number: str, who: str, after: str) -> str:
    """Return what arrived since a draft began, in one line (``domain.stale.Difference``)."""
    text = _DIFFERENCES.get(what, what)
    if what == "recall":
        return tr(text, who)
    return tr(text, who, after) if what in ("message", "reply", "remark") else tr(text, number)


def event_line(sender: str, data: str) -> str:
    """Return what a line of the system says (``store.writers.talk.say``); "" for one of another version."""
    event = _object(data)
    kind = event.get("event")
    if kind == "transfer":
        note = str(event.get("note", ""))
        to = str(event.get("to", ""))
        return (
            tr("{0} handed the conversation to {1}: {2}", sender, to, note)
            if note
            else tr("{0} handed the conversation to {1}", sender, to)
        )
    if kind == "escalated":
        if event.get("group"):
            return tr("Nobody of the group is online; the conversation goes on to others")
        return tr("The agent is away; the conversation goes on to others")
    if kind == "rated":
        score, text = event.get("score", ""), str(event.get("text", ""))
        return tr("The buyer gave {0} of 5: {1}", score, text) if text else tr("The buyer gave {0} of 5", score)
    return ""


def _object(data: str) -> dict[str, Any]:
    try:
        found = json.loads(data or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
