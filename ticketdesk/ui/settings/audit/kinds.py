"""The kinds of acts that the log can be filtered by, and the state of an act as a chip."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from ticketdesk.ui.labels import Label
from ticketdesk.words import mark, tr

KINDS: Final = MappingProxyType(
    {
        "talk": (mark("Conversations"), ("ReceiveTranscript", "SendReply", "MarkSent", "EndConversation",
                 "TransferConversation", "ReceiveMessages", "StarConversation", "PinConversation", "MarkSeen",
                 "RateConversation", "MarkReadByBuyer", "RecallByBuyer", "GiveAutoReplies", "AssignConversations",
                 "EscalateConversations", "MarkConversations")),
        "outbox": (mark("Replies on their way"), ("QueueDue", "DeliverReply", "FailReply", "ResendMessage",
                   "RecallCounting", "EditCounting", "LeaveNow", "RecallMessage")),
        "later": (mark("Reminders and to-dos"), ("RemindLater", "DoneReminder", "MoveReminder", "AddTodo", "EditTodo",
                  "DoneTodo")),
        "tickets": (mark("Tickets"), ("CreateTicket", "SetTicketState", "SetTicketField", "TransferTicket",
                    "CancelTicket", "ReopenTicket", "ReplyOnTicket", "NoteOnTicket",
                    "ChangeManyTickets", "ReplyOnManyTickets", "SetManyValues",
                    "NoteStart", "CorrectStart", "AgreeOnDeadline", "CarryOutLapse", "RecordLapses", "SetDayCounting",
                    "ImportRulePack",
                    "CreateTickets", "SetTicketValue", "AgreeToRefund", "RewordTicket",
                    "SuspendTicket", "WakeTickets", "ClaimTicket", "ReleaseTicket",
                    "DoneMention", "WatchTicket", "UnwatchTicket", "SeeTicket",
                    "MergeTickets", "UnmergeTicket", "SplitTicket", "LinkTickets", "UnlinkTickets",
                    "AddCheck", "TickCheck", "RemoveCheck")),
        "views": (mark("Kept views"), ("SaveTicketView", "DeleteTicketView", "OrderTicketViews", "SaveOrderView",
                  "DeleteOrderView", "ArrangeOrderViews")),
        "orders": (mark("Orders"), ("SetFlag", "AddRemark", "ConcludeRemarks", "EditAddress", "RequestChange",
                   "RemarkOrders", "WeighRemarks", "MarkShipped", "ShipOrders", "ShareParcel", "ShipPart",
                   "ChangePrice", "CloseOrder")),
        "refunds": (mark("Refunds"), ("OpenRefund", "AgreeRefund", "RefuseRefund", "NoteRefund", "FinishRefund",
                    "CloseRefund", "CarryOutRefundLapse")),
        "buyers": (mark("Buyers"), ("EditBuyerNote", "TagBuyer", "UntagBuyer", "BlockBuyer", "UnblockBuyer",
                   "EditBuyerCard", "GiveCoupon", "UseCoupon", "MergeBuyers")),
        "reveals": (mark("Looks at personal data"), ("RevealPersonalData", "RevealBuyer")),
        "files": (mark("Imports and exports"), ("ImportOrders", "ImportPhrases", "ImportOwnPhrases", "RecordExport")),
        "phrases": (mark("Phrases"), (
            "AddPhrase", "ChangeManyPhrases", "EditPhrase", "GroupPhrases", "KeepPhrase", "LimitPhrases", "OwnPhrases",
            "RemovePhrase", "RemovePhrases",
        )),
        "people": (mark("Staff and rights"), ("AddAgent", "RenameAgent", "SetAgentRole", "DisableAgent", "EnableAgent",
                   "SetPassword", "NameStandIn", "EndStandIn", "AddRole", "RenameRole", "SetRolePermission",
                   "SetAgentState",
                   "AddGroup", "RenameGroup", "RemoveGroup", "SetGroupMember")),
        "session": (mark("Sign-ins"), ("SignedIn", "SignInFailed")),
        "shop": (mark("Shop and settings"), ("CreateShop", "EditShop", "SetSetting", "AddAutoReply", "EditAutoReply",
                 "RemoveAutoReply", "SaveTicketType", "RetireTicketType", "RemoveTicketType")),
        "steps": (mark("Undo and redo"), ("Undo", "Redo")),
        "denied": (mark("Denied"), ("Denied",)),
    }
)  # fmt: skip


def kind_name(kind: str) -> str:
    """Return the words of a kind of acts."""
    return tr(KINDS[kind][0])


def commands(kind: str) -> tuple[str, ...]:
    """Return the commands of a kind; none for "" (every act)."""
    return KINDS[kind][1] if kind else ()


def state(command: str, kept: str) -> Label:
    """Return what became of an act: refused, taken back, still at work; "" for one that simply stands."""
    if command in ("Denied", "SignInFailed"):
        return Label(tr("Denied"), "bad")
    if kept == "undone":
        return Label(tr("Taken back"), "plain")
    return Label(tr("At work"), "warn") if kept == "open" else Label("")


def states() -> tuple[str, ...]:
    """Return every word of `state`, so that none is cut in a column."""
    return (tr("Denied"), tr("Taken back"), tr("At work"))
