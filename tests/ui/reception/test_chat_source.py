"""The loaded stretch of a conversation: pages upward and only what changed below."""

from __future__ import annotations

import pytest

from ticketdesk.desk.commands.talk import MarkSent, SendReply
from ticketdesk.store.queries import conversations
from ticketdesk.ui.reception.chat_source import ChatSource


@pytest.fixture
def long(hear) -> int:
    return hear("健谈", *(("in", 500 - n, f"第{n}句") for n in range(200))).conversation_id


@pytest.fixture
def source(desk, long) -> ChatSource:
    return ChatSource(desk.store.reader, long, page=60)


def texts(rows):
    return [row.text for row in rows]


def test_it_opens_at_the_end_and_pages_upward_without_gap_or_overlap(source):
    assert texts(source.open().rows) == [f"第{n}句" for n in range(140, 200)]
    assert source.has_older and source.before.text == "第139句"
    assert texts(source.older().rows) == [f"第{n}句" for n in range(80, 140)]
    source.older()
    assert texts(source.older().rows) == [f"第{n}句" for n in range(20)]
    assert not source.has_older
    assert source.older().rows == []
    assert texts(source.rows) == [f"第{n}句" for n in range(200)]


def test_a_reply_is_added_and_its_state_updated(source, desk, long):
    source.open()
    message = desk.run(SendReply(conversation_id=long, text="好的")).result
    news = source.news([message])
    assert (texts(news.added), news.updated, news.reload) == (["好的"], [], False)
    desk.run(MarkSent(message_ids=(message,)))
    news = source.news([message])
    assert (news.added, [row.state for row in news.updated]) == ([], ["sent"])
    assert source.row(message).state == "sent"


def test_what_comes_in_between_or_goes_asks_for_a_reload(source, desk, long, hear):
    source.open()
    message = desk.run(SendReply(conversation_id=long, text="好的")).result
    source.news([message])
    desk.undo().result()
    assert source.news([message]).reload
    source.reopen()
    assert texts(source.rows)[-1] == "第199句"
    between = hear("健谈", ("in", 310.5, "插进来的"))
    assert between.added == 1
    added = [row.id for row in conversations.newest(desk.store.reader, long, 500) if row.text == "插进来的"]
    assert source.news(added).reload


def test_changes_above_what_is_loaded_matter_not(source, hear):
    source.open()
    first = source.rows[0].id
    assert source.news([first - 1]) == ([], [], False)


def test_many_changes_mean_a_reload(source):
    source.open()
    assert source.news(None).reload


def test_a_message_found_far_above_is_opened_with_its_surroundings(source, desk, long):
    wanted = next(row for row in conversations.newest(desk.store.reader, long, 500) if row.text == "第50句")
    source.open_around(wanted.id)
    assert texts(source.rows)[0] == "第20句"
    assert texts(source.rows)[-1] == "第199句"
    assert source.at_end and source.has_older
    source.reopen()
    assert texts(source.rows)[0] == "第20句"
