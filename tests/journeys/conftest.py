"""A window over a store of its own for every journey."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.journeys.agent import Worker, open_worker
from tests.journeys.typist import Typist
from tests.ready import sample_store
from ticketdesk.tour.sample_orders import BASE
from ticketdesk.tour.stage import StoryClock
from ticketdesk.ui import theme


@pytest.fixture
def newcomer(qapp: QApplication, tmp_path: Path) -> Iterator[Worker]:
    """An agent before the first start."""
    theme.apply(qapp, "light")
    agent = open_worker(tmp_path)
    yield agent
    agent.close()


@pytest.fixture
def agent(newcomer: Worker) -> Worker:
    """An agent in a shop that holds nothing yet."""
    newcomer.has_a_shop()
    return newcomer


@pytest.fixture
def veteran(qapp: QApplication, tmp_path: Path) -> Iterator[Worker]:
    """The owner of the sample shop, where seven buyers wait."""
    theme.apply(qapp, "light")
    agent = open_worker(tmp_path, demo=True)
    yield agent
    agent.close()


@pytest.fixture
def typist(qapp: QApplication, tmp_path: Path) -> Iterator[Typist]:
    """The owner of the sample shop with no mouse."""
    theme.apply(qapp, "light")
    agent = Typist(sample_store(tmp_path / "店铺 1" / "ticketdesk.db", BASE), StoryClock(BASE), demo=True)
    yield agent
    agent.close()
