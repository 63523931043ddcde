"""Who serves: new conversations are given out, those of absent agents go on, and nothing is posted in vain."""

from __future__ import annotations

import pytest

from tests.desk.builders import Clock, People, act_count
from tests.desk.live import hear, row
from tests.desk.undoing import refusal
from ticketdesk.desk.commands.serving import AssignConversations, EscalateConversations, SetAgentState
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.commands.talk import EndConversation, SendReply
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.inbox import Inbox
from ticketdesk.desk.outbox import Outbox
from ticketdesk.domain.settings import BUSY_CONVERSATIONS
from ticketdesk.store.queries import serving

MINUTE = 60_000


def test_new_conversations_go_to_who_served_before_else_to_the_least_loaded(desk: Desk, people: People) -> None:
    for agent in (people.owner, people.warehouse):
        desk.run(SetAgentState(agent_id=agent, state="offline"))
    talks = [hear(desk, f"买家{n}") for n in range(4)]
    desk.run(AssignConversations())
    assert [row(desk, talk).agent_id for talk in talks] == [people.lead, people.agent] * 2
    desk.run(SendReply(conversation_id=talks[0], text="亲"), agent_id=people.lead)
    desk.run(EndConversation(conversation_id=talks[0]))
    hear(desk, "买家0", "又来了", at=1_795_000_500_000)
    desk.run(AssignConversations())
    assert row(desk, talks[0]).agent_id == people.lead
    assert desk.run(AssignConversations()).act_id is None


def left_behind(desk: Desk, people: People, clock: Clock) -> int:
    """A conversation of the lead, who has just gone; the agent is the only one online."""
    for agent in (people.owner, people.warehouse, people.agent):
        desk.run(SetAgentState(agent_id=agent, state="offline"))
    talk = hear(desk, at=clock.now)
    desk.run(AssignConversations())
    desk.run(SetAgentState(agent_id=people.lead, state="offline"))
    desk.run(SetAgentState(agent_id=people.agent, state="online"))
    return talk


def test_conversations_of_an_absent_agent_go_on(desk: Desk, people: People, clock: Clock) -> None:
    talk = left_behind(desk, people, clock)
    assert desk.run(EscalateConversations()).act_id is None
    clock.now += 5 * MINUTE
    assert desk.run(EscalateConversations()).result == 1
    assert row(desk, talk).agent_id == people.agent and row(desk, talk).escalated_at
    assert serving.transfers(desk.store.reader, talk)[0][1:4] == ("立夏", "谷雨", "absent")
    desk.run(SendReply(conversation_id=talk, text="亲"), agent_id=people.agent)
    assert row(desk, talk).escalated_at is None
    assert refusal(lambda: desk.run(SetAgentState(agent_id=people.lead, state="gone"))).key == "choice_unknown"


def test_while_nobody_is_free_nothing_is_posted_in_vain(desk: Desk, people: People, clock: Clock) -> None:
    for agent in people:
        desk.run(SetAgentState(agent_id=agent, state="offline"))
    talk = hear(desk, at=clock.now)
    inbox = Inbox(desk, Outbox(desk, {}))
    acts = act_count(desk.store)
    for _ in range(5):
        inbox.step(clock.now)
        desk.store.submit(lambda: None, 0).result()
    assert act_count(desk.store) == acts and row(desk, talk).agent_id is None
    desk.run(SetAgentState(agent_id=people.agent, state="online"))
    inbox.step(clock.now)
    desk.store.submit(lambda: None, 0).result()
    assert row(desk, talk).agent_id == people.agent


def test_an_absence_that_is_not_long_enough_does_not_wake_the_writer(
    desk: Desk, people: People, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = left_behind(desk, people, clock)
    posted: list[str] = []
    post = Desk.post
    monkeypatch.setattr(
        Desk, "post", lambda at, command, *rest: (posted.append(type(command).__name__), post(at, command, *rest))[1]
    )
    inbox = Inbox(desk, Outbox(desk, {}))
    inbox.step(clock.now)
    assert posted == [] and row(desk, talk).agent_id == people.lead
    clock.now += 5 * MINUTE
    inbox.step(clock.now)
    desk.store.submit(lambda: None, 0).result()
    assert posted == ["EscalateConversations"] and row(desk, talk).agent_id == people.agent


def test_whoever_can_be_served_is_found_behind_many_who_cannot(desk: Desk, people: People, clock: Clock) -> None:
    for each in people:
        desk.run(SetAgentState(agent_id=each, state="online" if each == people.agent else "offline"))
    known = hear(desk, "老客", at=clock.now)
    desk.run(AssignConversations())
    desk.run(SendReply(conversation_id=known, text="好"), agent_id=people.agent)
    desk.run(EndConversation(conversation_id=known), agent_id=people.agent)
    desk.run(SetSetting(key=BUSY_CONVERSATIONS.key, value="1"))
    hear(desk, "占着", at=clock.now)
    desk.run(AssignConversations())
    new = [hear(desk, f"新客{n}", at=clock.now + n) for n in range(120)]
    clock.now += MINUTE
    hear(desk, "老客", at=clock.now, key="again")
    inbox = Inbox(desk, Outbox(desk, {}))
    for _ in range(4):
        inbox.step(clock.now)
        desk.store.submit(lambda: None, 0).result()
    assert row(desk, known).agent_id == people.agent
    assert {row(desk, each).agent_id for each in new} == {None}
