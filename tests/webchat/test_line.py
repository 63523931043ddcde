"""Breaks of the line: what was said before is there once and in order, whatever came between."""

from __future__ import annotations

from tests.webchat.buyer import until


def unsent(page):
    return page.run("return Object.keys(localStorage).filter((name) => name.startsWith('ticketdesk.unsent.')).length")


def test_words_said_without_a_line_leave_when_it_is_back(buyer, fake):
    page = buyer().online()
    fake.keeps = False
    page.say("一")
    until(lambda: page.marks() == ["已发送"])
    page.browser.driver.execute_cdp_cmd("Network.enable", {})
    fake.refuse = lambda frame: None
    fake.cut()
    until(lambda: page.marks() == ["连接中断，恢复后自动发送"])
    page.say("二")
    fake.keeps = True
    until(lambda: page.texts() == ["一", "二"] and page.marks() == ["已送达"])
    assert [each["text"] for each in fake.visit.messages] == ["一", "二"]
    assert unsent(page) == 0


def test_an_acknowledgement_that_was_lost_doubles_nothing(buyer, fake):
    page = buyer().online()
    page.say("一")
    until(lambda: page.marks() == ["已送达"])
    held = fake.visit
    fake.keeps = False
    page.say("二")
    until(lambda: len(fake.of("say")) == 2)
    # The desk had kept it; the line broke before the page heard of it.
    last = fake.of("say")[-1]
    held.messages.append(fake._message("in", text="二", client=last["id"]))
    fake.keeps = True
    fake.cut()
    until(lambda: page.marks() == ["已送达"] and unsent(page) == 0)
    assert page.texts() == ["一", "二"]
    assert [each["text"] for each in held.messages] == ["一", "二"]


def test_a_reload_keeps_the_conversation_the_draft_and_what_was_not_sent(buyer, fake):
    page = buyer().online()
    page.say("留着")
    until(lambda: page.marks() == ["已送达"])
    fake.keeps = False
    page.say("还没送到")
    until(lambda: len(fake.of("say")) == 2)
    page.type("半句")
    page.reload()
    until(lambda: len(fake.of("say")) == 3)
    fake.keeps = True
    fake.cut()
    until(lambda: page.texts() == ["留着", "还没送到"] and page.marks() == ["已送达"])
    assert page.one("#words").get_attribute("value") == "半句"
    assert len({frame["id"] for frame in fake.of("say")}) == 2
    assert len(fake.visits) == 1


def test_two_tabs_of_one_visit_show_the_same(buyer, fake):
    page = buyer().online()
    page.say("从第一页")
    until(lambda: page.marks() == ["已送达"])
    first = page.driver.current_window_handle
    page.driver.switch_to.new_window("tab")
    second = page.driver.current_window_handle
    try:
        page.come().online()
        until(lambda: page.texts() == ["从第一页"])
        page.say("从第二页")
        until(lambda: page.texts() == ["从第一页", "从第二页"])
        page.driver.switch_to.window(first)
        until(lambda: page.texts() == ["从第一页", "从第二页"])
        fake.say("都看到")
        for each in (first, second):
            page.driver.switch_to.window(each)
            until(lambda: page.texts()[-1:] == ["都看到"])
        assert len(fake.visits) == 1
    finally:
        page.driver.switch_to.window(second)
        page.driver.close()
        page.driver.switch_to.window(first)


def test_a_visit_the_desk_does_not_know_becomes_a_new_one(buyer, fake):
    page = buyer().online()
    page.say("旧的话")
    until(lambda: page.marks() == ["已送达"])
    fake.visits.clear()
    fake.keeps = False
    fake.cut()
    until(lambda: page.texts(".system") == ["之前的会话已失效，已为您开始新的会话"])
    fake.keeps = True
    page.online().say("新的话")
    until(lambda: page.texts() == ["旧的话", "新的话"] and page.marks()[-1] == "已送达")
    assert [each["text"] for each in fake.visit.messages] == ["新的话"]


def test_too_fast_a_message_is_sent_later_by_itself(buyer, fake):
    page = buyer().online()
    refused = []

    def refuse_twice(frame):
        if frame["t"] != "say" or len(refused) == 2:
            return None
        refused.append(frame["id"])
        return {"t": "refused", "id": frame["id"], "why": "too_fast", "seconds": 1}

    fake.refuse = refuse_twice
    page.say("快")
    until(lambda: page.marks() == ["发送太快，稍后自动发送"])
    until(lambda: page.marks() == ["已送达"])
    assert [each["text"] for each in fake.visit.messages] == ["快"]


def test_many_words_at_once_are_paced_and_stay_in_order(buyer, fake):
    page = buyer().online()
    said = [f"第 {n} 句" for n in range(24)]
    press = """
        const words = document.getElementById("words");
        for (const text of arguments[0]) {
          words.value = text;
          words.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true, cancelable: true}));
        }
    """
    page.run(press, said)
    until(lambda: len(fake.visits) and [each["text"] for each in fake.visit.messages] == said)
    until(lambda: page.texts() == said and page.marks() == ["已送达"])


def test_what_the_desk_will_not_take_can_be_sent_again_or_dropped(buyer, fake):
    page = buyer().online()
    reasons = {"坏": "not_kept", "太长": "too_long"}
    fake.refuse = lambda frame: (
        {"t": "refused", "id": frame["id"], "why": reasons[frame["text"]], "seconds": 0}
        if frame["t"] == "say"
        else None
    )
    page.say("坏")
    until(lambda: page.marks() == ["没能保存，未发送"])
    page.say("太长")
    until(lambda: page.marks() == ["没能保存，未发送", "消息太长，未发送"])
    assert page.texts(".choices .link") == ["重试", "删除", "删除"]
    page.all(".choices .link")[2].click()
    until(lambda: page.texts() == ["坏"])
    fake.refuse = lambda frame: None
    page.press(".choices .link")
    until(lambda: page.marks() == ["已送达"])
    assert unsent(page) == 0


def test_a_full_desk_says_so_and_is_asked_again_later(buyer, fake):
    page = buyer().online()
    fake.push(t="error", why="cap")
    until(lambda: page.shown("#notice"))
    assert page.one("#notice").text == "现在咨询的人太多，稍后会自动重试"
    assert page.one("#notice").get_attribute("role") == "alert"


def test_the_shop_is_known_and_its_state_said_before_and_after(buyer, fake):
    page = buyer().online()
    fake.push(t="status", open=True, online=False, hours="8:30–24:00")
    until(lambda: page.line() == "客服暂时离开，看到后会回复您")
    fake.push(t="status", open=False, online=False, hours="8:30–24:00")
    until(lambda: page.line() == "现在不在服务时间（8:30–24:00）")
    until(lambda: page.shown(".panel.left") and not page.shown("#composer"))
    fake.push(t="closed")
    until(lambda: page.texts(".system") == ["本次会话已结束，您可以随时继续留言"])


def test_without_storage_a_conversation_works_all_the_same(buyer, fake):
    page = buyer()
    block = """
        Object.defineProperty(window, "localStorage", {get() { throw new DOMException("no", "SecurityError"); }});
        Object.defineProperty(window, "indexedDB", {get() { throw new DOMException("no", "SecurityError"); }});
    """
    made = page.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": block})
    try:
        page.reload().online()
        page.say("一")
        fake.cut()
        until(lambda: len(fake.of("hello")) >= 3)
        page.online().say("二")
        until(lambda: page.texts() == ["一", "二"] and page.marks() == ["已送达"])
        fake.say("三")
        until(lambda: page.texts() == ["一", "二", "三"])
        assert [each["text"] for each in fake.visit.messages] == ["一", "二", "三"]
    finally:
        page.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", made)
