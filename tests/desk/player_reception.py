"""What a random agent does in the reception centre."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.desk.builders import People
from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.auto_replies import AddAutoReply, EditAutoReply, RemoveAutoReply
from ticketdesk.desk.commands.handing import AddGroup, RemoveGroup, RenameGroup, SetGroupMember, TransferConversation
from ticketdesk.desk.commands.marks import (
    BlockBuyer,
    PinConversation,
    StarConversation,
    TagBuyer,
    UnblockBuyer,
    UntagBuyer,
)
from ticketdesk.desk.commands.reminders import AddTodo, DoneReminder, DoneTodo, EditTodo, MoveReminder, RemindLater

LATER = 9_000_000_000_000


class ReceptionDraws:
    """A part of ``Player``: its draws of the reception centre. Acts that are no steps (arrivals) are left out."""

    people: People
    rng: random.Random

    def _one(self, table: str, where: str = "1") -> int:
        raise NotImplementedError

    def _some(self, table: str, most: int, where: str = "1") -> tuple[int, ...]:
        raise NotImplementedError

    def _reception_draws(self) -> tuple[Callable[[], Command], ...]:
        return (
            self._star, self._tag, self._block, self._group, self._regroup, self._member, self._to_group, self._remind,
            self._later, self._todo, self._todo_done, self._rule, self._rule_gone,
        )  # fmt: skip

    def _star(self) -> Command:
        talk, on = self._one("conversation"), self.rng.random() < 0.6
        if self.rng.random() < 0.5:
            return StarConversation(conversation_id=talk, starred=on)
        return PinConversation(conversation_id=talk, pinned=on)

    def _tag(self) -> Command:
        kind = self.rng.choice((TagBuyer, TagBuyer, UntagBuyer))
        return kind(buyer_id=self._one("buyer"), tag=self.rng.choice(("老客", "急", "投诉")))

    def _block(self) -> Command:
        buyer = self._one("buyer")
        return UnblockBuyer(buyer_id=buyer) if self.rng.random() < 0.6 else BlockBuyer(buyer_id=buyer, reason="广告")

    def _group(self) -> Command:
        return AddGroup(group_name=f"组{self.rng.randrange(1_000)}")

    def _regroup(self) -> Command:
        group = self._one("agent_group")
        if self.rng.random() < 0.3:
            return RemoveGroup(group_id=group)
        return RenameGroup(group_id=group, group_name=f"新组{self.rng.randrange(1_000)}")

    def _member(self) -> Command:
        agent = self.rng.choice(self.people)
        return SetGroupMember(group_id=self._one("agent_group"), agent_id=agent, member=self.rng.random() < 0.7)

    def _to_group(self) -> Command:
        talk, group = self._one("conversation"), self._one("agent_group")
        return TransferConversation(conversation_id=talk, group_id=group, reason="too_busy", note="交班")

    def _remind(self) -> Command:
        repeat = self.rng.choice(("", "daily", "workdays", "weekly"))
        due = LATER + self.rng.randrange(10**9)
        return RemindLater(due_at=due, conversation_ids=self._some("conversation", 3), repeat=repeat)

    def _later(self) -> Command:
        ids = self._some("reminder", 3)
        if self.rng.random() < 0.5:
            return DoneReminder(reminder_ids=ids)
        return MoveReminder(reminder_ids=ids, due_at=LATER + self.rng.randrange(10**9))

    def _todo(self) -> Command:
        return AddTodo(buyer_id=self._one("buyer"), text=f"待办{self.rng.randrange(1_000)}")

    def _todo_done(self) -> Command:
        todo = self._one("todo")
        if self.rng.random() < 0.5:
            return DoneTodo(todo_id=todo, done=self.rng.random() < 0.7)
        return EditTodo(todo_id=todo, text=f"改{self.rng.randrange(1_000)}", assignee_id=self.rng.choice(self.people))

    def _rule(self) -> Command:
        text = f"自动{self.rng.randrange(1_000)}"
        if self.rng.random() < 0.6:
            return AddAutoReply(scene="keyword", text=text, keywords="发票")
        return EditAutoReply(auto_reply_id=self._one("auto_reply"), scene="off_hours", text=text)

    def _rule_gone(self) -> Command:
        return RemoveAutoReply(auto_reply_id=self._one("auto_reply"))
