"""A window over a new shop, for the settings."""

from __future__ import annotations

import pytest

from tests.ready import empty_store
from ticketdesk import app
from ticketdesk.desk.commands.shop import CreateShop
from ticketdesk.ui.settings.deadline_section import DeadlineSection


def _shop(desk, clock):
    desk.agent_id = desk.run(CreateShop(shop_name="青禾", owner_name="小满")).result.owner_id


@pytest.fixture
def parts(qapp, tmp_path, clock):
    made = app.build(empty_store(tmp_path / "ticketdesk.db"), clock=clock, fill=_shop)
    made.window.show()
    made.window.activateWindow()
    yield made
    made.close()


@pytest.fixture
def section(qtbot, world):
    """The section of deadlines; the tests of another section have their own."""
    made = DeadlineSection(world)
    qtbot.addWidget(made)
    made.resize(1000, 900)
    made.show()
    return made
