"""What buyers are told over their channel: an agent writes, has read, has ended the conversation."""

from __future__ import annotations

import pytest

from tests.ui.channels.test_switch import turned_on
from ticketdesk.desk.commands.arrivals import ReceiveMessages
from ticketdesk.desk.commands.marks import MarkSeen
from ticketdesk.desk.commands.talk import EndConversation
from ticketdesk.domain.channel_events import Said
from ticketdesk.store.queries import conversations
from ticketdesk.store.queries.live import conversation_of
from ticketdesk.ui.reception.compose.tell_back import AGAIN_MS
from ticketdesk.ui.world import Place

NICK = "访客 3F7A"


@pytest.fixture
def line(qtbot, parts, lines):
    return turned_on(qtbot, parts, lines)


def heard(parts, channel="web", nick=NICK):
    said = tuple(Said(nick, f"{nick}{n}", f"第{n}句", parts.world.clock()) for n in range(2))
    parts.desk.run(ReceiveMessages(channel=channel, messages=said))
    return conversation_of(parts.world.reader, nick, channel)


def last(parts, talk):
    return conversations.newest(parts.world.reader, talk)[-1].id


def test_writing_is_told_seldom_and_its_end_once(qtbot, parts, line, clock):
    talk = heard(parts)
    for _ in range(5):
        parts.world.traffic.typed(talk, typing=True)
    assert line.typed == [(NICK, True)]
    clock.now += AGAIN_MS
    parts.world.traffic.typed(talk, typing=True)
    parts.world.traffic.typed(talk, typing=False)
    parts.world.traffic.typed(talk, typing=False)
    assert line.typed == [(NICK, True), (NICK, True), (NICK, False)]


def test_who_goes_on_with_another_buyer_has_stopped_with_the_first(parts, line):
    first, second = heard(parts), heard(parts, nick="访客 9C01")
    parts.world.traffic.typed(first, typing=True)
    parts.world.traffic.typed(second, typing=True)
    assert line.typed == [(NICK, True), (NICK, False), ("访客 9C01", True)]


def test_who_falls_silent_no_longer_writes(qtbot, parts, line):
    parts.world.traffic.typed(heard(parts), typing=True)
    parts.world.traffic._back._silence.setInterval(1)
    parts.world.traffic._back._silence.start()
    qtbot.waitUntil(lambda: line.typed == [(NICK, True), (NICK, False)])


def test_keys_in_the_reply_are_what_is_told(qtbot, parts, line):
    talk = heard(parts)
    parts.window.go(Place("conversation", talk))
    composer = parts.window.page("reception").chat.composer
    qtbot.waitUntil(lambda: composer.conversation == talk)
    qtbot.keyClicks(composer.edit, "hao")
    assert line.typed == [(NICK, True)]
    composer.take_away()
    assert line.typed[-1] == (NICK, False)


def test_over_another_channel_nothing_is_told(qtbot, parts, line):
    talk = heard(parts, "simulator")
    parts.world.traffic.typed(talk, typing=True)
    parts.desk.run(MarkSeen(conversation_id=talk, message_id=last(parts, talk)))
    parts.desk.run(EndConversation(conversation_id=talk))
    qtbot.wait(30)
    assert (line.typed, line.read, line.closed) == ([], [], [])


def test_reading_and_ending_are_told(qtbot, parts, line):
    talk = heard(parts)
    parts.desk.run(MarkSeen(conversation_id=talk, message_id=last(parts, talk)))
    qtbot.waitUntil(lambda: line.read == [(NICK, f"{NICK}1")])
    parts.desk.run(EndConversation(conversation_id=talk))
    qtbot.waitUntil(lambda: line.closed == [NICK])
