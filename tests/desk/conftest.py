"""A shop on a real file, its people, and builders for what happens in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.builders import Clock, Make, People, open_shop
from tests.desk.live import CHANNEL, Wire
from tests.ready import empty_store
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.outbox import Outbox
from ticketdesk.store.store import Store


@pytest.fixture
def clock() -> Clock:
    """UTC ms that step a second at every look; settable by ``clock.now`` and ``clock.step``."""
    return Clock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new store on disk."""
    opened = Store(empty_store(tmp_path / "店铺 1" / "ticketdesk.db"))
    yield opened
    opened.close()


@pytest.fixture
def bare_desk(store: Store, clock: Clock) -> Desk:
    """A desk before the first start."""
    return Desk(store, clock)


@pytest.fixture
def desk(bare_desk: Desk, people: People) -> Desk:
    """A desk whose owner acts."""
    return bare_desk


@pytest.fixture
def people(bare_desk: Desk) -> People:
    """The shop is made; its owner, lead, agent and warehouse."""
    return open_shop(bare_desk)


@pytest.fixture
def make(desk: Desk, tmp_path: Path, clock: Clock) -> Make:
    """Builders: order files, transcripts, tickets."""
    return Make(desk, tmp_path, clock)


@pytest.fixture
def wire() -> Wire:
    """The channel."""
    return Wire()


@pytest.fixture
def box(desk: Desk, wire: Wire) -> Outbox:
    """The outbox over it."""
    return Outbox(desk, {CHANNEL: wire})
