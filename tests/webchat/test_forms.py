"""Rating, leaving a message while the shop is closed, proving an order, and the cards."""

from __future__ import annotations

import json

from selenium.webdriver.common.keys import Keys

from tests.webchat.buyer import until

NUMBER, DIGITS = "3819447201886633", "1234"
CARD = {
    "order": NUMBER, "title": "亚麻宽松衬衫 雾蓝 M ×1", "state": "WAIT_BUYER_CONFIRM_GOODS", "carrier": "中通",
    "tracking": "73100112233445", "event": "已到达杭州转运中心", "at": 0,
}  # fmt: skip


def test_a_rating_by_keys(buyer, fake):
    page = buyer().online()
    page.say("谢谢")
    fake.visit.rating = True
    fake.push(t="rating", sender="小满")
    until(lambda: page.texts(".question") == ["小满这次帮到您了吗？"])
    page.press(".panel .filled")
    until(lambda: page.shown(".panel .why"))
    assert page.one(".panel .why").text == "请先选择几颗星"
    assert page.run("return document.activeElement.type") == "radio"
    page.driver.switch_to.active_element.send_keys(Keys.SPACE, Keys.ARROW_RIGHT)
    page.driver.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
    page.driver.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
    assert len(page.all(".star.on")) == 4
    page.driver.switch_to.active_element.send_keys(Keys.TAB)
    page.driver.switch_to.active_element.send_keys(Keys.TAB)
    page.driver.switch_to.active_element.send_keys(Keys.SPACE)
    page.driver.switch_to.active_element.send_keys(Keys.TAB)
    page.driver.switch_to.active_element.send_keys(Keys.TAB)
    page.driver.switch_to.active_element.send_keys("很有耐心")
    page.driver.switch_to.active_element.send_keys(Keys.TAB)
    page.driver.switch_to.active_element.send_keys(Keys.ENTER)
    until(lambda: page.texts(".panel .done") == ["谢谢您的评价！"])
    assert fake.visit.rated == {"t": "rate", "score": 4, "tags": ["有耐心"], "text": "很有耐心"}


def test_a_rating_given_without_a_line_arrives_later(buyer, fake):
    page = buyer().online()
    page.say("谢谢")
    until(lambda: page.marks() == ["已送达"])
    fake.visit.rating = True
    fake.push(t="rating", sender="")
    until(lambda: page.texts(".question") == ["这次服务帮到您了吗？"])
    fake.keeps = False
    page.all(".star")[4].click()
    page.press(".panel .filled")
    until(lambda: fake.of("rate"))
    fake.keeps = True
    page.reload().online()
    until(lambda: page.texts(".panel .done") == ["谢谢您的评价！"] or fake.visit.rated)
    assert fake.visit.rated is not None and fake.visit.rated["score"] == 5


def test_a_closed_shop_takes_a_message_with_contact_data(buyer, fake):
    fake.facts.update(open=False, online=False)
    page = buyer().online()
    assert page.line() == "现在不在服务时间（8:30–24:00）"
    assert not page.shown("#composer")
    page.press(".panel .plain")
    until(lambda: page.shown(".panel .why"))
    shown = [each.text for each in page.all(".panel .why") if each.is_displayed()]
    assert shown == ["请填写能联系到您的手机号或邮箱", "请写下您的问题"]
    contact, question = page.all(".panel .field")
    assert page.run("return document.activeElement === arguments[0]", contact)
    assert contact.get_attribute("aria-invalid") == "true"
    contact.send_keys("13800001234")
    question.send_keys("想换成L码")
    page.press(".panel .plain")
    until(lambda: page.texts(".panel .done") == ["已收到您的留言，上班后会第一时间回复。"])
    assert {key: fake.of("leave")[0][key] for key in ("contact", "text")} == {
        "contact": "13800001234",
        "text": "想换成L码",
    }
    until(lambda: page.texts() == ["13800001234\n想换成L码"])
    page.press(".panel .plain")
    until(lambda: len(page.all(".panel .field")) == 2)
    # How to reach the buyer is known now.
    assert page.all(".panel .field")[0].get_attribute("value") == "13800001234"


def test_forms_begin_in_sight_where_the_room_is_low(buyer, fake):
    fake.facts.update(open=False, online=False)
    page = buyer((380, 600)).online()
    fake.push(t="rating", sender="小满")
    until(lambda: len(page.all(".panel")) == 2)
    place = "return document.querySelector('.question').getBoundingClientRect().top - talk.getBoundingClientRect().top"
    until(lambda: page.run(f"const talk = document.getElementById('talk'); {place}") >= 0)
    assert not page.shown("#latest")


def test_an_order_is_hidden_until_it_is_proved(buyer, fake):
    fake.orders[(NUMBER, DIGITS)] = json.dumps(CARD)
    page = buyer().online()
    page.say("查物流")
    fake.say(kind="logistics", card={"locked": True})
    until(lambda: page.texts(".card .title") == ["订单信息已隐藏"])
    number, digits = page.all(".proof .field")
    page.press(".proof .plain")
    until(lambda: page.shown(".proof .why"))
    assert fake.of("prove") == []
    number.send_keys(NUMBER)
    digits.send_keys("9999")
    page.press(".proof .plain")
    until(lambda: "订单号或手机号不对，还可以试 4 次" in page.texts(".proof .why"))
    digits.clear()
    digits.send_keys(DIGITS, Keys.ENTER)
    until(lambda: page.texts(".card .title") == ["亚麻宽松衬衫 雾蓝 M ×1"])
    assert page.texts(".card .fact") == ["已发货 ・ 已到达杭州转运中心", "中通 73100112233445", f"订单 {NUMBER}"]
    assert fake.of("prove")[-1] == {"t": "prove", "order": NUMBER, "digits": DIGITS}


def test_proving_without_a_line_and_too_often(buyer, fake):
    page = buyer().online()
    page.say("查物流")
    fake.say(kind="order", card={"locked": True})
    until(lambda: page.shown(".proof"))
    number, digits = page.all(".proof .field")
    number.send_keys(NUMBER)
    digits.send_keys("0000")
    fake.refuse = lambda frame: {"t": "not_proven", "left": 0, "seconds": 900} if frame["t"] == "prove" else None
    page.press(".proof .plain")
    until(lambda: "试错次数太多，请 15 分钟后再试" in page.texts(".proof .why"))
    fake.refuse = lambda frame: {"t": "pong"} if frame["t"] == "prove" else None
    page.press(".proof .plain")
    until(lambda: len(fake.of("prove")) == 2)
    fake.cut()
    until(lambda: "连接中断，恢复后请再试一次" in page.texts(".proof .why"))


def test_cards_of_products_and_strange_ones(buyer, fake):
    page = buyer().online()
    page.say("推荐")
    fake.say(kind="product", card={"title": "亚麻衬衫", "attributes": "雾蓝 M", "code": "YM-01", "price_cents": 19_900})
    fake.say(kind="product", card={"title": {"a": 1}, "price_cents": "1e99"}, text="商品")
    fake.say(kind="order", card={"state": "<b>", "order": "1"})
    fake.say(kind="rating", side="system", card={"event": "rated", "score": 5})
    fake.say(kind="spaceship", text="新的种类")
    until(lambda: page.texts()[-1:] == ["新的种类"])
    assert page.texts(".card .title") == ["亚麻衬衫", "商品", "订单 1"]
    assert page.texts(".card .fact") == ["雾蓝 M ・ YM-01", "<b>", "订单 1"]
    assert page.texts(".card .price") == ["¥199.00"]
    assert page.texts(".system") == ["您给这次服务打了 5 星"]
