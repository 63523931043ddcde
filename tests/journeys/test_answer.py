"""An agent pastes a conversation copied in Qianniu and answers it."""

from __future__ import annotations

import pytest

from tests.journeys.agent import DEER, Worker
from ticketdesk.store.queries import conversations
from ticketdesk.tour.agent import Entry
from ticketdesk.tour.sample_files import ORDERS_FILE, TALK_FILE
from ticketdesk.tour.story import shipped

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def copied() -> str:
    return shipped(TALK_FILE).read_text(encoding="utf-8-sig")


def takes_in(agent: Worker, text: str) -> None:
    agent.pastes_talk(text)
    agent.keys("Ctrl+Return")
    agent.no_dialog()


def test_buyer_and_shop_are_told_apart_and_the_buyer_waits(agent: Worker) -> None:
    takes_in(agent, copied())
    assert [row.side for row in agent.messages_of(DEER)] == ["in", "out", "in", "out", "in", "out", "in", "in"]
    assert list(conversations.snapshot(agent.reader, "waiting")) == [agent.talk_of(DEER)]


def test_the_conversation_stands_beside_the_orders_of_its_buyer(agent: Worker) -> None:
    agent.takes_in(ORDERS_FILE)
    takes_in(agent, copied())
    talk = conversations.one(agent.reader, agent.talk_of(DEER) or 0)
    assert talk is not None and talk.orders == 6


def test_pasting_a_longer_copy_adds_only_what_is_new(agent: Worker) -> None:
    takes_in(agent, copied())
    takes_in(agent, copied().rstrip() + f"\n{DEER} 2026-11-21 14:25:40\n在吗\n")
    assert [row.text for row in agent.messages_of(DEER)][-2:] == ["吊牌我拍给你看，写的是 M", "在吗"]
    assert len(agent.messages_of(DEER)) == 9


def test_the_answer_goes_by_the_outbox_and_nobody_waits_any_more(agent: Worker) -> None:
    takes_in(agent, copied())
    agent.fills(Entry("Reply", "可以换的，今天就给您改单"))
    agent.keys("Return")
    agent.until(lambda: len(conversations.outbox(agent.reader)) == 1, "the answer waits in the outbox")
    assert not conversations.snapshot(agent.reader, "waiting")
    agent.settle()
    agent.keys("Ctrl+Shift+Return")
    agent.until(lambda: not conversations.outbox(agent.reader), "the answer is marked as sent")
    assert agent.messages_of(DEER)[-1].state == "sent"


def test_what_is_half_written_is_there_again_after_the_next_start(veteran: Worker) -> None:
    veteran.goes_to("reception")
    veteran.chooses_talk(DEER)
    veteran.fills(Entry("Reply", "我这就去看"))
    veteran.until(lambda: kept_words(veteran) == ["我这就去看"], "the words are kept")
    again = veteran.starts_again()
    try:
        again.goes_to("reception")
        again.chooses_talk(DEER)
        field = again.find_field("Reply")
        again.until(lambda: field.toPlainText() == "我这就去看", "the words stand in the field")  # type: ignore[attr-defined]
    finally:
        again.close()


def kept_words(agent: Worker) -> list[str]:
    return list(conversations.drafts(agent.reader, "reply:").values())
