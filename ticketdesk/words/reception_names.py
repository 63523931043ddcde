"""Names of the acts of the reception centre, for notices and history."""

from __future__ import annotations

from types import MappingProxyType

from ticketdesk.words import mark

RECEPTION_ACTS = MappingProxyType(
    {
        "AddAutoReply": mark("new auto-reply"),
        "AddGroup": mark("new group of staff"),
        "AddTodo": mark("new to-do"),
        "AssignConversations": mark("conversations given out"),
        "BlockBuyer": mark("blocked buyer"),
        "DeliverReply": mark("delivered reply"),
        "DoneReminder": mark("done reminder"),
        "DoneTodo": mark("done to-do"),
        "EditAutoReply": mark("changed auto-reply"),
        "EditCounting": mark("reply taken back to change it"),
        "EditTodo": mark("changed to-do"),
        "EscalateConversations": mark("conversations of absent staff"),
        "FailReply": mark("failed reply"),
        "GiveAutoReplies": mark("automatic answer"),
        "LeaveNow": mark("reply sent at once"),
        "MarkConversations": mark("marked conversations"),
        "MarkReadByBuyer": mark("read by the buyer"),
        "MarkSeen": mark("read up to here"),
        "MoveReminder": mark("moved reminder"),
        "PinConversation": mark("pinned conversation"),
        "QueueDue": mark("replies due"),
        "RateConversation": mark("rating of a buyer"),
        "RecallByBuyer": mark("recalled by the buyer"),
        "RecallCounting": mark("reply taken back"),
        "RecallMessage": mark("recalled message"),
        "ReceiveMessages": mark("messages of buyers"),
        "RemindLater": mark("reminder"),
        "RemoveAutoReply": mark("removed auto-reply"),
        "RemoveGroup": mark("removed group of staff"),
        "RenameGroup": mark("renamed group of staff"),
        "ResendMessage": mark("reply sent again"),
        "SetAgentState": mark("state of an agent"),
        "SetGroupMember": mark("member of a group of staff"),
        "StarConversation": mark("starred conversation"),
        "TagBuyer": mark("tag on a buyer"),
        "UnblockBuyer": mark("unblocked buyer"),
        "UntagBuyer": mark("tag taken from a buyer"),
    }
)
