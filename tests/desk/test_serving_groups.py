"""Who serves a buyer of another conversation, behind whole queues, and of a group that is not there."""

from __future__ import annotations

from tests.desk.builders import Clock, People
from tests.desk.live import CHANNEL, hear, row
from ticketdesk.desk.commands.arrivals import ReceiveMessages
from ticketdesk.desk.commands.handing import AddGroup, SetGroupMember, TransferConversation
from ticketdesk.desk.commands.serving import AssignConversations, EscalateConversations, SetAgentState
from ticketdesk.desk.commands.talk import SendReply
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.channel_events import Said
from ticketdesk.domain.moments import MINUTE
from ticketdesk.store.queries import conversations, serving


def online(desk: Desk, people: People, *names: str) -> None:
    for name, agent in people._asdict().items():
        desk.run(SetAgentState(agent_id=agent, state="online" if name in names else "offline"))


def group_of(desk: Desk, *agents: int) -> int:
    group = int(str(desk.run(AddGroup(group_name="售后")).result))
    for agent in agents:
        desk.run(SetGroupMember(group_id=group, agent_id=agent))
    return group


def test_a_new_mail_goes_to_who_served_the_buyer_last_over_whichever_channel(
    desk: Desk, people: People, clock: Clock
) -> None:
    online(desk, people, "lead", "agent")
    first = hear(desk, "老客", at=clock.now)
    desk.run(SendReply(conversation_id=first, text="亲"), agent_id=people.lead)
    desk.run(SendReply(conversation_id=first, text="在的"), agent_id=people.agent)
    others = [hear(desk, f"买家{n}", at=clock.now) for n in range(2)]
    desk.run(AssignConversations())
    loads = {each.id: each.load for each in serving.servers(desk.store.reader)}
    assert loads[people.agent] >= loads[people.lead] and len(others) == 2
    said = Said("老客", "mail-1", "换个码可以吗", clock.now, thread="<1@mail>")
    talk = int(desk.run(ReceiveMessages(channel="email", messages=(said,))).result[0])
    desk.run(AssignConversations())
    assert talk != first and row(desk, talk).agent_id == people.agent


def test_a_long_history_is_not_walked_for_who_served_the_buyer(desk: Desk, people: People, clock: Clock) -> None:
    """Asked at each step on the window's thread: 100,000 pasted messages name no agent, and took 16 ms each time."""
    online(desk, people, "lead", "agent")
    old = hear(desk, "老客", at=clock.now)
    desk.run(SendReply(conversation_id=old, text="亲"), agent_id=people.lead)
    clock.now += MINUTE
    said = tuple(Said("老客", f"h{n}", "在吗", clock.now) for n in range(150))
    desk.run(ReceiveMessages(channel=CHANNEL, messages=said))
    (waits,) = serving.unserved(desk.store.reader)
    assert (waits.id, waits.last) == (old, people.lead)
    said = tuple(Said("老客", f"i{n}", "在吗", clock.now) for n in range(150))
    desk.run(ReceiveMessages(channel=CHANNEL, messages=said))
    (waits,) = serving.unserved(desk.store.reader)
    assert (waits.id, waits.last) == (old, None)


def test_many_who_wait_for_an_absent_group_keep_nobody_from_being_served(
    desk: Desk, people: People, clock: Clock
) -> None:
    online(desk, people, "agent")
    group = group_of(desk, people.lead)
    for at in range(0, 520, 130):
        said = tuple(Said(f"售后{n}", f"k{n}", "在吗", clock.now) for n in range(at, at + 130))
        for talk in desk.run(ReceiveMessages(channel=CHANNEL, messages=said)).result:
            desk.run(TransferConversation(conversation_id=talk, group_id=group, reason="other_duty"))
    clock.now += MINUTE
    late = hear(desk, "新客", at=clock.now)
    assert desk.run(AssignConversations()).result == 1
    assert row(desk, late).agent_id == people.agent


def test_a_conversation_of_a_group_that_is_away_goes_on(desk: Desk, people: People, clock: Clock) -> None:
    online(desk, people, "agent", "lead")
    group = group_of(desk, people.lead)
    talk = hear(desk, at=clock.now)
    desk.run(TransferConversation(conversation_id=talk, group_id=group, reason="other_duty"))
    clock.now += 20 * MINUTE
    assert desk.run(EscalateConversations()).act_id is None  # the lead is there
    desk.run(SetAgentState(agent_id=people.lead, state="offline"))
    clock.now += 4 * MINUTE
    assert desk.run(EscalateConversations()).act_id is None
    clock.now += MINUTE
    assert desk.run(EscalateConversations()).result == 1
    found = row(desk, talk)
    assert (found.agent_id, found.group_id) == (people.agent, None) and found.escalated_at == clock.now
    said = conversations.newest(desk.store.reader, talk)[-1]
    assert '"escalated"' in said.data and '"group"' in said.data
    assert desk.run(EscalateConversations()).act_id is None


def test_a_group_has_its_minutes_from_when_it_was_handed_the_conversation(
    desk: Desk, people: People, clock: Clock
) -> None:
    online(desk, people, "agent")
    group = group_of(desk, people.lead)
    talk = hear(desk, at=clock.now)
    clock.now += 30 * MINUTE
    desk.run(TransferConversation(conversation_id=talk, group_id=group, reason="other_duty"))
    clock.now += 4 * MINUTE
    assert desk.run(EscalateConversations()).act_id is None
    clock.now += 2 * MINUTE
    assert desk.run(EscalateConversations()).result == 1
