"""Buyers' browsers and desks for them; without Chromium these tests say so and are left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.webchat.browser import PHONE, missing
from tests.webchat.buyer import Buyer
from tests.webchat.fake_desk import FakeDesk
from tests.webchat.lending import Lending


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


@pytest.fixture(scope="session")
def browsers(chromium: None) -> Iterator[Lending]:
    """The browsers of all tests."""
    made = Lending()
    yield made
    made.close()


@pytest.fixture
def lend(browsers: Lending) -> Iterator[Callable[..., Buyer]]:
    """Lends a browser until the end of the test; nothing complained at the end."""
    yield browsers.lend
    assert browsers.take_back() == []


@pytest.fixture
def buyer(lend: Callable[..., Buyer], fake: FakeDesk) -> Callable[..., Buyer]:
    """Opens the page of the scripted desk in a browser of this size."""

    def open_page(size: tuple[int, int] = PHONE, query: str = "", **wishes: Any) -> Buyer:
        return lend(fake.url, size, **wishes).come(query)

    return open_page
