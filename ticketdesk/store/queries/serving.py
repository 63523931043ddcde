"""Who serves whom: loads and states of agents, unserved conversations, groups, transfers, how conversations ended."""

from __future__ import annotations

import json
from typing import NamedTuple

from ticketdesk.domain.assignment import AgentState, Server, Waiting
from ticketdesk.store.reader import Rows, first

_MOST = 500
_MOST_BACK = 200
"""So many of the newest messages of a conversation tell who served the buyer: a pasted history names nobody at all."""
# Who wrote to the buyer last, in whichever conversation: a new mail or another channel is no new buyer.
_LAST = (
    "(SELECT n.agent_id FROM message n WHERE n.id = (SELECT MAX((SELECT id FROM (SELECT id, deleted, side, auto,"
    f" agent_id FROM message WHERE conversation_id = k.id ORDER BY id DESC LIMIT {_MOST_BACK})"
    " WHERE deleted = 0 AND side = 'out' AND auto = '' AND agent_id IS NOT NULL"
    " ORDER BY id DESC LIMIT 1)) FROM conversation k WHERE k.buyer_id = c.buyer_id AND k.deleted = 0))"
)


def servers(source: Rows) -> list[Server]:
    """Return every agent who works here, with the number of open conversations; a state not known counts as away."""
    sql = (
        "SELECT a.id, a.state, COALESCE(n.n, 0), a.state_at FROM agent a LEFT JOIN counter n"
        " ON n.name = 'conversation.agent' AND n.key = CAST(a.id AS TEXT)"
        " WHERE a.deleted = 0 AND a.enabled = 1 ORDER BY a.id"
    )
    return [Server(key, _state(state), load, since) for key, state, load, since in source.rows(sql)]


def _state(value: str) -> AgentState:
    return AgentState(value) if value in list(AgentState) else AgentState.OFFLINE


def unserved(source: Rows, limit: int = _MOST, after: tuple[int, int] = (-1, -1)) -> list[Waiting]:
    """Return the conversations that wait for anybody, the longest waiting first: those behind ``after``, which is
    (waiting since, id)."""
    sql = (
        f"SELECT c.id, c.waiting_since, {_LAST}, c.group_id FROM conversation c INDEXED BY conversation_unserved"
        " WHERE c.deleted = 0 AND c.waiting_since IS NOT NULL AND c.agent_id IS NULL"
        " AND (c.waiting_since, c.id) > (?, ?) ORDER BY c.waiting_since, c.id LIMIT ?"
    )
    found = source.rows(sql, (*after, limit))
    groups = {group: frozenset(members(source, group)) for _, _, _, group in found if group is not None}
    return [Waiting(key, None, since, last, groups.get(group)) for key, since, last, group in found]


def waiting_served(source: Rows, limit: int = _MOST) -> list[Waiting]:
    """Return the conversations that wait for an agent who is offline or no longer works here, longest waiting first,
    then those that wait for a group of which nobody is online (since they wait there)."""
    sql = (
        "SELECT c.id, c.agent_id, c.waiting_since FROM conversation c INDEXED BY conversation_waiting"
        " WHERE c.deleted = 0 AND c.waiting_since IS NOT NULL AND c.agent_id IN (SELECT a.id FROM agent a"
        " WHERE a.state = 'offline' OR a.enabled = 0 OR a.deleted <> 0) ORDER BY c.waiting_since, c.id LIMIT ?"
    )
    return [Waiting(*row) for row in source.rows(sql, (limit,))] + _waiting_groups(source, limit)


def _waiting_groups(source: Rows, limit: int) -> list[Waiting]:
    sql = (
        "SELECT c.id, MAX(c.waiting_since, COALESCE((SELECT MAX(t.at) FROM transfer t WHERE t.conversation_id = c.id"
        " AND t.deleted = 0), 0)), c.group_id FROM conversation c INDEXED BY conversation_unserved"
        " WHERE c.deleted = 0 AND c.group_id IS NOT NULL AND c.agent_id IS NULL AND c.waiting_since IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM agent_group_member m JOIN agent a ON a.id = m.agent_id"
        " WHERE m.group_id = c.group_id AND m.deleted = 0 AND a.state = 'online' AND a.enabled = 1 AND a.deleted = 0)"
        " ORDER BY c.waiting_since, c.id LIMIT ?"
    )
    found = source.rows(sql, (limit,))
    groups = {group: frozenset(members(source, group)) for _, _, group in found}
    return sorted((Waiting(key, None, since, None, groups[group]) for key, since, group in found), key=_longest)


def _longest(waiting: Waiting) -> tuple[int, int]:
    return waiting.since, waiting.id


def members(source: Rows, group_id: int) -> list[int]:
    """Return the agents of a group."""
    sql = "SELECT agent_id FROM agent_group_member WHERE group_id = ? AND deleted = 0 ORDER BY agent_id"
    return [key for (key,) in source.rows(sql, (group_id,))]


def work_together(source: Rows, one: int, other: int) -> bool:
    """Return whether two agents are in one department."""
    sql = (
        "SELECT 1 FROM agent_group_member m JOIN agent_group_member n ON n.group_id = m.group_id AND n.deleted = 0"
        " JOIN agent_group g ON g.id = m.group_id AND g.deleted = 0"
        " WHERE m.agent_id = ? AND m.deleted = 0 AND n.agent_id = ? LIMIT 1"
    )
    return first(source, sql, (one, other)) is not None


class GroupRow(NamedTuple):
    """A group of agents with its members."""

    id: int
    name: str
    members: tuple[int, ...]


def groups(source: Rows) -> list[GroupRow]:
    """Return every group, the oldest first."""
    sql = (
        "SELECT g.id, g.name, (SELECT json_group_array(agent_id) FROM (SELECT agent_id FROM agent_group_member"
        " WHERE group_id = g.id AND deleted = 0 ORDER BY agent_id))"
        " FROM agent_group g WHERE g.deleted = 0 ORDER BY g.id"
    )
    return [GroupRow(key, name, tuple(json.loads(inside))) for key, name, inside in source.rows(sql)]


class Target(NamedTuple):
    """Somebody or some group that conversations were handed to; exactly one of the ids is set."""

    agent_id: int | None
    group_id: int | None
    name: str


def recent_targets(source: Rows, agent_id: int, limit: int = 5) -> list[Target]:
    """Return to whom this agent handed conversations lately, the latest first, each once; who left is left out."""
    sql = (
        "SELECT t.to_agent_id, t.to_group_id, COALESCE(a.name, g.name, '') FROM transfer t"
        " LEFT JOIN agent a ON a.id = t.to_agent_id AND a.deleted = 0 AND a.enabled = 1"
        " LEFT JOIN agent_group g ON g.id = t.to_group_id AND g.deleted = 0"
        " WHERE t.from_agent_id = ? AND t.deleted = 0 ORDER BY t.id DESC LIMIT 100"
    )
    found = [Target(*row) for row in source.rows(sql, (agent_id,))]
    return list(dict.fromkeys(each for each in found if each.name))[:limit]


class TransferRow(NamedTuple):
    """One handing on of a conversation; ``at`` in UTC ms, names "" for nobody."""

    at: int
    came_from: str
    to: str
    reason: str
    note: str


def transfers(source: Rows, conversation_id: int, limit: int = 50) -> list[TransferRow]:
    """Return how a conversation was handed on, the latest first."""
    sql = (
        "SELECT t.at, COALESCE(f.name, ''), COALESCE(a.name, g.name, ''), t.reason, t.note FROM transfer t"
        " LEFT JOIN agent f ON f.id = t.from_agent_id LEFT JOIN agent a ON a.id = t.to_agent_id"
        " LEFT JOIN agent_group g ON g.id = t.to_group_id WHERE t.conversation_id = ? AND t.deleted = 0"
        " ORDER BY t.id DESC LIMIT ?"
    )
    return [TransferRow(*row) for row in source.rows(sql, (conversation_id, limit))]


class EndingRow(NamedTuple):
    """How a conversation ended once; ``at`` in UTC ms."""

    at: int
    agent: str
    reason: str
    summary: str
    confirmed: int
    invited_rating: int


def endings(source: Rows, conversation_id: int, limit: int = 20) -> list[EndingRow]:
    """Return how a conversation ended, the latest first."""
    sql = (
        "SELECT e.at, COALESCE(a.name, ''), e.reason, e.summary, e.confirmed, e.invited_rating FROM ending e"
        " LEFT JOIN agent a ON a.id = e.agent_id WHERE e.conversation_id = ? AND e.deleted = 0"
        " ORDER BY e.id DESC LIMIT ?"
    )
    return [EndingRow(*row) for row in source.rows(sql, (conversation_id, limit))]


class RatingRow(NamedTuple):
    """What a buyer thought: ``score`` 1 to 5, ``at`` in UTC ms."""

    score: int
    text: str
    at: int


def ratings(source: Rows, conversation_id: int, limit: int = 20) -> list[RatingRow]:
    """Return the ratings of a conversation, the latest first."""
    sql = "SELECT score, text, at FROM rating WHERE conversation_id = ? AND deleted = 0 ORDER BY id DESC LIMIT ?"
    return [RatingRow(*row) for row in source.rows(sql, (conversation_id, limit))]


def tags(source: Rows, buyer_id: int) -> list[str]:
    """Return the tags of a buyer, in order of their words."""
    sql = "SELECT text FROM buyer_tag WHERE buyer_id = ? AND deleted = 0 ORDER BY text"
    return [text for (text,) in source.rows(sql, (buyer_id,))]


def my_state(source: Rows, agent_id: int) -> AgentState:
    """Return an agent's own state; offline for one who is not there."""
    found = first(source, "SELECT state FROM agent WHERE id = ? AND deleted = 0", (agent_id,))
    return _state(str(found[0])) if found else AgentState.OFFLINE
