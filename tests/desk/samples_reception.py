"""Samples of the reception centre's commands, and what the shop expects of each; see ``samples``."""

from __future__ import annotations

from typing import Any

from ticketdesk.desk.commands.arrivals import MarkReadByBuyer, RateConversation, RecallByBuyer, ReceiveMessages
from ticketdesk.desk.commands.auto_replies import AddAutoReply, EditAutoReply, GiveAutoReplies, RemoveAutoReply
from ticketdesk.desk.commands.handing import AddGroup, RemoveGroup, RenameGroup, SetGroupMember, TransferConversation
from ticketdesk.desk.commands.marks import (
    BlockBuyer,
    MarkConversations,
    MarkSeen,
    PinConversation,
    StarConversation,
    TagBuyer,
    UnblockBuyer,
    UntagBuyer,
)
from ticketdesk.desk.commands.reminders import AddTodo, DoneReminder, DoneTodo, EditTodo, MoveReminder, RemindLater
from ticketdesk.desk.commands.sending import (
    DeliverReply,
    EditCounting,
    FailReply,
    LeaveNow,
    QueueDue,
    RecallCounting,
    RecallMessage,
    ResendMessage,
)
from ticketdesk.desk.commands.serving import AssignConversations, EscalateConversations, SetAgentState
from ticketdesk.desk.commands.talk import SendReply
from ticketdesk.domain.channel_events import Said

NOWHERE = 4_242
LATER = 9_000_000_000_000


def said(nick: str, n: int = 0, text: str = "在吗") -> Said:
    """One message of a buyer over the simulator."""
    return Said(nick, f"{nick}:{n}", text, 1_795_000_000_000 + n)


def _live(s: Any, whose: str) -> int:
    """A reply of the owner's that is queued in a live conversation."""
    if whose == "missing":
        return NOWHERE
    found = s.run(ReceiveMessages(channel="simulator", messages=(said(f"买家{s.word()}"),)))
    return int(s.run(SendReply(conversation_id=found[0], text="亲")))


def _failed(s: Any, whose: str) -> int:
    message = _live(s, whose)
    if whose != "missing":
        s.make.clock.now += 60_000
        s.run(QueueDue())
        s.run(FailReply(message_id=message, reason="x"))
    return message


def _reminder(s: Any, whose: str) -> int:
    if whose == "missing":
        return NOWHERE
    other = s.people.lead if s.actor == s.people.owner else s.people.owner
    maker = s.actor if whose == "own" and s.actor is not None else other
    return int(s.make.desk.run(RemindLater(due_at=LATER, text=s.word()), agent_id=maker).result[0])


def _todo(s: Any, whose: str) -> int:
    return NOWHERE if whose == "missing" else int(s.run(AddTodo(buyer_id=s.buyer("own"), text=s.word())))


def _group(s: Any, whose: str) -> int:
    return NOWHERE if whose == "missing" else int(s.run(AddGroup(group_name=s.word())))


def _rule(s: Any, whose: str) -> int:
    return NOWHERE if whose == "missing" else int(s.run(AddAutoReply(scene="off_hours", text=s.word())))


def _agent(s: Any, whose: str) -> int:
    if whose == "missing":
        return NOWHERE
    return s.actor if whose == "own" and s.actor is not None else s.colleague(whose)


RECEPTION_SAMPLES: dict[str, Any] = {
    "AddAutoReply": lambda s, _w: AddAutoReply(scene="first_contact", text="亲，在的"),
    "AddGroup": lambda s, _w: AddGroup(group_name=s.word()),
    "AddTodo": lambda s, w: AddTodo(buyer_id=s.buyer(w), text=s.word()),
    "AssignConversations": lambda s, _w: AssignConversations(),
    "BlockBuyer": lambda s, w: BlockBuyer(buyer_id=s.buyer(w), reason="广告"),
    "DeliverReply": lambda s, w: DeliverReply(message_id=_live(s, w)),
    "DoneReminder": lambda s, w: DoneReminder(reminder_ids=(_reminder(s, w),)),
    "DoneTodo": lambda s, w: DoneTodo(todo_id=_todo(s, w)),
    "EditAutoReply": lambda s, w: EditAutoReply(auto_reply_id=_rule(s, w), scene="off_hours", text="改"),
    "EditCounting": lambda s, w: EditCounting(message_id=_live(s, w)),
    "EditTodo": lambda s, w: EditTodo(todo_id=_todo(s, w), text="改"),
    "EscalateConversations": lambda s, _w: EscalateConversations(),
    "FailReply": lambda s, w: FailReply(message_id=_live(s, w)),
    "GiveAutoReplies": lambda s, _w: GiveAutoReplies(conversation_ids=(s.talk("own"),)),
    "LeaveNow": lambda s, w: LeaveNow(message_id=_live(s, w)),
    "MarkConversations": lambda s, w: MarkConversations(conversation_ids=(s.talk(w),), starred=True, pinned=True),
    "MarkReadByBuyer": lambda s, _w: MarkReadByBuyer(channel="simulator", buyer_nick="x", key="y"),
    "MarkSeen": lambda s, w: MarkSeen(conversation_id=s.talk(w), message_id=1),
    "MoveReminder": lambda s, w: MoveReminder(reminder_ids=(_reminder(s, w),), due_at=LATER + 1),
    "PinConversation": lambda s, w: PinConversation(conversation_id=s.talk(w)),
    "QueueDue": lambda s, _w: QueueDue(),
    "RateConversation": lambda s, w: RateConversation(conversation_id=s.talk(w), score=5),
    "RecallByBuyer": lambda s, _w: RecallByBuyer(channel="simulator", buyer_nick="x", key="y"),
    "RecallCounting": lambda s, w: RecallCounting(message_id=_live(s, w)),
    "RecallMessage": lambda s, w: RecallMessage(message_id=_live(s, w)),
    "ReceiveMessages": lambda s, _w: ReceiveMessages(channel="simulator", messages=(said(s.word()),)),
    "RemindLater": lambda s, w: RemindLater(due_at=LATER, conversation_ids=(s.talk(w),)),
    "RemoveAutoReply": lambda s, w: RemoveAutoReply(auto_reply_id=_rule(s, w)),
    "RemoveGroup": lambda s, w: RemoveGroup(group_id=_group(s, w)),
    "RenameGroup": lambda s, w: RenameGroup(group_id=_group(s, w), group_name=f"新{s.word()}"),
    "ResendMessage": lambda s, w: ResendMessage(message_id=_failed(s, w)),
    "SetAgentState": lambda s, w: SetAgentState(agent_id=_agent(s, w), state="suspended"),
    "SetGroupMember": lambda s, w: SetGroupMember(group_id=_group(s, w), agent_id=s.people.agent),
    "StarConversation": lambda s, w: StarConversation(conversation_id=s.talk(w)),
    "TagBuyer": lambda s, w: TagBuyer(buyer_id=s.buyer(w), tag="老客"),
    "TransferConversation": lambda s, w: TransferConversation(
        conversation_id=s.talk(w), agent_id=s.people.lead, reason="other"
    ),
    "UnblockBuyer": lambda s, w: UnblockBuyer(buyer_id=s.buyer(w)),
    "UntagBuyer": lambda s, w: UntagBuyer(buyer_id=s.buyer(w), tag="老客"),
}
