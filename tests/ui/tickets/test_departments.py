"""Taking a ticket, giving it back, departments among whom it is handed to, their queues at the left and on home."""

from __future__ import annotations

import pytest

from ticketdesk.desk.commands.handing import AddGroup, SetGroupMember
from ticketdesk.desk.commands.queues import ClaimTicket
from ticketdesk.desk.commands.tickets import SetTicketField, TransferTicket
from ticketdesk.store.queries import tickets
from ticketdesk.ui.tickets.acts.transfer_dialog import TransferDialog
from ticketdesk.ui.tickets.detail.detail_head import CLAIM, RELEASE
from ticketdesk.ui.tickets.list import ticket_views
from ticketdesk.ui.world import Place


@pytest.fixture
def group(desk, world):
    """A department to which the agent belongs."""
    made = desk.run(AddGroup(group_name="售后")).result
    desk.run(SetGroupMember(group_id=made, agent_id=world.agent_id))
    return made


def row(world, ticket):
    return tickets.rows(world.reader, [ticket])[0]


def offered(page):
    return [action.data() for action in page.detail.head.assignee.options()]


def test_a_free_ticket_is_taken_and_given_back(page, world, make, qtbot):
    ticket = make.ticket(assignee_id=None)
    page.open_place(Place("ticket", ticket))
    assert offered(page)[0] == CLAIM
    page.detail.claim.trigger()
    qtbot.waitUntil(lambda: row(world, ticket).assignee_id == world.agent_id)
    qtbot.waitUntil(lambda: offered(page)[0] == RELEASE)
    page.detail.head.assignee_chosen.emit(RELEASE)
    qtbot.waitUntil(lambda: row(world, ticket).assignee_id is None)
    world.undo().result()
    assert row(world, ticket).assignee_id == world.agent_id


def test_whoever_comes_second_reads_who_has_it(page, world, make, desk, qtbot):
    ticket = make.ticket(assignee_id=None)
    page.open_place(Place("ticket", ticket))
    other = make.colleague()
    desk.run(ClaimTicket(ticket_id=ticket), agent_id=other)
    with qtbot.waitSignal(world.notices.refused) as told:
        page.detail.claim.trigger()
    assert (told.args[0].key, told.args[0].values["name"]) == ("ticket_claimed", "阿泽")
    assert row(world, ticket).assignee_id == other


def test_a_ticket_is_handed_to_a_department(page, world, make, group, qtbot):
    ticket = make.ticket()
    page.open_place(Place("ticket", ticket))
    assert f"group:{group}" in offered(page)
    page.detail.head.assignee_chosen.emit(f"group:{group}")
    asked = page.findChild(TransferDialog)
    assert asked.to.currentData() == f"group:{group}"
    asked.hand.click()
    qtbot.waitUntil(lambda: row(world, ticket).group_id == group)
    assert row(world, ticket).assignee_id is None
    qtbot.waitUntil(lambda: "售后" in page.detail.head.assignee.accessibleName())


def test_who_hands_on_what_changed_meanwhile_is_told_and_may_do_it_once_more(page, world, make, desk, group, qtbot):
    ticket = make.ticket()
    page.open_place(Place("ticket", ticket))
    page.detail.head.assignee_chosen.emit(f"group:{group}")
    asked = page.findChild(TransferDialog)
    desk.run(SetTicketField(ticket_ids=(ticket,), field="priority", value="3"))
    with qtbot.waitSignal(world.notices.refused) as told:
        asked.hand.click()
    assert told.args[0].key == "ticket_changed" and row(world, ticket).group_id is None
    asked.hand.click()
    qtbot.waitUntil(lambda: row(world, ticket).group_id == group)


def test_the_queue_of_ones_department_stands_at_the_left_with_its_count(page, world, make, desk, group, qtbot):
    ticket = make.ticket()
    desk.run(TransferTicket(ticket_ids=(ticket,), assignee_id=None, group_id=group))
    key = ticket_views.key_of(world.flow.own(world.agent_id)[0])
    page.views.chosen.emit(key)
    qtbot.waitUntil(lambda: list(page.list.model.ids()) == [ticket])
    assert ticket_views.title_of(key) == "售后"
    assert world.flow.own(world.agent_id)[0].id == group
    assert world.flow.own(None) == ()


def test_what_is_remembered_of_groups_is_read_again_when_they_change(world, desk, group, qtbot):
    assert [each.name for each in world.flow.departments] == ["售后"]
    desk.run(AddGroup(group_name="仓库"))
    qtbot.waitUntil(lambda: [each.name for each in world.flow.departments] == ["售后", "仓库"])
