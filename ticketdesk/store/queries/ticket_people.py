"""Who is called to a ticket by name, who watches it, and what is new to either."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from ticketdesk.store.queries.packing import packed, unpacked
from ticketdesk.store.reader import Rows, first, some

MOST: Final = 200


class MentionRow(NamedTuple):
    """A note that calls an agent; ``at`` in UTC ms, ``author`` "" for nobody."""

    id: int
    agent_id: int
    ticket_id: int
    number: str
    event_id: int
    author: str
    text: str
    at: int


class Watcher(NamedTuple):
    """An agent who watches a ticket; what happened until ``seen_at`` (UTC ms) is no news."""

    agent_id: int
    name: str
    seen_at: int


class News(NamedTuple):
    """A line of a watched ticket's timeline, or one that calls the agent (``called``)."""

    event_id: int
    ticket_id: int
    number: str
    kind: str
    author: str
    text: str
    before: str
    after: str
    called: bool


class Asked(NamedTuple):
    """An open call of an agent on one ticket."""

    id: int
    agent_id: int
    author: str
    text: str


# What a line that calls says: of the opening line the ticket's own words, of a transfer what stands after its reason.
_SAID = (
    "CASE e.kind WHEN 'created' THEN TRIM(t.demand || ' ' || t.description)"
    " WHEN 'transferred' THEN SUBSTR(e.text, INSTR(e.text, CHAR(10)) + 1) ELSE e.text END"
)
# The line may have moved to another ticket by a split: where it stands now is where it is answered.
_MENTION = (
    f"SELECT m.id, m.agent_id, t.id, t.number, e.id, e.author, {_SAID} AS text, m.at FROM ticket_mention m"
    " JOIN ticket_event e ON e.id = m.event_id JOIN ticket t ON t.id = e.ticket_id"
    " WHERE m.agent_id = ?1 AND m.deleted = 0 AND m.done_at IS NULL AND e.deleted = 0 AND t.deleted = 0"
)
_WATCHERS: Final = (
    "SELECT w.agent_id, a.name, w.seen_at FROM ticket_watch w JOIN agent a ON a.id = w.agent_id"
    " WHERE w.ticket_id = ?1 AND w.deleted = 0 ORDER BY w.id"
)
_ASKED: Final = (
    f"SELECT m.id, m.agent_id, e.author, {_SAID} AS text FROM ticket_event e CROSS JOIN ticket t ON t.id = e.ticket_id"
    " JOIN ticket_mention m ON m.event_id = e.id WHERE e.ticket_id = ?1 AND e.deleted = 0"
    " AND e.kind IN ('note', 'created', 'transferred', 'demand', 'description')"
    " AND m.deleted = 0 AND m.done_at IS NULL"
    " ORDER BY e.id LIMIT 50"
)
# What somebody else did there since the agent looked.
_UNSEEN = (
    "EXISTS (SELECT 1 FROM ticket_event e WHERE e.ticket_id = t.id AND e.deleted = 0 AND e.at > w.seen_at"
    " AND e.agent_id IS NOT w.agent_id)"
)


def mentions(source: Rows, agent_id: int, limit: int = MOST) -> list[MentionRow]:
    """Return the notes that call an agent and are not done, the oldest first."""
    return [MentionRow(*row) for row in source.rows(f"{_MENTION} ORDER BY m.id LIMIT ?2", (agent_id, limit))]


def watchers(source: Rows, ticket_id: int) -> list[Watcher]:
    """Return who watches a ticket, the first one first."""
    return [Watcher(*row) for row in source.rows(_WATCHERS, (ticket_id,))]


def unseen(source: Rows, agent_id: int, limit: int = MOST) -> list[tuple[int, str, str]]:
    """Return id, number and title of the tickets an agent watches where others did something, the last one first."""
    sql = (
        "SELECT t.id, t.number, t.title FROM ticket_watch w JOIN ticket t ON t.id = w.ticket_id"
        f" WHERE w.agent_id = ?1 AND w.deleted = 0 AND t.deleted = 0 AND t.updated_at > w.seen_at AND {_UNSEEN}"
        " ORDER BY t.updated_at DESC, t.id DESC LIMIT ?2"
    )
    return [(int(key), str(number), str(title)) for key, number, title in source.rows(sql, (agent_id, limit))]


def counts(source: Rows, agent_id: int | None) -> tuple[int, int]:
    """Return how many open notes call an agent, and how many tickets he watches."""
    sql = (
        "SELECT (SELECT COUNT(*) FROM ticket_mention WHERE agent_id = ?1 AND deleted = 0 AND done_at IS NULL),"
        " (SELECT COUNT(*) FROM ticket_watch WHERE agent_id = ?1 AND deleted = 0)"
    )
    found = first(source, sql, (agent_id,)) or (0, 0)
    return int(found[0]), int(found[1])


def news(source: Rows, agent_id: int, events: Sequence[int]) -> list[News]:
    """Return those of ``events`` (of many the newest 200) that an agent is to be told of, the oldest first.

    What he did himself is no news; a call by name is one, whoever watches.
    """
    asked = sorted(events)[-MOST:]
    called = "EXISTS (SELECT 1 FROM ticket_mention m WHERE m.event_id = e.id AND m.agent_id = ?1 AND m.deleted = 0)"
    watched = "EXISTS (SELECT 1 FROM ticket_watch w WHERE w.ticket_id = t.id AND w.agent_id = ?1 AND w.deleted = 0)"
    sql = (
        f"SELECT e.id, t.id, t.number, e.kind, e.author, {_SAID} AS text, e.before, e.after, {called} AS called"
        " FROM ticket_event e JOIN ticket t ON t.id = e.ticket_id"
        f" WHERE e.id IN ({some(asked)}) AND e.deleted = 0 AND e.agent_id IS NOT ?1 AND (called OR {watched})"
        " ORDER BY e.id"
    )
    return [News._make((*row[:8], bool(row[8]))) for row in source.rows(sql, (agent_id,))]


def packed_people() -> str:
    """Return the columns that carry watchers and open calls of the ticket ``?1``, for ``unpacked_people``."""
    return f"{packed(Watcher._fields, _WATCHERS)}, {packed(Asked._fields, _ASKED)}"


def unpacked_people(watching: str, asking: str) -> tuple[tuple[Watcher, ...], tuple[Asked, ...]]:
    """Return what two packed columns carry."""
    return tuple(unpacked(watching, Watcher._make)), tuple(unpacked(asking, Asked._make))
