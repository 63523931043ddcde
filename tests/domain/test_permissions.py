"""The rights of settings-staff.png."""

from __future__ import annotations

import pytest

from ticketdesk.domain.permissions import (
    ADMIN,
    AGENT,
    GROUP_OF,
    LEAD,
    STANDARD_ROLES,
    WAREHOUSE,
    Group,
    Permission,
    Role,
    groups,
    held,
    implied,
    needed_to_cancel,
)

ALL = list(Group)


@pytest.mark.parametrize(
    ("role", "ticked"),
    [
        (ADMIN, ALL),
        (LEAD, ALL[:-1]),
        (AGENT, [Group.MESSAGES, Group.TICKETS, Group.ORDERS, Group.REVIEWS]),
        (WAREHOUSE, [Group.TICKETS, Group.ORDERS]),
    ],
)
def test_ticks_of_the_staff_table(role: Role, ticked: list[Group]) -> None:
    assert groups(role.permissions) == frozenset(ticked)


def test_boxes_of_the_agent_card() -> None:
    on = {"reception.reply", "reception.transfer", "ticket.handle", "order.remark", "order.address"}
    off = {
        "ticket.cancel_others",
        "order.ship",
        "refund.agree",
        "personal.reveal",
        "data.export",
        "goods.edit",
        "insights.view",
    }
    assert all(AGENT.may(Permission(value)) for value in on)
    assert not any(AGENT.may(Permission(value)) for value in off)


def test_managing_staff_implies_naming_stand_ins() -> None:
    assert held({"staff.edit"}) == {"staff.edit", "staff.stand_in"} and held(()) == frozenset()
    assert implied({"ticket.handle", "shop.edit"}) == frozenset()
    assert LEAD.may(Permission.STAND_IN_NAME) and not AGENT.may(Permission.STAND_IN_NAME)


def test_every_right_has_its_column_and_every_column_a_right() -> None:
    assert set(GROUP_OF) == set(Permission)
    assert set(GROUP_OF.values()) == set(Group)
    assert len({role.code for role in STANDARD_ROLES}) == 4


def test_cancelling_ones_own_ticket_needs_less() -> None:
    assert AGENT.may(needed_to_cancel(own=True))
    assert not AGENT.may(needed_to_cancel(own=False))
