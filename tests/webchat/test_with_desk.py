"""The page at a real desk, without the window: what the scripted desk only plays, the real one says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.channels.web.live_desk import LiveDesk, now_ms
from tests.ready import sample_store
from tests.webchat.buyer import Buyer, until

ORDER = "SELECT number, phone, mobile, titles FROM orders WHERE mobile != '' OR phone != '' ORDER BY id LIMIT 1"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[LiveDesk]:
    """The sample shop, open, somebody there, replies leave at once."""
    made = LiveDesk(sample_store(tmp_path / "店铺 1" / "ticketdesk.db", now_ms())).at_work()
    yield made
    made.close()


@pytest.fixture
def page(chromium: None, desk: LiveDesk, lend: Callable[..., Buyer]) -> Buyer:
    """A buyer at its page."""
    return lend(f"http://127.0.0.1:{desk.port}/").come().online()


def begun(page: Buyer, desk: LiveDesk, text: str = "在吗") -> int:
    """The conversation that these words begin."""
    page.say(text)
    until(lambda: page.marks() in (["已送达"], ["已读"]))
    return desk.talks()[-1][0]


def typing_shows(page: Buyer, desk: LiveDesk) -> bool:
    """Whether the page shows that the agent types; told anew at each look, since it is forgotten after some seconds."""
    desk.do(lambda: desk.channel.typing(desk.talks()[-1][1], typing=True))
    return page.shown("#typing")


def test_words_their_marks_and_recall(page, desk):
    talk = begun(page, desk)
    key = next(row.client_key for row in desk.messages(talk) if row.side == "in")
    desk.do(lambda: desk.channel.mark_read(desk.talks()[-1][1], key))
    until(lambda: page.marks() == ["已读"])
    wrong = desk.reply(talk, "发错了")
    until(lambda: page.texts() == ["在吗", "发错了"])
    until(lambda: typing_shows(page, desk))
    desk.do(lambda: desk.outbox.recall(wrong)).result(30)
    until(lambda: page.texts() == ["在吗"] and len(page.texts(".system")) == 1)
    page.reload().online()
    until(lambda: page.texts() == ["在吗"] and page.marks() == ["已读"])


def test_an_order_is_proved(page, desk):
    talk = begun(page, desk, "查物流")
    number, phone, mobile, titles = desk.store.reader.rows(ORDER)[0]
    desk.parcel(talk, number)
    until(lambda: page.texts(".card .title") == ["订单信息已隐藏"])
    assert number not in page.run("return document.body.textContent")
    digits = "".join(sign for sign in (mobile or phone) if sign.isdigit())[-4:]
    fields = page.all(".proof .field")
    fields[0].send_keys(number)
    fields[1].send_keys(f"{(int(digits) + 1) % 10_000:04}")
    page.press(".proof .plain")
    until(lambda: page.texts(".proof .why[role=status]") == ["订单号或手机号不对，还可以试 4 次"])
    fields[1].clear()
    fields[1].send_keys(digits)
    page.press(".proof .plain")
    until(lambda: page.texts(".card .title") == [titles])
    assert f"订单 {number}" in page.texts(".card .fact")


def test_a_rating_is_asked_for_and_kept(page, desk):
    talk = begun(page, desk)
    desk.invite(talk)
    until(lambda: page.shown(".star"))
    page.all(".star")[4].click()
    page.all(".tag")[0].click()
    page.press(".panel .filled")
    until(lambda: page.texts(".panel .done") == ["谢谢您的评价！"])
    rows = until(lambda: desk.store.reader.rows("SELECT score, text FROM rating WHERE conversation_id = ?", (talk,)))
    assert [score for score, _text in rows] == [5]
    page.reload().online()
    until(lambda: page.texts() != [])
    assert page.all(".star") == []


def test_a_message_left_at_a_closed_shop(page, desk):
    desk.opened(is_open=False)
    until(lambda: page.shown(".panel.left"))
    assert page.line().startswith("现在不在服务时间（")
    contact, question = page.all(".panel .field")
    contact.send_keys("buyer@example.com")
    question.send_keys("想换成L码")
    page.press(".panel .plain")
    until(lambda: page.texts(".panel .done") == ["已收到您的留言，上班后会第一时间回复。"])
    said = " ".join(row.text for row in desk.messages(desk.talks()[-1][0]) if row.side == "in")
    assert "buyer@example.com" in said and "想换成L码" in said


def test_the_channel_is_turned_off_and_on(page, desk):
    talk = begun(page, desk)
    desk.stop()
    page.say("没人在")
    until(lambda: page.marks()[-1] == "连接中断，恢复后自动发送")
    desk.begin()
    until(lambda: page.texts() == ["在吗", "没人在"] and page.marks()[-1] == "已送达")
    assert [row.text for row in desk.messages(talk) if row.side == "in"] == ["在吗", "没人在"]
