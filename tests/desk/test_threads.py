"""Several conversations with one buyer over a channel, files that come with words, and what a channel hears of it."""

from __future__ import annotations

from threading import Event as Gate

import pytest

from tests.desk.builders import Clock, Make
from tests.desk.live import Wire
from tests.desk.undoing import refusal
from ticketdesk.desk import files
from ticketdesk.desk.commands.arrivals import MarkReadByBuyer, RateConversation, RecallByBuyer, ReceiveMessages
from ticketdesk.desk.commands.sending import QueueDue
from ticketdesk.desk.commands.talk import SendReply
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.inbox import Inbox
from ticketdesk.desk.outbox import Outbox
from ticketdesk.domain.channel_events import Rated, Read, Said, TakenBack
from ticketdesk.domain.files import FileRef
from ticketdesk.domain.outbox import own_key
from ticketdesk.store.queries import conversations, serving
from ticketdesk.store.queries.live import conversation_of
from ticketdesk.store.queries.verify import verify

MAIL = "email"
NICK = "lin@example.org"
AT = 1_795_000_000_000


def told(key: str, text: str, thread: str, *kept: FileRef, subject: str = "") -> Said:
    return Said(NICK, key, text, AT, subject=subject, files=kept, thread=thread)


def talk(desk: Desk, thread: str) -> int:
    found = conversation_of(desk.store.reader, NICK, MAIL, thread)
    assert found is not None
    return found


def receive(desk: Desk, *said: Said) -> None:
    desk.run(ReceiveMessages(channel=MAIL, messages=said))


def words(desk: Desk, thread: str) -> list[tuple[str, str | None, str, str]]:
    rows = conversations.newest(desk.store.reader, talk(desk, thread), 500)
    return [(row.kind, row.client_key, row.text, row.file_name) for row in rows if row.side == "in"]


def picture(desk: Desk, content: bytes = b"a picture") -> FileRef:
    return files.keep(desk.store, content, "图.png", "image/png", width=4, height=3)


def sheet(desk: Desk) -> FileRef:
    return files.keep(desk.store, b"a,b", "尺码表.csv", "text/csv")


def settle(desk: Desk, inbox: Inbox, clock: Clock) -> None:
    for _ in range(3):
        desk.store.submit(lambda: None, 0).result()
        inbox.step(clock.now)


def test_each_thread_is_a_conversation_of_its_own_with_its_subject(desk: Desk) -> None:
    receive(desk, told("1", "问一", "t1", subject="关于尺码"), told("2", "问二", "t2", subject="退货\n地址"))
    receive(desk, told("3", "再问一", "t1", subject="Re: 关于尺码"))
    one, two = talk(desk, "t1"), talk(desk, "t2")
    rows = {row.id: row for row in conversations.rows(desk.store.reader, [one, two])}
    assert one != two and rows[one].buyer_id == rows[two].buyer_id
    assert [(rows[key].thread, rows[key].subject) for key in (one, two)] == [("t1", "关于尺码"), ("t2", "退货 地址")]
    assert [text for _kind, _key, text, _name in words(desk, "t1")] == ["问一", "再问一"]
    assert conversation_of(desk.store.reader, NICK, MAIL) is None
    assert verify(desk.store.path, desk.store.files) == []


def test_a_reply_leaves_in_the_thread_it_was_written_in(desk: Desk, clock: Clock) -> None:
    receive(desk, told("1", "问一", "t1"), told("2", "问二", "t2"))
    desk.run(SendReply(conversation_id=talk(desk, "t2"), text="答二"))
    clock.now += 60_000
    desk.run(QueueDue())
    wire = Wire()
    box = Outbox(desk, {MAIL: wire})
    box.step(clock.now)
    assert (wire.words, wire.threads) == (["答二"], ["t2"])


def test_receipts_recalls_and_ratings_find_their_thread(desk: Desk, clock: Clock) -> None:
    receive(desk, told("1", "问一", "t1"), told("1", "问二", "t2"))
    inbox = Inbox(desk, Outbox(desk, {}))
    inbox.take(MAIL, [TakenBack(NICK, "1", "t2"), Rated(NICK, 4, "好", "t2"), Read(NICK, own_key(1), "t3")])
    settle(desk, inbox, clock)
    states = [conversations.newest(desk.store.reader, talk(desk, each))[0].state for each in ("t1", "t2")]
    assert states == ["received", "recalled"]
    assert [len(serving.ratings(desk.store.reader, talk(desk, each))) for each in ("t1", "t2")] == [0, 1]
    assert desk.run(MarkReadByBuyer(channel=MAIL, buyer_nick=NICK, key="1", thread="t1")).result == 0
    assert refusal(lambda: desk.run(RateConversation(conversation_id=9, score=5))).key == "row_missing"


def test_files_beside_words_are_messages_of_their_own_and_alone_they_carry_the_key(desk: Desk) -> None:
    both = (picture(desk), sheet(desk))
    receive(desk, told("1", "看图", "t", *both), told("2", "", "t", *both))
    receive(desk, told("2", "", "t", *both))
    assert words(desk, "t") == [
        ("text", "1", "看图", ""),
        ("picture", "1#f1", "", "图.png"),
        ("file", "1#f2", "尺码表.csv", "尺码表.csv"),
        ("picture", "2", "", "图.png"),
        ("file", "2#f2", "尺码表.csv", "尺码表.csv"),
    ]
    assert verify(desk.store.path, desk.store.files) == []


@pytest.mark.parametrize("text", ["看图", ""])
def test_what_is_taken_back_goes_with_all_its_files(desk: Desk, text: str) -> None:
    receive(desk, told("0", "别的", "t"), told("1", text, "t", picture(desk), sheet(desk)))
    assert desk.run(RecallByBuyer(channel=MAIL, buyer_nick=NICK, key="1", thread="t")).result
    rows = conversations.newest(desk.store.reader, talk(desk, "t"))
    assert [row.state for row in rows] == ["received", *["recalled"] * (3 if text else 2)]


def test_a_picture_keeps_its_own_words_as_its_caption(desk: Desk) -> None:
    receive(desk, Said(NICK, "1", "这里破了", AT, "picture", files=(picture(desk),), thread="t"))
    assert words(desk, "t") == [("picture", "1", "这里破了", "图.png")]


def test_the_channel_hears_what_is_kept_also_what_was_told_twice(desk: Desk, clock: Clock) -> None:
    wire = Wire()
    inbox = Inbox(desk, Outbox(desk, {}), lines={MAIL: wire})
    for _ in range(2):
        inbox.take(MAIL, [told("1", "问", "t"), told("1", "问", "t"), told("2", "再问", "t")])
        settle(desk, inbox, clock)
    assert wire.was_kept == ["1", "2", "1", "2"] and wire.was_not_kept == []
    assert len(words(desk, "t")) == 2


def test_nothing_is_acknowledged_before_the_store_has_it(desk: Desk, clock: Clock) -> None:
    wire, gate = Wire(), Gate()
    inbox = Inbox(desk, Outbox(desk, {}), lines={MAIL: wire})
    held = desk.store.submit(gate.wait, 0)
    inbox.take(MAIL, [told("1", "问", "t")])
    inbox.step(clock.now)
    assert wire.was_kept == []
    gate.set()
    held.result()
    settle(desk, inbox, clock)
    assert wire.was_kept == ["1"]


def test_the_channel_hears_what_the_store_refused_and_why(desk: Desk, clock: Clock, make: Make) -> None:
    wire = Wire()
    inbox = Inbox(desk, Outbox(desk, {}), lines={MAIL: wire})
    inbox.take(MAIL, [told("1", "看图", "t", FileRef("0" * 64, "无.png", "image/png", 9, 4, 3))])
    settle(desk, inbox, clock)
    assert (wire.was_kept, wire.was_not_kept) == ([], [("1", "file_missing")])
    inbox.take(MAIL, [told("1", "看图", "t", picture(desk))])
    settle(desk, inbox, clock)
    assert wire.was_kept == ["1"] and len(words(desk, "t")) == 2


def test_a_channel_that_has_left_hears_nothing(desk: Desk, clock: Clock) -> None:
    wire = Wire()
    lines = {MAIL: wire}
    inbox = Inbox(desk, Outbox(desk, {}), lines=lines)
    inbox.take(MAIL, [told("1", "问", "t")])
    lines.clear()
    settle(desk, inbox, clock)
    assert wire.was_kept == [] and len(words(desk, "t")) == 1
