"""Messages of buyers that have just come in, and how much waits for an agent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ticketdesk.domain.alerts import Arrival
from ticketdesk.store.queries import agents, badges, serving, ticket_people
from ticketdesk.store.reader import Rows, marks

_MOST = 200


def arrived(source: Rows, message_ids: Sequence[int]) -> list[Arrival]:
    """Return those of ``message_ids`` (of many the newest) that a buyer said and that wait, oldest first."""
    asked = sorted(message_ids)[-_MOST:]
    sql = (
        "SELECT m.id, c.id, b.nick, m.text, c.agent_id FROM message m JOIN conversation c ON c.id = m.conversation_id"
        f" JOIN buyer b ON b.id = c.buyer_id WHERE m.id IN ({marks(asked)}) AND m.side = 'in' AND m.deleted = 0"
        " AND m.recalled_at IS NULL AND c.deleted = 0 AND c.waiting_since IS NOT NULL ORDER BY m.id"
    )
    return [Arrival(*row) for row in source.rows(sql, asked)]


class AtHand(NamedTuple):
    """What waits for one agent: conversations at hand, those that wait (also for anybody), to-dos; the state.

    ``tickets`` are the agent's open ones, ``queued`` those in the queues of his departments, ``called`` open notes
    that call him by name.
    """

    served: int
    waiting: int
    todos: int
    state: str
    tickets: int = 0
    queued: int = 0
    called: int = 0


def at_hand(source: Rows, agent_id: int) -> AtHand:
    """Return it, from the counters."""
    numbers = badges.badges(source)
    todos = numbers.of("todo.open", agent_id) + numbers.of("todo.open", 0)
    served = numbers.of("conversation.agent", agent_id)
    queued = sum(numbers.of("ticket.group", each) for each in agents.groups_of(source, agent_id))
    state, called = serving.my_state(source, agent_id).value, ticket_people.counts(source, agent_id)[0]
    own = numbers.of("ticket.assignee", agent_id)
    return AtHand(served, _waiting(numbers, agent_id), todos, state, own, queued, called)


def waiting(source: Rows, agent_id: int) -> int:
    """Return how many buyers wait for an agent, or for anybody."""
    return _waiting(badges.badges(source), agent_id)


def _waiting(numbers: badges.Badges, agent_id: int) -> int:
    return numbers.of("conversation.waiting_agent", agent_id) + numbers.of("conversation.waiting_agent", 0)
