"""Browsers that the tests of a process share: starting one takes longer than most tests."""

from __future__ import annotations

from typing import Any

from selenium.common.exceptions import WebDriverException

from tests.webchat.browser import PHONE
from tests.webchat.buyer import Buyer


class Lending:
    """Keeps a browser for each kind that was wished for, and one more for each that is lent at the same time."""

    def __init__(self) -> None:
        self._free: dict[str, list[Buyer]] = {}
        self._lent: list[tuple[str, Buyer]] = []

    def lend(self, url: str, size: tuple[int, int] = PHONE, **wishes: Any) -> Buyer:
        """Return a buyer who has been nowhere, for the page at ``url``."""
        key = f"{sorted(wishes.items())}"
        free = self._free.setdefault(key, [])
        found = free.pop() if free else None
        if found is None or not _lives(found):
            found = Buyer(url, size, **wishes)
        self._lent.append((key, found))
        found.url = url
        found.browser.size(size)
        found.browser.prefers("dark" if wishes.get("dark") else "light")
        return found

    def take_back(self) -> list[str]:
        """Take back all that is lent, with nothing of where it was left in it; return what its pages complained of."""
        complaints: list[str] = []
        while self._lent:
            key, buyer = self._lent.pop()
            complaints += buyer.browser.complaints()
            buyer.driver.get("about:blank")
            buyer.network(on=True)
            told = {"origin": buyer.url.rstrip("/"), "storageTypes": "all"}
            buyer.driver.execute_cdp_cmd("Storage.clearDataForOrigin", told)
            self._free[key].append(buyer)
        return complaints

    def close(self) -> None:
        """End every browser."""
        for buyer in [*(buyer for free in self._free.values() for buyer in free), *(one for _key, one in self._lent)]:
            buyer.close()


def _lives(buyer: Buyer) -> bool:
    try:
        return buyer.driver.title is not None
    except WebDriverException:
        return False
