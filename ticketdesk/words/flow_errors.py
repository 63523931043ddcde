"""Sentences of what the flow of tickets refuses: moves between states, moments, who has a ticket already."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from ticketdesk.domain.tickets import ENDED, TicketState
from ticketdesk.words import mark, tr
from ticketdesk.words.names import ticket_priority_name, ticket_state_name
from ticketdesk.words.problems import Refusal
from ticketdesk.words.records import column_name

FLOW_SENTENCES = MappingProxyType(
    {
        "stand_in_self": (mark("Nobody stands in for himself. Choose a colleague."), ()),
        "stand_in_elsewhere": (
            mark("{0} is in none of your departments. Ask whoever manages staff to name a stand-in there."),
            ("name",),
        ),
        "stand_in_helpless": (mark("{0} may not work on tickets. Choose another colleague."), ("name",)),
        "stand_in_order": (mark("The absence ends before it begins. Choose a later end."), ()),
        "stand_in_taken": (
            mark("{1} stands in for {0} at that time already. End that first, or choose another time."),
            ("name", "other"),
        ),
        "stand_in_away": (
            mark("{0} is away at that time, {1} stands in. Choose another colleague."),
            ("name", "other"),
        ),
        "stand_in_busy": (
            mark("{0} stands in for {1} at that time. End that first and name another stand-in for {1}."),
            ("name", "other"),
        ),
        "suspend_until": (mark("A ticket is suspended until a moment. Say when it shall come back."), ()),
        "ticket_claimed": (mark("{0} has this ticket already. Ask, or have it handed to you."), ("name",)),
        "ticket_not_ended": (mark("The ticket has not ended; there is nothing to take up again."), ()),
        "ticket_move_unknown": (
            mark("There is no move “{0}” between states of a ticket. Nothing was changed."),
            ("move",),
        ),
    }
)
_TOLD: Final = 60  # characters of a text that a sentence quotes
FLOW_OWN = frozenset(
    {
        "ticket_state_not_allowed",
        "ticket_move_forbidden",
        "ticket_moves_stuck",
        "ticket_changed",
        "ticket_ended",
        "ticket_reworded",
    }
)


def flow_sentence(error: Refusal) -> str:
    """Say a refusal of ``FLOW_OWN``, which names states."""
    values = error.values
    if error.key == "ticket_moves_stuck":
        state = ticket_state_name(str(values["state"]))
        return tr("A ticket could never leave “{0}” for an end. Allow one of its moves.", state)
    if error.key == "ticket_reworded":
        return _reworded(str(values["field"]), str(values.get("kept", "")))
    if error.key == "ticket_ended":
        return tr("The ticket is “{0}”. Reopen it first.", ticket_state_name(str(values["state"])))
    if error.key == "ticket_changed":
        return _changed(
            str(values.get("author", "")), ticket_state_name(str(values["state"])), str(values.get("name", ""))
        )
    old, new = str(values.get("old", "")), ticket_state_name(str(values.get("new", "")))
    if error.key == "ticket_move_forbidden":
        return tr("Your shop does not let a ticket go from “{0}” to “{1}”.", ticket_state_name(old), new)
    return _unknown(old, new)


def _changed(author: str, state: str, name: str) -> str:
    who, holder = author or tr("The desk"), name or tr("Nobody")
    return tr("{0} changed this ticket meanwhile: it is “{1}”, assignee {2}. Look and try again.", who, state, holder)


def _reworded(field: str, kept: str) -> str:
    name = column_name(field)
    if field in ("type", "priority"):
        from ticketdesk.words.ticket_types import type_name  # no start needs it

        now = type_name(kept) if field == "type" else ticket_priority_name(int(kept))
        return tr("“{0}” was changed meanwhile and is “{1}” now. Choose once more if yours shall stand.", name, now)
    now = " ".join(kept.split())[:_TOLD]
    return tr("“{0}” was changed meanwhile and reads “{1}” now. Keep once more if yours shall stand.", name, now)


def _unknown(old: str, new: str) -> str:
    if not old:
        return tr("A ticket is cancelled with its own command, which asks for the reason.")
    name = ticket_state_name(old)
    if TicketState(old) in ENDED:
        return tr("The ticket is “{0}” and cannot become “{1}”. Reopen it first.", name, new)
    return tr("A ticket cannot go from “{0}” to “{1}”. Choose another state.", name, new)
