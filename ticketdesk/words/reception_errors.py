"""Sentences for refusals of the reception centre."""

from __future__ import annotations

from types import MappingProxyType

from ticketdesk.words import mark

RECEPTION = MappingProxyType(
    {
        "reply_stale": (
            mark("Something arrived since you began to write ({0}). Look at it, then send again."),
            ("count",),
        ),
        "reply_left": (mark("The reply has been sent already. Recall it in the conversation."), ()),
        "reply_not_failed": (mark("Only a reply that failed can be sent again."), ()),
        "recall_too_late": (mark("It is too late to recall this; the buyer keeps the message."), ()),
        "quote_missing": (mark("The quoted message is not in this conversation. Quote another one."), ()),
        "choice_unknown": (mark("There is no choice “{0}”. Choose one of the list."), ("value",)),
        "summary_too_long": (mark("The summary has more than {0} characters. Shorten it."), ("limit",)),
        "tag_empty": (mark("The tag is empty. Type a word."), ()),
        "too_many_marked": (mark("At most {0} conversations can be marked at once. Choose fewer."), ("limit",)),
        "too_many_pinned": (mark("{0} conversations are pinned already. Take a pin away first."), ("limit",)),
        "transfer_nowhere": (mark("Choose one colleague or one group to hand the conversation to."), ()),
        "group_name_taken": (mark("There is a group “{0}” already. Choose another name."), ("name",)),
        "group_in_use": (mark("Conversations still wait for this group. Hand them on first."), ()),
        "buyers_none": (mark("Choose at least one other buyer to merge."), ()),
        "buyers_many": (mark("No more than {0} can be merged at once. Choose fewer buyers."), ("limit",)),
        "buyers_same": (mark("A buyer cannot be merged with itself. Choose another one."), ()),
        "buyer_live": (
            mark("{0} writes over a live channel, which knows that name only. Merge {1} into {0} instead."),
            ("nick", "other"),
        ),
        "coupon_empty": (mark("The coupon has no name. Say what it is for."), ()),
        "coupon_amount": (mark("A coupon is worth more than 0. Correct the amount, or leave it out."), ()),
        "moment_past": (mark("This moment is over. Choose a later one."), ()),
        "todo_empty": (mark("There is nothing to be reminded of. Write a few words."), ()),
        "variable_unknown": (mark("“{0}” is no variable. Choose one of the list."), ("name",)),
        "keywords_empty": (mark("A reply to keywords needs at least one. Type one a line."), ()),
        "sum_unclear": (mark("This is no sum. Write numbers with + − × ÷ ( ) and %."), ()),
        "sum_by_zero": (mark("Nothing can be divided by 0. Change the sum."), ()),
        "sum_too_long": (mark("The sum has more than {0} characters. Shorten it."), ("limit",)),
    }
)
NAMES = MappingProxyType({"group": mark("The group has no name. Type its name.")})
