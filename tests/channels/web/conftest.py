"""A live desk over the web for each test, and the loop that pages run in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.channels.web.live_desk import LiveDesk, now_ms
from tests.ready import sample_store

_DAY = 86_400_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The sample shop, closed; as it was at midnight, so that it is made once a run."""
    return sample_store(tmp_path / "店铺 1" / "ticketdesk.db", now_ms() // _DAY * _DAY)


@pytest.fixture
def live(path: Path) -> Iterator[LiveDesk]:
    """The sample shop, open, with an agent there, and its page served; replies leave at once."""
    desk = LiveDesk(path).at_work()
    yield desk
    desk.close()
