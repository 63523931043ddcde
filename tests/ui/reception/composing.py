"""A live channel and a page over it, for the tests of the composer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication

from tests.desk.live import CHANNEL, Wire, hear
from ticketdesk.domain.channel_events import Acknowledged
from ticketdesk.store.queries import conversations
from ticketdesk.ui.reception.compose.traffic import Traffic
from ticketdesk.ui.reception.page import ReceptionPage


class LiveWire(Wire):
    """The tests' channel with what the window asks of it: it acknowledges at the next step."""

    name = CHANNEL

    def __init__(self) -> None:
        super().__init__()
        self._told = 0

    def step(self, now: int) -> list[Acknowledged]:
        fresh = self.taken[self._told :]
        self._told = len(self.taken)
        return [Acknowledged(key) for key, _ in fresh]


@pytest.fixture
def wire() -> LiveWire:
    return LiveWire()


@pytest.fixture
def talks(desk) -> tuple[int, int, int]:
    """Three buyers on the live channel."""
    return hear(desk, "林小鹿", "在吗"), hear(desk, "小雨", "有货吗"), hear(desk, "阿泽", "发了吗")


@pytest.fixture
def live(qtbot, world, desk, talks, wire) -> Iterator[ReceptionPage]:
    """The reception page with its traffic; the channel is joined by the tests that need it."""
    world.traffic = Traffic(world, desk)
    made = ReceptionPage(world)
    qtbot.addWidget(made)
    made.resize(1300, 820)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.list.select(talks[0])
    made.chat.show_conversation(talks[0])
    made.chat.composer.edit.setFocus()
    yield made
    world.traffic.stop()
    made.hide()
    desk.store.submit(lambda: None, 0).result()
    QCoreApplication.processEvents()


def ours(world, talk: int) -> list[tuple[str, str]]:
    """Text and state of what we wrote in a conversation."""
    return [(row.text, row.state) for row in conversations.newest(world.reader, talk) if row.side == "out"]
