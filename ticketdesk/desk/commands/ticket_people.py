"""Who hears of a ticket: watchers, and colleagues who are called by name in what is written there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from ticketdesk.desk.command import Context, Scope, SingleCommand
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.mentions import CALLS, called
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import agents
from ticketdesk.store.writers import ticket_people, tickets

CALL_FIELDS: Final = frozenset({"ticket_mention.+"})
_MOST_NAMED: Final = 50


def call(context: Context, event: int, text: str, before: str = "") -> tuple[int, ...]:
    """Call those whom the words of a line name, and return their ids; nobody calls himself.

    Who was named in the words that stood there ``before`` was called then. Of colleagues with the same name all are
    called: none of them can tell that another was meant.
    """
    if not any(sign in text for sign in CALLS):
        return ()
    people = agents.people(context.tx)
    names = [person.name for person in people]
    named = set(called(text, names)[:_MOST_NAMED]) - set(called(before, names))
    found = [person.id for person in people if person.name in named and person.id != context.actor.agent_id]
    for agent in found:
        ticket_people.add_mention(context.tx, event, agent, context.now)
    return tuple(found)


def most_calls(text: str) -> int:
    """Return for how many calls of one line of these words an act must have ids: two may share a name."""
    return 2 * min(_MOST_NAMED, sum(text.count(sign) for sign in CALLS))


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneMention(SingleCommand):
    """The agent is through with notes that call him by name, or opens them again."""

    mention_ids: tuple[int, ...]
    done: bool = True
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = Scope("ticket_mention", "mention_ids", others=Permission.STAFF_EDIT)
    fields: ClassVar[frozenset[str] | None] = frozenset({"ticket_mention.done_at"})

    def run(self, context: Context) -> int:
        """Set it and return for how many that is new; DeskError ``row_missing``."""
        found = [(key, ticket_people.mention_done(context.tx, key)) for key in self.mention_ids]
        wanted = [key for key, done_at in found if (done_at is not None) != self.done]
        for key in wanted:
            ticket_people.finish_mention(context.tx, key, context.now if self.done else None)
        return len(wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchTicket(SingleCommand):
    """From now on agents hear of replies, states and deadlines of a ticket: the agent himself, or colleagues."""

    ticket_id: int
    agent_ids: tuple[int, ...]
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = Scope("ticket", "ticket_id")
    fields: ClassVar[frozenset[str] | None] = frozenset({"ticket_watch.+"})

    def run(self, context: Context) -> int:
        """Add them and return how many are new.

        DeskErrors ``ticket_missing``, ``agent_missing``, ``agent_disabled``.
        """
        tickets.current(context.tx, self.ticket_id)
        for agent in self.agent_ids:
            agents.serving(context.tx, agent)
        new = [
            agent
            for agent in dict.fromkeys(self.agent_ids)
            if ticket_people.watch_id(context.tx, self.ticket_id, agent) is None
        ]
        for agent in new:
            ticket_people.add_watch(context.tx, self.ticket_id, agent, context.now)
        return len(new)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnwatchTicket(SingleCommand):
    """Agents hear no more of a ticket."""

    ticket_id: int
    agent_ids: tuple[int, ...]
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = Scope("ticket", "ticket_id")
    fields: ClassVar[frozenset[str] | None] = frozenset({"ticket_watch.deleted"})

    def run(self, context: Context) -> int:
        """Take them away and return how many had watched it; DeskError ``ticket_missing``."""
        tickets.standing(context.tx, self.ticket_id)
        rows = [ticket_people.watch_id(context.tx, self.ticket_id, agent) for agent in dict.fromkeys(self.agent_ids)]
        found = [row for row in rows if row is not None]
        for row in found:
            ticket_people.remove_watch(context.tx, row)
        return len(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeTicket(SingleCommand):
    """A watcher has a ticket before the eyes: what happened there is no news any more; no step of undo."""

    ticket_id: int
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = Scope("ticket", "ticket_id")
    fields: ClassVar[frozenset[str] | None] = frozenset({"ticket_watch.seen_at"})
    undoable: ClassVar[bool] = False

    def run(self, context: Context) -> bool:
        """Remember it and return whether the agent watches the ticket; DeskError ``ticket_missing``."""
        tickets.standing(context.tx, self.ticket_id)
        agent = context.actor.agent_id
        if agent is None:
            raise DeskError("agent_missing", id=0)
        row = ticket_people.watch_id(context.tx, self.ticket_id, agent)
        if row is not None:
            ticket_people.see_watch(context.tx, row, context.now)
        return row is not None
