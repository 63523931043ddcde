"""A shop with a guarded owner, a guarded agent and one without a password, in a window and as a bare world."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget

from tests.ready import filled_store
from ticketdesk import app
from ticketdesk.desk.commands.people import AddAgent, SetPassword
from ticketdesk.desk.commands.shop import CreateShop
from ticketdesk.domain.passwords import hashed

SECRET = "青禾 2026"
# Lower than in use, so that the tests are quick; the strings carry their own cost.
COST = 2**4


def guard(password: str) -> str:
    return hashed(password, b"0123456789abcdef", n=COST)


@dataclass
class Staff:
    """Ids of the people of the test shop."""

    owner: int
    agent: int
    warehouse: int


def fill(desk) -> Staff:
    made = desk.run(CreateShop(shop_name="青禾生活旗舰店", owner_name="青禾（店主）")).result
    owner = made.owner_id
    desk.run(SetPassword(agent_id=owner, password_hash=guard(SECRET)), agent_id=owner)
    agent = desk.run(
        AddAgent(agent_name="阿泽", role="agent", password_hash=guard("阿泽的密码")), agent_id=owner
    ).result
    warehouse = desk.run(AddAgent(agent_name="仓库-老周", role="warehouse"), agent_id=owner).result
    return Staff(owner, agent, warehouse)


def fill_only(desk, _clock):
    """As a store is filled: nobody asks who was made."""
    fill(desk)


@pytest.fixture
def parts(qapp, tmp_path, clock):
    """The window of a shop with passwords, before anybody has signed in."""

    made = app.build(filled_store(tmp_path / "s" / "ticketdesk.db", fill_only, clock()), clock=clock)
    made.window.resize(1280, 800)
    made.window.show()
    yield made
    made.close()


@pytest.fixture
def staff(parts) -> Staff:
    """Who works in the shop of ``parts``."""
    ids = {account.name: account.id for account in parts.world.session.accounts()}
    return Staff(ids["青禾（店主）"], ids["阿泽"], ids["仓库-老周"])


@pytest.fixture
def host(qtbot):
    """A window for a dialog to stand over."""
    made = QWidget()
    made.resize(900, 700)
    qtbot.addWidget(made)
    made.show()
    yield made
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
