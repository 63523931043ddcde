"""What a live channel brings: each word once, given out, answered automatically, handed on from absent agents."""

from __future__ import annotations

from threading import Event as Gate

from tests.desk.builders import Clock, Make, People, act_count, order_row
from tests.desk.live import CHANNEL, Wire, hear, row
from tests.desk.undoing import refusal
from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.arrivals import MOST_PARTS, RateConversation, RecallByBuyer, ReceiveMessages
from ticketdesk.desk.commands.auto_replies import AddAutoReply, EditAutoReply, GiveAutoReplies
from ticketdesk.desk.commands.marks import TagBuyer
from ticketdesk.desk.commands.reminders import AddTodo
from ticketdesk.desk.commands.serving import SetAgentState
from ticketdesk.desk.commands.talk import EndConversation, SendReply
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.inbox import MOST_ON_WAY, Inbox
from ticketdesk.desk.outbox import Outbox
from ticketdesk.domain.channel_events import Event, Presence, Rated, Read, Said, TakenBack, Typing
from ticketdesk.domain.outbox import own_key
from ticketdesk.store.queries import auto_replies, conversations, serving
from ticketdesk.store.queries.verify import verify
from ticketdesk.words import errors

MINUTE = 60_000


def texts(desk: Desk, talk: int) -> list[str]:
    return [each.text for each in conversations.newest(desk.store.reader, talk, 500)]


def test_what_is_told_twice_is_kept_once_and_in_order(desk: Desk) -> None:
    said = tuple(Said("林", f"k{n}", f"第{n}句", 1_795_000_000_000 + n // 3) for n in range(10))
    desk.run(ReceiveMessages(channel=CHANNEL, messages=said[:6]))
    desk.run(ReceiveMessages(channel=CHANNEL, messages=said))
    assert desk.run(ReceiveMessages(channel=CHANNEL, messages=said)) == (None, ())
    talk = hear(desk, "林", "后来")
    assert texts(desk, talk)[:10] == [each.text for each in said]


def test_hostile_words_come_in_within_their_limits(desk: Desk) -> None:
    odd = (
        Said("\u202e林\u200b", "a\n", "<b>x</b>\x00\ud800", 9_000_000_000_000, kind="system", data="x" * 70_000),
        Said("林", "b", "长" * 100_000, -5),
        Said("", "c", "没有名字", 1),
        Said("林", "", "没有编号", 1),
    )
    desk.run(ReceiveMessages(channel=CHANNEL, messages=odd))
    rows = desk.store.reader.rows("SELECT text, kind, length(CAST(text AS BLOB)), sent_at FROM message ORDER BY id")
    assert rows[0][:2] == ("<b>x</b>", "text") and all(size <= 65_536 for _text, _kind, size, _at in rows)
    assert "".join(text for text, *_rest in rows[1:]) == "长" * 100_000
    assert all(0 < at < 9_000_000_000_000 for *_rest, at in rows)
    assert verify(desk.store.path, desk.store.files) == []


def test_a_flood_of_one_message_comes_in_whole_once_and_is_taken_back_whole(desk: Desk) -> None:
    flood = "".join(f"第{n}句😀" for n in range(40_000))
    for _twice in range(2):
        desk.run(ReceiveMessages(channel=CHANNEL, messages=(Said("林", "a", flood, 5), Said("林", "b", "x", 6))))
    rows = desk.store.reader.rows("SELECT text FROM message ORDER BY id")
    assert "".join(text for (text,) in rows) == f"{flood}x" and len(rows) < 12
    desk.run(RecallByBuyer(channel=CHANNEL, buyer_nick="林", key="a"))
    states = desk.store.reader.rows("SELECT state FROM message ORDER BY id")
    assert states == [("recalled",)] * (len(rows) - 1) + [("received",)]


def test_beyond_four_megabytes_a_message_is_cut(desk: Desk) -> None:
    desk.run(ReceiveMessages(channel=CHANNEL, messages=(Said("林", "a", "x" * 5_000_000, 5),)))
    found = desk.store.reader.rows("SELECT COUNT(*), SUM(length(text)) FROM message")
    assert found == [(MOST_PARTS, MOST_PARTS * 65_536)]


def test_it_comes_in_while_nobody_is_signed_in(desk: Desk) -> None:
    desk.agent_id = None
    talk = hear(desk)
    assert row(desk, talk).agent_id is None and row(desk, talk).waiting_since is not None


def give(desk: Desk, talk: int) -> int:
    return int(str(desk.run(GiveAutoReplies(conversation_ids=(talk,))).result))


def test_an_automatic_answer_is_marked_and_is_no_answer(desk: Desk, clock: Clock) -> None:
    desk.run(AddAutoReply(scene="first_contact", text="{买家}您好，这里是{店铺}", cooldown_ms=MINUTE))
    talk = hear(desk)
    waiting = row(desk, talk).waiting_since
    assert give(desk, talk) == 1 and give(desk, talk) == 0
    found = row(desk, talk)
    assert (found.waiting_since, found.first_response_ms, found.auto_answered, found.reply_count) == (
        waiting,
        None,
        1,
        0,
    )
    said = conversations.newest(desk.store.reader, talk)[-1]
    assert said.text == "林小鹿您好，这里是青禾生活" and said.auto and said.agent_id is None and said.state == "queued"
    desk.run(SendReply(conversation_id=talk, text="亲，在的"))
    found = row(desk, talk)
    assert found.waiting_since is None and found.first_response_ms is not None and found.auto_answered == 0


def test_shipping_is_told_where_a_tracking_number_is_known(desk: Desk, make: Make, clock: Clock) -> None:
    rule = desk.run(AddAutoReply(scene="order_state", text="您的{快递}单号{单号}", cooldown_ms=MINUTE)).result
    talk = hear(desk, "买家1", "什么时候发货？")
    assert give(desk, talk) == 0
    make.imported([order_row(1, make.rng, 2, 物流单号="YT001")])
    assert give(desk, talk) == 1 and texts(desk, talk)[-1] == "您的圆通速递单号YT001"
    hear(desk, "买家1", "发货了吗", at=clock.now)
    assert give(desk, talk) == 0  # it cools down
    clock.now += MINUTE
    assert give(desk, talk) == 1
    desk.run(EditAutoReply(auto_reply_id=int(str(rule)), scene="order_state", text="x", enabled=False))
    assert auto_replies.rules(desk.store.reader) == []


def test_everybody_busy_and_off_hours(desk: Desk, people: People, clock: Clock) -> None:
    desk.run(AddAutoReply(scene="all_busy", text="都在忙"))
    talk = hear(desk)
    assert give(desk, talk) == 0
    for agent in people:
        desk.run(SetAgentState(agent_id=agent, state="suspended"))
    assert give(desk, talk) == 1
    desk.run(AddAutoReply(scene="off_hours", text="下班了"))
    other = hear(desk, "山竹")
    clock.now = 1_795_000_000_000 - 1_795_000_000_000 % 86_400_000 + 16 * 3_600_000 + 30 * MINUTE  # 00:30 in China
    assert give(desk, other) == 1 and texts(desk, other)[-1] == "下班了"


def test_an_auto_reply_that_says_nothing_is_refused(desk: Desk) -> None:
    for more, key in (
        ({"scene": "x", "text": "a"}, "choice_unknown"), ({"scene": "keyword", "text": "a"}, "keywords_empty"),
        ({"scene": "off_hours", "text": " "}, "phrase_empty"),
        ({"scene": "off_hours", "text": "{天气}"}, "variable_unknown"),
    ):  # fmt: skip
        error = refusal(lambda more=more: desk.run(AddAutoReply(**more)))
        assert error.key == key and errors.sentence(error)


def test_the_inbox_turns_events_into_acts(desk: Desk, people: People, clock: Clock) -> None:
    told: list[tuple[str, Event]] = []
    wire = Wire()
    outbox = Outbox(desk, {CHANNEL: wire})
    inbox = Inbox(desk, outbox, lambda channel, event: told.append((channel, event)))
    desk.run(AddAutoReply(scene="first_contact", text="亲，在的"))

    def settle() -> None:
        for _ in range(3):
            desk.store.submit(lambda: None, 0).result()
            inbox.step(clock.now)
            outbox.step(clock.now)

    inbox.take(CHANNEL, [Typing("林", typing=True), Said("林", "1", "在吗", clock.now), Presence("林", online=True)])
    settle()
    talk = hear(desk, "林", "1", key="x")
    assert row(desk, talk).agent_id is not None and wire.words == ["亲，在的"]
    assert [type(event) for _, event in told] == [Typing, Presence]
    auto = conversations.newest(desk.store.reader, talk)[1]
    inbox.take(CHANNEL, [*wire.acknowledged(), Rated("林", 5, "很好"), Rated("谁", 1)])
    settle()
    inbox.take(CHANNEL, [Read("林", own_key(auto.id)), TakenBack("林", "1"), Read("林", "nix")])
    settle()
    rows = {each.id: each for each in conversations.newest(desk.store.reader, talk)}
    assert (rows[auto.id].state, rows[auto.id].read) == ("sent", 1)
    assert [each.state for each in rows.values() if each.client_key == "1"] == ["recalled"]
    assert serving.ratings(desk.store.reader, talk)[0][:2] == (5, "很好")
    assert refusal(lambda: desk.run(RateConversation(conversation_id=talk, score=6))).key == "choice_unknown"


def test_screens_hear_of_the_buyer_and_the_conversation(desk: Desk) -> None:
    heard: list[Changes] = []
    talk = hear(desk)
    buyer = row(desk, talk).buyer_id
    desk.listen(heard.append)
    desk.run(TagBuyer(buyer_id=buyer, tag="老客"))
    desk.run(AddTodo(buyer_id=buyer, text="补发"))
    desk.run(EndConversation(conversation_id=talk))
    assert [each.of("buyer") for each in heard] == [(buyer,), (buyer,), ()]
    assert heard[2].of("conversation") == (talk,)


def test_a_store_that_is_behind_is_given_few_acts_and_nothing_is_lost(desk: Desk, people: People, clock: Clock) -> None:
    inbox, gate = Inbox(desk, Outbox(desk, {})), Gate()
    begun = act_count(desk.store)
    held = desk.store.submit(gate.wait, 0)
    said = [Said("林", f"{n}", f"{n}", clock.now) for n in range(5_000)]
    inbox.take(CHANNEL, [*said, TakenBack("林", "4999")])
    pending = inbox.step(clock.now)
    assert inbox.full and pending.acts == 11
    gate.set()
    held.result()
    desk.store.submit(lambda: None, 0).result()
    assert act_count(desk.store) - begun == MOST_ON_WAY
    while inbox.step(clock.now).acts:
        desk.store.submit(lambda: None, 0).result()
    assert not inbox.full
    desk.store.submit(lambda: None, 0).result()
    talk = desk.store.reader.rows("SELECT id FROM conversation")[0][0]
    rows = conversations.newest(desk.store.reader, talk, 6_000)
    assert [each.text for each in rows] == [f"{n}" for n in range(5_000)]
    assert rows[-1].state == "recalled" and verify(desk.store.path, desk.store.files) == []


def test_what_a_channel_gave_is_kept_whole_where_the_program_ends_meanwhile(desk: Desk, clock: Clock) -> None:
    inbox, gate = Inbox(desk, Outbox(desk, {})), Gate()
    held = desk.store.submit(gate.wait, 0)
    inbox.take(CHANNEL, [Said("林", f"{n}", f"{n}", clock.now) for n in range(5_000)])
    assert inbox.full
    inbox.finish()
    gate.set()
    held.result()
    desk.store.submit(lambda: None, 0).result()
    assert not inbox.full and desk.store.reader.rows("SELECT COUNT(*) FROM message") == [(5_000,)]
