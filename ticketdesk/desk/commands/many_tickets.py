"""The agent changes many tickets at once: what is refused is told by number and reason, the rest is done, one undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import ClassVar, Final

from ticketdesk.desk.command import BulkCommand, Context, Scope, SingleCommand
from ticketdesk.desk.commands.deadlines import AgreeOnDeadline
from ticketdesk.desk.commands.suspending import SuspendTicket
from ticketdesk.desk.commands.talk import Override
from ticketdesk.desk.commands.ticket_people import CALL_FIELDS, UnwatchTicket, WatchTicket, most_calls
from ticketdesk.desk.commands.ticket_replies import ReplyOnTicket
from ticketdesk.desk.commands.tickets import (
    CancelTicket,
    ReopenTicket,
    SetTicketField,
    SetTicketState,
    TransferTicket,
)
from ticketdesk.desk.deadlines import chain_of
from ticketdesk.desk.tally import Changed, Tally
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.phrase_fill import fill
from ticketdesk.domain.rules.chain import OPEN, StepState
from ticketdesk.domain.tickets import MOST_REPLIES, MOST_TICKETS
from ticketdesk.store.queries import fill_values
from ticketdesk.store.queries.ownership import foreign
from ticketdesk.store.tx import Tx
from ticketdesk.store.writers import tickets

_TICKETS: Final = Scope("ticket", "ticket_ids")
_LEFT: Final = OPEN | {StepState.WAITING}  # of a chain: what is running, paused, late or still to come
_ROWS_EACH: Final = 4  # a line, and what a reply adds


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeManyTickets(BulkCommand):
    """The agent changes one thing of many tickets; a ticket that refuses it stays as it was and is told.

    ``change`` is state, type or priority (to ``value``), transfer (``assignee_id``, ``group_id``, with a
    ``domain.tickets.TransferReason`` as ``value`` and ``reason`` as its note), suspend (``until``, UTC ms), cancel or
    reopen (``reason``), due (both sides agreed on the end of a deadline, ``until``), watch or unwatch (by
    ``assignee_id``). To cancel another's tickets takes its right, ticket by ticket. The ids stand in the
    journal by what was changed, not as arguments.
    """

    ticket_ids: tuple[int, ...]
    change: str
    value: str = ""
    assignee_id: int | None = None
    group_id: int | None = None
    until: int | None = None
    reason: str = ""
    tally: Tally = field(default_factory=Tally, init=False, repr=False, compare=False)
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = _TICKETS
    fields: ClassVar[frozenset[str] | None] = frozenset(
        {"ticket.state", "ticket.closed_at", "ticket.resume_at", "ticket.updated_at", "ticket.type", "ticket.priority",
         "ticket.assignee_id", "ticket.assigned_at", "ticket.group_id", "ticket.due_at", "ticket.due_from",
         "ticket.due_rule", "ticket_event.+", "ticket_term.+", "ticket_watch.+", "ticket_watch.deleted", *CALL_FIELDS}
    )  # fmt: skip
    secret: ClassVar[frozenset[str]] = frozenset({"ticket_ids", "tally"})
    backed: ClassVar[bool] = False

    @property
    def block(self) -> int:
        """A line for each ticket, and whom it calls."""
        return 256 + len(self.ticket_ids) * (_ROWS_EACH + most_calls(self.reason))

    def steps(self, context: Context, cancelled: Callable[[], bool]) -> Iterator[int]:
        """Change one after the other; DeskError ``choice_unknown`` and those of ``Tally.each``."""
        make = self._commands(context).get(self.change)
        if make is None:
            raise DeskError("choice_unknown", value=self.change)
        yield from self.tally.each(context, self.ticket_ids, partial(self._allowed, context, make), MOST_TICKETS)

    def outcome(self) -> Changed:
        """Return how many were changed and which were refused."""
        return self.tally.told()

    def _allowed(self, context: Context, make: Callable[[int], SingleCommand], key: int) -> SingleCommand:
        """What the desk asks before a single act it is not asked here: the right for another's ticket."""
        if self.change == "cancel" and foreign(context.tx, "ticket", (key,), context.actor.agent_id):
            context.actor.need(Permission.TICKET_CANCEL_OTHERS)
        return make(key)

    def _commands(self, context: Context) -> dict[str, Callable[[int], SingleCommand]]:
        return {
            "state": lambda key: SetTicketState(ticket_ids=(key,), state=self.value),
            "type": lambda key: SetTicketField(ticket_ids=(key,), field="type", value=self.value),
            "priority": lambda key: SetTicketField(ticket_ids=(key,), field="priority", value=self.value),
            "transfer": lambda key: TransferTicket(
                ticket_ids=(key,), assignee_id=self.assignee_id, group_id=self.group_id, reason=self.value or "other",
                note=self.reason,
            ),
            "suspend": lambda key: SuspendTicket(ticket_ids=(key,), until=self.until or 0, reason=self.reason),
            "cancel": lambda key: CancelTicket(ticket_id=key, reason=self.reason),
            "reopen": lambda key: ReopenTicket(ticket_id=key, reason=self.reason),
            "due": partial(self._agreed, context),
            "watch": lambda key: WatchTicket(ticket_id=key, agent_ids=self._watcher()),
            "unwatch": lambda key: UnwatchTicket(ticket_id=key, agent_ids=self._watcher()),
        }  # fmt: skip

    def _agreed(self, context: Context, key: int) -> SingleCommand:
        """Agreed on is the end of the first step still to be done that leaves it open; DeskError ``deadline_none``."""
        found = chain_of(context.tx, tickets.current(context.tx, key).id, context.now)
        left = [each.rule for each in found.steps if each.state in _LEFT] if found else []
        if not left:
            raise DeskError("deadline_none")
        rule = next((each for each in left if each.agreed), left[0])
        return AgreeOnDeadline(ticket_id=key, rule=rule.id, due_at=self.until or 0)

    def _watcher(self) -> tuple[int, ...]:
        return () if self.assignee_id is None else (self.assignee_id,)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyOnManyTickets(BulkCommand):
    """The agent writes one text to the buyers of many tickets; its variables are filled for each of them.

    A ticket whose buyer has no conversation, or of which a variable is not known, gets no words: it is told.
    ``overrides`` are rules of wording that the words go against, with the agent's reasons: each is kept with every
    message that goes against it.
    """

    ticket_ids: tuple[int, ...]
    text: str
    overrides: tuple[Override, ...] = ()
    tally: Tally = field(default_factory=Tally, init=False, repr=False, compare=False)
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    also: ClassVar[tuple[Permission, ...]] = (Permission.RECEPTION_REPLY,)
    scope: ClassVar[Scope] = _TICKETS
    fields: ClassVar[frozenset[str] | None] = ReplyOnTicket.fields
    secret: ClassVar[frozenset[str]] = frozenset({"ticket_ids", "tally"})
    backed: ClassVar[bool] = False

    @property
    def block(self) -> int:
        """A line for each ticket and its message, and the rules that this one goes against."""
        return 256 + len(self.ticket_ids) * (_ROWS_EACH + len(self.overrides))

    def steps(self, context: Context, cancelled: Callable[[], bool]) -> Iterator[int]:
        """Write to one after the other; DeskErrors ``reply_empty`` and those of ``Tally.each``."""
        if not self.text.strip():
            raise DeskError("reply_empty")
        against = self._against(context.tx)

        def written(ticket: int) -> SingleCommand:
            text = words_for(context, ticket, self.text)
            return ReplyOnTicket(ticket_id=ticket, text=text, overrides=against(text))

        yield from self.tally.each(context, self.ticket_ids, written, MOST_REPLIES)

    def outcome(self) -> Changed:
        """Return how many were written to and which were refused."""
        return self.tally.told()

    def _against(self, tx: Tx) -> Callable[[str], tuple[Override, ...]]:
        """What tells which of the overrides the words to one buyer need."""
        if not self.overrides:
            return lambda _text: ()
        from ticketdesk.desk.wording import checker  # compiles the rules: no page waits for that

        look = checker(tx)

        def of(text: str) -> tuple[Override, ...]:
            broken = {each.rule for each in look(text)}
            return tuple(each for each in self.overrides if each.rule in broken)

        return of


def words_for(context: Context, ticket: int, text: str) -> str:
    """Return ``text`` as the buyer of a ticket is to read it.

    DeskErrors ``ticket_missing``, ``ticket_no_talk`` (nowhere to send it), ``variables_unknown`` with their ``names``.
    """
    about = fill_values.of_ticket(context.tx, ticket, context.now, agent=context.actor.name)
    if about is None:
        raise DeskError("ticket_missing", id=ticket)
    if about.conversation_id is None:
        raise DeskError("ticket_no_talk", id=ticket)
    filled = fill(text, about.facts)
    if filled.missing:
        raise DeskError("variables_unknown", names=", ".join(filled.missing))
    return filled.text
