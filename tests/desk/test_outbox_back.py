"""Replies taken back by undo, or marked by hand: what a channel may have stands in the conversation."""

from __future__ import annotations

from tests.desk.builders import Clock, Make
from tests.desk.live import Wire, hear
from tests.desk.undoing import refusal
from ticketdesk.desk.commands.sending import RecallCounting
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.commands.talk import MarkSent, SendReply
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.outbox import Outbox
from ticketdesk.store.queries import conversations


def send(desk: Desk, talk: int, text: str) -> int:
    return int(str(desk.run(SendReply(conversation_id=talk, text=text)).result))


def state(desk: Desk, message: int) -> str | None:
    found = conversations.message(desk.store.reader, message)
    return None if found is None else found.state


def settled(desk: Desk, box: Outbox, now: int) -> None:
    """Step until commits are heard of."""
    for _ in range(4):
        box.step(now)
        desk.store.submit(lambda: None, 0).result()


def test_undo_leaves_a_reply_that_its_channel_may_have(desk: Desk, box: Outbox, wire: Wire, clock: Clock) -> None:
    desk.run(SetSetting(key="outbox.seconds", value="0"))
    message = send(desk, hear(desk), "亲，在的")
    box.step(clock.now)
    assert wire.words == ["亲，在的"] and state(desk, message) == "queued"
    assert refusal(desk.undo().result).key == "undo_conflict"
    box.heard(wire.acknowledged())
    settled(desk, box, clock.now)
    assert state(desk, message) == "sent"


def test_undo_takes_back_a_reply_that_counts_down(desk: Desk, box: Outbox, wire: Wire, clock: Clock) -> None:
    message = send(desk, hear(desk), "亲，在的")
    desk.undo().result()
    settled(desk, box, clock.now + 60_000)
    assert state(desk, message) is None and wire.words == []


def test_only_what_waits_to_be_pasted_is_marked_as_sent(desk: Desk, make: Make) -> None:
    talk, live = make.transcript().conversation_id, hear(desk)
    waiting, recalled, counting = send(desk, talk, "亲"), send(desk, talk, "算了"), send(desk, live, "在的")
    desk.run(RecallCounting(message_id=recalled))
    desk.run(MarkSent(message_ids=(waiting, recalled, counting)))
    assert [state(desk, each) for each in (waiting, recalled, counting)] == ["sent", "recalled", "counting"]
