"""The practice shop: the standards, phrases and rules of this one, and nobody's data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.builders import Clock, People
from ticketdesk.channels.scripts import scripts
from ticketdesk.channels.simulator import Simulator
from ticketdesk.desk.commands.auto_replies import AddAutoReply
from ticketdesk.desk.commands.phrases import AddPhrase
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.commands.talk import Heard, ReceiveTranscript, SendReply
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.inbox import Inbox
from ticketdesk.desk.outbox import Outbox
from ticketdesk.desk.practice import fill_practice, report, seed
from ticketdesk.domain.settings import FIRST_RESPONSE_SECONDS, LOCK_MINUTES, OUTBOX_SECONDS
from ticketdesk.store.queries import agents, auto_replies, badges, conversations, phrases
from ticketdesk.store.queries.settings import number
from ticketdesk.store.store import Store


@pytest.fixture
def scratch(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    store = Store(tmp_path / "scratch.db")
    yield Desk(store, clock)
    store.close()


def test_the_shop_goes_along_without_its_buyers(desk: Desk, people: People, scratch: Desk) -> None:
    desk.run(SetSetting(key=FIRST_RESPONSE_SECONDS.key, value="45"))
    desk.run(SetSetting(key=LOCK_MINUTES.key, value="5"))
    desk.run(AddPhrase(text="亲，您好", code="nh", grouping="开场"))
    desk.run(AddAutoReply(scene="first_contact", text="您好，请稍等"))
    desk.run(AddAutoReply(scene="off_hours", text="不在", enabled=False))
    desk.run(ReceiveTranscript(buyer_nick="林小鹿", messages=(Heard("in", "林小鹿", 1_795_000_000_000, "在吗"),)))
    owner = fill_practice(scratch, seed(desk.store.reader, desk.agent_id))
    reader = scratch.store.reader
    assert number(reader, FIRST_RESPONSE_SECONDS) == 45 and number(reader, LOCK_MINUTES) == 0
    assert [(row.code, row.text, row.grouping) for row in phrases.phrases(reader)] == [("nh", "亲，您好", "开场")]
    assert [row.text for row in auto_replies.auto_replies(reader)] == ["您好，请稍等"]
    assert agents.shop(reader).name == agents.shop(desk.store.reader).name  # type: ignore[union-attr]
    assert scratch.agent_id == owner and [each.name for each in agents.people(reader)] == [
        next(each.name for each in agents.people(desk.store.reader) if each.id == desk.agent_id)
    ]
    assert badges.badges(reader).of("conversation.state", "open") == 0


def test_the_report_holds_what_was_said_against_the_standards(desk: Desk, people: People, clock: Clock) -> None:
    desk.run(SetSetting(key=OUTBOX_SECONDS.key, value="0"))
    simulator = Simulator(scripts()[:2], seed=3, now=clock.now)
    outbox = Outbox(desk, {simulator.name: simulator})
    inbox = Inbox(desk, outbox)
    simulator.welcome(2, within=1)
    for _second in range(40):
        clock.now += 1_000
        inbox.take(simulator.name, simulator.step(clock.now))
        desk.run(SetSetting(key=OUTBOX_SECONDS.key, value="0"))  # behind what was said
        inbox.step(clock.now)
    first, *_others = conversations.snapshot(desk.store.reader, "waiting")
    since = conversations.one(desk.store.reader, first).waiting_since  # type: ignore[union-attr]
    desk.run(SendReply(conversation_id=first, text="亲，您好，你自己看一下详情页吧"))
    found = report(desk.store.reader, simulator.name, 72)
    assert found.replies == 1 and found.typing_per_minute == 72 and found.typing_met
    assert len(found.served) == 2 and [each.first_response for each in found.served].count(None) == 1
    assert found.average is not None and since is not None and found.average >= 1_000
    assert found.response_met is False and found.wording_met is False
    assert {hit.says: hit.replies for hit in found.hits}["Say 您, not 你"] == 1
