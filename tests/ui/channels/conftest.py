"""The real window over a new shop, with channels that the test turns."""

from __future__ import annotations

import pytest

from tests.ready import empty_store
from tests.ui.channels.turned import TurnedLines
from ticketdesk import app
from ticketdesk.desk.commands.shop import CreateShop
from ticketdesk.ui import theme
from ticketdesk.ui.channels.status import ChannelLinks, begin_channels


def _shop(desk, clock):
    desk.agent_id = desk.run(CreateShop(shop_name="青禾", owner_name="小满")).result.owner_id


@pytest.fixture
def lines():
    return TurnedLines()


@pytest.fixture
def parts(qapp, qtbot, tmp_path, clock, lines):
    theme.apply(qapp, "light")
    made = app.build(empty_store(tmp_path / "ticketdesk.db"), clock=clock, fill=_shop)
    made.world.line_maker = lambda: lines
    made.window.show()
    made.window.activateWindow()
    qtbot.waitUntil(lambda: made.window.isActiveWindow() and made.window.shown() is not None)
    begin_channels(made.window)
    yield made
    lines.gate.set()
    made.close()


@pytest.fixture
def links(parts):
    """The links at the foot of the window, by channel."""
    return next(iter(parts.window.findChildren(ChannelLinks))).links
