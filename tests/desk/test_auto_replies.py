"""Which automatic answer is given where the first that fits has nothing to say."""

from __future__ import annotations

from tests.desk.live import hear
from ticketdesk.desk.commands.auto_replies import AddAutoReply, GiveAutoReplies
from ticketdesk.desk.desk import Desk
from ticketdesk.store.queries import conversations


def given(desk: Desk, talk: int) -> list[str]:
    desk.run(GiveAutoReplies(conversation_ids=(talk,)))
    return [each.text for each in conversations.newest(desk.store.reader, talk) if each.auto]


def test_an_answer_that_cannot_be_filled_in_gives_way_to_the_next_that_fits(desk: Desk) -> None:
    desk.run(AddAutoReply(scene="keyword", keywords="尺码", text="您买的是{尺码}"))
    desk.run(AddAutoReply(scene="first_contact", text="亲，在的"))
    assert given(desk, hear(desk, "林小鹿", "尺码怎么选")) == ["亲，在的"]


def test_nothing_is_said_where_no_answer_can_be_filled_in(desk: Desk) -> None:
    desk.run(AddAutoReply(scene="keyword", keywords="尺码", text="您买的是{尺码}"))
    assert given(desk, hear(desk, "林小鹿", "尺码怎么选")) == []
