"""The bubble in a shop's own page: one line, a button, a frame; who may speak to whom."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator

import pytest
from selenium.webdriver.common.keys import Keys

from tests.webchat.browser import DESKTOP
from tests.webchat.buyer import until

SHOP = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>青禾生活</title></head>
<body><h1>青禾生活</h1><p>亚麻系列</p><script src="{desk}bubble.js" async></script></body></html>"""
# The bubble stands in a closed shadow root; a test looks in by having it opened.
OPENED = """
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function () { return attach.call(this, {mode: "open"}); };
"""
ROOT = "[...document.body.children].map((e) => e.shadowRoot).find(Boolean)"


@pytest.fixture
def shop(fake) -> Iterator[str]:
    """The address of a shop's own page, of another origin than the desk."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = SHOP.format(desk=fake.url).encode() if self.path == "/" else b""
            self.send_response(200 if body else 204)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def visitor(buyer, shop):
    """A visitor of the shop's page."""
    page = buyer(DESKTOP)
    made = page.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": OPENED})
    page.driver.get(shop)
    until(lambda: page.run(f"return Boolean(window.TicketDeskBubble && {ROOT})"))
    yield page
    page.driver.switch_to.default_content()
    page.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", made)


def part(page, css):
    return page.run(f"return {ROOT}.querySelector(arguments[0])", css)


def test_one_line_makes_a_button_and_no_line_until_it_is_pressed(visitor, fake):
    names = "return Object.keys(window).filter((name) => !name.startsWith('se_'))"  # the driver's own
    before = set(visitor.run(names))
    assert "TicketDeskBubble" in before
    assert part(visitor, "iframe") is None and len(fake.of("hello")) <= 1  # the page of the fixture itself
    button = part(visitor, "button")
    assert button.get_attribute("aria-label") == "联系客服"
    assert button.get_attribute("aria-expanded") == "false"
    button.click()
    until(lambda: len(fake.of("hello")) >= 1)
    assert set(visitor.run(names)) == before
    assert part(visitor, "button").get_attribute("aria-expanded") == "true"
    box = visitor.run(f"const b = {ROOT}.querySelector('iframe').getBoundingClientRect(); return [b.width, b.height]")
    assert box == [380, 600]


def test_a_conversation_in_the_bubble_and_its_badge(visitor, fake):
    part(visitor, "button").click()
    frame = until(lambda: part(visitor, "iframe"))
    visitor.driver.switch_to.frame(frame)
    visitor.online().say("在吗")
    until(lambda: visitor.marks() == ["已送达"])
    visitor.press("#shut")
    visitor.driver.switch_to.default_content()
    until(lambda: part(visitor, "button").get_attribute("aria-expanded") == "false")
    fake.say("在的")
    fake.say("请说")
    until(lambda: part(visitor, "button").get_attribute("aria-label") == "联系客服 (2 条未读消息)")
    assert part(visitor, "span").text == "2"
    part(visitor, "button").click()
    until(lambda: not part(visitor, "span").is_displayed())
    visitor.driver.switch_to.frame(part(visitor, "iframe"))
    until(lambda: visitor.texts() == ["在吗", "在的", "请说"])
    until(lambda: fake.of("read")[-1:] and fake.of("read")[-1]["upto"] == fake.visit.messages[-1]["id"])
    visitor.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    visitor.driver.switch_to.default_content()
    until(lambda: part(visitor, "button").get_attribute("aria-expanded") == "false")


def test_only_the_desks_own_frame_is_heard(visitor, fake):
    part(visitor, "button").click()
    visitor.driver.switch_to.frame(until(lambda: part(visitor, "iframe")))
    visitor.online()
    visitor.driver.switch_to.default_content()
    # The shop's page itself, and a frame of the shop's own, pretend to be the desk's page.
    visitor.run("window.postMessage({ticketdesk: 'page', unread: 42, close: true}, '*')")
    pretend = """
        const frame = document.createElement("iframe");
        const lie = "parent.postMessage({ticketdesk: 'page', unread: 41, close: true}, '*')";
        frame.srcdoc = "<script>" + lie + "<" + "/script>";
        document.body.append(frame);
        window.heard = 0;
        window.addEventListener("message", (event) => { window.heard += event.data.unread > 40; });
    """
    visitor.run(pretend)
    until(lambda: visitor.run("return window.heard") >= 1)
    assert part(visitor, "button").get_attribute("aria-expanded") == "true"
    visitor.run("window.TicketDeskBubble.close()")
    assert part(visitor, "button").get_attribute("aria-label") == "联系客服"


def test_a_small_screen_gives_it_all_its_room(visitor, fake):
    visitor.browser.size((390, 844))
    part(visitor, "button").click()
    until(lambda: part(visitor, "iframe"))
    box = visitor.run(f"const b = {ROOT}.querySelector('iframe').getBoundingClientRect(); return [b.width, b.height]")
    assert box[0] >= 390 and box[1] >= 800
    assert not part(visitor, "button").is_displayed()
