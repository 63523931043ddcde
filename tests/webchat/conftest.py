"""Buyers' browsers and desks for them; without Chromium these tests say so and are left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.webchat.browser import PHONE, missing
from tests.webchat.buyer import Buyer
from tests.webchat.fake_desk import FakeDesk


@pytest.fixture(scope="session")
def chromium() -> None:
    """Leave the test out where no browser is installed."""
    if reason := missing():
        pytest.skip(reason)


@pytest.fixture
def fake() -> Iterator[FakeDesk]:
    """A scripted desk."""
    with FakeDesk() as desk:
        yield desk


@pytest.fixture(scope="module")
def browsers(chromium: None) -> Iterator[dict[str, Buyer]]:
    """The browsers of a file's tests: starting one takes longer than most tests."""
    kept: dict[str, Buyer] = {}
    yield kept
    for buyer in kept.values():
        buyer.close()


@pytest.fixture
def buyer(browsers: dict[str, Buyer], fake: FakeDesk) -> Iterator[Callable[..., Buyer]]:
    """Opens the page of the scripted desk in a browser of this size; nothing complained at the end."""
    used: list[Buyer] = []

    def open_page(size: tuple[int, int] = PHONE, query: str = "", **wishes: Any) -> Buyer:
        key = f"{sorted(wishes.items())}"
        found = browsers.setdefault(key, None) or Buyer(fake.url, size, **wishes)  # type: ignore[arg-type]
        browsers[key] = found
        found.url = fake.url
        found.browser.size(size)
        used.append(found)
        return found.come(query)

    yield open_page
    complaints = [line for each in used for line in each.browser.complaints()]
    for each in used:
        each.driver.get("about:blank")
    assert complaints == []
