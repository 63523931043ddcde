"""The page for readers of every kind: names and roles, the order of the focus, contrast, less motion, its size."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.keys import Keys

from tests.webchat.browser import DESKTOP, PHONE
from tests.webchat.buyer import until

NAMELESS = """
    const seen = (e) => e.getClientRects().length > 0;
    const label = (e) => e.labels?.[0]?.textContent;
    const name = (e) => (e.getAttribute("aria-label") || e.textContent || label(e) || e.alt || "").trim();
    return [...document.querySelectorAll("button, input, textarea, a, [role=log], [role=group], [role=radiogroup]")]
      .filter((e) => seen(e) && !name(e)).map((e) => e.outerHTML.slice(0, 120));
"""
# Every text in sight with its colour and the ground below it, from the top of the page down.
PALE = """
    const parse = (text) => {
      const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
      canvas.fillStyle = text; canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const light = ([r, g, b]) => {
      const part = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
      return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
    };
    const ground = (e) => {
      for (let at = e; at; at = at.parentElement) {
        const colour = parse(getComputedStyle(at).backgroundColor);
        if (colour[3] === 255) return colour;
      }
      return [255, 255, 255, 255];
    };
    const pale = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const check = (e, colour, text) => {
      const [a, b] = [light(parse(colour)), light(ground(e))];
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (ratio < 4.5) pale.push(`${text} ${ratio.toFixed(2)}`);
    };
    let texts = 0;
    while (walker.nextNode()) {
      const e = walker.currentNode.parentElement;
      const text = walker.currentNode.textContent.trim();
      const hidden = e.closest("[aria-hidden=true], .unseen, script, style, symbol, .sign");
      if (!text || hidden || e.getClientRects().length === 0) continue;
      texts += 1;
      check(e, getComputedStyle(e).color, text);
    }
    for (const e of document.querySelectorAll("textarea, input")) {
      if (e.getClientRects().length === 0 || !e.placeholder) continue;
      check(e, getComputedStyle(e, "::placeholder").color, e.placeholder);
    }
    return [texts, pale];
"""


def everything(page, fake):
    """Bring the page into a state that shows most of its parts."""
    page.say("你好 https://example.com/")
    fake.say("您好")
    fake.say(kind="product", card={"title": "亚麻衬衫", "attributes": "雾蓝", "price_cents": 19_900})
    fake.say(kind="logistics", card={"locked": True})
    fake.say("自动", auto=True)
    fake.refuse = lambda frame: {"t": "refused", "id": frame["id"], "why": "not_kept"} if frame["t"] == "say" else None
    page.say("坏的")
    until(lambda: page.shown(".state.bad"))
    fake.push(t="typing", on=True, sender="小满")
    fake.push(t="rating", sender="小满")
    until(lambda: page.shown(".panel") and page.shown("#typing"))
    page.press("#smile")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
def test_every_text_can_be_read(buyer, fake, dark, closed):
    page = buyer()
    page.browser.prefers("dark" if dark else "light")
    everything(page.online(), fake)
    if closed:
        fake.push(t="status", open=False, online=False, hours="8:30–24:00")
        until(lambda: page.shown(".panel.left"))
    texts, pale = page.run(PALE)
    page.browser.prefers("light")
    assert texts > 15
    assert pale == []


def test_control_a_pale_text_is_found(buyer, fake):
    page = buyer().online()
    page.run("document.getElementById('name').style.color = '#6aa0ff'")
    assert len(page.run(PALE)[1]) == 1


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_everything_has_a_name(buyer, fake, language):
    page = buyer(language=language).online()
    everything(page, fake)
    assert page.run(NAMELESS) == []
    assert page.one("#talk").get_attribute("role") == "log"
    assert page.one("#talk").get_attribute("aria-label") == ("对话内容" if language == "zh-CN" else "Conversation")
    assert page.one("#line").get_attribute("role") == "status"
    assert page.run("return document.documentElement.lang") == language[:5].replace("en-GB", "en")


def test_new_words_are_announced_once(buyer, fake):
    page = buyer().online()
    page.say("在吗")
    fake.say("在的")
    until(lambda: page.run("return document.getElementById('announcer').textContent") == "小满：在的")
    page.reload().online()
    until(lambda: page.texts() == ["在吗", "在的"])
    assert page.run("return document.getElementById('announcer').textContent") == ""


def test_the_focus_goes_from_the_top_down(buyer, fake):
    page = buyer().online()
    page.run("document.activeElement.blur(); document.getSelection().removeAllRanges()")
    reached = []
    for _ in range(9):
        page.driver.switch_to.active_element.send_keys(Keys.TAB)
        reached.append(page.run("return document.activeElement.id || document.activeElement.className"))
    assert reached == ["language", "talk", "chip", "chip", "chip", "picture", "words", "smile", "send"]


def test_less_motion_means_none(buyer, fake):
    page = buyer()
    page.browser.prefers("light", still=True)
    page.online()
    slow = "return getComputedStyle(document.getElementById('send')).transitionDuration"
    assert set(page.run(slow).replace(" ", "").split(",")) == {"0s"}
    page.browser.prefers("light")
    assert "0.12s" in page.run(slow)


@pytest.mark.parametrize("size", [PHONE, DESKTOP, (320, 480), (844, 390)], ids=["phone", "desktop", "small", "lying"])
def test_nothing_is_cut_off_at_any_size(buyer, fake, size):
    page = buyer(size).online()
    page.say("很长的一个词" + "x" * 300)
    fake.say(kind="product", card={"title": "t" * 200, "attributes": "雾蓝"})
    until(lambda: page.shown(".card"))
    wide = """
        const talk = document.getElementById("talk");
        return [document.documentElement.scrollWidth, innerWidth, talk.scrollWidth, talk.clientWidth];
    """
    page_width, window, talk, room = page.run(wide)
    assert page_width <= window and talk <= room
    box = page.run(
        "const b = document.getElementById('send').getBoundingClientRect(); return [b.right, b.bottom, innerHeight]"
    )
    assert box[0] <= size[0] and box[1] <= box[2]


def test_what_is_touched_is_large_enough(buyer, fake):
    page = buyer().online()
    everything(page, fake)
    small = """
        return [...document.querySelectorAll("button, .star, .tag, .field, a.button")].filter((e) => {
          const box = e.getBoundingClientRect();
          return box.width > 0 && (box.width < 24 || box.height < 24);
        }).map((e) => e.outerHTML.slice(0, 100));
    """
    assert page.run(small) == []
