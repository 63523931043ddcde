"""Sentences for refusals of merging, splitting, linking and checking off tickets."""

from __future__ import annotations

from types import MappingProxyType

from ticketdesk.words import mark

TICKETS = MappingProxyType(
    {
        "tickets_many": (mark("More tickets are chosen than can be done at once ({0}). Choose fewer."), ("limit",)),
        "tickets_same": (mark("All of these tickets are so already; nothing was changed."), ()),
        "tickets_refused": (mark("None of these tickets was changed: each was refused."), ()),
        "ticket_no_talk": (mark("The buyer has no conversation to which this could be sent."), ()),
        "deadline_none": (mark("No deadline of the ticket runs whose end could be agreed on."), ()),
        "variables_unknown": (mark("Nothing is known for {0}, so nothing was written."), ("names",)),
        "act_not_standing": (mark("This was taken back already, or cannot be taken back."), ()),
        "ticket_merged": (
            mark("This ticket was merged into {0}. Work there, or take it out again first."),
            ("number",),
        ),
        "ticket_not_merged": (mark("This ticket is not merged; there is nothing to take out."), ()),
        "merge_nothing": (mark("Choose at least one ticket to merge."), ()),
        "merge_too_many": (mark("No more than {0} can be merged at once. Choose fewer tickets."), ("limit",)),
        "merge_self": (mark("A ticket cannot be merged with itself. Choose another one."), ()),
        "merge_child": (
            mark("{0} and {1} are parent and child. Take that link away before they are merged."),
            ("loser", "winner"),
        ),
        "merge_other_buyer": (
            mark("{0} is of the buyer {1}, {2} of {3}. Say that you mean it, or choose another ticket."),
            ("loser", "nick", "winner", "other"),
        ),
        "split_nothing": (mark("Choose at least one reply or note that shall move."), ()),
        "split_only_words": (mark("Only replies and notes can move to another ticket."), ()),
        "lines_elsewhere": (
            mark("One of these lines is no longer on this ticket. Look at it again and choose anew."),
            (),
        ),
        "link_self": (mark("A ticket cannot be linked to itself. Choose another one."), ()),
        "link_there": (mark("{0} and {1} are linked already."), ("one", "other")),
        "link_has_parent": (mark("The ticket has a parent already. Take that link away first."), ()),
        "link_circle": (mark("This would make the ticket its own parent. Choose another one."), ()),
        "link_missing": (mark("These tickets are not linked any more."), ()),
        "check_empty": (mark("The item is empty. Write in a few words what has to be done."), ()),
        "check_too_long": (mark("The item has more than {0} characters. Shorten it."), ("limit",)),
        "checks_full": (mark("The checklist is full ({0}). Take an item off first."), ("limit",)),
        "check_missing": (mark("This item is no longer on the checklist."), ()),
    }
)
