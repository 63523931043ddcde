"""The agent is reminded later, and keeps what is to be done for a buyer (trade.md A.2-23)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from ticketdesk.desk.command import Context, Scope, SingleCommand
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.reminders import Repeat, next_due
from ticketdesk.domain.text import kept_text
from ticketdesk.store.queries import agents
from ticketdesk.store.writers import reception, reminders, talk, tickets
from ticketdesk.store.writers.reminders import NewTodo

MOST_TEXT: Final = 500
# A reminder is its agent's own; who manages the staff may clear up after somebody who left.
_REMINDERS: Final = Scope("reminder", "reminder_ids", others=Permission.STAFF_EDIT)


def _text(text: str, *, empty: bool = False) -> str:
    found = kept_text(text).strip()
    if not found and not empty:
        raise DeskError("todo_empty")
    if len(found) > MOST_TEXT:
        raise DeskError("note_too_long", limit=MOST_TEXT)
    return found


def _repeat(value: str) -> Repeat:
    if value not in list(Repeat):
        raise DeskError("choice_unknown", value=value)
    return Repeat(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindLater(SingleCommand):
    """The agent wants to be reminded at ``due_at`` (UTC ms), of one or many conversations, a ticket, or of words alone.

    ``repeat`` is "", "daily", "workdays" or "weekly".
    """

    due_at: int
    conversation_ids: tuple[int, ...] = ()
    ticket_id: int | None = None
    text: str = ""
    repeat: str = ""
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = Scope("conversation", "conversation_ids")
    fields: ClassVar[frozenset[str] | None] = frozenset({"reminder.+"})

    def run(self, context: Context) -> tuple[int, ...]:
        """Make one reminder for each and return their ids.

        DeskErrors ``moment_past``, ``todo_empty`` (nothing to be reminded of), ``choice_unknown``, ``row_missing``.
        """
        if self.due_at <= context.now:
            raise DeskError("moment_past")
        for conversation in self.conversation_ids:
            talk.check_there(context.tx, conversation)
        if self.ticket_id is not None:
            tickets.current(context.tx, self.ticket_id)
        about: list[tuple[int | None, int | None]] = [(key, None) for key in self.conversation_ids] or [
            (None, self.ticket_id)
        ]
        text = _text(self.text, empty=about != [(None, None)])
        agent = context.actor.agent_id or 0
        return tuple(
            reminders.add_reminder(context.tx, agent, each, text, self.due_at, _repeat(self.repeat)) for each in about
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneReminder(SingleCommand):
    """The agent is through with reminders; a repeated one comes again at its next moment."""

    reminder_ids: tuple[int, ...]
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = _REMINDERS
    fields: ClassVar[frozenset[str] | None] = frozenset({"reminder.state", "reminder.done_at", "reminder.due_at"})

    def run(self, context: Context) -> None:
        """End each, or move it to when it comes again; DeskError ``row_missing``."""
        for key in self.reminder_ids:
            now = reminders.reminder(context.tx, key)
            later = next_due(now.due_at, now.repeat, context.now)
            if later is not None:
                reminders.change_reminder(context.tx, key, due_at=later)
            elif now.state == "open":
                reminders.change_reminder(context.tx, key, state="done", done_at=context.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveReminder(SingleCommand):
    """The agent puts reminders off to another moment (UTC ms); one that was done is open again."""

    reminder_ids: tuple[int, ...]
    due_at: int
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = _REMINDERS
    fields: ClassVar[frozenset[str] | None] = frozenset({"reminder.state", "reminder.done_at", "reminder.due_at"})

    def run(self, context: Context) -> None:
        """Move each; DeskErrors ``moment_past`` and ``row_missing``."""
        if self.due_at <= context.now:
            raise DeskError("moment_past")
        for key in self.reminder_ids:
            reminders.change_reminder(context.tx, key, due_at=self.due_at, state="open", done_at=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTodo(SingleCommand):
    """Something is to be done for a buyer; every colleague sees it with the buyer."""

    buyer_id: int
    text: str
    conversation_id: int | None = None
    assignee_id: int | None = None
    due_at: int | None = None
    needs: ClassVar[Permission | None] = Permission.RECEPTION_REPLY
    scope: ClassVar[Scope] = Scope("buyer", "buyer_id")
    fields: ClassVar[frozenset[str] | None] = frozenset({"todo.+"})

    def run(self, context: Context) -> int:
        """Add it and return its id; DeskErrors ``todo_empty``, ``note_too_long`` (500), ``buyer_missing``."""
        reception.check_buyer(context.tx, self.buyer_id)
        if self.conversation_id is not None:
            talk.check_there(context.tx, self.conversation_id)
        if self.assignee_id is not None:
            agents.serving(context.tx, self.assignee_id)
        new = NewTodo(self.buyer_id, _text(self.text), self.conversation_id, self.assignee_id, self.due_at)
        return reminders.add_todo(context.tx, new, context.actor.agent_id, context.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditTodo(SingleCommand):
    """The agent changes what is to be done, by whom, or until when."""

    todo_id: int
    text: str
    assignee_id: int | None = None
    due_at: int | None = None
    needs: ClassVar[Permission | None] = Permission.RECEPTION_REPLY
    scope: ClassVar[Scope] = Scope("todo", "todo_id")
    fields: ClassVar[frozenset[str] | None] = frozenset({"todo.text", "todo.assignee_id", "todo.due_at"})

    def run(self, context: Context) -> None:
        """Change it; DeskErrors ``todo_empty``, ``note_too_long``, ``row_missing``, ``agent_missing``."""
        if self.assignee_id is not None:
            agents.serving(context.tx, self.assignee_id)
        text = _text(self.text)
        reminders.change_todo(context.tx, self.todo_id, text=text, assignee_id=self.assignee_id, due_at=self.due_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneTodo(SingleCommand):
    """A to-do is done (or open again); who did it stands with it."""

    todo_id: int
    done: bool = True
    needs: ClassVar[Permission | None] = Permission.RECEPTION_REPLY
    scope: ClassVar[Scope] = Scope("todo", "todo_id")
    fields: ClassVar[frozenset[str] | None] = frozenset({"todo.state", "todo.done_by", "todo.done_at"})

    def run(self, context: Context) -> bool:
        """Set it and return whether that is new; DeskError ``row_missing``."""
        if (reminders.todo_state(context.tx, self.todo_id) == "done") == self.done:
            return False
        by, at = (context.actor.agent_id, context.now) if self.done else (None, None)
        state = "done" if self.done else "open"
        reminders.change_todo(context.tx, self.todo_id, state=state, done_by=by, done_at=at)
        return True
