"""Names of states, types, sides, fields, roles and acts that window and command line share."""

from __future__ import annotations

from types import MappingProxyType

from ticketdesk.words import mark, ticket_types, tr
from ticketdesk.words.reception_names import RECEPTION_ACTS

_SIDES = MappingProxyType({"in": mark("Buyer"), "out": mark("Agent"), "system": mark("System")})
_TICKET_STATES = MappingProxyType(
    {
        "open": mark("Open"),
        "in_progress": mark("In progress"),
        "waiting_buyer": mark("Waiting for buyer"),
        "waiting_colleague": mark("Waiting for colleague"),
        "suspended": mark("Suspended"),
        "done": mark("Done"),
        "cancelled": mark("Cancelled"),
    }
)
_PRIORITIES = MappingProxyType({1: mark("Low"), 2: mark("Normal"), 3: mark("High")})
_FIELDS = MappingProxyType(
    {
        "assignee": mark("Assignee"),
        "type": mark("Type"),
        "priority": mark("Priority"),
        "due": mark("Deadline"),
        "title": mark("Title"),
        "state": mark("State"),
        "flag": mark("Flag"),
        "address": mark("Address"),
        "receiver": mark("Receiver"),
        "mobile": mark("Mobile"),
        "phone": mark("Phone"),
        "remark": mark("Remark"),
        "refund_left": mark("Left to refund"),
    }
)
_ROLES = MappingProxyType(
    {
        "Administrator": mark("Administrator"),
        "Team lead": mark("Team lead"),
        "Agent": mark("Agent"),
        "Warehouse": mark("Warehouse"),
    }
)
_ACTS = MappingProxyType(
    {
        "AddAgent": mark("new colleague"),
        "AddPhrase": mark("new phrase"),
        "AddRemark": mark("remark"),
        "RemarkOrders": mark("remark on many orders"),
        "ConcludeRemarks": mark("concluding remark"),
        "RequestChange": mark("change asked by the buyer"),
        "MarkShipped": mark("shipped order"),
        "ShipOrders": mark("many orders shipped"),
        "ShareParcel": mark("orders in one parcel"),
        "ShipPart": mark("part of an order shipped"),
        "ChangePrice": mark("changed price"),
        "CloseOrder": mark("closed order"),
        "CancelTicket": mark("cancelled ticket"),
        "ChangeManyPhrases": mark("many phrases changed"),
        "ChangeManyTickets": mark("many tickets changed"),
        "ReplyOnManyTickets": mark("reply on many tickets"),
        "SetManyValues": mark("field of many tickets"),
        "CreateTicket": mark("new ticket"),
        "DeleteTicketView": mark("deleted view of tickets"),
        "OrderTicketViews": mark("order of views of tickets"),
        "SaveTicketView": mark("saved view of tickets"),
        "ArrangeOrderViews": mark("order of views of orders"),
        "DeleteOrderView": mark("deleted view of orders"),
        "SaveOrderView": mark("saved view of orders"),
        "EditAddress": mark("corrected address"),
        "EditBuyerNote": mark("note on a buyer"),
        "EditBuyerCard": mark("level of a buyer"),
        "GiveCoupon": mark("coupon for a buyer"),
        "UseCoupon": mark("used coupon"),
        "MergeBuyers": mark("merged buyers"),
        "EditShop": mark("changed shop"),
        "EditPhrase": mark("changed phrase"),
        "EndConversation": mark("ended conversation"),
        "GroupPhrases": mark("group of phrases"),
        "ImportOrders": mark("import of orders"),
        "ImportOwnPhrases": mark("import of phrases"),
        "ImportPhrases": mark("import of phrases"),
        "KeepPhrase": mark("changed phrase"),
        "LimitPhrases": mark("validity of phrases"),
        "MarkSent": mark("marked as sent"),
        "NoteOnTicket": mark("note on a ticket"),
        "ReceiveTranscript": mark("pasted conversation"),
        "OwnPhrases": mark("owner of phrases"),
        "RemovePhrase": mark("removed phrase"),
        "RemovePhrases": mark("removed phrases"),
        "NameStandIn": mark("named stand-in"),
        "EndStandIn": mark("ended stand-in"),
        "DoneMention": mark("answered call by name"),
        "WatchTicket": mark("watched ticket"),
        "UnwatchTicket": mark("ticket no longer watched"),
        "SeeTicket": mark("look at a watched ticket"),
        "ClaimTicket": mark("taken ticket"),
        "ReleaseTicket": mark("ticket given back"),
        "ReopenTicket": mark("reopened ticket"),
        "ReplyOnTicket": mark("reply on a ticket"),
        "RevealBuyer": mark("look at a buyer's data"),
        "SendReply": mark("reply"),
        "SetFlag": mark("flag"),
        "SetSetting": mark("setting"),
        "SetTicketField": mark("changed ticket"),
        "SetTicketState": mark("state of a ticket"),
        "SuspendTicket": mark("suspended ticket"),
        "WakeTickets": mark("suspended tickets back"),
        "TransferConversation": mark("transferred conversation"),
        "TransferTicket": mark("transferred ticket"),
        "AddRole": mark("new role"),
        "RenameRole": mark("renamed role"),
        "SetRolePermission": mark("right of a role"),
        "RenameAgent": mark("renamed colleague"),
        "SetAgentRole": mark("role of a colleague"),
        "DisableAgent": mark("disabled colleague"),
        "EnableAgent": mark("enabled colleague"),
        "SetPassword": mark("password"),
        "CreateShop": mark("new shop"),
        "SignedIn": mark("sign-in"),
        "SignInFailed": mark("failed sign-in"),
        "Denied": mark("denied"),
        "RevealPersonalData": mark("look at personal data"),
        "RecordExport": mark("export"),
        **RECEPTION_ACTS,
        "AgreeOnDeadline": mark("agreed deadline"),
        "CarryOutLapse": mark("consequence carried out"),
        "CorrectStart": mark("corrected start of a deadline"),
        "NoteStart": mark("start of a deadline"),
        "RecordLapses": mark("passed deadlines"),
        "WeighRemarks": mark("remarks weighed anew"),
        "SetDayCounting": mark("counting of days"),
        "ImportRulePack": mark("rules taken in"),
        "MergeTickets": mark("merged tickets"),
        "UnmergeTicket": mark("ticket taken out of a merge"),
        "SplitTicket": mark("split ticket"),
        "LinkTickets": mark("linked tickets"),
        "UnlinkTickets": mark("unlinked tickets"),
        "AddCheck": mark("new item of a checklist"),
        "TickCheck": mark("item of a checklist"),
        "RemoveCheck": mark("removed item of a checklist"),
        "AgreeToRefund": mark("agreement to a refund"),
        "OpenRefund": mark("new refund"),
        "AgreeRefund": mark("agreement to a refund"),
        "RefuseRefund": mark("refused refund"),
        "NoteRefund": mark("note on a refund"),
        "FinishRefund": mark("finished refund"),
        "CloseRefund": mark("closed refund"),
        "CarryOutRefundLapse": mark("platform's act on a late refund"),
        "CreateTickets": mark("new tickets"),
        "RemoveTicketType": mark("removed type of tickets"),
        "RetireTicketType": mark("type of tickets no longer offered"),
        "SaveTicketType": mark("type of tickets"),
        "RewordTicket": mark("words of a ticket"),
        "SetTicketValue": mark("fields of a ticket"),
        "Undo": mark("undo"),
        "Redo": mark("redo"),
    }
)


def side_name(side: str) -> str:
    """Return who spoke: buyer, agent or system."""
    return tr(_SIDES.get(side, side))


def ticket_state_name(state: str) -> str:
    """Return the name of a ticket's state."""
    return tr(_TICKET_STATES.get(state, state))


def ticket_type_name(kind: str) -> str:
    """Return the name of a ticket's type (trade.md A.1)."""
    return ticket_types.type_name(kind)


def ticket_priority_name(priority: int) -> str:
    """Return the name of a priority 1..3."""
    return tr(_PRIORITIES.get(priority, _PRIORITIES[2]))


def field_name(field: str) -> str:
    """Return the name of a field of an order or ticket; the field itself for one without a name."""
    return tr(_FIELDS.get(field, field))


def act_name(command: str) -> str:
    """Return what an act was, as a noun for notices and history: "flag"; the command itself for one without a name."""
    return tr(_ACTS.get(command, command))


def role_name(name: str) -> str:
    """Return the name of a standard role in the chosen language, or what the shop typed."""
    return tr(_ROLES[name]) if name in _ROLES else name
