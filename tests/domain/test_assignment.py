"""Who serves a conversation."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ticketdesk.domain.assignment import AgentState, Assigned, Server, Waiting, assign, choose, escalated

ON, SUSPENDED, OFF = AgentState.ONLINE, AgentState.SUSPENDED, AgentState.OFFLINE
MINUTE = 60_000


def test_the_one_who_served_before_comes_first_then_the_least_loaded() -> None:
    servers = [Server(1, ON, 9), Server(2, ON, 3), Server(3, ON, 3), Server(4, SUSPENDED, 0), Server(5, OFF, 0)]
    assert choose(servers, 1) == 1
    assert choose(servers, 4) == choose(servers, 5) == choose(servers, None) == 2
    assert choose(servers, None, among={3, 5}) == 3
    assert choose(servers, None, most=3) is None and choose(servers, 1, most=3) == 1
    assert choose([Server(5, OFF, 0)], 5) is None


def test_each_conversation_given_counts_for_the_next() -> None:
    servers = [Server(1, ON, 0), Server(2, ON, 1)]
    waiting = [Waiting(n, None, n) for n in range(5)]
    assert [each.agent_id for each in assign(servers, waiting)] == [1, 1, 2, 1, 2]
    assert [each.agent_id for each in assign(servers, waiting, most=2)] == [1, 1, 2]


def test_conversations_of_absent_agents_go_on_after_the_minutes() -> None:
    servers = [Server(1, OFF, 2, since=0), Server(2, ON, 0), Server(3, SUSPENDED, 0)]
    waiting = [Waiting(10, 1, 0), Waiting(11, 1, 4 * MINUTE), Waiting(12, 2, 0), Waiting(13, 3, 0), Waiting(14, 99, 0)]
    assert escalated(servers, waiting, 5 * MINUTE, 5) == [Assigned(10, 2), Assigned(14, 2)]
    assert escalated(servers, waiting, 5 * MINUTE - 1, 5) == escalated(servers, waiting, 99 * MINUTE, 0) == []
    assert escalated([servers[0]], waiting[:1], 5 * MINUTE, 5) == [Assigned(10, None)]
    late = [servers[0]._replace(since=3 * MINUTE), servers[1]]
    assert escalated(late, waiting[:1], 5 * MINUTE, 5) == []


SERVERS = st.lists(
    st.builds(Server, st.integers(1, 20), st.sampled_from(AgentState), st.integers(0, 30)), unique_by=lambda s: s.id
)


@given(SERVERS, st.integers(1, 20) | st.none(), st.integers(0, 30), st.randoms())
def test_the_order_in_which_agents_are_told_decides_nothing(servers, last, most, rng) -> None:
    found = choose(servers, last, most=most)
    shuffled = list(servers)
    rng.shuffle(shuffled)
    assert choose(shuffled, last, most=most) == found
    if found is None:
        assert not any(s.state is ON and (not most or s.load < most or s.id == last) for s in servers)
    else:
        assert next(s for s in servers if s.id == found).state is ON
