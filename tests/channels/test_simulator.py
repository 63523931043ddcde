"""The simulator: practised buyers, the same at every playing, and floods that lose nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.builders import Clock, People
from ticketdesk.channels import simulator as module
from ticketdesk.channels.channel import LiveChannel
from ticketdesk.channels.scripts import SCRIPTS, parse, scripts
from ticketdesk.channels.simulator import NAME, Simulator
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.commands.talk import SendReply
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.inbox import Inbox
from ticketdesk.desk.outbox import Outbox
from ticketdesk.domain.channel_events import Acknowledged, Event, Presence, Rated, Read, Said, Typing
from ticketdesk.domain.outbox import LIVE
from ticketdesk.store.queries import badges, conversation_lists, conversations
from ticketdesk.store.queries.conversation_lists import ListFilter
from ticketdesk.store.queries.conversations import MessageRow
from ticketdesk.store.queries.verify import verify

START = 1_795_000_000_000
ROOT = Path(__file__).resolve().parents[2]


def reply(text: str, auto: str = "") -> MessageRow:
    return MessageRow(1, "out", "text", "小满", 1, text, START, "queued", 0, None, "", "", "", 0, 0, auto=auto)


def played(simulator: Simulator, seconds: int, step: int = 500) -> list[Event]:
    return [event for at in range(0, seconds * 1_000 + 1, step) for event in simulator.step(START + at)]


def test_every_script_travels_and_can_be_read() -> None:
    assert sorted(path.stem for path in (ROOT / "resources" / "simulator").glob("*.toml")) == sorted(SCRIPTS)
    assert len(scripts()) == 12 and len({each.nick for each in scripts()}) == 12
    for each in scripts():
        assert each.title and each.lines and not each.lines[0].wait and 0 <= each.rating <= 5
        assert any(line.wait for line in each.lines) and each.patience > 0
    with pytest.raises(KeyError):
        parse('nick = "x"')


def test_it_is_a_live_channel() -> None:
    channel: LiveChannel = Simulator(scripts())
    assert channel.name == NAME and NAME in LIVE and channel.online
    assert not hasattr(module, "threading") and not hasattr(module, "time")


def test_the_same_seed_plays_the_same_buyers() -> None:
    def play(seed: int, step: int) -> list[Event]:
        simulator = Simulator(scripts(), seed=seed, now=START)
        simulator.welcome(20)
        return played(simulator, 120, step)

    assert play(1, 500) == play(1, 500) == play(1, 4_000)
    assert play(1, 500) != play(2, 500)


def test_a_buyer_types_speaks_waits_grows_impatient_and_goes_on_after_an_answer() -> None:
    simulator = Simulator(scripts()[:1], seed=3, now=START)
    (nick,) = simulator.welcome(1, within=1)
    before = played(simulator, 100)
    said = [event.text for event in before if isinstance(event, Said)]
    assert isinstance(before[0], Presence) and isinstance(before[1], Typing)
    assert said == ["亲在吗", "昨天到的衬衫尺码偏小，想换成L码可以吗？", "在吗？"]
    assert simulator.hand_over(nick, reply("自动", auto="7"), "td-0") == "accepted"
    assert simulator.hand_over(nick, reply("可以换的"), "td-1") == "accepted"
    assert simulator.hand_over(nick, reply("可以换的"), "td-1") == "accepted"
    after = [event for at in range(100_000, 160_000, 500) for event in simulator.step(START + at)]
    assert [event.key for event in after if isinstance(event, Acknowledged)] == ["td-0", "td-1", "td-1"]
    assert [event.key for event in after if isinstance(event, Read)] == ["td-0", "td-1"]
    assert [event.text for event in after if isinstance(event, Said)] == ["没下水，吊牌还在"]
    assert simulator.delivered[nick] == [("td-0", "自动"), ("td-1", "可以换的")]
    simulator.invite_rating(nick)
    assert any(isinstance(event, Rated) and event.score == 5 for event in simulator.step(START + 200_000))
    simulator.close(nick)
    simulator.hand_over(nick, reply("再见"), "td-2")
    assert not [event for event in simulator.step(START + 900_000) if isinstance(event, Said)]


def test_offline_it_carries_nothing_and_loses_nothing() -> None:
    simulator = Simulator(scripts()[:1], seed=3, now=START)
    simulator.welcome(1, within=1)
    simulator.online = False
    assert played(simulator, 60) == []
    assert simulator.hand_over("林小鹿_1998", reply("x"), "td-1") == "offline"
    simulator.online = True
    assert next(event.text for event in simulator.step(START + 60_000) if isinstance(event, Said)) == "亲在吗"


def test_a_reply_can_be_recalled_for_two_minutes() -> None:
    simulator = Simulator(scripts()[:1], now=START)
    simulator.hand_over("x", reply("一"), "td-1")
    assert simulator.recall("x", "td-1") and simulator.delivered["x"] == []
    assert not simulator.recall("x", "td-9")
    simulator.hand_over("x", reply("二"), "td-2")
    simulator.step(START + 120_001)
    assert not simulator.recall("x", "td-2")


def test_speed_makes_the_same_play_shorter() -> None:
    fast = Simulator(scripts()[:1], seed=3, speed=10, now=START)
    fast.welcome(1, within=1)
    assert len([event for event in played(fast, 8, 100) if isinstance(event, Said)]) == 3


def test_a_flood_comes_in_whole_in_order_and_is_given_out(desk: Desk, people: People, clock: Clock) -> None:
    simulator = Simulator(scripts(), seed=5, now=clock.now)
    over = simulator.flood(50, 20, per_minute=10_000)
    assert over - clock.now < 6_001
    outbox = Outbox(desk, {NAME: simulator})
    inbox = Inbox(desk, outbox)
    desk.run(SetSetting(key="outbox.seconds", value="0"))
    begins = clock.now
    for at in range(begins, over + 250, 250):
        inbox.take(NAME, simulator.step(at))
        inbox.step(at)
        outbox.step(at)
    while inbox.step(over).acts:
        desk.store.submit(lambda: None, 0).result()
    for _ in range(2):
        desk.store.submit(lambda: None, 0).result()
        inbox.step(over)
    reader = desk.store.reader
    ids = conversation_lists.ids(reader, ListFilter(scope="waiting", order="waiting"))
    found = conversations.rows(reader, ids)
    assert len(found) == badges.badges(reader).of("conversation.waiting") == 50
    assert all(row.agent_id is not None and row.unread == 20 for row in found)
    for key in ids:
        told = [row.text.split(".")[0] for row in conversations.newest(reader, key, 99) if row.side == "in"]
        assert told == [str(n) for n in range(1, 21)]
    for key in ids[:10]:
        desk.run(SendReply(conversation_id=key, text=f"答{key}"))
    for _ in range(3):
        over += 1_000
        outbox.step(over)
        inbox.take(NAME, simulator.step(over))
        desk.store.submit(lambda: None, 0).result()
    assert sorted(text for said in simulator.delivered.values() for _, text in said) == sorted(
        f"答{key}" for key in ids[:10]
    )
    assert verify(desk.store.path, desk.store.files) == []
