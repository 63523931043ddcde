"""Who serves a new conversation, and which conversations of absent agents go on (trade.md part 3, rows 9 and 10)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from ticketdesk.domain.moments import MINUTE


class AgentState(StrEnum):
    """Whether an agent takes conversations; the value is what the store keeps.

    ``SUSPENDED`` goes on with the ones at hand and takes no new ones; ``OFFLINE`` is away.
    """

    ONLINE = "online"
    SUSPENDED = "suspended"
    OFFLINE = "offline"


class Server(NamedTuple):
    """An agent as the rule sees one: ``load`` open conversations, ``since`` in the present state (UTC ms)."""

    id: int
    state: AgentState
    load: int
    since: int = 0


def choose(
    servers: Sequence[Server], last: int | None, *, most: int = 0, among: Collection[int] | None = None
) -> int | None:
    """Return who serves: the one who served the buyer ``last`` if online, else the least loaded who is online.

    Among equals the lowest id, so that the same situation gives the same agent always. An agent with ``most`` open
    conversations takes no further one (0: no limit), except from a buyer served before. ``among`` is the group the
    conversation was handed to. None: it waits for whoever comes.
    """
    online = [each for each in servers if each.state is AgentState.ONLINE and (among is None or each.id in among)]
    if any(each.id == last for each in online):
        return last
    free = [each for each in online if not most or each.load < most]
    return min(free, key=lambda each: (each.load, each.id)).id if free else None


class Waiting(NamedTuple):
    """A conversation whose buyer waits since ``since`` (UTC ms); ``last`` served the buyer before, ``group`` are the
    agents it was handed to."""

    id: int
    agent_id: int | None
    since: int
    last: int | None = None
    group: frozenset[int] | None = None


class Assigned(NamedTuple):
    """What the rule decided: ``agent_id`` None puts the conversation back into the waiting queue."""

    conversation_id: int
    agent_id: int | None


def assign(servers: Sequence[Server], waiting: Iterable[Waiting], *, most: int = 0) -> list[Assigned]:
    """Give the unserved conversations to agents in their order; each one given counts for the next."""
    loads = {each.id: each for each in servers}
    made: list[Assigned] = []
    for each in waiting:
        agent = choose(list(loads.values()), each.last, most=most, among=each.group)
        if agent is not None:
            loads[agent] = loads[agent]._replace(load=loads[agent].load + 1)
            made.append(Assigned(each.id, agent))
    return made


def escalated(
    servers: Sequence[Server], waiting: Iterable[Waiting], now: int, minutes: int, *, most: int = 0
) -> list[Assigned]:
    """Return which conversations of absent agents go to whom at ``now`` (UTC ms).

    A conversation goes on when its agent has been away (offline, or no longer there) and its buyer has waited, both
    for the shop's ``minutes``; 0 is never. One that waits for a group goes on when nobody of the group has been online
    for so long. Without anybody free it goes back into the waiting queue.
    """
    if not minutes:
        return []
    known = {each.id: each for each in servers}
    loads, made = dict(known), list[Assigned]()
    for each in waiting:
        away = _away_since(known, each)
        if away is None or now - max(away, each.since) < minutes * MINUTE:
            continue
        agent = choose(list(loads.values()), None, most=most)
        if agent is not None:
            loads[agent] = loads[agent]._replace(load=loads[agent].load + 1)
        made.append(Assigned(each.id, agent))
    return made


def _away_since(known: Mapping[int, Server], waiting: Waiting) -> int | None:
    """Return since when nobody is there for a conversation (UTC ms, 0 for ever), None while somebody is."""
    if waiting.agent_id is not None:
        server = known.get(waiting.agent_id)
        here, gone = server is not None and server.state is not AgentState.OFFLINE, [server] if server else []
    elif waiting.group is not None:
        # Who is suspended takes no new ones, and this one nobody has yet.
        gone = [known[key] for key in waiting.group if key in known]
        here = any(each.state is AgentState.ONLINE for each in gone)
    else:
        return None
    return None if here else max((each.since for each in gone), default=0)
