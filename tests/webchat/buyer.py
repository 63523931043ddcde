"""A buyer at the page: looks, types, presses; waits for what must come and never for a time."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.webchat.browser import PHONE, Browser

TYPING_ENDS = 8_000  # milliseconds, as in resources/webchat/webchat.js
PATIENCE = 60.0
"""Seconds in which what a test waits for comes on any machine."""


def until(holds: Callable[[], Any], what: str = "", patience: float = PATIENCE) -> Any:
    """Wait until ``holds()`` is true and return what it said."""
    end = time.monotonic() + patience
    while True:
        try:
            found = holds()
        except StaleElementReferenceException:
            found = None
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"did not come in {patience:.0f} s: {what or holds}")
        time.sleep(0.05)


class Buyer:
    """One page in one browser."""

    def __init__(self, url: str, size: tuple[int, int] = PHONE, **wishes: Any) -> None:
        self.url = url
        self.browser = Browser(size, **wishes)
        self.driver = self.browser.driver

    def come(self, query: str = "") -> Buyer:
        """Open the page."""
        self.driver.get(self.url + query)
        return self

    def close(self) -> None:
        """Leave for good."""
        self.browser.close()

    def all(self, css: str) -> list[WebElement]:
        """All elements of a kind."""
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def one(self, css: str) -> WebElement:
        """The first one, waited for."""
        return until(lambda: (self.all(css) or [None])[0], css)

    def shown(self, css: str) -> bool:
        """Whether one of them can be seen."""
        return any(each.is_displayed() for each in self.all(css))

    def texts(self, css: str = ".row .bubble") -> list[str]:
        """The texts of all elements of a kind, in order, in one question."""
        return list(self.run("return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)", css))

    def marks(self) -> list[str]:
        """The marks below the buyer's own words."""
        return self.texts(".row.out .state")

    def line(self) -> str:
        """The line in the head."""
        return self.one("#line").text

    def run(self, script: str, *values: Any) -> Any:
        """Run a script in the page."""
        return self.driver.execute_script(script, *values)

    def without_end_of_typing(self) -> Buyer:
        """Let the sign that an agent types stay until its end is told: a machine may stand still for longer."""
        skip = f"(what, ms, ...more) => (ms === {TYPING_ENDS} ? 0 : set(what, ms, ...more))"
        self.run(f"const set = window.setTimeout; window.setTimeout = {skip};")
        return self

    def online(self) -> Buyer:
        """Wait for the line to the desk."""
        until(lambda: self.shown("#composer") or self.shown(".panel.left"), "the composer or the form")
        until(lambda: not any(word in self.line() for word in ("连接", "onnect", "断开")), "the line")
        return self

    def type(self, text: str) -> None:
        """Write into the field."""
        self.one("#words").send_keys(text)

    def say(self, text: str) -> None:
        """Write and press Enter."""
        self.type(text)
        self.one("#words").send_keys(Keys.ENTER)

    def send_picture(self, path: Path) -> None:
        """Choose a picture, as the dialog of the system does."""
        self.run("document.getElementById('file').hidden = false")
        self.one("#file").send_keys(str(path))
        self.run("document.getElementById('file').hidden = true")

    def press(self, css: str) -> None:
        """Press an element."""
        until(lambda: self.shown(css), css)
        self.one(css).click()

    def network(self, *, on: bool) -> None:
        """Take the network away from this browser, or give it back."""
        facts = {"offline": not on, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.driver.execute_cdp_cmd("Network.enable", {})
        self.driver.execute_cdp_cmd("Network.emulateNetworkConditions", facts)

    def reload(self) -> Buyer:
        """Load the page again."""
        self.driver.refresh()
        return self
