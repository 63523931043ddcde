"""Conversations are given out by the window's timer, without reading much."""

from __future__ import annotations

import pytest

from ticketdesk.desk.commands.arrivals import ReceiveMessages
from ticketdesk.desk.commands.serving import SetAgentState
from ticketdesk.desk.commands.tickets import CreateTicket
from ticketdesk.domain.channel_events import Said
from ticketdesk.store.queries import conversations, live
from ticketdesk.ui import serving_beat
from ticketdesk.ui.serving_beat import DeadlineBeat, ServingBeat

SECOND, HOUR = 1_000, 3_600_000


@pytest.fixture
def beat(world, desk):
    return ServingBeat(world, lambda: serving_beat._inbox(desk))


def arrives(desk, nick):
    said = Said(nick=nick, text="在吗", key=f"k-{nick}", at=1_795_242_300_000)
    desk.run(ReceiveMessages(channel="simulator", messages=(said,)))
    return live.conversation_of(desk.store.reader, nick, "simulator")


def agent_of(world, number):
    return conversations.one(world.reader, number).agent_id


def test_a_new_conversation_finds_its_agent(world, desk, beat, qtbot):
    number = arrives(desk, "小雨")
    assert agent_of(world, number) is None
    beat.beat()
    qtbot.waitUntil(lambda: agent_of(world, number) == world.agent_id)


def test_nothing_is_read_while_nothing_stirs(world, beat, clock, qtbot, monkeypatch):
    asked = []
    own = serving_beat.badges.badges
    monkeypatch.setattr(serving_beat.badges, "badges", lambda source: asked.append(1) or own(source))
    beat.beat()
    beat.beat()
    assert len(asked) == 1
    clock.now += 10 * SECOND
    beat.beat()
    assert len(asked) == 2


def test_who_waits_while_nobody_is_there_is_given_out_when_somebody_comes(world, desk, beat, qtbot):
    desk.run(SetAgentState(agent_id=world.agent_id, state="offline"))
    number = arrives(desk, "小雨")
    qtbot.waitUntil(lambda: beat._stirred)
    beat.beat()
    qtbot.waitUntil(lambda: not world.tasks.running("serving.step"))
    assert agent_of(world, number) is None
    desk.run(SetAgentState(agent_id=world.agent_id, state="online"))
    qtbot.waitUntil(lambda: beat._stirred)
    beat.beat()
    qtbot.waitUntil(lambda: agent_of(world, number) == world.agent_id)


def exchange(desk):
    return desk.run(CreateTicket(type="exchange", title="换货", buyer_nick="小雨")).result.id


def lapses(desk):
    return desk.store.reader.rows("SELECT rule FROM ticket_lapse ORDER BY id")


@pytest.fixture
def watch(world, desk):
    return DeadlineBeat(world, lambda: serving_beat._lapse_clock(desk))


def test_a_deadline_that_passed_is_recorded_by_the_timer(world, desk, watch, clock, qtbot):
    exchange(desk)
    watch.beat()
    qtbot.waitUntil(lambda: not world.tasks.running("deadlines.lapses"))
    assert lapses(desk) == []
    clock.now += 48 * HOUR  # the computer slept
    watch.beat()
    qtbot.waitUntil(lambda: lapses(desk) == [("KS-EXCH-48H",)])


def test_deadlines_are_looked_for_every_ten_seconds_and_when_the_clock_jumps_back(world, watch, clock, qtbot):
    asked = []
    watch._make = lambda: type("Watch", (), {"step": lambda self, now: asked.append(now)})()
    for jump in (0, 1, 10 * SECOND, -24 * HOUR, 5 * SECOND):
        clock.now += jump
        watch.beat()
        qtbot.waitUntil(lambda: not world.tasks.running("deadlines.lapses"))
    assert len(asked) == 3
