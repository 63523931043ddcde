"""A conversation at the page: words both ways, their marks, the talk on screen."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.keys import Keys

from tests.webchat.browser import DESKTOP, PHONE
from tests.webchat.buyer import until

HOSTILE = '<img src=x onerror="document.title=\'owned\'"><b>bold</b> <script>document.title="owned"</script>'


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_words_go_both_ways_with_their_marks(buyer, fake, size):
    page = buyer(size).online()
    page.say("发货了吗")
    until(lambda: page.marks() == ["已送达"])
    fake.has_read()
    until(lambda: page.marks() == ["已读"])
    fake.say("今天发出")
    until(lambda: page.texts() == ["发货了吗", "今天发出"])
    assert page.line() == "客服在线 ・ 通常 1 分钟内回复"
    assert page.texts(".row.in .who") == ["小满"]
    # It was in sight: the desk hears how far the buyer has read.
    until(lambda: [frame["upto"] for frame in fake.of("read")][-1:] == [fake.visit.messages[-1]["id"]])


def test_only_the_last_of_some_words_carries_the_mark(buyer, fake):
    page = buyer().online()
    for text in ("一", "二", "三"):
        page.say(text)
    until(lambda: page.texts() == ["一", "二", "三"] and page.marks() == ["已送达"])
    fake.has_read()
    until(lambda: page.marks() == ["已读"])
    page.say("四")
    until(lambda: page.marks() == ["已读", "已送达"])


def test_enter_sends_shift_enter_begins_a_line(buyer, fake):
    page = buyer().online()
    page.one("#words").send_keys("第一行", Keys.SHIFT + Keys.ENTER)
    page.one("#words").send_keys(Keys.NULL, "第二行")
    assert fake.of("say") == []
    page.one("#words").send_keys(Keys.ENTER)
    until(lambda: page.texts() == ["第一行\n第二行"])
    page.one("#words").send_keys("   ", Keys.ENTER)
    page.type("x")
    assert len(fake.of("say")) == 1


def test_a_word_being_composed_is_not_sent(buyer, fake):
    page = buyer().online()
    page.type("ni hao")
    press = """
        const words = document.getElementById("words");
        for (const facts of [{isComposing: true}, {keyCode: 229}]) {
          const event = new KeyboardEvent("keydown", {key: "Enter", bubbles: true, cancelable: true, ...facts});
          words.dispatchEvent(event);
        }
        return words.value;
    """
    assert page.run(press) == "ni hao"
    assert fake.of("say") == []
    page.type(Keys.ENTER)
    until(lambda: page.texts() == ["ni hao"])


def test_texts_stay_text_and_only_web_addresses_are_links(buyer, fake):
    page = buyer().online()
    page.say(HOSTILE)
    fake.say(HOSTILE, sender="<i>满</i>")
    fake.say(
        "看 https://example.com/a?b=1，或 javascript:alert(1) file:///etc/passwd http://u:p@example.com/ ftp://x.y"
    )
    until(lambda: len(page.texts()) == 3)
    assert page.texts()[:2] == [HOSTILE, HOSTILE]
    assert page.texts(".who") == ["<i>满</i>", "小满"]
    assert page.all("#rows img, #rows b, #rows i, #rows script") == []
    links = page.run("return [...document.querySelectorAll('#rows a')].map(a => [a.href, a.rel, a.target])")
    assert links == [["https://example.com/a?b=1", "noopener noreferrer nofollow", "_blank"]]
    assert page.driver.title.endswith("青禾生活旗舰店")


def test_the_agent_types(buyer, fake):
    page = buyer().online().without_end_of_typing()
    page.say("在")  # one key, so that one frame tells of it however long the page stands still
    until(lambda: page.marks() == ["已送达"])
    fake.push(t="typing", on=True, sender="小满")
    until(lambda: page.shown("#typing"))
    assert page.one("#typing-words").text == "正在输入…"
    assert page.one("#typing-face").text == "满"
    fake.push(t="typing", on=False)
    until(lambda: not page.shown("#typing"))
    assert [frame["on"] for frame in fake.of("typing")] == [True, False]


def test_only_an_agents_new_words_end_the_sign_that_it_writes(buyer, fake):
    page = buyer().online().without_end_of_typing()
    known = fake.say("您好")
    until(lambda: page.texts() == ["您好"])
    fake.push(t="typing", on=True, sender="小满")
    until(lambda: page.shown("#typing"))
    fake.push(t="messages", list=[{**known, "text": "您好。"}], more=False)
    fake.say("自动回复", auto=True)
    page.say("在吗")
    until(lambda: page.texts() == ["您好。", "自动回复", "在吗"] and page.marks() == ["已送达"])
    assert page.shown("#typing")
    fake.say("在的")
    until(lambda: not page.shown("#typing"))


def test_recalled_words_are_gone_on_both_sides(buyer, fake):
    page = buyer().online()
    page.say("错字")
    wrong = fake.say("发错了")
    until(lambda: len(page.texts()) == 2)
    fake.recall(wrong)
    until(lambda: page.texts(".system") == ["小满撤回了一条消息"])
    assert page.texts() == ["错字"]


def test_what_was_recalled_while_the_line_was_cut(buyer, fake):
    page = buyer().online()
    page.say("在吗")
    wrong = fake.say("发错了")
    until(lambda: len(page.texts()) == 2)
    fake.facts["minutes"] = 7
    fake.cut()
    wrong.update(state="recalled", text="")
    until(lambda: "7" in page.line())
    until(lambda: page.texts(".system") == ["小满撤回了一条消息"])


def test_quick_buttons_send_their_words(buyer, fake):
    page = buyer().online()
    assert page.texts("#quick .chip") == ["查物流", "改地址", "退换货"]
    page.press("#quick .chip")
    until(lambda: page.texts() == ["查物流"])


def test_emoji_by_keys(buyer, fake):
    page = buyer().online()
    page.type("好")
    page.press("#smile")
    until(lambda: page.shown("#emoji"))
    page.driver.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
    page.driver.switch_to.active_element.send_keys(Keys.ENTER)
    assert page.one("#words").get_attribute("value") == "好😄"
    page.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    until(lambda: not page.shown("#emoji"))
    assert page.run("return document.activeElement.id") == "words"


def test_too_long_a_message_is_not_sent_and_stays_in_the_field(buyer, fake):
    page = buyer().online()
    fill = "const w = document.getElementById('words'); w.value = arguments[0]; w.dispatchEvent(new Event('input'));"
    page.run(fill, "长" * 20_001)
    page.press("#send")
    until(lambda: page.shown("#hint"))
    assert page.one("#hint").text == "消息太长（20001 字），请分几条发送，每条最多 20000 字"
    assert fake.of("say") == []
    page.run(fill, "长" * 20_000)
    page.press("#send")
    until(lambda: page.marks() == ["已送达"])
    assert not page.shown("#hint")


def test_moments_are_the_desks(buyer, fake):
    # The desk's clock is a year and some days ahead of this device.
    ahead = 400 * 86_400_000
    real = fake.now
    fake.now = lambda: real() + ahead
    fake.fill({"text": "昨天的", "at": fake.now() - 86_400_000}, {"text": "刚才的"})
    page = buyer()
    page.run("localStorage.setItem('ticketdesk.token', 'known')")
    page.reload().online()
    until(lambda: len(page.texts(".date")) == 2)
    moments = page.texts(".date")
    assert moments[0].startswith("昨天 ") and moments[1].startswith("今天 ")


def test_a_long_history_is_loaded_by_scrolling_and_the_page_stays_small(buyer, fake):
    fake.fill(
        *(
            {"text": f"第 {n} 句", "side": "in" if n % 3 else "out", "at": 1_795_000_000_000 + n * 1_000}
            for n in range(600)
        )
    )
    page = buyer()
    page.run("localStorage.setItem('ticketdesk.token', 'known')")
    page.reload().online()
    until(lambda: page.texts()[-1:] == ["第 599 句"])
    most = 0

    def at_the_top():
        nonlocal most
        page.run("document.getElementById('talk').scrollTop = 0")
        most = max(most, page.run("return document.querySelectorAll('#rows .row').length"))
        return page.texts()[:1] == ["第 0 句"]

    until(at_the_top)
    assert most <= 200
    shown = page.texts()
    assert shown == [f"第 {n} 句" for n in range(len(shown))]
    assert len(fake.of("older")) == 11
    # New words do not pull the reader away; a button leads to them.
    fake.say("新的")
    until(lambda: page.shown("#latest") and page.one("#latest-words").text == "1 条新消息")
    assert page.texts()[0] == "第 0 句"
    page.press("#latest")
    until(lambda: page.texts()[-1:] == ["新的"])
    until(lambda: not page.shown("#latest"))
    assert page.driver.title == "青禾生活旗舰店"


def test_scrolling_back_keeps_what_one_reads_in_its_place(buyer, fake):
    fake.fill(*({"text": f"第 {n} 句", "side": "in", "at": 1_795_000_000_000 + n} for n in range(120)))
    page = buyer()
    page.run("localStorage.setItem('ticketdesk.token', 'known')")
    page.reload().online()
    until(lambda: page.texts()[:1] == ["第 70 句"])
    place = """
        const rows = [...document.querySelectorAll("#rows .row")];
        const row = rows.find((each) => each.textContent.includes("第 72 句"));
        return row.getBoundingClientRect().top;
    """
    page.run("document.getElementById('talk').scrollTop = 200")
    before = page.run(place)
    until(lambda: page.texts()[0] != "第 70 句")
    assert abs(page.run(place) - before) < 4


def test_the_language_is_the_browsers_and_can_be_switched(buyer, fake):
    page = buyer().online()
    page.say("你好")
    until(lambda: page.marks() == ["已送达"])
    page.press("#language")
    until(lambda: page.marks() == ["Delivered"])
    assert page.run("return document.documentElement.lang") == "en"
    assert page.one("#words").get_attribute("placeholder") == "Write a message…"
    until(lambda: fake.of("hello")[-1]["lang"] == "en")
    page.reload().online()
    assert page.line() == "Online · usually replies within 1 min"
    page.press("#language")
    until(lambda: page.marks() == ["已送达"])
    english = buyer(language="en-GB").online()
    assert english.line() == "Online · usually replies within 1 min"
