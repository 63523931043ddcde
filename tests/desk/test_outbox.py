"""The outbox: countdown, order, offline, recall, resending; each reply reaches its own buyer once."""

from __future__ import annotations

import json
import random

import pytest

from tests.desk.builders import Clock, Make
from tests.desk.live import CHANNEL, Wire, hear
from tests.desk.undoing import refusal
from ticketdesk.desk.commands.sending import EditCounting, FailReply, LeaveNow, QueueDue, RecallCounting, ResendMessage
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.commands.talk import SendReply
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.outbox import PATIENCE, Outbox
from ticketdesk.domain.channel_events import Acknowledged, Refused
from ticketdesk.domain.outbox import own_key
from ticketdesk.store.queries import badges, conversations, outbox


def send(desk: Desk, talk: int, text: str) -> int:
    return int(str(desk.run(SendReply(conversation_id=talk, text=text)).result))


def state(desk: Desk, message: int) -> str:
    found = conversations.message(desk.store.reader, message)
    assert found is not None
    return found.state


def settled(desk: Desk, box: Outbox, now: int, steps: int = 4) -> None:
    """Step until commits are heard of."""
    for _ in range(steps):
        box.step(now)
        desk.store.submit(lambda: None, 0).result()


def test_a_reply_counts_down_and_then_leaves_once(desk: Desk, box: Outbox, wire: Wire, clock: Clock) -> None:
    talk = hear(desk)
    message = send(desk, talk, "亲，在的")
    due = box.next_due()
    assert state(desk, message) == "counting" and due is not None and clock.now < due <= clock.now + 5_000
    settled(desk, box, due - 1)
    assert wire.handed == []
    clock.now = due
    settled(desk, box, due)
    assert wire.words == ["亲，在的"] and wire.handed == [own_key(message)] and state(desk, message) == "queued"
    box.heard(wire.acknowledged() * 3)
    settled(desk, box, due)
    assert state(desk, message) == "sent" and wire.handed == [own_key(message)]
    assert box.next_due() is None and box.step(due + PATIENCE).waiting == 0


def test_without_a_countdown_it_is_queued_at_once(desk: Desk, box: Outbox, wire: Wire, clock: Clock) -> None:
    desk.run(SetSetting(key="outbox.seconds", value="0"))
    message = send(desk, hear(desk), "亲")
    assert state(desk, message) == "queued"
    wire.answer = "sent"
    settled(desk, box, clock.now)
    assert (state(desk, message), wire.words) == ("sent", ["亲"])


def test_a_pasted_conversation_keeps_its_outbox(desk: Desk, box: Outbox, make: Make, clock: Clock) -> None:
    message = send(desk, make.transcript().conversation_id, "亲")
    settled(desk, box, clock.now + 60_000)
    assert state(desk, message) == "outbox" and box.next_due() is None


def test_offline_replies_wait_and_leave_in_order(desk: Desk, box: Outbox, wire: Wire, clock: Clock) -> None:
    talk = hear(desk)
    messages = [send(desk, talk, f"第{n}句") for n in range(4)]
    clock.now += 60_000
    wire.online = False
    settled(desk, box, clock.now)
    assert [state(desk, each) for each in messages] == ["queued"] * 4 and wire.handed == []
    assert badges.badges(desk.store.reader).of("message.leaving", "queued") == 4
    wire.online = True
    for _ in messages:
        settled(desk, box, clock.now)
        box.heard(wire.acknowledged())
    settled(desk, box, clock.now)
    assert wire.words == ["第0句", "第1句", "第2句", "第3句"]
    assert [state(desk, each) for each in messages] == ["sent"] * 4


def test_a_later_reply_waits_for_one_that_still_counts(desk: Desk, box: Outbox, wire: Wire, clock: Clock) -> None:
    talk = hear(desk)
    first = send(desk, talk, "一")
    desk.run(SetSetting(key="outbox.seconds", value="0"))
    send(desk, talk, "二")
    settled(desk, box, clock.now)
    assert wire.handed == []
    desk.run(RecallCounting(message_id=first))
    settled(desk, box, clock.now)
    assert wire.words == ["二"]


def test_a_reply_leaves_at_once_where_the_agent_says_so(desk: Desk, box: Outbox, wire: Wire, clock: Clock) -> None:
    message = send(desk, hear(desk), "亲")
    desk.run(LeaveNow(message_id=message))
    assert state(desk, message) == "queued"
    settled(desk, box, clock.now)
    assert wire.words == ["亲"]
    desk.run(LeaveNow(message_id=message))
    assert state(desk, message) != "counting"


def test_what_was_not_acknowledged_is_handed_over_again_under_its_key(
    desk: Desk, box: Outbox, wire: Wire, clock: Clock
) -> None:
    message = send(desk, hear(desk), "亲")
    clock.now += 60_000
    now = clock.now
    settled(desk, box, now)
    settled(desk, box, now + PATIENCE - 1)
    assert wire.handed == [own_key(message)]
    settled(desk, box, now + PATIENCE)
    assert wire.handed == [own_key(message)] * 2 and wire.words == ["亲"]


def test_a_reply_is_taken_back_into_the_draft_and_the_buyer_waits_again(desk: Desk, clock: Clock) -> None:
    talk = hear(desk)
    message = send(desk, talk, "亲，可以换")
    row = conversations.one(desk.store.reader, talk)
    assert row is not None and row.waiting_since is None and row.reply_count == 1
    assert desk.run(EditCounting(message_id=message)).result == "亲，可以换"
    row = conversations.one(desk.store.reader, talk)
    assert row is not None and row.waiting_since is not None and (row.reply_count, row.first_response_ms) == (0, None)
    assert refusal(lambda: desk.run(RecallCounting(message_id=message))).key == "reply_left"
    clock.now += 60_000
    assert desk.run(QueueDue()).act_id is None


def test_a_reply_recalled_while_on_its_way_is_recalled_from_the_buyer(
    desk: Desk, box: Outbox, wire: Wire, clock: Clock
) -> None:
    message = send(desk, hear(desk), "亲")
    clock.now += 60_000
    settled(desk, box, clock.now)
    desk.run(RecallCounting(message_id=message))
    box.heard(wire.acknowledged())
    settled(desk, box, clock.now)
    assert state(desk, message) == "recalled" and wire.recalled == [own_key(message)]


def test_a_sent_reply_is_recalled_where_the_channel_agrees(desk: Desk, box: Outbox, wire: Wire, clock: Clock) -> None:
    message = send(desk, hear(desk), "亲")
    clock.now += 60_000
    wire.answer = "sent"
    settled(desk, box, clock.now)
    wire.recalls = False
    assert refusal(lambda: box.recall(message).result()).key == "recall_too_late"
    assert state(desk, message) == "sent"
    wire.recalls = True
    assert box.recall(message).result().result == "亲"
    assert state(desk, message) == "recalled"


def test_a_refused_reply_fails_and_can_be_sent_again(desk: Desk, box: Outbox, wire: Wire, clock: Clock) -> None:
    talk = hear(desk)
    message = send(desk, talk, "亲")
    assert refusal(lambda: desk.run(ResendMessage(message_id=message))).key == "reply_not_failed"
    clock.now += 60_000
    settled(desk, box, clock.now)
    box.heard([Refused(own_key(message), "禁言"), Refused("x", ""), Acknowledged("td-1")])
    settled(desk, box, clock.now)
    row = conversations.one(desk.store.reader, talk)
    assert state(desk, message) == "failed" and row is not None and row.waiting_since is not None
    desk.run(ResendMessage(message_id=message))
    wire.answer = "sent"
    settled(desk, box, clock.now + PATIENCE)
    row = conversations.one(desk.store.reader, talk)
    assert state(desk, message) == "sent" and row is not None and (row.waiting_since, row.reply_count) == (None, 1)
    desk.run(FailReply(message_id=message))
    assert state(desk, message) == "sent"


def test_a_buyer_is_asked_for_a_rating_once_the_invitation_is_there(
    desk: Desk, box: Outbox, wire: Wire, clock: Clock
) -> None:
    talk = hear(desk)
    card = {"kind": "rating", "data": '{"event": "invited"}'}
    first, second = (int(str(desk.run(SendReply(conversation_id=talk, text="请评价", **card)).result)) for _ in "ab")
    desk.run(RecallCounting(message_id=second))
    clock.now += 60_000
    settled(desk, box, clock.now)
    assert wire.handed == [own_key(first)] and wire.invited == []
    settled(desk, box, clock.now + PATIENCE)  # handed over again, under the same key
    for _ in range(2):
        box.heard(wire.acknowledged())
        settled(desk, box, clock.now + PATIENCE)
    assert wire.invited == ["林小鹿"] and state(desk, first) == "sent"


def test_an_invitation_that_is_refused_or_recalled_on_its_way_asks_for_nothing(
    desk: Desk, box: Outbox, wire: Wire, clock: Clock
) -> None:
    talk = hear(desk)
    refused, recalled = (
        int(str(desk.run(SendReply(conversation_id=talk, text="请评价", kind="rating")).result)) for _ in "ab"
    )
    clock.now += 60_000
    settled(desk, box, clock.now)
    box.heard([Refused(own_key(refused), "")])
    settled(desk, box, clock.now)
    assert wire.handed == [own_key(refused), own_key(recalled)]
    desk.run(RecallCounting(message_id=recalled))
    box.heard([Acknowledged(own_key(recalled))])
    settled(desk, box, clock.now)
    assert wire.invited == [] and wire.recalled == [own_key(recalled)]


@pytest.mark.parametrize("data", ['{"title": "亚麻衬衫", "code": "A1", "price_cents": 9900}', "", "[1]", "{"])
def test_a_card_that_failed_keeps_what_it_shows_and_is_sent_again_as_it_was(
    desk: Desk, box: Outbox, wire: Wire, clock: Clock, data: str
) -> None:
    talk = hear(desk)
    reply = SendReply(conversation_id=talk, text="亚麻衬衫 A1", kind="product" if data else "", data=data)
    message = desk.run(reply).result
    assert isinstance(message, int)
    clock.now += 60_000
    settled(desk, box, clock.now)
    box.heard([Refused(own_key(message), "商品已下架")])
    settled(desk, box, clock.now)

    def kept() -> str:
        return next(row.data for row in conversations.newest(desk.store.reader, talk) if row.id == message)

    if data in ("[1]", "{"):  # no object: nothing is put into it
        assert kept() == data
    else:
        card = json.loads(data or "{}")
        assert json.loads(kept()) == {**card, "failed": "商品已下架"}
    desk.run(ResendMessage(message_id=message))
    assert kept() == data
    wire.answer = "sent"
    settled(desk, box, clock.now + PATIENCE)
    assert state(desk, message) == "sent" and kept() == data


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_each_reply_reaches_its_own_buyer_once_in_order(
    desk: Desk, wire: Wire, clock: Clock, seed: int
) -> None:
    rng = random.Random(seed)
    box = Outbox(desk, {CHANNEL: wire})
    talks = {f"买家{n}": hear(desk, f"买家{n}") for n in range(4)}
    wanted: dict[str, list[str]] = {nick: [] for nick in talks}
    heard: dict[str, list[str]] = {nick: [] for nick in talks}
    taken_by = wire.hand_over

    def hand_over(nick: str, reply: object, key: str, *, thread: str = "") -> str:
        before = len(wire.taken)
        answer = taken_by(nick, reply, key)  # type: ignore[arg-type]
        if len(wire.taken) > before:
            heard[nick].append(wire.taken[-1][1])
        return answer

    wire.hand_over = hand_over  # type: ignore[method-assign]
    for n in range(60):
        nick = rng.choice(list(talks))
        message = send(desk, talks[nick], f"{nick}的第{n}句")
        if rng.random() < 0.2:
            desk.run(RecallCounting(message_id=message))
        else:
            wanted[nick].append(f"{nick}的第{n}句")
        wire.online = rng.random() < 0.7
        clock.now += rng.randrange(4_000)
        box.step(clock.now)
        if rng.random() < 0.5:
            box.heard(rng.sample(wire.acknowledged(), rng.randrange(len(wire.taken) + 1)))
        if rng.random() < 0.1:
            box = Outbox(desk, {CHANNEL: wire})  # as after a restart
    wire.online = True
    for _ in range(80):
        clock.now += PATIENCE
        settled(desk, box, clock.now, 2)
        box.heard(wire.acknowledged())
    settled(desk, box, clock.now)
    assert heard == wanted
    assert outbox.heads(desk.store.reader, [CHANNEL]) == []
